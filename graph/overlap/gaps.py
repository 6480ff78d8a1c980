"""M4: what nobody owns, what nobody measures, what is named and not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from graph.model import Span
from graph.overlap.duties import AttachmentRow, Duties, DutyTask, IndicatorRow
from graph.overlap.levels import governs
from ontology.kinds import is_a

CONTEXT = frozenset({"safeguards_without_unit", "plan_without_units", "section_without_indicator"})
"""Kinds that are usual in the genre: shown apart, never as something to repair."""
LIKE_HEADING = 80
"""Least likeness (rapidfuzz partial ratio, 0–100) of a table's group of indicators to a section's heading."""


@dataclass(frozen=True)
class Gap:
    """``kind`` says which; ``subject`` is what the gap is about and makes its identity with the document."""

    kind: str
    document: str
    subject: str
    label: str
    tasks: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


def gaps(duties: Duties) -> list[Gap]:
    """All gaps of all documents, in the order of kinds of the module."""
    finders = (
        _indicators_without_task,
        _named_not_listed,
        _tasks_without_unit,
        _absent_attachments,
        _safeguards,
        _plans_without_units,
        _sections_without_indicator,
    )
    return [gap for finder in finders for gap in finder(duties)]


def _indicators_without_task(duties: Duties) -> Iterable[Gap]:
    """Its owner is counted for no task of the document that sets it."""
    busy = {(task.document, unit) for task in duties.tasks for unit in task.units()}
    for row in duties.indicators:
        owners = tuple(dict.fromkeys(part.unit for part in row.owners))
        idle = tuple(unit for unit in owners if (row.document, unit) not in busy)
        if idle and len(idle) == len(owners) and duties.documents[row.document].lists_units:
            yield Gap(
                "indicator_without_task",
                row.document,
                row.name,
                row.name,
                units=idle,
                indicators=(row.id,),
                spans=(row.span, *(part.span for part in row.owners[:1])),
            )


def _named_not_listed(duties: Duties) -> Iterable[Gap]:
    """Bodies the issuer can task, named in a task's text and not in its list; one gap per task."""
    tasked = _tasked_by_issuers(duties)
    for task in duties.tasks:
        if not task.counted():
            continue
        listed = {part.unit for part in task.parts}
        missing = [
            named
            for named in task.mentions
            if named.entity not in listed and _can_task(duties, task, named.entity, tasked)
        ]
        if missing:
            bodies = tuple(dict.fromkeys(named.entity for named in missing))
            yield Gap(
                "body_named_not_listed",
                task.document,
                task.id,
                "、".join(map(duties.short_name, bodies)),
                tasks=(task.id,),
                units=bodies,
                spans=(*dict.fromkeys(named.span for named in missing), task.counted()[0].span),
            )


def _tasked_by_issuers(duties: Duties) -> dict[str, set[str]]:
    """For each issuing body, whom its documents list anywhere."""
    tasked: dict[str, set[str]] = defaultdict(set)
    for document, parts in duties.shares():
        for issuer in duties.documents[document].issuers:
            tasked[issuer].update(part.unit for part in parts)
    return tasked


def _can_task(duties: Duties, task: DutyTask, body: str, tasked: dict[str, set[str]]) -> bool:
    frame = duties.documents[task.document]
    name = duties.names.get(body)
    if name is None or body in frame.issuers or not is_a(name.type, "Organization"):
        return False
    if is_a(name.type, "CollectiveUnit") or is_a(name.type, "ProposedOrganization") or governs(name.name):
        return False
    if any(body in tasked[issuer] for issuer in frame.issuers):
        return True
    return is_a(name.type, "PublicOrganisation") and name.jurisdiction == frame.jurisdiction is not None


def _tasks_without_unit(duties: Duties) -> Iterable[Gap]:
    """A clause whose units stand in a task table of the same document, under the same title, is no gap."""
    for task in duties.tasks:
        frame = duties.documents[task.document]
        if task.parts or task.generic or task.safeguard or task.id in duties.echoes:
            continue
        if frame.lists_units and not frame.implied_owner:
            yield Gap(
                "task_without_unit", task.document, task.id, task.title, tasks=(task.id,), spans=(task.span,)
            )


def _absent_attachments(duties: Duties) -> Iterable[Gap]:
    for row in duties.attachments:
        if not row.present:
            yield Gap(
                "attachment_absent", row.document, f"附件{row.number}", _attachment(row), spans=(row.span,)
            )


def _attachment(row: AttachmentRow) -> str:
    return f"附件{row.number}《{row.title}》"


def _safeguards(duties: Duties) -> Iterable[Gap]:
    """保障措施 that name no unit, together: that is usual, and worth knowing once."""
    found: dict[str, list[DutyTask]] = defaultdict(list)
    for task in duties.tasks:
        if task.safeguard and not task.parts and duties.documents[task.document].lists_units:
            found[task.document].append(task)
    for document, tasks in found.items():
        yield Gap(
            "safeguards_without_unit",
            document,
            "保障措施",
            "保障措施",
            tasks=tuple(task.id for task in tasks),
            spans=tuple(_heading(duties, task) for task in tasks),
        )


def _plans_without_units(duties: Duties) -> Iterable[Gap]:
    """A work plan that lists no units: its issuer is the implied owner, never asserted as an assignment."""
    for id_, frame in duties.documents.items():
        tasks = tuple(task.id for task in duties.tasks if task.document == id_ and not task.parts)
        if frame.implied_owner and tasks:
            yield Gap(
                "plan_without_units",
                id_,
                "责任单位",
                frame.label(),
                tasks=tasks,
                units=(frame.implied_owner,),
            )


def _sections_without_indicator(duties: Duties) -> Iterable[Gap]:
    """Sections whose tasks list units and to which no indicator belongs, where the document has indicators."""
    for id_, frame in duties.documents.items():
        rows = [row for row in duties.indicators if row.document == id_]
        if not rows or not frame.lists_units:
            continue
        sections: dict[str, list[DutyTask]] = defaultdict(list)
        for task in duties.tasks:
            if task.document == id_ and task.units() and not task.safeguard:
                sections[task.path].append(task)
        measured = {duties.task[t.task].path for t in duties.targets if t.task in duties.task}
        for row in rows:
            group = _group_of_row(frame.raw, row)
            if group:
                measured.update(path for path in sections if _is_heading(group, path))
        if not measured:
            continue
        for path, tasks in sections.items():
            if path not in measured:
                units = tuple(dict.fromkeys(unit for task in tasks for unit in task.units()))
                yield Gap(
                    "section_without_indicator",
                    id_,
                    path.rsplit(" > ", 1)[-1],
                    path.rsplit(" > ", 1)[-1],
                    tasks=tuple(task.id for task in tasks),
                    units=units,
                    spans=tuple(_heading(duties, task) for task in tasks),
                )


def _group_of_row(raw: str, row: IndicatorRow) -> str:
    """The cell before an indicator in its table row, or the last one above it that is filled."""
    start = raw.rfind("\n", 0, row.span.start) + 1
    column = raw.count("\t", start, row.span.start)
    if column == 0:
        return ""
    while start > 0:
        line = raw[start : _line_end(raw, start)]
        cells = line.split("\t")
        if len(cells) <= column:
            return ""
        if cells[column - 1].strip():
            return cells[column - 1].strip()
        start = raw.rfind("\n", 0, start - 1) + 1
    return ""


def _line_end(raw: str, start: int) -> int:
    end = raw.find("\n", start)
    return len(raw) if end < 0 else end


def _is_heading(group: str, path: str) -> bool:
    return len(group) > 3 and fuzz.partial_ratio(group, path.rsplit(" > ", 1)[-1]) >= LIKE_HEADING


def _heading(duties: Duties, task: DutyTask) -> Span:
    """The first sentence of the task, which is its heading."""
    raw = duties.documents[task.document].raw
    end = min(_line_end(raw, task.span.start), task.span.end)
    stop = raw.find("。", task.span.start, end)
    return Span(task.span.start, end if stop < 0 else stop)
