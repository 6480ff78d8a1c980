"""JSON-LD 1.1, expanded values under a context of prefixes; the default graph first, then the named ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from rdflib import XSD

from graph.exports.format import Chunks, Format, Job
from graph.exports.ntriples import parts, unescaped
from graph.exports.quads import graphs
from graph.exports.turtle_text import RDF_TYPE, shortened
from ontology import terms


def _jsonld(job: Job) -> Chunks:
    context = dict(sorted(terms.PREFIXES.items()))
    yield f'{{"@context": {json.dumps(context, indent=1)},\n"@graph": ['.encode()
    comma = "\n"
    for graph, records in graphs(job):
        if graph is None:
            for node in _nodes(records):
                yield (comma + node).encode()
                comma = ",\n"
            continue
        yield f'{comma}{{"@id": {json.dumps(_iri(f"<{graph}>"), ensure_ascii=False)}, "@graph": ['.encode()
        inner = "\n"
        for node in _nodes(records):
            yield (inner + node).encode()
            inner = ",\n"
        yield b"\n]}"
        comma = ",\n"
    yield b"\n]}\n"


def _nodes(records: Iterable[str]) -> Iterator[str]:
    """One JSON object per subject."""
    for subject, lines in groupby(map(parts, records), key=lambda each: each[0]):
        node: dict[str, Any] = {"@id": _iri(subject)}
        for predicate, those in groupby(lines, key=lambda each: each[1]):
            objects = [each[2] for each in those]
            if predicate == RDF_TYPE and all(each[0] != '"' for each in objects):
                node["@type"] = [_iri(each) for each in objects]
            else:
                node[_iri(predicate)] = [_value(each) for each in objects]
        yield json.dumps(node, ensure_ascii=False)


@lru_cache(maxsize=50_000)
def _iri(term: str) -> str:
    name = shortened(term)
    return unescaped(name[1:-1]) if name[0] == "<" else name


def _value(term: str) -> dict[str, str]:
    if term[0] != '"':
        return {"@id": _iri(term)}
    end = term.rindex('"')
    value = {"@value": unescaped(term[1:end])}
    rest = term[end + 1 :]
    if rest.startswith("@"):
        value["@language"] = rest[1:]
    elif rest and rest != f"^^<{XSD.string}>":
        value["@type"] = _iri(rest[2:])
    return value


JSONLD = Format(
    "jsonld",
    ".jsonld",
    "application/ld+json",
    "JSON-LD（含命名图）",
    "JSON-LD, named graphs kept",
    ("full",),
    _jsonld,
)
