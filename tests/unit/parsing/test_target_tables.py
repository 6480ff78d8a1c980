"""Indicator tables as plans draw them: years, single targets, units, owners, bases, words."""

from __future__ import annotations

import pytest

from graph.model import Target
from graph.parsing.header import parse_header
from graph.parsing.structure import parse_structure
from graph.parsing.target_tables import parse_value, table_scope
from graph.parsing.targets import parse_targets, unread_tables
from graph.reading.text import source_from_text

BODY = "某某市数字经济发展行动计划（2024—2026年）\n一、总体要求\n推动发展。\n二、主要任务\n（一）加快建设\n加快推进。\n"


def targets(table: str) -> tuple[Target, ...]:
    source = source_from_text(BODY + table)
    structure = parse_structure(source)
    return parse_targets(source, parse_header(source, structure.parts), structure)


def rows(table: str) -> list[tuple[str, float, str, str, int | None]]:
    return [(t.indicator, t.value, t.unit, t.comparator, t.year) for t in targets(table)]


WITH_BASE = """附件
数字经济主要指标
序号\t指标\t单位\t2023年基数\t2026年目标\t责任单位
1\t数字经济核心产业增加值占比\t%\t8.5\t≥10\t市经信局、市统计局
2\t5G基站数\t个\t5000\t10,000以上\t市通信管理局
3\t算力规模\tPFLOPS\t—\t[500]\t市大数据局（牵头）、市经信局
"""


def test_the_column_of_the_base_year_holds_no_targets() -> None:
    assert rows(WITH_BASE) == [
        ("数字经济核心产业增加值占比", 10, "%", ">=", 2026),
        ("5G基站数", 10000, "个", ">=", 2026),
        ("算力规模", 500, "PFLOPS", "=", 2026),
    ]


def test_a_number_in_square_brackets_is_a_total_over_the_period() -> None:
    assert [t.kind for t in targets(WITH_BASE)] == ["ratio", "end_of_period", "cumulative"]


def test_an_owner_marked_as_lead_in_its_cell_leads() -> None:
    last = targets(WITH_BASE)[-1]
    assert [(a.unit, a.role, a.lead_basis) for a in last.responsible] == [
        ("市大数据局", "lead", "stated"),
        ("市经信局", "responsible", "not_stated"),
    ]


ONE_YEAR = """附件1
2024年重点工作目标
序号\t指标名称\t计量单位\t目标值\t牵头单位\t配合单位
1\t地区生产总值增速\t%\t6左右\t市发展改革委\t市统计局
2\t新增市场主体\t万户\t3\t市市场监管局\t各区政府
3\t满意度\t%\t保持在90以上\t市政务服务局\t
"""


def test_a_single_target_column_takes_the_year_of_the_title() -> None:
    assert rows(ONE_YEAR) == [
        ("地区生产总值增速", 6, "%", "~", 2024),
        ("新增市场主体", 3, "万户", "=", 2024),
        ("满意度", 90, "%", ">=", 2024),
    ]
    assert {t.scope for t in targets(ONE_YEAR)} == {None}


def test_lead_and_supporting_columns_give_their_roles() -> None:
    assert [[(a.unit, a.role) for a in t.responsible] for t in targets(ONE_YEAR)] == [
        [("市发展改革委", "lead"), ("市统计局", "support")],
        [("市市场监管局", "lead"), ("各区政府", "support")],
        [("市政务服务局", "lead")],
    ]


def test_a_cell_in_words_may_hold_two_years() -> None:
    table = "附件1\n服务质量指标\n一级指标\t二级指标\t评价标准\n服务\t签约服务覆盖率\t2025年达到80%，力争2035年达到95%。\n服务\t满意度\t≥90%\n"
    assert rows(table) == [
        ("签约服务覆盖率", 80, "%", "=", 2025),
        ("签约服务覆盖率", 95, "%", "=", 2035),
        ("满意度", 90, "%", ">=", None),
    ]


def test_a_table_of_measured_areas_is_no_table_of_targets() -> None:
    assert (
        rows(
            "附件\n湿地名录\n序号\t湿地名称\t所在乡镇\t面积（公顷）\n1\t下岸水库\t溪港乡\t434.1\n2\t北岙水库\t官路镇\t157.1\n"
        )
        == []
    )


@pytest.mark.parametrize(
    ("cell", "number", "comparator", "unit"),
    [
        ("67", 67, "=", ""),
        ("≥90", 90, ">=", ""),
        ("8%左右", 8, "~", "%"),
        ("1,200 以上", 1200, ">=", ""),
        ("不低于6.5%", 6.5, ">=", "%"),
        ("[500]", 500, "=", ""),
        ("3.5万亿元", 3.5, "=", "万亿元"),
    ],
)
def test_a_cell_with_one_number_is_a_value(cell: str, number: float, comparator: str, unit: str) -> None:
    value = parse_value(cell)
    assert value is not None
    assert (value.number, value.comparator, value.unit) == (number, comparator, unit)


@pytest.mark.parametrize("cell", ["", "—", "完成", "2023年达到80%，力争2035年达到95%", "1-3"])
def test_a_cell_without_one_number_is_none(cell: str) -> None:
    assert parse_value(cell) is None


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("2026-2028年“大零号湾”重点发展指标", "大零号湾"),
        ("附件1 2025年主要指标", None),
        ("2024年重点工作目标", None),
        ("指标体系", None),
        ("闵行区“十五五”时期经济社会发展主要指标", "闵行区经济社会发展"),
    ],
)
def test_the_title_of_a_table_names_its_scope_or_none(title: str, scope: str | None) -> None:
    assert table_scope(title) == scope


@pytest.mark.parametrize(
    ("value", "codes"), [("逐步提高", ["indicator-table-unread"]), ("≥10", [])], ids=["no number", "a number"]
)
def test_a_table_of_indicators_that_gives_no_target_is_reported(value: str, codes: list[str]) -> None:
    source = source_from_text(
        f"{BODY}附件\n主要指标\n序号\t指标\t2026年目标\n1\t数字经济占比\t{value}\n2\t\t\n"
    )
    structure = parse_structure(source)
    found = parse_targets(source, parse_header(source, structure.parts), structure)
    assert [w.code for w in unread_tables(source, structure, found)] == codes
