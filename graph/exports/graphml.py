"""Plain GraphML for Cytoscape, NodeXL, igraph and networkx: ``name``, ``label``, ``type``, ``weight``, unique ids."""

from __future__ import annotations

from collections.abc import Iterable

from graph.exports.drawing import look, size
from graph.exports.format import Chunks, Format, Job
from graph.exports.property_graph import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    Value,
    edge_values,
    node_values,
    property_graph,
)
from graph.exports.xml_text import attribute, content

TYPES = {"string": "string", "integer": "int", "list": "string", "double": "double"}
NODE_KEYS = (
    ("name", "string"),
    ("label", "string"),
    ("color", "string"),
    ("size", "double"),
    ("x", "double"),
    ("y", "double"),
    *NODE_ATTRIBUTES,
)
EDGE_KEYS = (("label", "string"), ("interaction", "string"), ("weight", "double"), *EDGE_ATTRIBUTES)
"""``interaction`` is the column by which Cytoscape draws and lists edges."""
BETWEEN = "；"


def _graphml(job: Job) -> Chunks:
    with property_graph(job) as graph:
        direction = "directed" if graph.directed else "undirected"
        yield (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
            f"{_keys('node', NODE_KEYS)}{_keys('edge', EDGE_KEYS)}"
            f'  <graph id="dutygraph" edgedefault="{direction}">\n'
        ).encode()
        places = graph.places
        for number, node in enumerate(graph.nodes()):
            x, y = places[number]
            colour = look(node.group)["colour"]
            values = (node.label, node.label, colour, size(graph.degree[node.id]), x, y, *node_values(node))
            yield (f'    <node id="{attribute(node.id)}">\n{_data("n", values)}    </node>\n').encode()
        for edge in graph.edges():
            ends = f'source="{attribute(edge.source)}" target="{attribute(edge.target)}"'
            values = (edge.label, edge.kind, edge.weight, *edge_values(edge))
            yield f'    <edge id="{attribute(edge.id)}" {ends}>\n{_data("e", values)}    </edge>\n'.encode()
        yield b"  </graph>\n</graphml>\n"


def _keys(for_: str, keys: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'  <key id="{for_[0]}{number}" for="{for_}" attr.name="{name}" attr.type="{TYPES[type_]}"/>\n'
        for number, (name, type_) in enumerate(keys)
    )


def _data(letter: str, values: Iterable[Value | float]) -> str:
    return "".join(
        f'      <data key="{letter}{number}">{content(_text(value))}</data>\n'
        for number, value in enumerate(values)
        if value not in (None, "", ())
    )


def _text(value: Value | float) -> str:
    return BETWEEN.join(value) if isinstance(value, tuple) else str(value)


GRAPHML = Format(
    "graphml",
    ".graphml",
    "application/graphml+xml",
    "GraphML（Cytoscape、NodeXL、igraph、networkx）",
    "GraphML for Cytoscape, NodeXL, igraph, networkx",
    chunks=_graphml,
)
