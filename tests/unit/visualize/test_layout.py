"""Places: nothing covers anything, the ring rule holds, and the cache gives the same again."""

from __future__ import annotations

import random
from math import hypot
from pathlib import Path
from typing import Any

import pytest

from tests.unit.visualize import founding_graph
from visualize.label_boxes import Box, bigrams, overlapping, text_width, wrap
from visualize.layout import LayoutCache, place
from visualize.ring_layout import crossings
from visualize.signs import Sign, signs_of

ZIZHU = "紫竹高新区"


def _signs(placed: dict[str, Any], centre: str | None = None) -> dict[str, Sign]:
    signs = signs_of(placed["nodes"], centre)
    for node in placed["nodes"]:
        sign = signs[node["id"]]
        sign.x, sign.y, sign.side, sign.chips_above = node["x"], node["y"], node["side"], node["chips_above"]
    return signs


def _covered(placed: dict[str, Any], centre: str | None = None) -> list[tuple[str, str]]:
    signs = list(_signs(placed, centre).values())
    return [(signs[i].id, signs[j].id) for i, j in overlapping([s.placed().grown(-0.5) for s in signs])]


def _random_graph(n: int, seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    kinds = ["Organization", "Task", "Platform", "Industry", "Location"]
    nodes = [
        {
            "id": f"n{i}",
            "label": "推进重大创新平台与产业体系建设"[: chance.randint(2, 15)],
            "type": chance.choice(kinds),
        }
        for i in range(n)
    ]
    edges = [
        {
            "source": f"n{chance.randrange(n)}",
            "target": f"n{chance.randrange(n)}",
            "predicate": "p",
            "weight": 1,
        }
        for _ in range(2 * n)
    ]
    return {"nodes": nodes, "edges": edges, "truncated": False}


def test_the_fixture_is_the_real_plan() -> None:
    tasks = founding_graph.founding_tasks()
    assert len(tasks) == 12
    assert sum(len(units) for _, _, units in tasks) == 58
    assert len({unit for _, _, units in tasks for unit in units}) == 26


def test_around_zizhu_seven_tasks_stand_on_one_ellipse() -> None:
    placed = place(founding_graph.around(ZIZHU), "around", ZIZHU)
    tasks = [node for node in placed["nodes"] if node["kind"] == "task"]
    assert len(tasks) == 7
    wide, tall = 235.0, 250.0
    for task in tasks:
        assert (task["x"] / wide) ** 2 + (task["y"] / tall) ** 2 == pytest.approx(1, abs=0.02)


def test_what_three_tasks_share_is_inside_and_what_one_has_is_outside() -> None:
    graph = founding_graph.around(ZIZHU)
    placed = {node["id"]: node for node in place(graph, "around", ZIZHU)["nodes"]}
    for unit in ("大零号湾集团", "区科委", "上海交大", "华东师大"):
        assert hypot(placed[unit]["x"] / 235, placed[unit]["y"] / 250) < 0.8
    for unit in ("闵金投公司", "区人才局", "马桥镇", "区水务局"):
        assert abs(placed[unit]["x"]) > 300
        assert placed[unit]["side"] == ("left" if placed[unit]["x"] < 0 else "right")


def test_tasks_that_share_units_stand_side_by_side() -> None:
    from math import atan2

    placed = place(founding_graph.around(ZIZHU), "around", ZIZHU)
    ring = sorted(
        (n for n in placed["nodes"] if n["kind"] == "task"), key=lambda n: atan2(n["y"] / 250, n["x"] / 235)
    )
    order = [n["number"] for n in ring]
    beside = {frozenset(pair) for pair in zip(order, order[1:] + order[:1], strict=True)}
    assert frozenset(("6", "11")) in beside  # three towns are in both and nowhere else
    assert frozenset(("2", "5")) in beside  # the same five units


@pytest.mark.parametrize("unit", [ZIZHU, "区科委", "大零号湾集团", "上海交大", "闵金投公司"])
def test_no_label_covers_another_around_a_unit(unit: str) -> None:
    assert _covered(place(founding_graph.around(unit), "around", unit), unit) == []


def test_few_edges_run_across_marks_around_zizhu() -> None:
    graph = founding_graph.around(ZIZHU)
    signs = _signs(place(graph, "around", ZIZHU), ZIZHU)
    links: dict[str, set[str]] = {s: set() for s in signs}
    for edge in graph["edges"]:
        links[edge["source"]].add(edge["target"])
        links[edge["target"]].add(edge["source"])
    assert crossings(signs, links) <= 4


@pytest.mark.parametrize(("n", "seed"), [(20, 1), (75, 2), (150, 3), (150, 4)])
def test_no_label_covers_another_in_a_general_graph_of_up_to_150_nodes(n: int, seed: int) -> None:
    assert _covered(place(_random_graph(n, seed), "industry")) == []


def test_no_label_covers_another_in_the_bipartite_and_the_overlap_map() -> None:
    assert _covered(place(founding_graph.bipartite(), "bipartite")) == []
    assert _covered(place(founding_graph.overlap(), "overlap")) == []


def test_the_bipartite_map_has_units_left_and_tasks_right() -> None:
    placed = place(founding_graph.bipartite(), "bipartite")
    assert all((node["x"] > 0) == (node["kind"] == "task") for node in placed["nodes"])


def test_the_same_graph_has_the_same_places() -> None:
    first = place(founding_graph.overlap(), "overlap")
    second = place(founding_graph.overlap(), "overlap")
    assert first == second


def test_places_are_kept_on_disk_and_taken_from_there(tmp_path: Path) -> None:
    first = place(founding_graph.around(ZIZHU), "around", ZIZHU, LayoutCache(tmp_path))
    (kept,) = tmp_path.glob("*.json")
    kept.write_text(kept.read_text().replace('"x":0.0,"y":0.0', '"x":11.0,"y":22.0', 1))
    again = place(founding_graph.around(ZIZHU), "around", ZIZHU, LayoutCache(tmp_path))
    hub = next(node for node in again["nodes"] if node["id"] == ZIZHU)
    assert (hub["x"], hub["y"]) == (11.0, 22.0)
    assert [n["x"] for n in first["nodes"] if n["id"] != ZIZHU] == [
        n["x"] for n in again["nodes"] if n["id"] != ZIZHU
    ]


def test_a_changed_label_is_a_new_layout(tmp_path: Path) -> None:
    cache = LayoutCache(tmp_path)
    graph = founding_graph.around(ZIZHU)
    place(graph, "around", ZIZHU, cache)
    graph["nodes"][0]["label"] += "改"
    place(graph, "around", ZIZHU, cache)
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_a_label_breaks_between_words_that_recur_elsewhere() -> None:
    words = bigrams(
        ["推进华东师范大学国家大学科技园建设", "大学科技园", "研究型大学", "科技园区", "推进产业"]
    )
    assert wrap("高水平推进大学科技园建设", 8.5, words) == ["高水平推进", "大学科技园建设"]


def test_a_label_breaks_before_and_not_after_the_conjunction() -> None:
    assert wrap("强化重大研发与转化平台建设", 8.5) == ["强化重大研发", "与转化平台建设"]


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrap("中国科学院分子细胞科学卓越创新中心闵行基地核糖核酸功能与应用", 8.5)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line, 1.0) <= 8.5 for line in lines)


def test_a_line_that_touches_only_the_border_does_not_cross() -> None:
    box = Box(0, 0, 10, 10)
    assert box.crossed_by(-5, 5, 15, 5)
    assert not box.crossed_by(-5, 10, 15, 10)
    assert not box.crossed_by(-5, 20, 15, 20)
