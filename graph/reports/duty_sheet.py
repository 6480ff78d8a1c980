"""任务分工表 of a document: one row per task, with an empty column for progress; its indicators below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import Span
from graph.overlap.duties import Duties, DutyTask, TargetRow
from graph.overlap.wording import amount
from graph.reports.overlaps import plain_quote

ROLES: tuple[tuple[str, str], ...] = (
    ("lead", "牵头单位"),
    ("responsible", "责任单位"),
    ("support", "配合单位"),
    ("guide", "指导单位"),
)
_COMPARATORS = {"=": "", ">=": "≥", "<=": "≤", "~": "约", ">": ">"}


@dataclass(frozen=True)
class Column:
    name: str
    width: float
    """Share of the width of the page."""


@dataclass(frozen=True)
class Table:
    """A titled table of text; empty roles have no column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def head(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def widths(self) -> tuple[float, ...]:
        return tuple(column.width for column in self.columns)


@dataclass(frozen=True)
class Sheet:
    title: str
    source: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


def duty_sheet(duties: Duties, document: str) -> Sheet:
    """任务分工表 of the document with this id."""
    frame = duties.documents[document]
    tasks = [task for task in duties.tasks if task.document == document]
    roles = [
        (role, name)
        for role, name in ROLES
        if any(part.role == role for task in tasks for part in task.parts)
    ]
    shown = roles or [("responsible", "责任单位")]
    by_task: dict[str, list[TargetRow]] = defaultdict(list)
    for target in duties.targets:
        if target.document == document and target.task:
            by_task[target.task].append(target)
    columns = (
        Column("序号", 4),
        Column("工作任务", 14),
        Column("具体举措", 34),
        *(Column(name, 14) for _, name in shown),
        Column("完成时限", 8),
        Column("目标值", 12),
        Column("原文依据", 16),
        Column("进展情况", 12),
    )
    rows = tuple(
        (
            str(number),
            _task_title(task),
            _measures(duties, task),
            *(_units(duties, task, role) for role, _ in shown),
            task.deadline_text or "",
            targets_text(by_task[task.id]),
            _basis(duties, task),
            "",
        )
        for number, task in enumerate(tasks, 1)
    )
    tables = [Table("任务分工", columns, rows)]
    indicators = indicator_table(duties, document)
    if indicators:
        tables.append(indicators)
    notes = []
    if frame.implied_owner:
        notes.append(
            f"本文件未列责任单位，按发文机关理解为{duties.short_name(frame.implied_owner)}负责，表中不作分工记录。"
        )
    notes += [
        f"附件说明列有附件{row.number}《{row.title}》，本文本未见。"
        for row in duties.attachments
        if row.document == document and not row.present
    ]
    return Sheet(
        title=f"{frame.title}任务分工表",
        source=f"{frame.number or frame.issuer_name}",
        tables=tuple(tables),
        notes=tuple(notes),
    )


def indicator_table(duties: Duties, document: str, unit: str | None = None) -> Table | None:
    """Indicators that stand in no task, by year; of one owner where ``unit`` is given. None where there are none."""
    targets = [
        target
        for target in duties.targets
        if target.document == document and (unit is not None or target.task is None)
    ]
    rows_of = {row.id: row for row in duties.indicators if row.document == document}
    if unit is not None:
        owned = {id_ for id_, row in rows_of.items() if any(part.unit == unit for part in row.owners)}
        targets = [target for target in targets if target.indicator_id in owned]
    if not targets:
        return None
    years = sorted({target.year for target in targets if target.year is not None})
    undated = any(target.year is None for target in targets)
    grouped: dict[str, list[TargetRow]] = defaultdict(list)
    for target in targets:
        grouped[target.indicator_id].append(target)
    columns = (
        Column("指标", 30),
        *(Column(f"{year}年", 10) for year in years),
        *((Column("期末", 10),) if undated else ()),
        Column("口径", 12),
        Column("责任单位", 20),
        Column("进展情况", 14),
    )
    rows = []
    for id_, values in grouped.items():
        owners = rows_of[id_].owners if id_ in rows_of else ()
        names = "、".join(dict.fromkeys(duties.short_name(part.unit) for part in owners))
        rows.append(
            (
                values[0].indicator,
                *("；".join(map(value_text, (one for one in values if one.year == year))) for year in years),
                *(
                    ("；".join(map(value_text, (one for one in values if one.year is None))),)
                    if undated
                    else ()
                ),
                "；".join(dict.fromkeys(one.scope or "未载明" for one in values)),
                names,
                "",
            )
        )
    return Table("指标", columns, tuple(rows))


def value_text(target: TargetRow) -> str:
    """≥586亿元."""
    return f"{_COMPARATORS[target.comparator]}{amount(target.value)}{target.unit_text}"


def targets_text(targets: Iterable[TargetRow]) -> str:
    return "\n".join(
        f"{target.indicator}{f'（{target.year}年）' if target.year else ''}：{value_text(target)}"
        for target in targets
    )


def _task_title(task: DutyTask) -> str:
    number = task.number.strip("*. ．、")
    section = task.path.rsplit(" > ", 1)[-1]
    return f"{number}{'.' if number.isdigit() else ''} {task.title}" + (f"\n{section}" if section else "")


def _measures(duties: Duties, task: DutyTask) -> str:
    texts = [plain_quote(duties.quote(task.document, span)) for span in task.measures]
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))


def _units(duties: Duties, task: DutyTask, role: str) -> str:
    named = [part.written or duties.short_name(part.unit) for part in task.parts if part.role == role]
    generic = list(task.generic) if role == "responsible" else []
    return "、".join(dict.fromkeys([*named, *generic]))


def _basis(duties: Duties, task: DutyTask) -> str:
    spans: Sequence[Span] = list(dict.fromkeys(part.span for part in task.parts))
    return "\n".join(plain_quote(duties.quote(task.document, span)) for span in spans)
