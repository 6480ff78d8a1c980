"""The standalone page as text: complete, closed to the network, and no label leaves its place."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

from tests.unit.visualize import founding_graph
from visualize.layout import place
from visualize.maps import LIBRARIES, build, render_map

EVIL = "</script><script>window.__ran=1</script><img src=x onerror=1>\u2028'\""


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(page)
    return parser.found


def test_the_page_names_no_other_file_and_allows_no_connection() -> None:
    page = render_map(founding_graph.around("紫竹高新区") | {"centre": "紫竹高新区"}, "以紫竹高新区为中心")
    elements = _elements(page)
    assert [tag for tag, attrs in elements if "src" in attrs or tag == "link" or tag == "iframe"] == []
    policy = next(str(attrs["content"]) for tag, attrs in elements if attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert len(re.findall(r"'sha256-", policy)) == len(LIBRARIES) + 1
    assert "unsafe" not in policy.split("script-src")[1]


def test_hostile_labels_and_titles_stay_data() -> None:
    graph = founding_graph.around("紫竹高新区")
    for node in graph["nodes"]:
        node["label"] += EVIL
        node["id"] += EVIL
        node["quotes"] = [{"quote": EVIL, "cite": EVIL}]
    for edge in graph["edges"]:
        edge["source"] += EVIL
        edge["target"] += EVIL
    elements = _elements(render_map(graph, f"图{EVIL}"))
    assert [tag for tag, _ in elements].count("script") == len(LIBRARIES) + 1
    assert not any(tag == "img" or any(name.startswith("on") for name in attrs) for tag, attrs in elements)


def test_ids_on_the_page_are_numbers() -> None:
    network, details = build(place(founding_graph.bipartite(), "bipartite"), "zh")
    assert [node["id"] for node in network.nodes] == list(range(38))
    assert all(isinstance(edge["from"], int) and isinstance(edge["to"], int) for edge in network.edges)
    assert len(network.edges) == 58
    assert [len(each["links"]) for each in details if each["label"] == "紫竹高新区"] == [7]


def test_building_is_linear_in_the_edges() -> None:
    nodes = [
        {
            "id": str(i),
            "label": f"节点{i}",
            "type": "Platform",
            "x": i,
            "y": 0,
            "lines": [f"节点{i}"],
            "kind": "platform",
        }
        for i in range(2000)
    ]
    edges = [
        {"source": str(i % 2000), "target": str((7 * i) % 2000), "predicate": "partOf"} for i in range(20_000)
    ]
    start = time.process_time()
    network, _ = build({"nodes": nodes, "edges": edges}, "zh")
    assert len(network.edges) == 20_000
    assert time.process_time() - start < 3  # pyvis's own add_edge takes minutes


def test_an_english_page_speaks_english() -> None:
    page = render_map(founding_graph.overlap(), "Overlaps", "en")
    assert '<html lang="en">' in page
    assert "shared tasks; the thicker, the closer" in page
