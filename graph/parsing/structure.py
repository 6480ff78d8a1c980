"""SourceText -> Structure: the parts, clauses and tasks of a document, and who must do what.

``parse_structure`` is the one door; it knows no names and no targets. The rules that it applies,
by name, are told in ``docs/extraction.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from graph.model import (
    Clause,
    ReadingWarning,
    SourceText,
    Span,
    Task,
)
from graph.parsing.clauses import MINOR, Node, parse_clauses
from graph.parsing.document_rules import Draft, apply_rules
from graph.parsing.duty_grammar import Part as DutyPart
from graph.parsing.duty_grammar import Statement
from graph.parsing.duty_places import find_statements
from graph.parsing.parts import Part, Parts, parse_parts
from graph.parsing.running_text import find_prose
from graph.parsing.tables import TableRegion, find_tables
from graph.parsing.task_making import TaskMaker
from graph.parsing.task_tables import TableTask, flattened_tables, task_rows
from graph.parsing.text_lines import Line, lines_outside
from graph.parsing.unit_first import unit_first
from graph.parsing.unit_lists import Unit, is_generic, is_unit_like

_PLACES = ("省", "市", "县", "区", "州", "盟", "旗")
_HABIT = 2
"""So many brackets with nothing but units make a habit of the document."""
ANNEX_PATH = 100
"""First component of the path of what stands in attachment n is 100 + n."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What the frame of a document holds. Tasks carry no entity ids and no mentions yet."""

    parts: Parts
    clauses: tuple[Clause, ...]
    tasks: tuple[Task, ...]
    duty_spans: tuple[Span, ...]
    """Every bracket, line or cell that states duties (raw places), in order."""
    tables: tuple[TableRegion, ...]
    lists_units: bool
    warnings: tuple[ReadingWarning, ...]


def parse_structure(source: SourceText, parts: Parts | None = None) -> Structure:
    """Read parts, clauses, tasks, duties, deadlines and tables. Linear in the length of the text.

    ``parts`` is what ``parse_parts`` found in the same text, where it is at hand.
    """
    return _Reader(source).read(parts or parse_parts(source))


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.text = source.text
        self.warnings: list[ReadingWarning] = []
        self.paths: set[tuple[int, ...]] = set()
        self.repeats: dict[tuple[int, ...], int] = {}
        self.clauses: list[Clause] = []
        self.drafts: list[Draft] = []
        self.duty_places: list[tuple[int, int]] = []
        self.row_tables: list[int] = []
        """Where tables begin whose rows are tasks."""

    def read(self, parts: Parts) -> Structure:
        self.warnings += parts.warnings
        tables = find_tables(self.text, _blocks_end(parts, len(self.text)))
        plans = parts.plans
        for part in (*plans, *parts.of("attachment")):
            if part.kind == "plan":
                prefix = (part.ordinal,) if len(plans) > 1 else ()
            else:
                prefix = (ANNEX_PATH + part.ordinal,)
            self._read_part(part, prefix, [t for t in tables if part.start <= t.start < part.end])
        apply_rules(self.text, self.drafts)
        listing = {
            d.plan
            for d in self.drafts
            if any(s.is_duty and s.rule not in ("unit_first", "prose") for s in d.statements)
        }
        first_years = {part.ordinal: _first_year(part.title) for part in plans}
        for draft in self.drafts:
            if draft.node is not None:
                begins = first_years.get(draft.plan)
                # Where lists name bodies task by task, 各地、各有关部门要… among the safeguards adds nobody.
                vague = not (draft.node.safeguard and draft.plan in listing)
                draft.statements += find_prose(self.text, draft.node, draft.statements, begins, vague)
        maker = TaskMaker(self.source, self._unique)
        tasks = tuple(maker.task(draft) for draft in self.drafts)
        self.clauses += maker.clauses
        duty_spans = tuple(self.source.span(a, b) for a, b in sorted(set(self.duty_places)))
        lists_units = any(a.stated.basis in ("list", "table") for task in tasks for a in task.assignments)
        return Structure(
            parts, tuple(self.clauses), tasks, duty_spans, tuple(tables), lists_units, tuple(self.warnings)
        )

    # ------------------------------------------------------------ one plan

    def _read_part(self, part: Part, prefix: tuple[int, ...], tables: list[TableRegion]) -> None:
        begin = part.title_end if part.title_end > part.start else part.start
        rows: list[TableTask] = []
        for table in tables:
            found_rows, warnings = task_rows(self.source, table)
            rows += found_rows
            if found_rows:
                self.row_tables.append(table.start)
            self.warnings += warnings
        skip = tuple((table.start, table.end) for table in tables)
        lines = lines_outside(self.text, begin, part.end, skip)
        flat = flattened_tables(self.text, lines)
        if flat:
            rows += [row for _, _, found_rows in flat for row in found_rows]
            skip = (*skip, *((a, b) for a, b, _ in flat))
            lines = lines_outside(self.text, begin, part.end, skip)
        roots = parse_clauses(self.text, part.end, lines, skip)
        if not roots and not rows and part.kind == "plan":
            roots = self._paragraphs(lines)
        statements: list[Statement] = []
        bare: list[Statement] = []
        for a, b in _gaps(begin, part.end, skip):
            found, only, unread = find_statements(self.text, a, b)
            statements += found
            bare += only
            self._warn_unread(unread)
        statements = sorted([*statements, *self._believed(bare, statements)], key=lambda s: s.start)
        for statement in (*statements, *(s for row in rows for s in row.statements)):
            statement.parts = [piece for p in statement.parts for piece in self._apart(p)]
        work = part.kind == "plan" or any(s.is_duty for s in statements)
        if not work:
            roots = []
        self._number(roots, prefix)
        owners = _attach(roots, statements)
        for root in roots:
            self._lower(root, owners, part.ordinal)
        self._warn_loose(statements, owners, roots)
        self._rows(rows, prefix or (ANNEX_PATH,), part.ordinal)
        self.duty_places += [(s.start, s.end) for s in statements]

    def _paragraphs(self, lines: list[Line]) -> list[Node]:
        """In a plan without numbers each paragraph that says who answers is a task."""
        nodes: list[Node] = []
        for line in lines:
            end = line.start + len(line.text)
            stop = self.text.find("。", line.start, end)
            node = Node(
                "paragraph",
                len(nodes) + 1,
                "",
                line.start,
                line.start,
                False,
                end,
                end,
                max(stop, line.start),
            )
            if stop > line.start and (
                find_prose(self.text, node, []) or find_statements(self.text, line.start, end)[0]
            ):
                nodes.append(node)
        return nodes

    def _warn_unread(self, places: Iterable[tuple[int, int]]) -> None:
        self.warnings += [
            ReadingWarning(
                "unread-duty",
                f"疑为责任分工，未能读出：{self.text[a:b][:60]} (looks like a list of units and could not be read)",
                self.source.span(a, b),
            )
            for a, b in places
        ]

    def _believed(self, bare: list[Statement], statements: list[Statement]) -> list[Statement]:
        """Brackets with nothing but units that are duties: where there are several, where one lists several units, or
        where its unit answers elsewhere in the part. A lone （区科委） may be a gloss: it is reported."""
        if len(bare) >= _HABIT:
            return bare
        known = {self._name(p) for s in statements for p in s.parts}
        taken = [s for s in bare if len(s.parts) > 1 or self._name(s.parts[0]) in known]
        self._warn_unread((s.start, s.end) for s in bare if s not in taken)
        return taken

    def _name(self, part: DutyPart) -> str:
        return self.text[part.unit.start : part.unit.end]

    def _apart(self, part: DutyPart) -> list[DutyPart]:
        """区科委 区经委: names with nothing but white space between them, which the view leaves out."""
        offsets, raw = self.source.offsets, self.source.raw
        cuts = [
            i
            for i in range(part.unit.start + 1, part.unit.end)
            if offsets[i] - offsets[i - 1] > 1
            and not raw[offsets[i - 1] + 1 : offsets[i]].strip(" \u3000\xa0\t")
        ]
        edges = [part.unit.start, *cuts, part.unit.end]
        names = [(a, b, self.text[a:b]) for a, b in pairwise(edges)]
        if not cuts or not all(is_unit_like(name) for _, _, name in names):
            return [part]
        if any(a.endswith(_PLACES) and not b.endswith(_PLACES) for (_, _, a), (_, _, b) in pairwise(names)):
            return [part]  # 闵行区 财政局 is one
        return [replace(part, unit=Unit(a, b, is_generic(name))) for a, b, name in names]

    def _rows(self, rows: list[TableTask], base: tuple[int, ...], plan: int) -> None:
        """Rows as tasks: (n) by their number, (n, k) where several rows share a merged number cell."""
        group: list[TableTask] = []
        for k, row in enumerate(rows):
            group.append(row)
            following = rows[k + 1] if k + 1 < len(rows) else None
            if following and row.number is not None and following.number == row.number:
                continue
            for inner, member in enumerate(group, 1):
                number = member.number if member.number is not None else k + 1
                path = (*base, number, inner) if len(group) > 1 else (*base, number)
                self.drafts.append(Draft(None, member, list(member.statements), self._unique(path), plan))
                self.duty_places += [(s.start, s.end) for s in member.statements]
            group = []

    def _number(self, roots: list[Node], prefix: tuple[int, ...]) -> None:
        for root in roots:
            root.path = self._unique((*prefix, root.number))
            self._number(root.children, root.path)

    def _unique(self, path: tuple[int, ...]) -> tuple[int, ...]:
        """The path as numbered; where a number repeats under one parent, a thousand is added each time."""
        numbered = path
        while path in self.paths:
            self.repeats[numbered] = self.repeats.get(numbered, 0) + 1000
            path = (*numbered[:-1], numbered[-1] + self.repeats[numbered])
        self.paths.add(path)
        return path

    def _lower(
        self, node: Node, owners: dict[int, list[Statement]], plan: int, above: tuple[Statement, ...] = ()
    ) -> None:
        """Clauses of the tree, and a task for each lowest work clause; ``above``: units that a heading names
        for all below it, given to those that name none."""
        own = owners.get(id(node), [])
        below = [s for child in node.children for n in child.walk() for s in owners.get(id(n), [])]
        frame = node.frame and not any(s.is_duty for s in own + below)
        covering = self._covering(node, owners)
        self._clause(node)
        if node.children and not covering:
            headed = tuple(s for s in own if s.is_duty and s.end <= node.children[0].start) or above
            for child in node.children:
                self._lower(child, owners, plan, headed)
            return
        for child in node.children:
            for inner in child.walk():
                self._clause(inner, measure=True)
        if frame or (not own and self._only_table(node)):
            return
        statements = sorted([*own, *below], key=lambda s: s.start)
        if not any(s.is_duty for s in statements):
            statements += above
        statements = sorted([*statements, *unit_first(self.text, node, statements)], key=lambda s: s.start)
        self.drafts.append(Draft(node, None, statements, node.path, plan))

    def _covering(self, node: Node, owners: dict[int, list[Statement]]) -> bool:
        """One list of units stands for all the clauses below this one: then this one is the task."""
        children = node.children
        if (
            not children
            or any(child.children for child in children)
            or (node.parent is None and not _minor(children))
        ):
            return False
        stated = [[s for s in owners.get(id(child), []) if s.is_duty] for child in children]
        own = [s for s in owners.get(id(node), []) if s.is_duty]
        if own and not any(stated):
            return True
        if own or any(stated[:-1]) or not stated[-1] or len(children) < 2:
            return False
        last = stated[-1]
        if _minor(children) or all(child.inline for child in children):
            return True
        return all(s.own_line and s.rule == "bracket" for s in last) and self._blank_between(
            children[-1], last[0]
        )

    def _only_table(self, node: Node) -> bool:
        """二、重点工作 and then a task table: the rows are the tasks, the heading is none."""
        start = max(node.end, node.heading_end)
        table = next((a for a in self.row_tables if a >= start), None)
        if node.children or table is None or self.text[start:table].strip():
            return False
        told = self.text[node.heading_end : node.end].strip("。：: \n")
        return not told or "下表" in told or told.endswith("如下")

    def _blank_between(self, child: Node, statement: Statement) -> bool:
        """The bracket stands in a paragraph of its own, not right behind the last item's only line."""
        return "\n" in self.text[child.start : statement.start]

    def _clause(self, node: Node, measure: bool = False) -> None:
        source = self.source
        heading = self.text[node.body : node.heading_end].strip()
        self.clauses.append(
            Clause(
                path=node.path,
                number=node.label,
                heading=heading,
                level=len(list(node.ancestors())) + 1,
                parent=node.parent.path if node.parent else None,
                span=source.span(node.start, max(node.end, node.body)),
                heading_span=source.span(node.body, max(node.heading_end, node.body + 1)),
                measure=measure,
            )
        )

    def _warn_loose(
        self, statements: list[Statement], owners: dict[int, list[Statement]], roots: list[Node]
    ) -> None:
        held = {id(s) for found in owners.values() for s in found}
        for statement in statements:
            if id(statement) not in held and statement.is_duty:
                self.warnings.append(
                    ReadingWarning(
                        "duty-without-task",
                        f"责任分工未能归入任务：{self.text[statement.start : statement.end][:60]} (units with no task)",
                        self.source.span(statement.start, statement.end),
                    )
                )


def _first_year(title: str) -> int | None:
    """The year in which the plan of that title begins."""
    year = re.search(r"20\d\d", title)
    return int(year.group()) if year else None


def _minor(children: list[Node]) -> bool:
    return all(child.style in MINOR for child in children)


def _gaps(start: int, end: int, skip: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    found = []
    for a, b in sorted(skip):
        if start < a:
            found.append((start, a))
        start = max(start, b)
    if start < end:
        found.append((start, end))
    return found


def _blocks_end(parts: Parts, length: int) -> int:
    return max((part.end for part in parts.parts), default=length)


def _attach(roots: list[Node], statements: list[Statement]) -> dict[int, list[Statement]]:
    """Each statement goes to the clause whose own text holds it."""
    nodes = sorted((node for root in roots for node in root.walk()), key=lambda n: n.start)
    owners: dict[int, list[Statement]] = {}
    k = -1
    for statement in sorted(statements, key=lambda s: s.start):
        while k + 1 < len(nodes) and nodes[k + 1].start <= statement.start:
            k += 1
        if k >= 0:
            owners.setdefault(id(nodes[k]), []).append(statement)
    return owners


__all__ = ["Structure", "TableRegion", "is_generic", "parse_structure"]
