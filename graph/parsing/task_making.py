"""A task in the making -> Task: its assignments, measures and deadline, each with its place in the raw text."""

from __future__ import annotations

from collections.abc import Callable

from graph.model import Assignment, Clause, Deadline, DutyList, Measure, SourceText, Task
from graph.parsing import deadlines
from graph.parsing.document_rules import Draft
from graph.parsing.measures import run_in_measures, task_measures
from graph.parsing.task_tables import TableTask

_NO_HOLES = ("prose", "unit_first", "carry_forward")
"""Statements that stand in the sentences of their task, so that measures are not cut out around them."""


class TaskMaker:
    """Makes the tasks of one text. ``clauses`` gathers the run-in ones (一是…二是) that it meets."""

    def __init__(self, source: SourceText, unique: Callable[[tuple[int, ...]], tuple[int, ...]]) -> None:
        self.source = source
        self.unique = unique
        self.clauses: list[Clause] = []

    def task(self, draft: Draft) -> Task:
        assignments = self._assignments(draft)
        if draft.row is not None:
            return self._row_task(draft, draft.row, assignments)
        node = draft.node
        assert node is not None
        text, source = self.source.text, self.source
        holes = [(s.start, s.end) for s in draft.statements if s.rule not in _NO_HOLES]
        title_end = max(node.heading_end, node.body + 1)
        places = task_measures(text, node.heading_end, node.end, holes) or [(node.body, title_end)]
        measures = tuple(Measure(text[a:b].replace("\n", ""), source.span(a, b)) for a, b in places)
        for k, (a, b, mark, heading_end) in enumerate(run_in_measures(text, node.heading_end, node.end), 1):
            self.clauses.append(
                Clause(
                    self.unique((*node.path, k)),
                    mark,
                    text[a + len(mark) : heading_end],
                    len(node.path) + 1,
                    node.path,
                    source.span(a, b),
                    source.span(a + len(mark), heading_end),
                    True,
                )
            )
        above = [*node.ancestors()][::-1]
        return Task(
            path=draft.path,
            number=node.label,
            title=text[node.body : title_end].strip("。：: "),
            headings=tuple(n.mark + text[n.body : n.heading_end] for n in above),
            span=source.span(node.start, max(node.end, title_end)),
            title_span=source.span(node.body, title_end),
            assignments=assignments,
            measures=measures,
            deadline=self._deadline(draft, node.start, node.end),
            safeguard=node.safeguard,
        )

    def _row_task(self, draft: Draft, row: TableTask, assignments: tuple[Assignment, ...]) -> Task:
        source = self.source
        measures = tuple(
            Measure(self.source.text[a:b], source.span(a, b))
            for a, b in task_measures(self.source.text, row.content[0], row.content[1], []) or [row.content]
        )
        return Task(
            path=draft.path,
            number=row.mark,
            title=row.title,
            headings=row.headings,
            span=source.span(row.start, row.end),
            title_span=source.span(*row.title_place),
            assignments=assignments,
            measures=measures,
            deadline=self._deadline(draft, *row.content),
        )

    def _deadline(self, draft: Draft, start: int, end: int) -> Deadline | None:
        place = next((s.deadline for s in draft.statements if s.deadline), None)
        if place is None:
            place = deadlines.in_text(self.source.text, start, end)
        if place is None or place[0] >= place[1]:
            return None
        written = self.source.text[place[0] : place[1]].replace("\n", "")
        return Deadline(written, self.source.span(*place), deadlines.last_day(written))

    def _assignments(self, draft: Draft) -> tuple[Assignment, ...]:
        made: list[Assignment] = []
        text = self.source.text
        for statement in draft.statements:
            listed = DutyList(
                self.source.span(statement.start, statement.end),
                "table"
                if draft.row is not None
                else ("running_text" if statement.rule.startswith("prose") else "list"),
                statement.rule,
            )
            for role in ("lead", "responsible", "support", "guide"):
                parts = [p for p in statement.parts if p.role == role]
                for position, part in enumerate(parts, 1):
                    made.append(
                        Assignment(
                            unit=text[part.unit.start : part.unit.end].replace("\n", ""),
                            span=self.source.span(part.unit.start, part.unit.end),
                            stated=listed,
                            role=part.role,
                            role_text=part.role_text,
                            position=position,
                            length=len(parts),
                            lead_basis=part.lead_basis,
                            generic=part.unit.generic,
                        )
                    )
        return tuple(sorted(made, key=lambda a: (a.stated.span.start, a.span.start)))
