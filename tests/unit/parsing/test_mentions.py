"""Names that the founding plans hold, and what the rules do on wording nobody tuned them for."""

from __future__ import annotations

import itertools
import time

import pytest

from graph.model import Mention, SourceText
from graph.parsing.mentions import find_mentions
from graph.parsing.structure import Structure, parse_structure
from graph.reading import source_from_text
from tests.corpus import ACTION_PLAN, WORK_PLAN


def read(text: str) -> tuple[Mention, ...]:
    source = source_from_text(text, file="test.txt")
    return find_mentions(source, parse_structure(source))


def names(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.type) for m in read(text)]


class Plan:
    def __init__(self, raw: str) -> None:
        self.source: SourceText = source_from_text(raw, file="plan.txt")
        self.structure: Structure = parse_structure(self.source)
        self.mentions = find_mentions(self.source, self.structure)

    def task(self, number: str) -> list[Mention]:
        (task,) = [t for t in self.structure.tasks if t.number == number]
        return [m for m in self.mentions if m.span.within(task.span)]


@pytest.fixture(scope="module")
def action_plan() -> Plan:
    return Plan(ACTION_PLAN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def work_plan() -> Plan:
    return Plan(WORK_PLAN.read_text(encoding="utf-8"))


def test_a_list_that_shares_its_last_words_is_six_laboratories(action_plan: Plan) -> None:
    laboratories = [m for m in action_plan.task("1.") if m.rule == "shared_ending"]
    assert [(m.text, action_plan.source.raw[m.span.start : m.span.end]) for m in laboratories] == [
        ("海洋工程全国重点实验室", "海洋工程"),
        ("机械系统与振动全国重点实验室", "机械系统与振动"),
        ("金属基复合材料全国重点实验室", "金属基复合材料"),
        ("光子传输与通信全国重点实验室", "光子传输与通信"),
        ("化学生物协同物质创制全国重点实验室", "化学生物协同物质创制"),
        ("石油化工分子转化与反应工程全国重点实验室", "石油化工分子转化与反应工程"),
    ]
    assert {m.type for m in laboratories} == {"Laboratory"}


def test_a_name_broken_by_a_page_break_is_one_name(action_plan: Plan) -> None:
    (institute,) = [m for m in action_plan.mentions if m.text == "辛顿时空智能创新研究院"]
    assert action_plan.source.raw[institute.span.start : institute.span.end] == "辛顿时空\n\n智能创新研究院"


def test_institutes_are_whole_and_the_academy_is_not_cut(action_plan: Plan) -> None:
    institutes = [m.text for m in action_plan.task("2.") if m.type == "ResearchInstitute"]
    assert institutes == [
        "中国科学院分子细胞科学卓越创新中心闵行基地",
        "先进封装与集成系统研究院",
        "上海人工智能研究院",
        "上海交大医疗机器人研究院",
        "辛顿时空智能创新研究院",
        "医学磁共振与分子影像技术研究院",
        "宁德时代上海未来能源研究院",
    ]


def test_firms_without_any_ending_are_told_by_their_list(action_plan: Plan) -> None:
    firms = [m.text for m in action_plan.task("3.") if m.type == "Enterprise"]
    assert firms == ["骄成超声波", "蓝箭鸿擎"]


def test_a_unit_inside_a_longer_platform_name_is_no_mention_of_its_own(action_plan: Plan) -> None:
    found = [(m.text, m.type) for m in action_plan.task("4.")]
    assert ("上海交大-紫竹高新区概念验证中心", "ConceptCentre") in found
    assert ("养老科技及智能有源医疗器械概念验证平台", "ConceptCentre") in found
    assert "紫竹高新区" not in [text for text, _ in found]
    assert [text for text, kind in found if kind == "Incubator"] == [
        "“大零号湾”科创策源高质量孵化器",
        "大零号湾一公里孵化器",
        "大零号湾华东师大孵化器",
        "紫竹创业孵化器",
        "智算光网+孵化器",
    ]


def test_the_five_industries_of_task_six(action_plan: Plan) -> None:
    listed = [m.text for m in action_plan.task("6.") if m.rule == "industry_list"]
    assert listed == ["空天经济", "生命健康", "智能经济", "先进能源", "海洋工程"]
    every = {m.text for m in action_plan.task("6.") if m.type == "Industry"}
    assert every == {*listed, "智算光网+工业智能"}


def test_a_park_is_a_place_only_where_the_text_uses_it_as_one(action_plan: Plan) -> None:
    uses = [m.type for m in action_plan.task("6.") if m.text == "紫竹高新区"]
    assert uses == ["IndustrialPark", "Location"]


def test_roads_and_rivers_are_places(action_plan: Plan) -> None:
    assert [m.text for m in action_plan.task("11.") if m.text.endswith("路")] == [
        "剑川路",
        "莲花南路",
        "永平路",
    ]
    rivers = [m.text for m in action_plan.task("12.") if m.type == "Location"]
    assert rivers == ["黄浦江", "北横泾", "淡水河", "樱桃河"]


def test_events_of_a_list_and_in_quotation_marks(action_plan: Plan) -> None:
    events = [m.text for m in action_plan.task("12.") if m.type == "Event"]
    assert events == ["早春市集", "街头艺术节", "“创业者早餐会”", "“文化沙龙”"]
    assert "世界人工智能大会" in [m.text for m in action_plan.task("9.")]


def test_what_is_to_be_set_up_is_a_proposed_organisation(action_plan: Plan) -> None:
    proposed = [m.text for m in action_plan.mentions if m.type == "ProposedOrganization"]
    assert proposed == ["中共闵行区科技工作党委", "大零号湾（紫竹）管理办公室", "“大零号湾”品牌宣传小组"]


def test_units_of_a_duty_list_are_no_mentions(action_plan: Plan) -> None:
    assert not [m for m in action_plan.task("8.") if m.text == "区人才局"]
    for span in action_plan.structure.duty_spans:
        assert not [m for m in action_plan.mentions if m.span.within(span)]


def test_mentions_are_in_order_and_do_not_overlap(action_plan: Plan, work_plan: Plan) -> None:
    for plan in (action_plan, work_plan):
        ends = [(m.span.start, m.span.end) for m in plan.mentions]
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(ends))


def test_every_mention_stands_where_it_says(action_plan: Plan, work_plan: Plan) -> None:
    for plan in (action_plan, work_plan):
        for each in plan.mentions:
            quote = "".join(plan.source.raw[each.span.start : each.span.end].split())
            assert each.text.startswith(quote) if each.rule == "shared_ending" else each.text == quote


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "由市住房城乡建设管理委会同市规划资源局制定办法。",
            [("市住房城乡建设管理委", "PublicOrganisation"), ("市规划资源局", "PublicOrganisation")],
        ),
        ("各区政府和各街镇要落实责任。", [("各区政府", "CollectiveUnit")]),
        ("各市、县、区人民政府要落实责任。", [("各市、县、区人民政府", "CollectiveUnit")]),
        ("报省市场监管局备案。", [("省市场监管局", "PublicOrganisation")]),
        ("依托杭州高新区建设之江实验室。", [("杭州高新区", "IndustrialPark"), ("之江实验室", "Laboratory")]),
        ("支持华为、大疆创新等企业牵头攻关。", [("华为", "Enterprise"), ("大疆创新", "Enterprise")]),
        ("支持中小企业、高新技术企业等企业发展。", []),
        ("推进国家技术创新中心、国家工程研究中心等平台建设。", []),
        ("实施易涝积水点消除专项行动。", [("易涝积水点消除专项行动", "Programme")]),
        ("深入贯彻党的二十大和二十届三中全会精神。", [("党的二十大", "Event"), ("二十届三中全会", "Event")]),
        ("打通集成电路、道路、思路和格局。", [("集成电路", "Industry")]),
        (
            "中共中央、国务院印发意见。",
            [("中共中央", "PublicOrganisation"), ("国务院", "PublicOrganisation")],
        ),
        ("加强与中国科学院合作。", [("中国科学院", "ResearchInstitute")]),
        (
            "推动南京大学与信达生物、恒瑞医药等企业共建联合实验室。",
            [("南京大学", "University"), ("信达生物", "Enterprise"), ("恒瑞医药", "Enterprise")],
        ),
        (
            "成立苏州市生物医药产业推进工作领导小组（以下简称领导小组），领导小组定期会商。",
            [
                ("苏州市生物医药产业推进工作领导小组", "ProposedOrganization"),
                ("领导小组", "PublicOrganisation"),
                ("领导小组", "PublicOrganisation"),
            ],
        ),
        ("按照闵科委〔2026〕11号文件执行。", []),
        ("推进农村公路、断头路、建制村和县乡道建设。", []),
        ("在天河路、体育西路开展改造。", [("天河路", "Location"), ("体育西路", "Location")]),
    ],
)
def test_names_in_wording_nobody_tuned_for(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert names(sentence) == expected


def test_a_name_found_once_is_found_everywhere() -> None:
    found = names("一、任务\n1. 支持海芯微科技研究院发展。\n2. 交海芯微科技研究院承担。")
    assert [text for text, _ in found] == ["海芯微科技研究院", "海芯微科技研究院"]


@pytest.mark.parametrize(
    "unit",
    [
        "“",
        "”",
        "（紫竹）",
        "大（紫竹）",
        "区",
        "和",
        "、等企业",
        "研究院",
        "大",
        "-",
        "上海",
        "各、",
        "长春光所、",
        "实施",
        "华为、",
        "我市",
    ],
)
def test_hostile_repetition_costs_linear_time(unit: str) -> None:
    def cost(length: int) -> float:
        source = source_from_text("支持" + unit * (length // len(unit)) + "研究院。", file="hostile.txt")
        structure = parse_structure(source_from_text("一、任务\n1. 做事。", file="s.txt"))
        begun = time.process_time()
        find_mentions(source, structure)
        return time.process_time() - begun

    cost(1_000)
    # A busy machine makes one run slow; a quadratic rule makes every run slow.
    assert any(cost(40_000) < max(cost(5_000), 0.02) * 8 * 4 for _ in range(4))
