"""Relations that the text states between named things."""

from __future__ import annotations

import pytest

from graph.model import Relation, SourceText
from graph.parsing.mentions import find_mentions
from graph.parsing.relations import find_relations
from graph.parsing.structure import parse_structure
from graph.reading import source_from_text
from tests.corpus import ACTION_PLAN


def read(text: str) -> tuple[SourceText, tuple[Relation, ...]]:
    source = source_from_text(text, file="test.txt")
    structure = parse_structure(source)
    return source, find_relations(source, structure, find_mentions(source, structure))


def stated(text: str) -> list[tuple[str, str, str]]:
    return [(r.subject, r.predicate, r.object) for r in read(text)[1]]


@pytest.fixture(scope="module")
def action_plan() -> tuple[SourceText, tuple[Relation, ...]]:
    return read(ACTION_PLAN.read_text(encoding="utf-8"))


def triples(relations: tuple[Relation, ...], predicate: str) -> list[tuple[str, str]]:
    return [(r.subject, r.object) for r in relations if r.predicate == predicate]


def test_five_laboratories_have_one_host_and_the_sixth_another(
    action_plan: tuple[SourceText, tuple[Relation, ...]],
) -> None:
    source, relations = action_plan
    hosted = [r for r in relations if r.predicate == "hostedBy"]
    assert [(r.subject, r.object) for r in hosted] == [
        ("海洋工程全国重点实验室", "上海交大"),
        ("机械系统与振动全国重点实验室", "上海交大"),
        ("金属基复合材料全国重点实验室", "上海交大"),
        ("光子传输与通信全国重点实验室", "上海交大"),
        ("化学生物协同物质创制全国重点实验室", "上海交大"),
        ("石油化工分子转化与反应工程全国重点实验室", "华东师大"),
    ]
    quote = source.raw[hosted[0].span.start : hosted[0].span.end]
    assert quote.startswith("上海交大海洋工程、")
    assert quote.endswith("等全国重点实验室")


def test_what_an_institute_focuses_on(action_plan: tuple[SourceText, tuple[Relation, ...]]) -> None:
    focus = triples(action_plan[1], "focusesOn")
    assert [o for s, o in focus if s == "上海人工智能研究院"] == ["人工智能", "智慧医疗", "智能机器人"]
    assert [o for s, o in focus if s == "辛顿时空智能创新研究院"] == ["空间信息", "人工智能", "遥感科学"]
    assert [o for s, o in focus if s == "华东师范大学国家大学科技园"] == [
        "空间人工智能",
        "生物医药",
        "绿色化工",
        "智能通信",
    ]
    assert [o for s, o in focus if s == "紫竹高新区"] == ["智算光网+工业智能"]


def test_what_is_built_developed_and_where_it_lies(
    action_plan: tuple[SourceText, tuple[Relation, ...]],
) -> None:
    relations = action_plan[1]
    assert ("宁德时代上海未来能源研究院", "钙钛矿光伏实验室") in triples(relations, "builds")
    assert ("上海交大", "大零号湾国际技术转移中心") in triples(relations, "builds")
    assert ("中国科学院分子细胞科学卓越创新中心闵行基地", "核糖核酸功能与应用全国重点实验室") in triples(
        relations, "develops"
    )
    assert triples(relations, "locatedIn") == [
        ("上海交通大学国家大学科技园", "沧源路"),
        ("华东师范大学国家大学科技园", "园美路"),
    ]


def test_what_is_to_be_set_up(action_plan: tuple[SourceText, tuple[Relation, ...]]) -> None:
    assert [s for s, _ in triples(action_plan[1], "proposed")] == [
        "科创项目联合基金",
        "“未来科技成果转化基金”",
        "中共闵行区科技工作党委",
        "大零号湾（紫竹）管理办公室",
        "“大零号湾”品牌宣传小组",
    ]


def test_every_relation_stands_in_its_task(action_plan: tuple[SourceText, tuple[Relation, ...]]) -> None:
    source, relations = action_plan
    for each in relations:
        assert each.task is not None
        quote = "".join(source.raw[each.span.start : each.span.end].split())
        assert all("".join(end.split())[:2] in quote for end in (each.subject, each.object) if end)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("之江实验室位于余杭路。", [("之江实验室", "locatedIn", "余杭路")]),
        ("依托浙江大学建设求真高等研究院。", [("求真高等研究院", "hostedBy", "浙江大学")]),
        (
            "支持海芯微研究院聚焦人工智能、脑机接口领域。",
            [("海芯微研究院", "focusesOn", "人工智能"), ("海芯微研究院", "focusesOn", "脑机接口")],
        ),
        ("张东实验室由浙江大学运营。", [("张东实验室", "operatedBy", "浙江大学")]),
        ("支持海芯微研究院。推进之江实验室建设。", []),
        (
            "支持临江大学、海芯微研究院共建之江实验室。",
            [("海芯微研究院", "builds", "之江实验室"), ("临江大学", "builds", "之江实验室")],
        ),
        ("上海交通大学医学中心实验室", []),
    ],
)
def test_relations_in_wording_nobody_tuned_for(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert stated(sentence) == expected
