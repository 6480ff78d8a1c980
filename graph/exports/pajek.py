"""Pajek .net: UTF-8 with BOM, CRLF, quoted labels; the bipartite view is a two-mode network.

One list of lines per kind of relation (``*Arcs :1 "leads"``), as Pajek keeps multiple relations.
"""

from __future__ import annotations

from graph.exports.drawing import look
from graph.exports.format import Chunks, Format, Job
from graph.exports.positions import Places
from graph.exports.property_graph import GraphNode, PropertyGraph, property_graph
from graph.exports.xml_text import printable


def _pajek(job: Job) -> Chunks:
    with property_graph(job) as graph:
        two_modes = job.view == "bipartite"
        first_mode = sum(1 for node in graph.nodes() if node.group != "task") if two_modes else 0
        modes = f" {first_mode}" if two_modes else ""
        yield f"\ufeff*Vertices {len(graph.order)}{modes}\r\n".encode()
        places = _scaled(graph.places)
        for number, node in enumerate(graph.nodes()):
            yield _vertex(number + 1, node, places[number]).encode()
        for relation, kind in enumerate(sorted(graph.kinds), 1):
            yield from _lines(
                graph, relation, kind, "*Arcs" if graph.directed and not two_modes else "*Edges"
            )


def _vertex(number: int, node: GraphNode, place: tuple[float, float]) -> str:
    x, y = place
    return f'{number} "{quoted(node.label)}" {x:.4f} {y:.4f} 0.5000 {look(node.group)["pajek"]}\r\n'


def _lines(graph: PropertyGraph, relation: int, kind: str, heading: str) -> Chunks:
    yield f'{heading} :{relation} "{kind}"\r\n'.encode()
    for edge in graph.edges():
        if edge.kind == kind:
            source, target = graph.order[edge.source] + 1, graph.order[edge.target] + 1
            yield f"{source} {target} {edge.weight:g}\r\n".encode()


def quoted(label: str) -> str:
    """A label on one line; Pajek knows no escape, so a double quote becomes a single one."""
    line = " ".join(printable(label).replace('"', "'").split())
    return "".join(each for each in line if each.isprintable() or each == " ") or "-"


def _scaled(places: Places) -> Places:
    """Into the unit square, with a margin; Pajek's y points downwards as ours does."""
    if not places:
        return []
    left, top = min(x for x, _ in places), min(y for _, y in places)
    side = max(max(x for x, _ in places) - left, max(y for _, y in places) - top) or 1.0
    return [(0.05 + 0.9 * (x - left) / side, 0.05 + 0.9 * (y - top) / side) for x, y in places]


PAJEK = Format("pajek", ".net", "text/plain", "Pajek（.net）", "Pajek .net", chunks=_pajek)
