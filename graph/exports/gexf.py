"""GEXF 1.3 for Gephi: labels, colours, sizes and places; weights are doubles, parallel edges carry a kind.

Schema: https://gexf.net/1.3/gexf.xsd. The y axis of Gephi points upwards, ours downwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from graph.exports.drawing import look, red_green_blue, size
from graph.exports.format import Chunks, Format, Job
from graph.exports.property_graph import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    GraphEdge,
    GraphNode,
    PropertyGraph,
    Value,
    edge_values,
    node_values,
    property_graph,
)
from graph.exports.xml_text import attribute

TYPES = {"string": "string", "integer": "integer", "list": "liststring"}


def _gexf(job: Job) -> Chunks:
    with property_graph(job) as graph:
        direction = "directed" if graph.directed else "undirected"
        head = f"""<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
  <meta>
    <creator>dutygraph</creator>
    <description>职责图谱</description>
  </meta>
  <graph defaultedgetype="{direction}" mode="static">
{_declared("node", NODE_ATTRIBUTES)}{_declared("edge", EDGE_ATTRIBUTES)}    <nodes count="{len(graph.order)}">
"""
        yield head.encode()
        places = graph.places
        for number, node in enumerate(graph.nodes()):
            yield _node(graph, node, places[number]).encode()
        yield f'    </nodes>\n    <edges count="{graph.edge_count}">\n'.encode()
        for edge in graph.edges():
            yield _edge(edge, direction).encode()
        yield b"    </edges>\n  </graph>\n</gexf>\n"


def _declared(class_: str, attributes: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f'      <attribute id="{number}" title="{name}" type="{TYPES[type_]}"/>\n'
        for number, (name, type_) in enumerate(attributes)
    )
    return f'    <attributes class="{class_}" mode="static">\n{lines}    </attributes>\n'


def _node(graph: PropertyGraph, node: GraphNode, place: tuple[float, float]) -> str:
    red, green, blue = red_green_blue(look(node.group)["colour"])
    return (
        f'      <node id="{attribute(node.id)}" label="{attribute(node.label)}">\n'
        f"{_values(node_values(node))}"
        f'        <viz:color r="{red}" g="{green}" b="{blue}"/>\n'
        f'        <viz:position x="{place[0]}" y="{0.0 - place[1]}" z="0.0"/>\n'
        f'        <viz:size value="{size(graph.degree[node.id])}"/>\n'
        f'        <viz:shape value="{look(node.group)["gexf"]}"/>\n'
        "      </node>\n"
    )


def _edge(edge: GraphEdge, direction: str) -> str:
    return (
        f'      <edge id="{attribute(edge.id)}" source="{attribute(edge.source)}" target="{attribute(edge.target)}"'
        f' type="{direction}" kind="{edge.kind}" label="{edge.label}" weight="{edge.weight}">\n'
        f"{_values(edge_values(edge))}      </edge>\n"
    )


def _values(values: Iterable[Value]) -> str:
    lines = "".join(
        f'          <attvalue for="{number}" value="{attribute(_text(value))}"/>\n'
        for number, value in enumerate(values)
        if value not in (None, "", ())
    )
    return f"        <attvalues>\n{lines}        </attvalues>\n" if lines else ""


def _text(value: Value) -> str:
    """A list as Gephi reads it: ``["a", "b"]``, quotes and backslashes escaped."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else str(value)


GEXF = Format(
    "gexf", ".gexf", "application/gexf+xml", "GEXF 1.3（Gephi）", "GEXF 1.3 for Gephi", chunks=_gexf
)
