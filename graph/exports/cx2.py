"""CX2 for Cytoscape 3.10 and later and for NDEx: integer ids, declared attributes, places, a style."""

from __future__ import annotations

import json
from typing import Any

from graph.exports.drawing import EDGE_COLOUR, LINES, groups, look, size
from graph.exports.format import Chunks, Format, Job
from graph.exports.property_graph import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    GraphEdge,
    GraphNode,
    Value,
    edge_values,
    node_values,
    property_graph,
)

TYPES = {"string": "string", "integer": "integer", "list": "list_of_string"}
LINE_STYLES = {"line": "solid", "dashed": "dashed", "dotted": "dotted"}
Json = dict[str, Any]


def _cx2(job: Job) -> Chunks:
    with property_graph(job) as graph:
        head: list[Json] = [
            {"CXVersion": "2.0", "hasFragments": False},
            {
                "metaData": [
                    {"elementCount": 1, "name": "attributeDeclarations"},
                    {"elementCount": 1, "name": "networkAttributes"},
                    {"elementCount": len(graph.order), "name": "nodes"},
                    {"elementCount": graph.edge_count, "name": "edges"},
                    {"elementCount": 1, "name": "visualProperties"},
                ]
            },
            {"attributeDeclarations": [_declarations()]},
            {"networkAttributes": [{"name": "职责图谱", "view": job.view}]},
        ]
        yield ("[" + ",\n".join(map(_dumped, head))).encode()
        yield b',\n{"nodes":['
        places = graph.places
        comma = "\n"
        for number, node in enumerate(graph.nodes()):
            yield (comma + _dumped(_node(number, node, places[number], graph.degree[node.id]))).encode()
            comma = ",\n"
        yield b'\n]},\n{"edges":['
        comma = "\n"
        for number, edge in enumerate(graph.edges()):
            ends = {"id": number, "s": graph.order[edge.source], "t": graph.order[edge.target]}
            yield (comma + _dumped({**ends, "v": _edge(edge)})).encode()
            comma = ",\n"
        tail: list[Json] = [{"visualProperties": [_style()]}, {"status": [{"error": "", "success": True}]}]
        yield ("\n]},\n" + ",\n".join(map(_dumped, tail)) + "]\n").encode()


def _declarations() -> Json:
    nodes = (("name", "string"), ("represents", "string"), *NODE_ATTRIBUTES)
    edges = (("id", "string"), ("interaction", "string"), ("name", "string"), *EDGE_ATTRIBUTES)
    return {
        "networkAttributes": {"name": {"d": "string"}, "view": {"d": "string"}},
        "nodes": {**{name: {"d": TYPES[type_]} for name, type_ in nodes}, "size": {"d": "double"}},
        "edges": {**{name: {"d": TYPES[type_]} for name, type_ in edges}, "weight": {"d": "double"}},
    }


def _node(number: int, node: GraphNode, place: tuple[float, float], degree: int) -> Json:
    values: Json = {"name": node.label, "represents": node.id, "size": size(degree)}
    return {
        "id": number,
        "x": place[0],
        "y": place[1],
        "v": {**values, **_present(NODE_ATTRIBUTES, node_values(node))},
    }


def _edge(edge: GraphEdge) -> Json:
    named = {"id": edge.id, "interaction": edge.kind, "name": edge.label, "weight": edge.weight}
    return {**named, **_present(EDGE_ATTRIBUTES, edge_values(edge))}


def _present(names: tuple[tuple[str, str], ...], values: tuple[Value, ...]) -> Json:
    return {
        name: value for (name, _), value in zip(names, values, strict=True) if value not in (None, "", ())
    }


def _style() -> Json:
    """How Cytoscape draws it: the label is the name, colour and shape follow the group, lines the kind."""
    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
            "node": {
                "NODE_LABEL_COLOR": "#1A1D21",
                "NODE_LABEL_FONT_SIZE": 12,
                "NODE_WIDTH": 30.0,
                "NODE_HEIGHT": 30.0,
                "NODE_BORDER_WIDTH": 0.0,
            },
            "edge": {"EDGE_LINE_COLOR": EDGE_COLOUR, "EDGE_WIDTH": 1.0},
        },
        "nodeMapping": {
            "NODE_LABEL": {"type": "PASSTHROUGH", "definition": {"attribute": "name", "type": "string"}},
            "NODE_BACKGROUND_COLOR": _discrete("group", {name: look(name)["colour"] for name in groups()}),
            "NODE_SHAPE": _discrete("group", {name: look(name)["cx2"] for name in groups()}),
        },
        "edgeMapping": {
            "EDGE_LINE_STYLE": _discrete(
                "kind", {kind: LINE_STYLES[style] for kind, (style, _) in LINES.items()}
            ),
            "EDGE_WIDTH": _discrete("kind", {kind: width for kind, (_, width) in LINES.items()}),
        },
    }


def _discrete(attribute: str, values: dict[str, Any]) -> Json:
    steps = [{"v": value, "vp": shown} for value, shown in values.items()]
    return {"type": "DISCRETE", "definition": {"attribute": attribute, "type": "string", "map": steps}}


def _dumped(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


CX2 = Format(
    "cx2",
    ".cx2",
    "application/json",
    "CX2（Cytoscape 3.10+、NDEx）",
    "CX2 for Cytoscape 3.10+ and NDEx",
    chunks=_cx2,
)
