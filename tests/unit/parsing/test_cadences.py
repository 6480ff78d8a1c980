"""Who does what how often, in real plans and in wordings of the genre."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model import Cadence
from graph.parsing.cadences import parse_cadences
from graph.parsing.structure import parse_structure
from graph.reading.files import read
from graph.reading.text import source_from_text
from tests.corpus import ACTION_PLAN, WORK_PLAN


def cadences(path: Path) -> list[Cadence]:
    source = read(path)
    found = parse_cadences(source, parse_structure(source))
    for each in found:
        quote = source.raw[each.span.start : each.span.end]
        assert quote.startswith(each.actor)
        assert each.text in quote
        assert quote.endswith(each.activity)
    return list(found)


def test_the_three_levels_of_the_work_plan_meet_at_three_intervals() -> None:
    assert [(c.actor, c.text, c.activity, c.frequency, c.task) for c in cadences(WORK_PLAN)] == [
        ("市级分管领导", "半年度", "调度", "P6M", (2, 1, 1)),
        ("区校主要领导", "季度", "会商", "P3M", (2, 1, 1)),
        ("分管领导", "双月", "推进", "P2M", (2, 1, 1)),
        ("", "年度", "新增科普基地认定工作", "P1Y", (2, 2, 3)),
    ]


def test_the_action_plan_names_an_interval_once_and_is_regular_elsewhere() -> None:
    assert [(c.actor, c.text, c.activity, c.frequency, c.task) for c in cadences(ACTION_PLAN)] == [
        ("", "定期", "举办早春市集、街头艺术节等活动", None, (2, 4, 12)),
        ("", "定期", "举办“创业者早餐会”“文化沙龙”等活动", None, (2, 4, 12)),
        ("市级分管领导", "定期", "召开专题调度会", None, (3, 1)),
        ("区校主要领导", "每半年", "会商", "P6M", (3, 1)),
        ("分管领导", "定期", "推进", None, (3, 1)),
        ("", "定期", "跟踪任务进展", None, (3, 2)),
    ]


def of(sentence: str) -> list[tuple[str, str, str, str | None]]:
    source = source_from_text(f"某某区行动方案\n一、加强组织领导\n{sentence}\n二、其他\n完善制度。\n")
    found = parse_cadences(source, parse_structure(source))
    return [(c.actor, c.text, c.activity, c.frequency) for c in found]


@pytest.mark.parametrize(
    ("sentence", "cadence"),
    [
        ("各区政府要每季度向市政府报告进展。", ("各区政府", "每季度", "向市政府报告进展", "P3M")),
        ("市发展改革委按月通报完成情况。", ("市发展改革委", "按月", "通报完成情况", "P1M")),
        ("建立市领导牵头的定期调度机制。", ("市领导", "定期", "调度", None)),
        ("各区政府要充分发挥作用，定期研究重点问题。", ("各区政府", "定期", "研究重点问题", None)),
        ("每两个月召开一次工作例会。", ("", "每两个月", "召开一次工作例会", "P2M")),
        ("开展年度新增科普基地认定工作。", ("", "年度", "新增科普基地认定工作", "P1Y")),
        ("组织年度绩效考核，强化结果运用。", ("", "年度", "绩效考核", "P1Y")),
        ("区科委每3个月开展评估。", ("区科委", "每3个月", "开展评估", "P3M")),
    ],
)
def test_a_frequency_word_with_work_after_it_is_a_cadence(
    sentence: str, cadence: tuple[str, str, str, str | None]
) -> None:
    assert of(sentence) == [cadence]


@pytest.mark.parametrize(
    "sentence",
    [
        "签约服务覆盖率每年提升3个百分点。",
        "完成时限：2019年7月底前，以后每年持续实施。",
        "支持高校常态化举办学术会议。",
        "开展2025年度考核。",
        "生活费补贴政策每人每年只享受一次。",
        "做好水库月度水质状况公开。",
        "年度终了后一个季度内报送执收情况。",
        "推进常态化、制度化和精细化管理。",
    ],
)
def test_growth_standing_orders_and_nouns_are_no_cadences(sentence: str) -> None:
    assert of(sentence) == []
