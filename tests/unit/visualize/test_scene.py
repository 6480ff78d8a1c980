"""What a map shows: expansion, what is held back, communities, and large graphs as super-nodes."""

from __future__ import annotations

from typing import Any

from tests.unit.visualize import founding_graph
from visualize.explorer.scene import communities, contract, count_hidden, mark_faint, scene

Graph = dict[str, Any]


def _asked(**wanted: Any) -> Graph:
    """A stand-in for the store's view: unit u has tasks t1 (responsible) and t2 (mentioned), t1 names platform p."""
    nodes = {
        "u": {"id": "u", "label": "单位", "type": "Organization", "group": "unit", "neighbours": {"task": 2}},
        "D.1": {
            "id": "D.1",
            "label": "甲",
            "type": "Task",
            "group": "task",
            "neighbours": {"unit": 1, "platform": 1},
        },
        "D.2": {"id": "D.2", "label": "乙", "type": "Task", "group": "task", "neighbours": {"unit": 1}},
        "p": {"id": "p", "label": "平台", "type": "Platform", "group": "platform", "neighbours": {"task": 1}},
    }
    edges = [("u", "responsibleFor", "D.1"), ("u", "mentionedIn", "D.2"), ("p", "mentionedIn", "D.1")]
    if wanted.get("around") == "D.1" and wanted.get("types") == ["platform"]:
        shown = ["D.1", "p"]
    elif wanted.get("around") == "u":
        shown = ["u", "D.1", "D.2"]
    else:
        shown = ["D.1", "u", "p"]
    return {
        "nodes": [dict(nodes[each]) for each in shown],
        "edges": [
            {"source": a, "predicate": p, "target": b, "weight": 1}
            for a, p, b in edges
            if a in shown and b in shown
        ],
        "truncated": False,
        "centre": wanted["around"],
    }


def test_a_chip_counts_what_expanding_adds() -> None:
    closed = count_hidden(scene(_asked, "around", "u", [], 500), "zh")
    task = next(node for node in closed["nodes"] if node["id"] == "D.1")
    assert task["hidden"] == {"platform": 1}
    assert task["more"] == [{"group": "platform", "count": 1, "label": "+1 平台"}]
    opened = count_hidden(scene(_asked, "around", "u", [("D.1", "platform")], 500), "zh")
    assert {node["id"] for node in opened["nodes"]} - {node["id"] for node in closed["nodes"]} == {"p"}
    task = next(node for node in opened["nodes"] if node["id"] == "D.1")
    assert task["hidden"] == {}
    assert task["more"] == []


def test_opening_what_is_not_on_the_map_changes_nothing() -> None:
    closed = scene(_asked, "around", "u", [], 500)
    assert scene(_asked, "around", "u", [("elsewhere", "platform")], 500) == closed


def test_a_task_that_only_mentions_the_centre_is_faint() -> None:
    graph = mark_faint(scene(_asked, "around", "u", [], 500))
    assert {node["id"]: node["faint"] for node in graph["nodes"]} == {"u": False, "D.1": False, "D.2": True}


def test_edges_bear_the_role_whose_line_they_take() -> None:
    graph = scene(_asked, "around", "u", [], 500)
    assert {edge["target"]: edge["role"] for edge in graph["edges"]} == {
        "D.1": "responsible",
        "D.2": "mention",
    }


def test_communities_of_the_plan_keep_the_education_bodies_together() -> None:
    graph = communities(founding_graph.overlap())
    found = {node["id"]: node["community"] for node in graph["nodes"]}
    assert found["区教育局"] == found["区总工会"] == found["区卫生健康委"]
    assert found["区教育局"] != found["上海交大"]
    assert found["大零号湾集团"] == found["紫竹高新区"]


def test_a_graph_over_the_limit_becomes_its_communities_and_loses_no_weight_between_them() -> None:
    graph = founding_graph.overlap()
    contracted = contract(graph, 10)
    assert contracted["contracted"]
    assert sum(node["members"] for node in contracted["nodes"]) == 26
    assert len(contracted["nodes"]) < 10
    home = {node["id"]: node["community"] for node in graph["nodes"]}
    between = sum(e["weight"] for e in graph["edges"] if home[e["source"]] != home[e["target"]])
    assert abs(sum(e["weight"] for e in contracted["edges"]) - between) < 1e-9


def test_a_graph_within_the_limit_stays_as_it_is() -> None:
    graph = founding_graph.overlap()
    assert contract(graph, 26) is graph
