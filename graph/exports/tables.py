"""The graph as tables: dimensions (documents, units, entities, tasks, indicators) and facts, one row per statement.

The same tables make the CSV folder, the workbook and the Parquet star schema. Keys are local ids. Facts
carry names beside the keys, so that a table can be read alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Type = Literal["string", "integer", "number", "boolean", "date"]
Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    zh: str
    type: Type = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """``keys`` are the columns whose ids must all be chosen when only a selection is exported."""

    name: str
    zh: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = ()
    views: tuple[str, ...] = ("full",)

    def place(self, column: str) -> int:
        return [each.name for each in self.columns].index(column)

    @property
    def quoted(self) -> bool:
        """Whether its rows carry the words of a document: document_id, quote, start, end."""
        return self.columns[-len(PLACE) :] == PLACE


def _columns(*given: tuple[str, str] | tuple[str, str, Type]) -> tuple[Column, ...]:
    return tuple(Column(*each) for each in given)


PLACE = _columns(
    ("document_id", "文件编号"),
    ("document_number", "发文字号"),
    ("quote", "原文"),
    ("start", "起始字符", "integer"),
    ("end", "结束字符", "integer"),
)
"""The last columns of every fact that a document states."""
ALL = ("full", "bipartite", "units")

DOCUMENTS = Table(
    "dim_document",
    "文件",
    _columns(
        ("id", "编号"),
        ("title", "标题"),
        ("notice_title", "通知标题"),
        ("number", "发文字号"),
        ("issued", "成文日期", "date"),
        ("printed", "印发日期", "date"),
        ("period_start", "起始年度", "integer"),
        ("period_end", "结束年度", "integer"),
        ("jurisdiction", "所属地区"),
        ("lists_units", "列有责任单位", "boolean"),
        ("file", "文件名"),
        ("sha256", "SHA-256"),
    ),
    ("id",),
    ALL,
)
UNITS = Table(
    "dim_unit",
    "单位",
    _columns(
        ("id", "编号"),
        ("name", "名称"),
        ("type", "种类代码"),
        ("type_zh", "种类"),
        ("jurisdiction", "所属地区"),
        ("aliases", "又作"),
    ),
    ("id",),
    ALL,
)
ENTITIES = Table("dim_entity", "名称总表", UNITS.columns, ("id",))
TASKS = Table(
    "dim_task",
    "任务",
    _columns(
        ("id", "编号"),
        ("number", "序号"),
        ("title", "任务"),
        ("path", "所在条目"),
        ("order", "次序", "integer"),
        ("safeguard", "保障措施", "boolean"),
        ("deadline", "完成时限", "date"),
        ("deadline_text", "时限原文"),
        ("units", "列名单位数", "integer"),
        ("document_id", "文件编号"),
        ("document_number", "发文字号"),
    ),
    ("id",),
    ("full", "bipartite"),
)
INDICATORS = Table(
    "dim_indicator",
    "指标",
    _columns(
        ("id", "编号"),
        ("name", "指标"),
        ("unit_text", "计量单位"),
        ("document_id", "文件编号"),
        ("document_number", "发文字号"),
    ),
    ("id",),
)
ASSIGNMENTS = Table(
    "fact_assignment",
    "分工",
    (
        *_columns(
            ("id", "编号"),
            ("unit_id", "单位编号"),
            ("unit", "单位"),
            ("task_id", "任务编号"),
            ("indicator_id", "指标编号"),
            ("subject", "任务或指标"),
            ("role", "角色代码"),
            ("role_zh", "角色"),
            ("basis", "依据形式"),
            ("position", "列名次序", "integer"),
            ("length", "列名总数", "integer"),
            ("lead_basis", "牵头认定依据"),
        ),
        *PLACE,
    ),
    ("unit_id", "task_id", "indicator_id"),
    ("full", "bipartite"),
)
MENTIONS = Table(
    "fact_mention",
    "文中提及",
    (
        *_columns(
            ("id", "编号"),
            ("entity_id", "名称编号"),
            ("entity", "名称"),
            ("task_id", "任务编号"),
            ("task", "任务"),
        ),
        *PLACE,
    ),
    ("entity_id", "task_id"),
)
RELATIONS = Table(
    "fact_relation",
    "关系",
    (
        *_columns(
            ("id", "编号"),
            ("subject_id", "主体编号"),
            ("subject", "主体"),
            ("predicate", "关系代码"),
            ("predicate_zh", "关系"),
            ("object_id", "客体编号"),
            ("object", "客体"),
        ),
        *PLACE,
    ),
    ("subject_id", "object_id"),
)
TARGETS = Table(
    "fact_target",
    "目标值",
    (
        *_columns(
            ("id", "编号"),
            ("indicator_id", "指标编号"),
            ("indicator", "指标"),
            ("task_id", "任务编号"),
            ("year", "年度", "integer"),
            ("period", "期间"),
            ("value", "数值", "number"),
            ("comparator", "限定词"),
            ("wording", "措辞"),
            ("aspiration", "力争", "boolean"),
            ("unit_text", "计量单位"),
            ("scope", "统计口径"),
            ("kind", "指标性质"),
            ("year_basis", "年度依据"),
            ("responsible", "责任单位"),
        ),
        *PLACE,
    ),
    ("indicator_id",),
)
CADENCES = Table(
    "fact_cadence",
    "定期机制",
    (
        *_columns(
            ("id", "编号"),
            ("actor", "参与主体"),
            ("activity", "活动"),
            ("frequency", "频次代码"),
            ("frequency_text", "频次"),
            ("task_id", "任务编号"),
        ),
        *PLACE,
    ),
    ("task_id",),
)
FINDINGS = Table(
    "fact_finding",
    "待核提示",
    _columns(
        ("id", "编号"),
        ("measure", "测度"),
        ("kind", "类别"),
        ("score", "得分", "number"),
        ("rank", "名次", "integer"),
        ("explanation", "说明"),
        ("units", "单位"),
        ("unit_ids", "单位编号"),
        ("tasks", "任务"),
        ("task_ids", "任务编号"),
        ("object", "事项"),
        ("document_ids", "文件编号"),
    ),
)
SHARED = Table(
    "fact_overlap",
    "共同列责",
    _columns(
        ("unit_a_id", "单位甲编号"),
        ("unit_a", "单位甲"),
        ("unit_b_id", "单位乙编号"),
        ("unit_b", "单位乙"),
        ("shared_tasks", "共同任务数", "integer"),
        ("weight", "权重", "number"),
        ("task_ids", "共同任务编号"),
    ),
    ("unit_a_id", "unit_b_id"),
    ("full", "units"),
)
TABLES = (
    DOCUMENTS, UNITS, TASKS, ASSIGNMENTS, INDICATORS, TARGETS, SHARED, MENTIONS, RELATIONS, CADENCES, FINDINGS, ENTITIES,
)  # fmt: skip
"""In the order in which a workbook shows them."""

Rows = Iterator[tuple[Table, Row]]
