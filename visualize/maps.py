"""A map as one HTML file: pyvis's network with our own page, everything inline, opens with no network.

pyvis 0.3.2 builds the nodes, edges and options; its own template is not used (it loads Bootstrap from
outside and writes headings and ids into script). Node ids are numbers, places are given, physics is off.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from jinja2 import Environment
from markupsafe import Markup
from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from visualize.kinds import kind_of, kinds, role_of
from visualize.layout import View, place

Graph = dict[str, Any]

LIBRARIES = ("vis-data-8.0.6/vis-data.min.js", "vis-network-10.1.5/vis-network.min.js")
SHAPES = {
    "circle": "dot",
    "box": "box",
    "diamond": "diamond",
    "ring": "diamond",
    "hexagon": "hexagon",
    "star": "star",
    "triangle": "triangle",
    "pentagon": "triangleDown",
    "square": "square",
}
COMMUNITIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A7F00", "#7A7D80")
INK, LINE, RING = "#1A1D21", "#77828D", "#FCFCFA"
WIDTHS = {"lead": 3.2, "responsible": 1.2, "support": 1.2, "guide": 1.2, "mention": 1.2, "relation": 1.0}
DASHES: dict[str, list[int]] = {
    "support": [7, 4],
    "guide": [12, 3, 3, 3],
    "mention": [2, 4],
    "relation": [3, 3],
}
MANY_EDGES = 400
"""Above it lines are solid: a canvas draws broken ones several times slower."""
FACES = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, system-ui, sans-serif"

WORDS = {
    "zh": {
        "search": "查找",
        "kinds": "种类",
        "roles": "角色",
        "lead": "牵头",
        "responsible": "责任单位",
        "support": "配合",
        "guide": "指导",
        "mention": "正文提及",
        "relation": "其他关系",
        "overlap": "同列任务，越粗联系越强",
        "details": "详情",
        "list": "列表",
        "hint": "点选图中一项，这里显示它的内容和引文。",
        "neighbours": "相连",
        "quotes": "引文",
        "shared": "同列任务",
        "all": "全图",
        "shown": "显示 {nodes} 项、{edges} 条联系",
        "truncated": "已超过上限，只显示一部分",
    },
    "en": {
        "search": "Find",
        "kinds": "Kinds",
        "roles": "Roles",
        "lead": "leads",
        "responsible": "responsible",
        "support": "supports",
        "guide": "guides",
        "mention": "mentioned",
        "relation": "related",
        "overlap": "shared tasks; the thicker, the closer",
        "details": "Details",
        "list": "List",
        "hint": "Select something on the map to see what it is and the words behind it.",
        "neighbours": "Linked to",
        "quotes": "Quotes",
        "shared": "Shared tasks",
        "all": "Whole map",
        "shown": "{nodes} items, {edges} links shown",
        "truncated": "More than the limit; only part is shown",
    },
}


def render_map(graph_json: Graph, title: str, lang: Literal["zh", "en"] | str = "zh") -> str:
    """One HTML page of a graph JSON (``/api/graph``), placed here where it has no places yet.

    Nodes may carry ``short``, ``number``, ``community`` and ``quotes`` (``{"quote", "cite"}``), edges ``tasks``
    (shared ones, as ids or ``{"number", "title"}``) and ``quotes``: ``visualize.map_quotes`` adds them.
    """
    language = "en" if lang == "en" else "zh"
    graph = (
        graph_json if _placed(graph_json) else place(graph_json, _view(graph_json), graph_json.get("centre"))
    )
    network, details = build(graph, language)
    data = {
        "nodes": network.nodes,
        "edges": network.edges,
        "options": json.loads(str(network.options.to_json())) | _options(len(network.edges)),
        "details": details,
        "words": WORDS[language],
    }
    scripts = [_text(f"explorer/static/vendor/{name}") for name in LIBRARIES]
    scripts += [f"const DATA = {_json(data)};\n" + _text("standalone/map.js")]
    page = Environment(autoescape=True).from_string(_text("standalone/map.html"))
    return page.render(
        title=title,
        lang=language,
        words=WORDS[language],
        kinds=[(name, kind) for name, kind in kinds().items() if any(d["kind"] == name for d in details)],
        roles=_roles(graph),
        truncated=bool(graph.get("truncated")),
        style=Markup(_text("standalone/map.css")),
        scripts=[Markup(script) for script in scripts],
        policy=f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {_hashes(scripts)}",
    )


def build(graph: Graph, language: str) -> tuple[Network, list[Graph]]:
    """The pyvis network of a placed graph, ids counted from 0, and the details of each node by that number."""
    network = Network(directed=True)
    index = {node["id"]: i for i, node in enumerate(graph["nodes"])}
    by_community = any("community" in node for node in graph["nodes"])
    many = len(graph["nodes"]) > 800
    details: list[Graph] = []
    for i, node in enumerate(graph["nodes"]):
        details.append(_details(node))
        # pyvis keeps a list of ids and searches it for each node it adds; written in directly it is linear.
        drawn = Node(
            i,
            SHAPES[kinds()[kind_of(str(node["type"]))].shape],
            _label(node, many),
            **_look(node, by_community),
        )
        network.nodes.append(drawn.options)
    solid = len(graph["edges"]) > MANY_EDGES
    heaviest = max([float(edge.get("weight") or 1) for edge in graph["edges"]], default=1.0)
    for edge in graph["edges"]:
        source, target = index[edge["source"]], index[edge["target"]]
        role = edge.get("role") or role_of(str(edge["predicate"]))
        shared = edge.get("tasks")
        width = 0.7 + 5 * float(edge.get("weight") or 1) / heaviest if shared else WIDTHS[role]
        line = Edge(
            source,
            target,
            False,
            width=round(width, 2),
            dashes=False if shared or solid else DASHES.get(role, False),
        )
        network.edges.append(line.options)
        for here, there in ((source, target), (target, source)):
            details[here]["links"].append(
                {
                    "to": there,
                    "word": WORDS[language]["shared"] if shared else WORDS[language][role],
                    "tasks": [_task_words(task) for task in shared or []],
                    "quotes": edge.get("quotes", []),
                }
            )
    return network, details


def _details(node: Graph) -> Graph:
    return {
        "label": node.get("short") or node["label"],
        "full": node["label"],
        "kind": kind_of(str(node["type"])),
        "number": str(node.get("number") or "").strip(".．、 "),
        "document": (node.get("document") or {}).get("number") or "",
        "quotes": node.get("quotes", []),
        "links": [],
    }


def _label(node: Graph, many: bool) -> str:
    number = str(node.get("number") or "").strip(".．、 ")
    lines = node.get("lines") or [node["label"]]
    if many and (node.get("degree") or 0) < 12:
        return " "
    return "\n".join([f"{number} {lines[0]}" if number and node["kind"] == "task" else lines[0], *lines[1:]])


def _look(node: Graph, by_community: bool) -> Graph:
    kind = kinds()[kind_of(str(node["type"]))]
    fill = COMMUNITIES[min(int(node.get("community", 7)), 7)] if by_community else kind.colour
    if kind.shape == "box":
        colour: Any = {"background": kind.tint, "border": kind.colour}
    elif kind.shape == "ring":
        colour = {"background": RING, "border": kind.colour}
    else:
        colour = fill
    return {
        "x": node["x"],
        "y": node["y"],
        "color": colour,
        "size": 9 if node.get("radius", 7) <= 8 else 18,
        "borderWidth": 3 if kind.shape == "ring" else 1,
        "font": {"color": INK, "size": 14, "face": FACES},
        "kind": kind.name,
    }


def _task_words(task: Any) -> str:
    return f"{str(task['number']).strip('.．、 ')} {task['title']}" if isinstance(task, dict) else str(task)


def _options(edges: int) -> Graph:
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "edges": {"smooth": False, "color": {"color": LINE, "opacity": 0.6, "highlight": INK}},
        "interaction": {
            "hideEdgesOnDrag": edges > 1500,
            "hideEdgesOnZoom": edges > 1500,
            "hover": edges <= 1500,
        },
    }


def _placed(graph: Graph) -> bool:
    return bool(graph["nodes"]) and all(
        node.get("x") is not None and "lines" in node for node in graph["nodes"]
    )


def _view(graph: Graph) -> View:
    if graph.get("centre"):
        return "around"
    if graph["edges"] and all("tasks" in edge for edge in graph["edges"]):
        return "overlap"
    found = {kind_of(str(node["type"])) for node in graph["nodes"]}
    return "bipartite" if found == {"unit", "task"} else "industry"


def _roles(graph: Graph) -> list[str]:
    if any(edge.get("tasks") for edge in graph["edges"]):
        return ["overlap"]
    found = {edge.get("role") or role_of(str(edge["predicate"])) for edge in graph["edges"]}
    return [role for role in WIDTHS if role in found]


@cache
def _text(name: str) -> str:
    return (files("visualize") / name).read_text(encoding="utf-8")


def _json(data: Any) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element or the line."""
    text = json.dumps(data, ensure_ascii=False)
    for character, escape in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(character, escape)
    return text


def _hashes(scripts: list[str]) -> str:
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
