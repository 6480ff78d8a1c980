"""Duties told in sentences."""

from __future__ import annotations

import pytest

from graph.parsing.structure import parse_structure
from graph.reading import source_from_text


def told(sentences: str) -> list[str]:
    text = f"某某区工作方案\n\n一、任务\n\n（一）甲事。{sentences}\n\n（二）乙事。做好。\n"
    return [f"{a.role}:{a.unit}" for a in parse_structure(source_from_text(text)).tasks[0].assignments]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("省政府办公厅牵头，省信息中心配合，年内制定办法。", "lead:省政府办公厅 support:省信息中心"),
        ("市住房城乡建设委牵头负责统筹协调，督促落实。", "lead:市住房城乡建设委"),
        ("省财政厅、省民政厅会同有关部门建立联合工作机制。", "lead:省财政厅 lead:省民政厅 support:有关部门"),
        ("省信用办要会同各有关部门编制目录。", "lead:省信用办 support:各有关部门"),
        ("根据机构改革情况，由省审改办组织专家论证。", "responsible:省审改办"),
        ("各区要引导医师到基层服务。", "responsible:各区"),
        ("财政部要加大资金支持力度。", "responsible:财政部"),
        (
            "高校负责选苗育苗、某某集团匹配载体资源、科委配套科创政策。",
            "responsible:高校 responsible:某某集团 responsible:科委",
        ),
        ("做好项目验收工作，协同教育局等部门健全审批机制。", "support:教育局 support:等部门"),
        (
            "区发展改革委推进各项工作，与区规划资源局、区建管委等相关部门形成工作合力。",
            "responsible:区发展改革委 support:区规划资源局 support:区建管委 support:相关部门",
        ),
        ("市政务服务局要加强统筹，各区要密切配合。", "responsible:市政务服务局 support:各区"),
        ("国务院有关部门要增强大局意识，积极配合，落实任务分工。", "support:国务院有关部门"),
        ("多部门合作的，牵头部门要主动对接，配合部门要积极配合。", "lead:牵头部门 support:配合部门"),
        ("财政部要加大支持力度。其他有关部门要出台措施。", "responsible:财政部 responsible:其他有关部门"),
        (
            "市市场监管局加强价格监管，市公安局严厉打击违法行为。",
            "responsible:市市场监管局 responsible:市公安局",
        ),
        ("公安机关负责安全监管，卫生健康部门做好医疗保障。", "responsible:公安机关 responsible:卫生健康部门"),
        ("各镇政府为责任主体，负责辖区内工作。", "responsible:各镇政府"),
        ("区民政局为牵头单位，区财政局为配合单位。", "lead:区民政局 support:区财政局"),
        ("由区科委、区经委共同牵头推进。", "lead:区科委 lead:区经委"),
        ("请各街镇于每季度末前报送进展情况。", "responsible:各街镇"),
        ("基层医疗卫生机构在分配绩效时，应向一线倾斜。", "responsible:基层医疗卫生机构"),
        ("由省审改办组织各市政府梳理清单。", "responsible:省审改办 responsible:各市政府"),
        ("落实资金，会同县公安局查处违法行为。", "support:县公安局"),
    ],
)
def test_a_sentence_gives_a_body_its_part(sentence: str, expected: str) -> None:
    assert told(sentence) == expected.split(" ")


@pytest.mark.parametrize(
    "sentence",
    [
        "鼓励基层医疗卫生机构提供外配处方服务。",
        "各地、各有关部门要高度重视，狠抓落实。",
        "由企业在职职工参加失业保险三年以上放宽至一年以上。",
        "由失业保险基金发放失业保险金。",
        "建立由市政府办公厅牵头、各部门参与的联席会议机制。",
        "由牵头部门会同其他起草部门开展审核。",
        "我委已拟定管理办法，并征求各部门意见。",
        "配合市科委做好科技创新券工作。",
        "委托上海市科学学研究所开展评估。",
        "支持上海交通大学建设国家级大学科技园。",
        "指导各区开展试点工作。",
        "各单位主要负责同志要亲自抓。",
        "分期分批对各级各部门落实情况进行检查。",
        "探索由园区内企业分别申报调整为以园区为单位进行整体申报。",
    ],
)
def test_what_is_encouraged_done_or_a_mechanism_is_no_duty(sentence: str) -> None:
    assert told(sentence) == []


def test_what_a_list_says_already_is_not_said_again() -> None:
    assert told("各区政府要建立机制。（各区政府、市政府各部门负责落实）") == [
        "responsible:各区政府",
        "responsible:市政府各部门",
    ]


def test_a_paragraph_behind_the_list_is_not_covered_by_it() -> None:
    assert told("做好服务。（区人社局负责）\n\n各街镇要梳理补贴项目，提高效益。") == [
        "responsible:区人社局",
        "responsible:各街镇",
    ]


def test_who_holds_an_office_is_no_duty_of_the_office() -> None:
    text = "某某县路长制方案\n\n一、职责\n\n（一）县级路长。由县长担任总路长，主要负责人为成员。\n\n（二）乡级路长。组织巡查。\n"
    first, second = parse_structure(source_from_text(text)).tasks
    assert [a.unit for a in first.assignments] == []
    assert [a.unit for a in second.assignments] == ["乡级路长"]


def test_a_word_of_manner_alone_ends_no_unit() -> None:
    """积极组织 behind a unit begins its doing; 主要风险 belongs to a sentence."""
    from graph.parsing.prose_words import prose_words

    assert prose_words().ends.search("区科委积极组织开展评比")
    assert not prose_words().ends.search("各类市场主要风险来源")
