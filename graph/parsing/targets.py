"""SourceText + Header + Structure -> the targets of a document, from its tables and its running text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.model import Header, ReadingWarning, SourceText, Target, TargetKind, Task
from graph.parsing.structure import Structure
from graph.parsing.target_sentences import Found, parse_sentences
from graph.parsing.target_tables import WordedCell, kind_of, names_indicators, table_targets
from graph.parsing.target_years import Year, carried, deadline_year, goals, year_of
from ontology import words

RULE = "sentence"
_LABELLED = re.compile(r"(?:\d{1,3}[.、](?!\d))?(?P<name>[^。；，\d]{2,40})")
_TASKS_BACK = 8
"""Tasks that may begin between the start of a task and a place inside it."""


def parse_targets(source: SourceText, header: Header, structure: Structure) -> tuple[Target, ...]:
    """The targets in the order of the text. Linear in the length of the text.

    Sections that tell of the past (现状, 存在问题 …) and the frame of the document are not read.
    """
    return tuple(_Reader(source, header, structure).read())


def unread_tables(
    source: SourceText, structure: Structure, targets: Sequence[Target]
) -> tuple[ReadingWarning, ...]:
    """A warning for each table that names indicators and gave no target."""
    starts = sorted(target.span.start for target in targets)
    warnings = []
    for table in structure.tables:
        span = source.span(table.start, table.end)
        if names_indicators(table) and bisect_left(starts, span.start) == bisect_left(starts, span.end):
            heads = "、".join(head for head in table.header if head)
            warnings.append(
                ReadingWarning(
                    "indicator-table-unread",
                    f"指标表未能读出目标值，表头为：{heads[:60]} (a table of indicators that gave no target)",
                    span,
                )
            )
    return tuple(warnings)


class _Reader:
    def __init__(self, source: SourceText, header: Header, structure: Structure) -> None:
        self.source = source
        self.text = source.text
        self.structure = structure
        table = words.table("targets")
        facts = "|".join(sorted(table["facts"], key=len, reverse=True))
        self.facts = self._sections(re.compile(rf"^(?:{facts})(?:[和与及、](?:{facts}))*$"))
        self.goals = goals(self.text, self._sections(re.compile("|".join(table["goals"]))))
        same = header.period_start == header.period_end and header.period_start
        self.plan_year = int(header.period_start) if same and header.period_start else None
        years = [
            int(year) for year in (header.period_start, header.issued and header.issued.value[:4]) if year
        ]
        self.begins = min(years, default=None)
        self.tasks = sorted(structure.tasks, key=lambda task: task.span.start)
        self.task_starts = [task.span.start for task in self.tasks]

    def read(self) -> Iterator[Target]:
        found: list[Target] = []
        indicator_tables = []
        for table in self.structure.tables:
            read = list(table_targets(self.source, table))
            for each in read:
                found += [each] if isinstance(each, Target) else self._worded(each)
            if read:
                indicator_tables.append((table.start, table.end))
        for a, b, label in self._passages(indicator_tables):
            found += [self._target(one, b) for one in parse_sentences(self.text, a, b, label)]
        found = [t for t in found if not self._past(t)]
        yield from sorted(found, key=lambda t: (t.span.start, t.span.end))

    def _past(self, target: Target) -> bool:
        """Whether its year was over before the plan: 2023年，全区生产总值达到2800亿元 in a plan from 2024 on."""
        return target.year is not None and self.begins is not None and target.year < self.begins

    def _worded(self, cell: WordedCell) -> Iterator[Target]:
        """The targets of a table's cell in words; unit, year and scope are the row's where it names none."""
        for one in parse_sentences(self.text, cell.start, cell.end, cell.label):
            target = replace(self._target(one, cell.end), responsible=cell.owners)
            if not target.unit:
                unit_kind = kind_of(target.indicator, cell.unit)
                target = replace(target, unit=cell.unit, kind=unit_kind)
            target = replace(target, scope=target.scope or cell.scope)
            if target.year is None and target.period is None and cell.year is not None:
                target = replace(target, year=cell.year, year_basis="stated")
            yield target

    # -- where to read

    def _sections(self, heading: re.Pattern[str]) -> list[tuple[int, int]]:
        """Places in the view of the clauses whose heading is of the kind."""
        return [
            (self._view(clause.span.start), self._view(clause.span.end))
            for clause in self.structure.clauses
            if len(clause.heading) <= 30 and heading.search(clause.heading)
        ]

    def _view(self, raw: int) -> int:
        return bisect_left(self.source.offsets, raw)

    def _passages(
        self, tables: list[tuple[int, int]]
    ) -> Iterator[tuple[int, int, tuple[str, int, int] | None]]:
        """Paragraphs and cells of the parts that say what is to be done, with the name of a cell's row."""
        skip = sorted([*tables, *self.facts])
        k = 0
        for part in self.structure.parts.parts:
            if part.kind not in ("plan", "attachment"):
                continue
            start = part.title_end if part.title_end > part.start else part.start
            at = start
            while at < part.end:
                stop = self.text.find("\n", at, part.end)
                stop = part.end if stop < 0 else stop
                while k < len(skip) and skip[k][1] <= at:
                    k += 1
                if at < stop and not (k < len(skip) and skip[k][0] <= at):
                    yield from self._cells(at, stop)
                at = stop + 1

    def _cells(self, at: int, stop: int) -> Iterator[tuple[int, int, tuple[str, int, int] | None]]:
        label: tuple[str, int, int] | None = None
        row = "\t" in self.text[at:stop]
        while at <= stop:
            end = self.text.find("\t", at, stop)
            end = stop if end < 0 else end
            if at < end:
                yield at, end, label
                named = _LABELLED.fullmatch(self.text, at, end) if row else None
                if named:
                    label = (named["name"], named.start("name"), named.end("name"))
            at = end + 1

    # -- what a found target becomes

    def _target(self, found: Found, paragraph_end: int) -> Target:
        source = self.source
        task = self._task(source.offsets[found.quantity.number_start])
        year = self._year(found, paragraph_end, task)
        return Target(
            indicator=found.indicator,
            value=found.value,
            span=source.span(found.start, found.end),
            comparator=found.comparator,
            year=year.year,
            period=found.period or year.period,
            year_basis=year.basis,
            wording=found.wording,
            aspiration=found.aspiration,
            unit=found.quantity.unit,
            scope=found.scope,
            kind=found.kind or self._open_kind(year),
            task=task.path if task else None,
            indicator_span=source.span(found.indicator_start, found.indicator_end),
            rule=f"{RULE}-{found.form}",
        )

    def _open_kind(self, year: Year) -> TargetKind:
        """A number to be made: within its year, or by the end of a period of several."""
        one_year = year.year is not None and (year.basis == "period" or year.year == self.plan_year)
        return "yearly" if one_year else "end_of_period"

    def _task(self, raw: int) -> Task | None:
        place = bisect_right(self.task_starts, raw)
        near = self.tasks[max(0, place - _TASKS_BACK) : place]
        return next((t for t in reversed(near) if t.span.start <= raw < t.span.end), None)

    def _year(self, found: Found, paragraph_end: int, task: Task | None) -> Year:
        at = found.quantity.number_start
        stated = year_of(self.text, found.sentence, at, found.quantity.end, found.part)
        if stated is not None:
            return stated
        if found.period is not None:
            return Year(self.plan_year, None, at, "period" if self.plan_year else None)
        due = deadline_year(self.text, found.sentence[1], paragraph_end)
        if due is None and task is not None and task.deadline is not None and task.deadline.date:
            due = int(task.deadline.date[:4])
        if due is None:
            due = carried(self.goals, at)
        if due is not None:
            return Year(due, None, at, "stated")
        if self.plan_year is not None:
            return Year(self.plan_year, None, at, "period")
        return Year(None, None, at, None)
