"""rdflib terms ↔ pyoxigraph terms: the one place where the two meet.

Oxigraph keeps the value of numbers, dates and durations, not their spelling: ``"7.0"^^xsd:decimal`` comes
back as ``"7"``. Language tags come back in lower case (RDF 1.1 compares them without regard to case).
"""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox
from rdflib.term import BNode, Literal, Node, URIRef

from graph.errors import BadRequest
from graph.store.base import Quad

DEFAULT_GRAPH = ox.DefaultGraph()
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def to_oxigraph(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Raises BadRequest for an IRI, language tag or kind of term that RDF 1.1 does not know."""
    try:
        if isinstance(term, URIRef):
            return ox.NamedNode(str(term))
        if isinstance(term, BNode):
            return ox.BlankNode(str(term))
        if isinstance(term, Literal):
            if term.language:
                return ox.Literal(str(term), language=term.language)
            if term.datatype:
                return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
            return ox.Literal(str(term))
    except ValueError as error:
        raise BadRequest(f"{term!r} is not an RDF term: {error}") from error
    raise BadRequest(f"{term!r} is a {type(term).__name__}; an IRI, a blank node or a literal was expected")


def graph_to_oxigraph(graph: URIRef) -> ox.NamedNode:
    name = to_oxigraph(graph)
    if not isinstance(name, ox.NamedNode):
        raise BadRequest(f"{graph!r} names no graph; an IRI was expected")
    return name


@lru_cache(maxsize=1 << 16)
def _iri(value: str) -> URIRef:
    """Results name the same IRIs again and again; rdflib checks each that it makes."""
    return URIRef(value)


@lru_cache(maxsize=1 << 14)
def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=_iri(datatype), normalize=False)


def from_oxigraph(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        if term.datatype.value == _XSD_STRING:
            return Literal(term.value)
        return _typed(term.value, term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise BadRequest(f"{term} is a {type(term).__name__}; RDF 1.1 has no such term")


def quad_to_oxigraph(quad: Quad) -> ox.Quad:
    subject, predicate, value, graph = quad
    if not isinstance(predicate, URIRef):
        raise BadRequest(f"the predicate of {quad!r} is not an IRI")
    if isinstance(subject, Literal):
        raise BadRequest(f"the subject of {quad!r} is a literal")
    return ox.Quad(
        to_oxigraph(subject),  # type: ignore[arg-type]  # no literal, as just seen
        ox.NamedNode(str(predicate)),
        to_oxigraph(value),
        DEFAULT_GRAPH if graph is None else graph_to_oxigraph(graph),
    )


def quad_from_oxigraph(quad: ox.Quad) -> Quad:
    name = quad.graph_name
    graph = None if isinstance(name, ox.DefaultGraph) else _iri(name.value)
    return from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object), graph
