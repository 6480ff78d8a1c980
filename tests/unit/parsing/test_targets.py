"""Targets of real plans, to the last value."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from graph.model import SourceText, Target
from graph.parsing.header import parse_header
from graph.parsing.structure import parse_structure
from graph.parsing.targets import parse_targets
from graph.reading.files import read
from graph.reading.text import source_from_text
from tests.corpus import ACTION_PLAN, WORK_PLAN, shared


@cache
def plan(path: Path) -> tuple[SourceText, tuple[Target, ...]]:
    source = read(path)
    structure = parse_structure(source)
    return source, parse_targets(source, parse_header(source, structure.parts), structure)


def from_tables(path: Path) -> list[Target]:
    return [t for t in plan(path)[1] if t.rule == "indicator-table"]


def from_text(path: Path) -> list[Target]:
    return [t for t in plan(path)[1] if t.rule != "indicator-table"]


ANNEX = [
    ("市级及以上创新平台", "个", (67, 68, 69), ["区科委"], "end_of_period"),
    ("高价值发明专利拥有量", "件", (8750, 9000, 9300), ["区市场局"], "end_of_period"),
    ("规上企业研发投入强度", "%", (15, 15, 15), ["区科委"], "ratio"),
    ("规上工业总产值增速", "%", (7, 7, 7), ["大零号湾集团", "紫竹高新区"], "growth"),
    ("新增高新技术企业", "家", (100, 100, 100), ["区科委"], "yearly"),
    ("累计专精特新企业", "家", (310, 325, 340), ["区经委"], "cumulative"),
    ("估值过亿元企业", "家", (140, 155, 170), ["大零号湾集团", "紫竹高新区"], "end_of_period"),
    ("科技服务业营收增幅", "%", (25, 15, 15), ["区科委"], "growth"),
    ("累计集聚基金规模", "亿元", (390, 420, 450), ["闵金投公司"], "cumulative"),
    ("累计首次获得投资企业", "家", (310, 330, 350), ["大零号湾集团", "紫竹高新区"], "cumulative"),
    ("累计海外高层次人才", "人", (1890, 1990, 2090), ["区人才局"], "cumulative"),
]


def test_the_annex_of_the_action_plan_holds_eleven_indicators_of_three_years_each() -> None:
    read_off = [
        (t.indicator, t.unit, t.year, t.value, [a.unit for a in t.responsible], t.kind)
        for t in from_tables(ACTION_PLAN)
    ]
    stated = [
        (indicator, unit, year, float(value), owners, kind)
        for indicator, unit, values, owners, kind in ANNEX
        for year, value in zip((2026, 2027, 2028), values, strict=True)
    ]
    assert sorted(map(str, read_off)) == sorted(map(str, stated))
    assert len(read_off) == 33


def test_the_annex_counts_for_what_its_title_names() -> None:
    assert {(t.scope, t.year_basis, t.comparator) for t in from_tables(ACTION_PLAN)} == {
        ("大零号湾", "stated", "=")
    }


def test_the_evidence_of_a_table_value_begins_with_its_indicator_and_ends_with_the_value() -> None:
    source, _ = plan(ACTION_PLAN)
    for target in from_tables(ACTION_PLAN):
        quote = source.raw[target.span.start : target.span.end]
        assert quote.startswith(target.indicator)
        assert quote.endswith(f"\t{target.value:.0f}")


def test_owners_of_an_indicator_keep_their_place_in_the_list() -> None:
    target = next(t for t in from_tables(ACTION_PLAN) if t.indicator == "规上工业总产值增速")
    source, _ = plan(ACTION_PLAN)
    assert [(a.unit, a.position, a.length, a.role, a.stated.basis) for a in target.responsible] == [
        ("大零号湾集团", 1, 2, "responsible", "table"),
        ("紫竹高新区", 2, 2, "responsible", "table"),
    ]
    for owner in target.responsible:
        assert source.raw[owner.span.start : owner.span.end] == owner.unit


def test_the_running_text_of_the_action_plan_states_five_targets() -> None:
    assert [
        (t.indicator, t.value, t.unit, t.comparator, t.year, t.kind, t.task) for t in from_text(ACTION_PLAN)
    ] == [
        ("各类平台服务创新主体", 500, "次", "=", None, "end_of_period", (2, 1, 2)),
        ("孵化成果转化项目", 50, "个", "=", None, "end_of_period", (2, 1, 2)),
        ("开展关键核心技术攻关", 30, "项", "=", None, "end_of_period", (2, 1, 2)),
        ("引育师生校友创新企业", 100, "家", "=", None, "end_of_period", (2, 2, 5)),
        ("引育师生校友创新企业", 60, "家", "=", None, "end_of_period", (2, 2, 5)),
    ]


def test_the_work_plan_states_eleven_targets_of_its_own_year() -> None:
    found = plan(WORK_PLAN)[1]
    assert [(t.indicator, t.value, t.unit, t.comparator, t.wording, t.kind) for t in found] == [
        ("全社会研发经费支出相当于地区生产总值的比例", 8, "%", "~", "左右", "ratio"),
        ("技术合同成交总金额", 586, "亿元", ">=", "不低于", "yearly"),
        ("生物医药产值规模", 300, "亿元", ">", "力争超", "end_of_period"),
        ("生物医药产值规模同比增长", 6, "%", "=", "", "growth"),
        ("科技服务业营收同比增长", 15, "%", "=", "达", "growth"),
        ("新增认定上海市高新技术成果转化项目", 80, "项", ">=", "不少于", "yearly"),
        ("有效期内高转项目", 320, "项", ">=", "不少于", "end_of_period"),
        ("高质量成果转化项目", 20, "个", ">=", "不低于", "yearly"),
        ("新增科技企业", 200, "家", "=", "", "yearly"),
        ("建设首批大企业开放创新中心", 10, "家", "=", "", "yearly"),
        ("首批按产业赛道遴选龙头企业", 10, "家", "=", "", "yearly"),
    ]
    assert {(t.year, t.year_basis) for t in found} == {(2026, "period")}
    assert [t.indicator for t in found if t.aspiration] == ["生物医药产值规模", "新增科技企业"]


def test_every_quote_holds_its_number_and_no_other_line() -> None:
    for path in (ACTION_PLAN, WORK_PLAN):
        source, found = plan(path)
        for target in found:
            quote = source.raw[target.span.start : target.span.end]
            assert f"{target.value:g}" in quote
            assert "\n" not in quote


def test_the_goals_of_a_section_take_the_year_that_opens_it() -> None:
    _, found = plan(shared("corpus/30_chongqing_chanyeyuanqu_2021.txt"))
    assert [(t.indicator, t.value, t.unit, t.comparator) for t in found] == [
        ("全市园区规模工业产值年均增长", 6.5, "%", ">="),
        ("全市园区规模工业产值占全市规模工业产值比重", 86, "%", ">="),
        ("战略性新兴产业占比", 37, "%", ">="),
        ("市、区县共建市级重点关键产业园", 10, "个", "="),
        ("累计创建国家新型工业化产业示范基地", 18, "个", "="),
        ("特色产业产值占比", 60, "%", ">="),
        ("园区规模工业企业研发投入强度", 2.2, "%", ">="),
        ("有研发机构的企业占比", 55, "%", ">="),
        ("研发活动的企业占比", 70, "%", ">="),
        ("两化融合发展指数总体水平", 65, "", "="),
        ("建成智能工厂", 50, "个", "="),
        ("建成数字化车间", 500, "个", "="),
        ("园区规模以上工业企业单位增加值能耗较“十三五”末下降", 16, "%", "="),
        ("水耗较“十三五”末下降", 20, "%", "="),
        ("大宗工业固废综合利用率", 70, "%", ">="),
        ("建成绿色园区", 30, "个", "="),
    ]
    assert {t.year for t in found} == {2025}


def test_the_targets_of_the_annotated_documents_are_read_at_nine_in_ten_or_better() -> None:
    right = extra = missed = 0
    for gold in sorted(shared("corpus/gold").glob("*.json")):
        annotated = json.loads(gold.read_text(encoding="utf-8"))
        _, found = plan(shared("corpus") / annotated["file"])
        left = list(found)
        for want in annotated["targets"]:
            start, end = want["start"], want["start"] + len(want["quote"])
            hit = next(
                (
                    t
                    for t in left
                    if t.span.start < end
                    and t.span.end > start
                    and (t.value, t.unit, t.comparator, t.year)
                    == (want["value"], want["unit"], want["comparator"], want["year"])
                ),
                None,
            )
            if hit is None:
                missed += 1
            else:
                left.remove(hit)
                right += 1
        extra += len(left)
    assert 2 * right / (2 * right + extra + missed) >= 0.97


def of_a_plan(sentence: str) -> list[tuple[float, int | None, str | None]]:
    text = f"某某区产业发展行动计划（2024—2026年）\n一、主要任务\n（一）加快建设\n{sentence}\n二、组织实施\n加强领导。\n"
    source = source_from_text(text)
    structure = parse_structure(source)
    found = parse_targets(source, parse_header(source, structure.parts), structure)
    return [(t.value, t.year, t.year_basis) for t in found]


def test_several_years_before_分别_give_each_number_its_own() -> None:
    assert of_a_plan("2024年、2025年、2026年重点实验室分别达到3家、6家、10家。") == [
        (3, 2024, "stated"),
        (6, 2025, "stated"),
        (10, 2026, "stated"),
    ]


def test_a_year_that_was_over_before_the_plan_gives_a_fact_and_no_target() -> None:
    assert of_a_plan("2023年，全区生产总值达到2800亿元，同比增长6.5%。") == []


def test_a_base_of_comparison_is_not_the_year_of_the_target() -> None:
    assert of_a_plan("到2026年，单位能耗较2023年下降13%。") == [(13, 2026, "stated")]


def test_this_year_in_a_plan_of_three_years_is_turned_into_no_year() -> None:
    assert of_a_plan("今年新增高新技术企业50家。") == [(50, None, None)]


def test_the_past_in_a_section_of_its_own_is_not_read() -> None:
    source = source_from_text(
        "某某区产业发展行动计划（2024—2026年）\n一、发展基础\n高新技术企业达到3000家。\n二、主要任务\n（一）夯实基础\n高新技术企业达到5000家。\n"
    )
    structure = parse_structure(source)
    found = parse_targets(source, parse_header(source, structure.parts), structure)
    assert [t.value for t in found] == [5000]


@pytest.mark.parametrize("name", ["09_beijing_zhengwugongkai_yaodian_2024", "20_guofa2019_3_zonghebaoshuiqu"])
def test_a_plan_without_numbers_to_reach_has_no_targets(name: str) -> None:
    assert plan(shared(f"corpus/{name}.txt"))[1] == ()
