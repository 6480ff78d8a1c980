"""单位任务清单: what one unit carries, by role, with targets, partners, findings and quotes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from graph.overlap.duties import Duties, DutyTask, TargetRow
from graph.overlap.finding import CONTEXT, Finding
from graph.overlap.wording import task_name
from graph.reports.duty_sheet import Column, Sheet, Table, targets_text, value_text
from graph.reports.overlaps import plain_quote

ROLE_NAMES = {
    "lead": "牵头",
    "responsible": "责任",
    "support": "配合",
    "guide": "指导",
    "mention": "文中提及",
}
MOST_PARTNERS = 10


def unit_sheet(duties: Duties, unit: str, findings: Iterable[Finding]) -> Sheet:
    """Of the unit with this entity id."""
    by_task: dict[str, list[TargetRow]] = defaultdict(list)
    for target in duties.targets:
        if target.task:
            by_task[target.task].append(target)
    tables = [
        _tasks(duties, unit, by_task),
        _indicators(duties, unit),
        _partners(duties, unit),
        _findings(unit, findings),
    ]
    name = duties.names[unit].name if unit in duties.names else unit
    named = "、".join(frame.label() for frame in duties.documents.values())
    return Sheet(
        title=f"{name}任务清单",
        source=f"依据{named}",
        tables=tuple(table for table in tables if table is not None),
    )


def role_in(task: DutyTask, unit: str) -> str | None:
    """The strongest part of the unit in the task: lead, responsible, support, guide, mention, or None."""
    roles = {part.role for part in task.parts if part.unit == unit}
    if any(named.entity == unit for named in task.mentions):
        roles.add("mention")
    return next((role for role in ROLE_NAMES if role in roles), None)


def _tasks(duties: Duties, unit: str, by_task: dict[str, list[TargetRow]]) -> Table:
    order = list(ROLE_NAMES)
    found = [(role, task) for task in duties.tasks if (role := role_in(task, unit))]
    found.sort(key=lambda each: order.index(each[0]))
    columns = (
        Column("序号", 4),
        Column("任务", 22),
        Column("承担方式", 7),
        Column("与谁一起", 24),
        Column("完成时限", 8),
        Column("目标值", 12),
        Column("原文依据", 26),
        Column("进展情况", 12),
    )
    rows = tuple(
        (
            str(number),
            task_name(duties, task.id, with_document=True),
            ROLE_NAMES[role] + ("（据行文）" if _running_text(task, unit, role) else ""),
            "、".join(duties.short_name(other) for other in task.units() if other != unit),
            task.deadline_text or "",
            targets_text(by_task[task.id]),
            _quote(duties, task, unit),
            "",
        )
        for number, (role, task) in enumerate(found, 1)
    )
    return Table("任务", columns, rows)


def _running_text(task: DutyTask, unit: str, role: str) -> bool:
    return any(
        part.unit == unit and part.role == role and part.basis == "running_text" for part in task.parts
    )


def _quote(duties: Duties, task: DutyTask, unit: str) -> str:
    spans = [part.span for part in task.parts if part.unit == unit]
    spans = spans or [named.span for named in task.mentions if named.entity == unit]
    return "\n".join(plain_quote(duties.quote(task.document, span)) for span in dict.fromkeys(spans))


def _indicators(duties: Duties, unit: str) -> Table | None:
    owned = {row.id: row for row in duties.indicators if any(part.unit == unit for part in row.owners)}
    grouped: dict[str, list[TargetRow]] = defaultdict(list)
    for target in duties.targets:
        if target.indicator_id in owned:
            grouped[target.indicator_id].append(target)
    if not grouped:
        return None
    columns = (
        Column("指标", 26),
        Column("文件", 18),
        Column("目标值", 34),
        Column("共同负责", 18),
        Column("进展情况", 14),
    )
    rows = tuple(
        (
            owned[id_].name,
            duties.documents[owned[id_].document].label(),
            "；".join(
                f"{target.year or '期末'}{'年' if target.year else ''} {value_text(target)}"
                for target in targets
            ),
            "、".join(duties.short_name(part.unit) for part in owned[id_].owners if part.unit != unit),
            "",
        )
        for id_, targets in grouped.items()
    )
    return Table("指标", columns, rows)


def _partners(duties: Duties, unit: str) -> Table | None:
    together: Counter[str] = Counter()
    shared: dict[str, list[str]] = defaultdict(list)
    for task in duties.tasks:
        units = task.units()
        if unit in units:
            for other in units:
                if other != unit:
                    together[other] += 1
                    shared[other].append(task.title)
    if not together:
        return None
    rows = tuple(
        (duties.short_name(other), str(times), "、".join(shared[other]))
        for other, times in together.most_common(MOST_PARTNERS)
    )
    return Table("共同列责的单位", (Column("单位", 20), Column("共同任务数", 8), Column("任务", 60)), rows)


def _findings(unit: str, findings: Iterable[Finding]) -> Table | None:
    rows = tuple(
        (str(number), one.zh)
        for number, one in enumerate((f for f in findings if unit in f.units and f.tier not in CONTEXT), 1)
    )
    return Table("待核提示", (Column("序号", 6), Column("说明", 94)), rows) if rows else None
