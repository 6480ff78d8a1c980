"""Maps beside their peers, in one run on one machine: ``python -m bench.maps [NODES …]``.

Measures, in headless Chromium with the same seeded random graph (edges: three times the nodes) and the same
places: the time from opening the file to the first drawn frame, and the median frame of sixty while panning.
Peers: pyvis as it comes, pyvis with places given, bare vis-network, sigma, cytoscape (the last two are fetched
with npm into ``bench/node_modules`` and are not part of the product). Also: the cold and the kept layout, and
the first view of the explorer's map beside the same page with nothing to draw.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from pyvis.network import Network

from tests.browser.browsing import launch, visiting
from tests.browser.serving import founding_store, served
from visualize.explorer.vendor import STATIC
from visualize.layout import LayoutCache, place
from visualize.maps import LIBRARIES, render_map

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
PEERS = {
    "sigma": ("sigma@3.0.3", "dist/sigma.min.js"),
    "graphology": ("graphology@0.26.0", "dist/graphology.umd.min.js"),
    "cytoscape": ("cytoscape@3.34.4", "dist/cytoscape.min.js"),
}
ROUNDS = 2
SLOW = 90_000
"""Milliseconds after which a peer is written down as slower than that."""

PAN = """async (step) => {
  const times = [];
  let last = performance.now();
  for (let i = 0; i < 60; i++) {
    step(i);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times.slice(5);
}"""
STEPS = {
    "vis": "(i) => network.moveTo({position: {x: 4 * i, y: 3 * i}, scale: 0.5 + i / 200, animation: false})",
    "sigma": "(i) => sigma.getCamera().setState({x: 0.5 + i / 400, y: 0.5, ratio: 1 - i / 200})",
    "cytoscape": "(i) => { cy.panBy({x: 3, y: 2}); cy.zoom(cy.zoom() * 1.003); }",
}


def graph_of(n: int) -> dict[str, Any]:
    """A seeded random graph of n nodes and 3 n edges, in the form of ``/api/graph``."""
    chance = random.Random(n)
    kinds = ["Organization", "Task", "Platform", "Industry", "Location"]
    nodes = [
        {"id": f"n{i}", "label": f"推进第{i}项工作", "type": kinds[i % 5], "degree": 6, "group": "unit"}
        for i in range(n)
    ]
    edges = [
        {
            "source": f"n{chance.randrange(n)}",
            "target": f"n{chance.randrange(n)}",
            "predicate": "partOf",
            "weight": 1,
        }
        for _ in range(3 * n)
    ]
    return {"nodes": nodes, "edges": edges, "truncated": False}


def peer(name: str) -> str:
    """The source of a peer's browser build, fetched once."""
    package, file = PEERS[name]
    kept = MODULES / name / Path(file).name
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            subprocess.run(
                ["npm", "pack", "--silent", package, "--pack-destination", scratch],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            (archive,) = Path(scratch).glob("*.tgz")
            with tarfile.open(archive) as tar:
                member = tar.extractfile(f"package/{file}")
                assert member is not None
                kept.write_bytes(member.read())
    return kept.read_text(encoding="utf-8")


FRAME = (
    "<!doctype html><meta charset=utf-8><style>body{margin:0}#map{width:100vw;height:100vh}</style>"
    "<div id=map></div>"
)


def pages(graph: dict[str, Any], with_default: bool) -> dict[str, tuple[str, str]]:
    """Per contender its page and the way to pan it; each page sets ``window.__drawn`` at its first frame."""
    index = {node["id"]: i for i, node in enumerate(graph["nodes"])}
    nodes = [{"id": i, "label": n["label"], "x": n["x"], "y": n["y"]} for i, n in enumerate(graph["nodes"])]
    edges = [(index[e["source"]], index[e["target"]]) for e in graph["edges"]]
    vis = "".join(f"<script>{(STATIC / name).read_text(encoding='utf-8')}</script>" for name in LIBRARIES)
    told = "network.once('afterDrawing', () => { window.__drawn = performance.now(); });"
    found = {
        "dutygraph": (_own(render_map(graph, "bench", "zh")), "vis"),
        "vis-network, bare": (
            f"{FRAME}{vis}<script>var network = new vis.Network(document.getElementById('map'), {{nodes: new vis.DataSet("
            f"{json.dumps([{**node, 'shape': 'dot', 'size': 7} for node in nodes])}), edges: new vis.DataSet("
            f"{json.dumps([{'from': a, 'to': b} for a, b in edges])})}}, {{physics: false, layout: {{improvedLayout: false}},"
            f" edges: {{smooth: false}}}}); {told}</script>",
            "vis",
        ),
        "pyvis, places given": (_pyvis(nodes, edges, placed=True), "vis"),
        "sigma": (
            f"{FRAME}<script>{peer('graphology')}</script><script>{peer('sigma')}</script><script>"
            f"const g = new graphology.MultiGraph(); for (const n of {json.dumps(nodes)}) g.addNode(n.id, {{x: n.x, y: -n.y,"
            f" label: n.label, size: 4}}); for (const [a, b] of {json.dumps(edges)}) g.addEdge(a, b);"
            "var sigma = new Sigma(g, document.getElementById('map')); window.__drawn = performance.now();</script>",
            "sigma",
        ),
        "cytoscape, preset": (
            f"{FRAME}<script>{peer('cytoscape')}</script><script>var cy = cytoscape({{container:"
            f" document.getElementById('map'), layout: {{name: 'preset'}}, style: [{{selector: 'node', style: {{label:"
            f" 'data(label)', width: 14, height: 14}}}}, {{selector: 'edge', style: {{width: 1, 'curve-style':"
            f" 'haystack'}}}}], elements: {json.dumps(_elements(nodes, edges))}}});"
            "cy.one('render', () => { window.__drawn = performance.now(); });</script>",
            "cytoscape",
        ),
    }
    if with_default:
        found["pyvis, default"] = (_pyvis(nodes, edges, placed=False), "vis")
    return found


def _own(page: str) -> str:
    """Our own file with one line more; its policy would refuse the line, so the bench takes the policy out."""
    head, _, rest = page.partition('<meta http-equiv="Content-Security-Policy"')
    return head + rest.partition(">")[2].replace(
        "network.fit({ animation: false });\n</script>",
        "network.once('afterDrawing', () => { window.__drawn = performance.now(); });"
        "network.fit({ animation: false });\n</script>",
    )


def _pyvis(nodes: list[dict[str, Any]], edges: list[tuple[int, int]], placed: bool) -> str:
    network = Network(height="900px", width="100%", directed=True, cdn_resources="in_line")
    for node in nodes:
        extra = {"x": node["x"], "y": node["y"], "physics": False} if placed else {}
        network.add_node(node["id"], node["label"], size=7, **extra)
    for a, b in edges:
        network.add_edge(a, b)
    if placed:
        network.toggle_physics(False)
        network.set_edge_smooth("continuous")
        network.options.edges.smooth.enabled = False
    page: str = network.generate_html()
    hook = "network.once('afterDrawing', () => { window.__drawn = performance.now(); }); return network;"
    assert "return network;" in page
    return page.replace("return network;", hook)


def _elements(nodes: list[dict[str, Any]], edges: list[tuple[int, int]]) -> list[dict[str, Any]]:
    return [
        {"data": {"id": str(n["id"]), "label": n["label"]}, "position": {"x": n["x"], "y": n["y"]}}
        for n in nodes
    ] + [{"data": {"source": str(a), "target": str(b)}} for a, b in edges]


def drawn(browser: Browser, file: Path, pan: str) -> tuple[float | None, float | None]:
    """Seconds to the first frame and milliseconds of the median panning frame; None where slower than SLOW."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.route(
        "**/*", lambda route: route.continue_() if route.request.url.startswith("file") else route.abort()
    )
    page = context.new_page()
    try:
        page.goto(file.as_uri(), wait_until="commit")
        waited = time.perf_counter()
        while (at := page.evaluate("window.__drawn ?? null")) is None:
            if (time.perf_counter() - waited) * 1000 > SLOW:
                return None, None
            page.wait_for_timeout(50)
        frames = page.evaluate(f"({PAN})({STEPS[pan]})")
        return at / 1000, statistics.median(frames)
    finally:
        context.close()


def bench_drawing(browser: Browser, n: int) -> dict[str, dict[str, float | None]]:
    graph = place(graph_of(n), "industry")
    found: dict[str, dict[str, float | None]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (html, pan) in pages(graph, with_default=n <= 300).items():
            file = Path(folder) / "page.html"
            file.write_text(html, encoding="utf-8")
            rounds = [drawn(browser, file, pan) for _ in range(1 if name == "pyvis, default" else ROUNDS)]
            first = [a for a, _ in rounds if a is not None]
            frame = [b for _, b in rounds if b is not None]
            found[name] = {
                "first_frame_s": round(statistics.median(first), 3) if first else None,
                "pan_frame_ms": round(statistics.median(frame), 1) if frame else None,
            }
            print(f"{n:>6} nodes  {name:<22} {found[name]}", flush=True)
    return found


def bench_layout(n: int) -> dict[str, float]:
    """Seconds of a layout worked out and of the same one taken from disk by a new process's cache."""
    graph = graph_of(n)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        place(graph, "industry", cache=LayoutCache(Path(folder)))
        cold = time.perf_counter() - start
        start = time.perf_counter()
        place(graph, "industry", cache=LayoutCache(Path(folder)))
        return {"cold_s": round(cold, 4), "kept_s": round(time.perf_counter() - start, 4)}


def bench_explorer(browser: Browser) -> dict[str, float]:
    """Milliseconds until the map around one unit stands, and until the same page with nothing to draw does."""
    store = founding_store()
    empty = {
        "nodes": [],
        "edges": [],
        "truncated": False,
        "centre": None,
        "path": None,
        "title": "",
        "view": "around",
    }
    found: dict[str, list[float]] = {"map_ms": [], "empty_ms": []}
    with served(store) as site:
        for i in range(ROUNDS + 1):
            for name in found:
                with visiting(browser, site) as (page, _):
                    if name == "empty_ms":
                        page.route("**/map/data*", lambda route: route.fulfill(json=empty))
                    start = time.perf_counter()
                    page.goto("/map?around=紫竹高新区", wait_until="commit")
                    if name == "map_ms":
                        page.locator(".graph .node").first.wait_for(state="attached")
                    else:
                        page.get_by_text("没有符合的内容").wait_for()
                    if i or name == "map_ms":
                        found[name].append((time.perf_counter() - start) * 1000)
    first, *later = found["map_ms"]
    return {
        "first_visit_ms": round(first),
        "map_ms": round(statistics.median(later)),
        "empty_ms": round(statistics.median(found["empty_ms"])),
    }


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:]] or [300, 3000]
    results: dict[str, Any] = {"drawing": {}, "layout": {n: bench_layout(n) for n in sizes}}
    print(json.dumps(results["layout"]), flush=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for n in sizes:
            results["drawing"][n] = bench_drawing(browser, n)
        results["explorer"] = bench_explorer(browser)
        print(json.dumps(results["explorer"]), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
