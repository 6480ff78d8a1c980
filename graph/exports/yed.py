"""GraphML with yFiles graphics for yEd: boxes as wide as their Chinese labels, lines by role, unique edge ids."""

from __future__ import annotations

import unicodedata

from graph.exports.drawing import EDGE_COLOUR, line, look
from graph.exports.format import Chunks, Format, Job
from graph.exports.property_graph import GraphEdge, GraphNode, node_values, property_graph
from graph.exports.xml_text import attribute, content

FONT = 12
LINE = 18
"""Points: font size and line height."""
ACROSS = 14
"""Full-width characters in one line of a label."""
LONGEST = 200
"""Characters of a label that are drawn; the whole text is in the description."""
ROOM = {"ellipse": 1.45, "diamond": 1.9, "hexagon": 1.5, "star5": 2.4, "triangle": 2.2, "octagon": 1.4}
"""How much larger than its label a shape must be to hold it."""


def _yed(job: Job) -> Chunks:
    with property_graph(job) as graph:
        direction = "directed" if graph.directed else "undirected"
        yield f"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key id="d0" for="node" yfiles.type="nodegraphics"/>
  <key id="d1" for="node" attr.name="description" attr.type="string"/>
  <key id="d2" for="edge" yfiles.type="edgegraphics"/>
  <key id="d3" for="edge" attr.name="description" attr.type="string"/>
  <graph id="G" edgedefault="{direction}">
""".encode()
        places = graph.places
        for number, node in enumerate(graph.nodes()):
            yield _node(node, places[number]).encode()
        for edge in graph.edges():
            yield _edge(edge, graph.directed).encode()
        yield b"  </graph>\n</graphml>\n"


def _node(node: GraphNode, place: tuple[float, float]) -> str:
    shape, colour = look(node.group)["yed"], look(node.group)["colour"]
    label = wrapped(node.label)
    width, height = box(label, ROOM.get(shape, 1.1))
    # Places are made for marks of about 30 points; boxes are wider than high.
    x, y = place[0] * 3 - width / 2, place[1] * 1.6 - height / 2
    about = [
        str(value) for value in (node.label, node_values(node)[1], node.number, node.document_number) if value
    ]
    return f"""    <node id="{attribute(node.id)}">
      <data key="d0">
        <y:ShapeNode>
          <y:Geometry x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>
          <y:Fill color="#FFFFFF" transparent="false"/>
          <y:BorderStyle color="{colour}" type="line" width="2.0"/>
          <y:NodeLabel fontFamily="Microsoft YaHei" fontSize="{FONT}" textColor="#1A1D21" alignment="center" autoSizePolicy="content">{content(label)}</y:NodeLabel>
          <y:Shape type="{shape}"/>
        </y:ShapeNode>
      </data>
      <data key="d1">{content("；".join(about))}</data>
    </node>
"""


def _edge(edge: GraphEdge, directed: bool) -> str:
    style, width = line(edge.kind)
    label = edge.label if directed else f"{edge.shared} 项"
    if not directed:
        width = round(min(1 + edge.weight * 2, 8), 1)
    return f"""    <edge id="{attribute(edge.id)}" source="{attribute(edge.source)}" target="{attribute(edge.target)}">
      <data key="d2">
        <y:PolyLineEdge>
          <y:LineStyle color="{EDGE_COLOUR}" type="{style}" width="{width}"/>
          <y:Arrows source="none" target="{"standard" if directed else "none"}"/>
          <y:EdgeLabel fontFamily="Microsoft YaHei" fontSize="10" textColor="#434A51">{content(label)}</y:EdgeLabel>
        </y:PolyLineEdge>
      </data>
      <data key="d3">{content(edge.quote or "、".join(edge.tasks))}</data>
    </edge>
"""


def wrapped(text: str) -> str:
    """The label in lines of at most ``ACROSS`` full-width characters; very long ones end in …"""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    lines, current = [], ""
    for character in text:
        if width_of(current + character) > ACROSS * FONT:
            lines.append(current)
            current = ""
        current += character
    return "\n".join([*lines, current])


def box(label: str, room: float) -> tuple[float, float]:
    """Width and height of a shape that holds the label."""
    lines = label.split("\n")
    return max(map(width_of, lines)) * room + 16, (len(lines) * LINE) * room + 10


def width_of(text: str) -> float:
    """Points: full-width characters are as wide as the font is high, others 0.58 of that."""
    return sum(FONT if unicodedata.east_asian_width(each) in "WFA" else FONT * 0.58 for each in text)


YED = Format("yed", ".graphml", "application/graphml+xml", "GraphML（yEd）", "GraphML for yEd", chunks=_yed)
