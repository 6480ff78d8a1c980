"""Duty notations: what each says, word by word."""

from __future__ import annotations

import pytest

from graph.model import Task
from graph.parsing.structure import parse_structure
from graph.reading import source_from_text

PLAN = "某某区推进数字经济发展行动计划\n\n一、总体要求\n\n坚持创新。\n\n二、重点任务\n\n"


def tasks(text: str) -> tuple[Task, ...]:
    return parse_structure(source_from_text(PLAN + text)).tasks


def told(statement: str) -> list[str]:
    """``role:unit`` of one task that ends with the statement."""
    (task,) = tasks(f"（一）推进平台建设。加快建设平台，完善机制。{statement}\n")
    return [f"{a.role}:{a.unit}" for a in task.assignments]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("（责任单位：区建管委、区发展改革委）", "responsible:区建管委 responsible:区发展改革委"),
        ("(责任单位:区建管委;区发展改革委)", "responsible:区建管委 responsible:区发展改革委"),
        ("（责任部门：区科委，各街道管理办）", "responsible:区科委 responsible:各街道管理办"),
        (
            "(牵头单位：区绿化市容局;配合单位：区规划资源局、各街镇、开发区)",
            "lead:区绿化市容局 support:区规划资源局 support:各街镇 support:开发区",
        ),
        ("（主责单位：区科委；协办单位：区经委）", "lead:区科委 support:区经委"),
        ("（牵头：区科委；配合：区经委）", "lead:区科委 support:区经委"),
        (
            "（牵头单位：市商务委；责任单位：市经济信息委，各区县政府）",
            "lead:市商务委 responsible:市经济信息委 responsible:各区县政府",
        ),
        ("【责任单位】区科委、区经委", "responsible:区科委 responsible:区经委"),
        ("［责任单位：区科委］", "responsible:区科委"),
        ("（责任单位为区科委、区经委）", "responsible:区科委 responsible:区经委"),
        ("责任单位：区科委、区经委。", "responsible:区科委 responsible:区经委"),
        ("\n\n牵头单位：区科委\n\n参与单位：区经委、区财政局", "lead:区科委 support:区经委 support:区财政局"),
        ("\n\n牵头部门：区科委\n\n落实部门：区经委", "lead:区科委 responsible:区经委"),
        ("（市经济和信息化局负责落实，完成时限：2024年10月）", "responsible:市经济和信息化局"),
        (
            "（财政部牵头，国务院相关部门及各地区按职责分工负责）",
            "lead:财政部 responsible:国务院相关部门 responsible:各地区",
        ),
        ("（生态环境部牵头，工业和信息化部等参与）", "lead:生态环境部 support:工业和信息化部"),
        ("（商务部指导，供销合作总社参与）", "guide:商务部 support:供销合作总社"),
        (
            "（市公安局牵头，会同天津市、河北省相关部门协同推进）",
            "lead:市公安局 support:天津市、河北省相关部门",
        ),
        ("（市发展改革委会同市财政局负责）", "lead:市发展改革委 support:市财政局"),
        ("（区发展改革委牵头会同区财政局、各街镇落实）", "lead:区发展改革委 support:区财政局 support:各街镇"),
        ("（由区科委牵头，区经委、区财政局配合）", "lead:区科委 support:区经委 support:区财政局"),
        ("（区科委（牵头）、区经委、区财政局负责）", "lead:区科委 responsible:区经委 responsible:区财政局"),
        (
            "（市发展改革委、市财政局、市科技局分工负责）",
            "responsible:市发展改革委 responsible:市财政局 responsible:市科技局",
        ),
        ("（区科委负责政策制定，区财政局负责资金保障）", "responsible:区科委 responsible:区财政局"),
        (
            "（教育部、财政部等国务院相关部门及各地区按职责分工负责）",
            "responsible:教育部 responsible:财政部 responsible:国务院相关部门 responsible:各地区",
        ),
        (
            "（市教委、市交通委等部门分别负责落实）",
            "responsible:市教委 responsible:市交通委 responsible:等部门",
        ),
        (
            "（责任单位：各市、县、区政府，省级有关部门）",
            "responsible:各市、县、区政府 responsible:省级有关部门",
        ),
        (
            "（责任单位：住房和城乡建设局、规划和自然资源局）",
            "responsible:住房和城乡建设局 responsible:规划和自然资源局",
        ),
        (
            "（责任单位：区科委、大零号湾集团和各街镇）",
            "responsible:区科委 responsible:大零号湾集团 responsible:各街镇",
        ),
        (
            "（责任单位：区发展改革委（区粮食局）、区科委）",
            "responsible:区发展改革委（区粮食局） responsible:区科委",
        ),
        ("（责任单位：区科委　区经委）", "responsible:区科委 responsible:区经委"),
        ("（责任单位：区绿化\n市容局、区科委）", "responsible:区绿化市容局 responsible:区科委"),
        ("（责任单位：区科委、区经委", "responsible:区科委 responsible:区经委"),
        ("（牵头领导：张三；牵头单位：区科委）", "lead:区科委"),
        (
            "（申能集团、张江高科、上实龙创负责）",
            "responsible:申能集团 responsible:张江高科 responsible:上实龙创",
        ),
        ("（区科委、区经委按照职责分工，各负其责）", "responsible:区科委 responsible:区经委"),
        (
            "（各省、自治区、直辖市人民政府及新疆生产建设兵团负责）",
            "responsible:各省、自治区、直辖市人民政府 responsible:新疆生产建设兵团",
        ),
        ("\n\n责任单位：\n区科委、区经委", "responsible:区科委 responsible:区经委"),
        ("（牵头单位：区科委）（配合单位：区经委）", "lead:区科委 support:区经委"),
        ("（责任单位：区科委；配合单位：无）", "responsible:区科委"),
        ("（2026年底前完成，责任单位：区科委）", "responsible:区科委"),
    ],
)
def test_a_notation_gives_units_and_roles(statement: str, expected: str) -> None:
    assert told(statement) == expected.split(" ")


@pytest.mark.parametrize(
    "statement",
    [
        "（此件公开发布）",
        "（沪科合〔2023〕3号）",
        "（含下属、挂靠事业单位、企业、社会团体）",
        "（以下简称中介服务）",
        "（2023年12月31日）",
        "按照“谁起草、谁负责”的原则压实责任。",
        "建立由政府负责人牵头、相关部门共同参与的工作机制。",
        "支持科技领军企业牵头建设创新中心。",
    ],
)
def test_what_is_no_duty_names_no_unit(statement: str) -> None:
    assert told(statement) == []


def test_vague_collectives_are_kept_as_generic() -> None:
    (task,) = tasks("（一）推进。建设平台。（省级有关部门、各场景牵头部门、各区政府、省级各部门负责）\n")
    assert [(a.unit, a.generic) for a in task.assignments] == [
        ("省级有关部门", True),
        ("各场景牵头部门", True),
        ("各区政府", False),
        ("省级各部门", False),
    ]


def test_the_rule_that_the_first_leads_holds_from_where_it_is_stated() -> None:
    before, rule, after, generic = tasks(
        "（一）甲事。做好。（区科委、区经委负责）\n\n（二）乙事。做好。（区经委、区财政局负责，排在第一位的部门为牵头部门，下同）\n\n"
        "（三）丙事。做好。（区财政局负责）\n\n（四）丁事。做好。（各有关部门，各镇政府负责）\n"
    )
    assert [(a.role, a.lead_basis) for a in before.assignments] == [("responsible", "not_stated")] * 2
    assert [(a.role, a.lead_basis) for a in rule.assignments] == [
        ("lead", "first_listed_rule"),
        ("responsible", "first_listed_rule"),
    ]
    assert [(a.role, a.lead_basis) for a in after.assignments] == [("lead", "first_listed_rule")]
    assert [(a.role, a.lead_basis) for a in generic.assignments] == [("responsible", "not_stated")] * 2


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("任务中列在第一位的为牵头单位。\n\n（一）甲事。做好。（责任单位：区科委、区经委）\n", ["区科委"]),
        (
            "（一）甲事。做好。（责任单位：区科委、区经委）\n\n注：责任单位中排名第一的为牵头单位。\n",
            ["区科委"],
        ),
        ("（一）甲事。做好。坚持把人才放在首位，发挥牵头作用。（责任单位：区科委、区经委）\n", []),
    ],
)
def test_the_rule_may_stand_in_a_sentence_of_its_own(text: str, leads: list[str]) -> None:
    assert [a.unit for t in tasks(text) for a in t.assignments if a.role == "lead"] == leads


def test_first_listed_is_not_lead_where_no_rule_says_so() -> None:
    (task,) = tasks("（一）甲事。做好。（责任单位：区科委、区经委）\n")
    assert {a.role for a in task.assignments} == {"responsible"}


def test_a_carry_forward_rule_gives_its_units_to_all_that_follows() -> None:
    first, second, third = tasks(
        "（一）甲事。做好。（生态环境部指导，试点城市政府负责落实。以下均需试点城市政府落实，不再列出）\n\n"
        "（二）乙事。做好。（商务部指导，供销合作总社参与）\n\n（三）丙事。做好。\n"
    )
    assert [f"{a.role}:{a.unit}" for a in first.assignments] == [
        "guide:生态环境部",
        "responsible:试点城市政府",
    ]
    assert {f"{a.role}:{a.unit}" for a in second.assignments} == {
        "guide:商务部",
        "support:供销合作总社",
        "responsible:试点城市政府",
    }
    assert [(a.unit, a.stated.rule) for a in third.assignments] == [("试点城市政府", "carry_forward")]


def test_a_list_that_names_its_lead_states_it_for_all() -> None:
    (task,) = tasks("（一）甲事。做好。\n\n牵头单位：区科委\n\n参与单位：区经委\n")
    assert [(a.role, a.lead_basis) for a in task.assignments] == [("lead", "stated"), ("support", "stated")]


def test_several_brackets_in_one_paragraph_all_belong_to_its_task() -> None:
    (task,) = tasks(
        "（一）甲事。建平台。（区科委负责，2026年6月底前完成）建园区。（区经委牵头，会同区财政局协同推进）\n"
    )
    assert [f"{a.role}:{a.unit}" for a in task.assignments] == [
        "responsible:区科委",
        "lead:区经委",
        "support:区财政局",
    ]
    assert len({a.stated.span for a in task.assignments}) == 2


def test_a_bracket_behind_small_items_covers_them_all() -> None:
    (task,) = tasks(
        "1.甲事。包括：\n\n（1）建平台。完善设施。\n\n（2）建园区。完善制度。\n\n（责任单位：区科委）\n"
    )
    assert (task.number, [a.unit for a in task.assignments]) == ("1.", ["区科委"])


def test_units_that_a_heading_names_answer_for_the_items_below_that_name_none() -> None:
    text = "某某区工作方案\n\n一、重点任务（牵头单位：区科委）\n\n1.建平台。做好。\n\n2.建园区。做好。（责任单位：区经委）\n"
    first, second = parse_structure(source_from_text(text)).tasks
    assert [a.unit for a in first.assignments] == ["区科委"]
    assert [a.unit for a in second.assignments] == ["区经委"]


def test_a_unit_at_the_head_of_a_clause_answers_for_it() -> None:
    water, finance, office = tasks(
        "（一）区水务局：按照规划要求，做好建设。\n\n（二）区财政局：按照要求，配合区水务局做好资金保障。\n\n（三）区级河长：负责统筹协调。\n"
    )
    assert [(a.role, a.unit, a.stated.rule) for a in water.assignments] == [
        ("responsible", "区水务局", "unit_first")
    ]
    assert water.title == "区水务局"
    assert [(a.role, a.unit) for a in finance.assignments] == [("support", "区财政局")]
    assert [(a.unit, a.generic) for a in office.assignments] == [("区级河长", True)]


@pytest.mark.parametrize(
    "heading", ["建设概念验证中心。\n\n依托大学建设", "推广概念验证中心\n\n支持", "举办创新发展论坛：每年"]
)
def test_a_heading_that_tells_a_deed_is_no_unit_though_it_ends_like_one(heading: str) -> None:
    (only,) = tasks(f"（一）{heading}2家。（责任单位：区科委）\n")
    assert [a.unit for a in only.assignments] == ["区科委"]


def test_a_body_whose_name_begins_with_a_deed_still_answers_for_its_clause() -> None:
    (only,) = tasks("（一）建设管理局：负责道路养护。\n")
    assert [(a.unit, a.stated.rule) for a in only.assignments] == [("建设管理局", "unit_first")]


def test_brackets_that_hold_only_units_count_where_they_are_the_habit() -> None:
    habit = tasks("（一）甲事。做好。（区科委、区经委）\n\n（二）乙事。做好。（区财政局，2026年12月）\n")
    assert [[a.unit for a in t.assignments] for t in habit] == [["区科委", "区经委"], ["区财政局"]]


def test_one_bracket_that_holds_only_units_counts_where_it_lists_several_or_one_known_from_a_list() -> None:
    several = tasks("（一）甲事。做好。（区科委、区经委）\n\n（二）乙事。做好。\n")
    known = tasks("（一）甲事。做好。（区科委）\n\n（二）乙事。做好。（责任单位：区科委）\n")
    assert [[a.unit for a in t.assignments] for t in several] == [["区科委", "区经委"], []]
    assert [[a.unit for a in t.assignments] for t in known] == [["区科委"], ["区科委"]]


def test_one_bracket_with_a_single_body_is_reported() -> None:
    structure = parse_structure(
        source_from_text(PLAN + "（一）甲事。做好。（区科委）\n\n（二）乙事。做好。\n")
    )
    assert [t.assignments for t in structure.tasks] == [(), ()]
    assert [w.code for w in structure.warnings] == ["unread-duty"]


def test_a_bracket_that_looks_like_duties_and_cannot_be_read_is_reported() -> None:
    structure = parse_structure(source_from_text(PLAN + "（一）甲事。做好。（以实际情况为准的那些人负责）\n"))
    assert [w.code for w in structure.warnings] == ["unread-duty"]


def test_a_list_before_the_first_clause_is_reported_and_not_lost() -> None:
    structure = parse_structure(
        source_from_text(
            "某某区工作方案\n\n为加快发展，制定本方案。（责任单位：区科委）\n\n一、任务\n\n（一）甲事。做好。\n\n（二）乙事。做好。\n"
        )
    )
    assert [w.code for w in structure.warnings] == ["duty-without-task"]


def test_a_full_width_and_a_half_width_bracket_of_one_list_match() -> None:
    assert told("（责任单位：区科委、区经委)") == ["responsible:区科委", "responsible:区经委"]
