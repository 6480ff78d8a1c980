"""What differs on OpenLink Virtuoso 7, and how it is bridged.

- Results in JSON use ``typed-literal``, tell an ASK as a row, and write booleans as 1 and 0.
- ``xsd:duration`` loses its value ("P1Y" becomes "12", "P7D" is an error): it is kept under a datatype of our own.
- Integers near and past 64 bits change their value, blank nodes cannot stand in INSERT DATA: both are refused in a sentence.
- INSERT DATA of more than about 1,500 triples does not compile: writes go in parts. Nothing makes several
  operations one transaction there, so what a breakdown leaves half written is mended by reading the document again.
- DELETE DATA over two graphs leaves literals with a language where they are: a part has one graph.
- Results are cut at ``ResultSetMaxRows``. A header tells it for tables, nothing for graphs: the solutions of a
  CONSTRUCT are asked for as a table first. Doubles are told with six digits, however exactly they are kept.
- DROP GRAPH fails for a graph that nobody made with CREATE.
- The default graph is the union of all graphs, some of them Virtuoso's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from graph.errors import BadRequest
from graph.store.tokens import Token, tokens
from ontology.terms import BASE

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DURATION = ox.NamedNode(_XSD + "duration")
_KEPT_DURATION = ox.NamedNode(BASE + "def/kept#duration")
_BOOLEAN = _XSD + "boolean"
_INTEGERS = {_XSD + name for name in ("integer", "long", "int", "nonNegativeInteger", "positiveInteger")}
_MOST_INTEGER = 10**17
_OWN_GRAPHS = (
    "http://www.openlinksw.com/",
    "http://www.w3.org/ns/",
    "http://www.w3.org/2002/07/owl#",
    "http://localhost:8890/",
    "http://localuriqaserver/",
    "urn:activitystreams-owl:",
    "urn:core:",
    "urn:virtuoso:",
)
MOST_QUADS, MOST_BYTES = 500, 400_000
"""Of one INSERT DATA."""


def is_virtuoso(product: str) -> bool:
    """By the header ``Server`` of its answers."""
    return product.startswith("Virtuoso")


def is_own_graph(graph: str) -> bool:
    """Whether a graph is Virtuoso's and no content."""
    return graph.startswith(_OWN_GRAPHS)


def kept(quad: ox.Quad) -> ox.Quad:
    """The quad as it can be kept there. Raises BadRequest for one that cannot."""
    value = quad.object
    if isinstance(quad.subject, ox.BlankNode) or isinstance(value, ox.BlankNode):
        raise BadRequest(
            "Virtuoso 的 INSERT DATA 不接受空白节点，请改用 IRI（Virtuoso takes no blank nodes here; give them IRIs）"
        )
    if isinstance(value, ox.Literal):
        if value.datatype == _DURATION:
            value = ox.Literal(value.value, datatype=_KEPT_DURATION)
        elif value.datatype.value in _INTEGERS and abs(_whole(value.value)) > _MOST_INTEGER:
            raise BadRequest(
                f"Virtuoso 不能保存这样大的整数 {value.value}（integers past 10^17 cannot be kept there）"
            )
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def told(quad: ox.Quad) -> ox.Quad:
    """The quad that was meant by one that was kept."""
    value = quad.object
    if isinstance(value, ox.Literal) and value.datatype == _KEPT_DURATION:
        value = ox.Literal(value.value, datatype=_DURATION)
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def standard_results(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Results in JSON as SPARQL 1.1 writes them."""
    names = answer["head"].get("vars", [])
    rows = answer.get("results", {}).get("bindings", [])
    if names == ["__ASK_RETVAL"]:
        return {"head": {}, "boolean": any(row["__ASK_RETVAL"]["value"] == "1" for row in rows)}
    if "boolean" in answer:
        return dict(answer)
    bindings = [{name: _standard_term(term) for name, term in row.items()} for row in rows]
    return {"head": {"vars": names}, "results": {"bindings": bindings}}


def _standard_term(term: Mapping[str, str]) -> dict[str, str]:
    standard = dict(term)
    if term["type"] == "typed-literal":
        standard["type"] = "literal"
    match term.get("datatype"):
        case str(datatype) if datatype == _BOOLEAN:
            standard["value"] = {"1": "true", "0": "false"}.get(term["value"], term["value"])
        case str(datatype) if datatype == _KEPT_DURATION.value:
            standard["datatype"] = _DURATION.value
    return standard


def solutions_of(construct: str) -> str | None:
    """The query for the table from which a CONSTRUCT makes its graph; None for another form."""
    words = list(tokens(construct))
    at = next((place for place, word in enumerate(words) if word.keyword == "CONSTRUCT"), None)
    if at is None or at + 1 >= len(words):
        return None
    head = construct[: words[at].start]
    if words[at + 1].text != "{":  # the short form, whose pattern is its template
        return f"{head} SELECT * {construct[words[at + 1].start :]}"
    depth = 0
    for word in words[at + 1 :]:
        depth += (word.text == "{") - (word.text == "}")
        if depth == 0:
            return f"{head} SELECT * {construct[word.start + 1 :]}"
    return None


def adapted(text: str) -> str:
    """A query or an update in words that Virtuoso takes: durations as they are kept, every DROP silent."""
    parts, end = [], 0
    prefixes: dict[str, str] = {}
    words = list(tokens(text))
    for place, word in enumerate(words):
        before = words[place - 1] if place else None
        if before and before.keyword == "PREFIX" and place + 1 < len(words):
            prefixes[word.text] = words[place + 1].text[1:-1]
        put = ""
        if word.keyword == "DROP" and words[place + 1 : place + 2] and words[place + 1].keyword != "SILENT":
            put = "DROP SILENT"
        elif before and before.text == "^^" and _iri(word, prefixes) == _DURATION.value:
            put = str(_KEPT_DURATION)
        if put:
            parts += [text[end : word.start], put]
            end = word.start + len(word.text)
    return "".join(parts) + text[end:]


def _iri(word: Token, prefixes: Mapping[str, str]) -> str:
    if word.kind == "iri":
        return word.text[1:-1]
    prefix, _, local = word.text.partition(":")
    return prefixes.get(prefix + ":", "") + local


def results(content: bytes, wanted: ox.QueryResultsFormat) -> bytes:
    """Its results in JSON, as those of another format."""
    text = json.dumps(standard_results(json.loads(content)), ensure_ascii=False).encode()
    if wanted == ox.QueryResultsFormat.JSON:
        return text
    return ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON).serialize(format=wanted) or b""


def parts(quads: Iterable[ox.Quad]) -> Iterator[list[ox.Quad]]:
    """Quads, those of a graph together, in parts that one INSERT DATA or DELETE DATA may have: of one graph."""
    for _, together in groupby(quads, key=lambda quad: quad.graph_name):
        part: list[ox.Quad] = []
        size = 0
        for quad in together:
            part.append(quad)
            size += len(str(quad))
            if len(part) >= MOST_QUADS or size >= MOST_BYTES:
                yield part
                part, size = [], 0
        if part:
            yield part


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0
