"""What the report says of the two founding plans: known answers of M3, M4 and M5, ranking, wording, stability."""

from __future__ import annotations

import pytest

from graph.overlap import crossing, divergence
from graph.overlap.assembly import findings
from graph.overlap.finding import CONTEXT, Tier
from graph.overlap.gaps import gaps
from graph.overlap.levels import Levels
from graph.overlap.objects import find
from tests.unit.overlap import real


def crossing_of(label: str) -> crossing.Crossing:
    duties = real.action_plan()
    return next(each for each in crossing.crossings(duties, find(duties)) if each.matter.label == label)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("概念验证", {(4, 5): 0.5}),
        ("基金", {(4, 7): 0.167, (4, 8): 0, (7, 8): 0}),
        ("关键核心技术攻关", {(2, 3): 0.2}),
        ("海聚英才", {(8, 9): 0.143}),
    ],
)
def test_owners_of_tasks_on_one_matter(label: str, expected: dict[tuple[int, int], float]) -> None:
    duties = real.action_plan()
    found = {
        (duties.task[pair.left].order, duties.task[pair.right].order): round(pair.jaccard or 0, 3)
        for pair in crossing_of(label).pairs
    }
    assert found == expected


def test_a_score_is_the_likeness_times_the_distance_of_owners() -> None:
    for pair in crossing_of("基金").pairs:
        assert pair.jaccard is not None
        assert pair.score == pytest.approx(pair.likeness * (1 - pair.jaccard))
        assert 0 < pair.likeness <= 1


MATTERS = [
    "概念验证",
    "国家大学科技园",
    "科创策源高质量孵化器",
    "大企业开放创新中心",
    "揭榜挂帅",
    "高新技术企业",
    "科技服务业",
    "三级联动",
    "养老科技",
    "海聚英才",
    "人才安居",
    "住房",
    "基金",
    "关键核心技术攻关",
    "公共实验室",
]


@pytest.mark.parametrize("matter", MATTERS)
def test_the_report_names_a_matter_pursued_twice(matter: str) -> None:
    assert any(matter in (one.object_label or "") for one in real.found() if one.tier not in CONTEXT)


def test_gaps_of_the_action_plan() -> None:
    duties = real.action_plan()
    found = {gap.kind: gap for gap in gaps(duties)}
    assert [gap.label for gap in gaps(duties) if gap.kind == "indicator_without_task"] == [
        "高价值发明专利拥有量"
    ]
    assert [duties.short_name(unit) for unit in found["indicator_without_task"].units] == ["区市场局"]
    assert len(found["safeguards_without_unit"].tasks) == 4
    section = found["section_without_indicator"]
    assert section.label.startswith("（四）")
    assert len(section.units) == 17
    assert [gap.subject for gap in gaps(duties) if gap.kind == "attachment_absent"] == ["附件2"]
    assert not [gap for gap in gaps(duties) if gap.kind == "task_without_unit"]


def test_a_department_plan_without_units_is_no_gap_to_repair() -> None:
    kinds = [gap.kind for gap in gaps(real.work_plan())]
    assert "task_without_unit" not in kinds
    assert kinds.count("plan_without_units") == 1


def test_the_growth_of_science_services_differs_and_its_scope_is_to_be_checked() -> None:
    (only,) = divergence.targets(real.both())
    assert (only.year, only.later.value, only.earlier.value, only.same_scope) == (2026, 25, 15, False)
    assert (only.later.scope, only.earlier.scope) == ("大零号湾", None)
    finding = next(one for one in real.of_measure("M5") if one.values["divergence"] == "target")
    assert finding.tier is Tier.SCOPE_TO_CHECK
    assert "口径待核" in finding.zh
    assert finding.zh.index("闵府发") < finding.zh.index("闵科委")


def test_the_leaders_meet_quarterly_in_one_plan_and_half_yearly_in_the_other() -> None:
    (only,) = divergence.cadences(real.both())
    assert (only.actor, only.activity) == ("区校主要领导", "会商")
    assert (only.later.text, only.earlier.text) == ("每半年", "季度")


def test_indicators_that_only_look_alike_are_not_merged_and_can_be_shown() -> None:
    pairs = {(each.first.indicator, each.second.indicator) for each in divergence.look_alikes(real.both())}
    named = [{first, second} for first, second in pairs]
    assert any("规上企业研发投入强度" in each and any("全社会研发" in one for one in each) for each in named)
    assert any({"新增高新技术企业", "新增科技企业"} == each for each in named)


def test_a_department_plan_under_its_district_plan_is_lineage() -> None:
    first, second = real.both().documents
    assert Levels(real.both()).lineage(first, second)
    finding = next(one for one in real.of_measure("M3") if one.object_label == "国家大学科技园")
    assert finding.tier is Tier.LINEAGE
    assert "上下衔接" in finding.zh


def test_findings_stand_in_the_order_of_tiers() -> None:
    tiers = [one.tier for one in real.found()]
    assert tiers == sorted(tiers)
    assert tiers[0] is Tier.SAME_SCOPE
    assert [one.measure for one in real.found() if one.tier is Tier.GAP] == ["M4"] * 4


def test_no_significance_and_no_verdict_on_few_tasks() -> None:
    assert all("p_adjusted" not in one.values for one in real.of_measure("M1"))
    assert not any(word in one.zh for one in real.found() for word in ("违规", "错误", "线索", "职责交叉"))


def test_wording_is_that_of_an_office() -> None:
    told = [one.zh for one in real.found()]
    assert "大零号湾集团与紫竹高新区共同列为责任单位7项，宜一并协调。两家所列任务完全相同。" in told
    assert any("列11家责任单位，未明确牵头单位。" in one for one in told)
    assert any("附件说明列有附件2" in one and one.endswith("本文本未见。") for one in told)


def test_every_finding_is_told_in_two_languages_with_evidence_of_the_raw_text() -> None:
    duties = real.both()
    for one in real.found():
        assert one.zh
        assert one.en
        if one.measure not in ("M6", "M7") and one.values.get("gap") != "plan_without_units":
            assert one.quotes
        for quote in one.quotes:
            assert duties.quote(quote.document, quote.span)


def test_ids_do_not_depend_on_other_documents() -> None:
    alone = {one.id: one for one in findings(real.action_plan())}
    together = {one.id for one in real.found()}
    shared = [one for one in alone.values() if one.measure in ("M1", "M2", "M4", "M6", "M7")]
    assert {one.id for one in shared} <= together
    funds = next(one.id for one in alone.values() if one.object_label == "基金")
    assert funds in together
    assert len(together) == len(real.found())


def test_measures_of_a_year_take_the_documents_in_force() -> None:
    assert set(real.both().only(year=2028).documents) == {real.id_of(real.action_plan())}
    assert len(real.both().only(year=2026).documents) == 2
    assert not real.both().only(year=2029).documents


def test_same_action_and_same_beneficiary_make_a_candidate_for_duplication() -> None:
    finding = next(one for one in real.of_measure("M3") if one.object_label == "概念验证")
    assert finding.duplication is not None
    assert finding.duplication["candidate"] is True
    talent = next(one for one in real.of_measure("M3") if one.object_label == "海聚英才")
    assert talent.duplication is not None
    assert talent.duplication["candidate"] is False
    assert "需核实" in talent.duplication["to_check"]
