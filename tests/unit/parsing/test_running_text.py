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
    ],
)
def test_what_is_encouraged_done_or_a_mechanism_is_no_duty(sentence: str) -> None:
    assert told(sentence) == []


def test_what_a_list_says_already_is_not_said_again() -> None:
    assert told("各区政府要建立机制。（各区政府、市政府各部门负责落实）") == [
        "responsible:各区政府",
        "responsible:市政府各部门",
    ]
