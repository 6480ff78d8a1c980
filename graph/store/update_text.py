"""Quads as the text of SPARQL Update."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib.term import BNode

from graph.errors import BadRequest
from graph.store.base import Quad
from graph.store.terms_oxigraph import quad_to_oxigraph


def ground(quad: Quad) -> ox.Quad:
    """A single quad that can be named in DELETE DATA. Raises BadRequest for one with a blank node."""
    if any(isinstance(term, BNode) for term in quad):
        raise BadRequest(f"{quad!r} has a blank node; only a whole graph can be dropped with its blank nodes")
    return quad_to_oxigraph(quad)


def quad_data(quads: Iterable[ox.Quad]) -> str:
    """What stands between the braces of INSERT DATA and DELETE DATA."""
    by_graph: dict[object, list[str]] = {}
    for quad in quads:
        line = f"{quad.subject} {quad.predicate} {quad.object} ."
        by_graph.setdefault(quad.graph_name, []).append(line)
    parts = []
    for name, lines in by_graph.items():
        body = "\n".join(lines)
        parts.append(body if isinstance(name, ox.DefaultGraph) else f"GRAPH {name} {{\n{body}\n}}")
    return "\n".join(parts) + "\n"
