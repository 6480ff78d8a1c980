"""A Finding as quads of ``graph/derived`` (docs/rdf.md), with evidence nodes for the spans it quotes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rdflib import RDF, Literal
from rdflib.namespace import PROV
from rdflib.term import Node, URIRef

from graph.overlap.duties import Duties
from graph.overlap.finding import Finding, Quote
from graph.store.base import Quad
from ontology.terms import DERIVED, DUTY, ID, OA

CLASSES: dict[str, URIRef] = {
    "co_responsibility": DUTY.CoResponsibility,
    "fragmentation": DUTY.Fragmentation,
    "object_overlap": DUTY.Overlap,
    "gap": DUTY.Gap,
    "divergence": DUTY.Divergence,
    "order": DUTY.OrderInformation,
    "load": DUTY.Load,
}


def quads(duties: Duties, findings: Iterable[Finding]) -> Iterator[Quad]:
    """All quads of ranked findings; a span quoted by several findings is one evidence node."""
    quoted: dict[Quote, None] = {}
    for rank, finding in enumerate(findings, 1):
        node = ID(finding.id)
        for predicate, value in _properties(finding, rank):
            yield node, predicate, value, DERIVED
        for quote in finding.quotes:
            yield node, DUTY.evidence, _evidence(quote), DERIVED
            quoted[quote] = None
    seen: set[URIRef] = set()
    for quote in quoted:
        evidence = _evidence(quote)
        if evidence not in seen:
            seen.add(evidence)
            yield from _evidence_quads(duties, quote, evidence)


def _properties(finding: Finding, rank: int) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, DUTY.Finding
    yield RDF.type, CLASSES[finding.kind]
    yield DUTY.measure, Literal(finding.measure)
    yield DUTY.kind, Literal(finding.kind)
    yield DUTY.score, Literal(round(finding.score, 6))
    yield DUTY.rank, Literal(rank)
    yield DUTY.explanation, Literal(finding.zh, lang="zh")
    yield DUTY.explanation, Literal(finding.en, lang="en")
    yield DUTY.valueJson, Literal(_json(finding))
    if finding.object_label:
        yield DUTY.onObject, Literal(finding.object_label)
    for task in finding.tasks:
        yield DUTY.ofTask, ID(task)
    for unit in finding.units:
        yield DUTY.ofUnit, ID(unit)
    for document in finding.documents:
        yield PROV.wasDerivedFrom, ID(document)


def _json(finding: Finding) -> str:
    """What has no property of its own; lists keep the order that RDF does not."""
    held = {
        "values": finding.values,
        "tier": finding.tier.name.lower(),
        "units": finding.units,
        "tasks": finding.tasks,
        "indicators": finding.indicators,
        "aliases": finding.object_aliases,
        "duplication": finding.duplication,
        "evidence": [[quote.document, quote.span.start, quote.span.end] for quote in finding.quotes],
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True)


def _evidence(quote: Quote) -> URIRef:
    return ID(f"{quote.document}.s{quote.span.start}-{quote.span.end}")


def _evidence_quads(duties: Duties, quote: Quote, node: URIRef) -> Iterator[Quad]:
    selector = URIRef(f"{node}.q")
    yield node, RDF.type, DUTY.Evidence, DERIVED
    yield node, OA.hasSource, ID(f"{quote.document}.v"), DERIVED
    yield node, OA.hasSelector, selector, DERIVED
    if quote.clause:
        yield node, DUTY.statedIn, ID(quote.clause), DERIVED
    yield selector, RDF.type, OA.TextQuoteSelector, DERIVED
    yield selector, RDF.type, OA.TextPositionSelector, DERIVED
    yield selector, OA.exact, Literal(duties.quote(quote.document, quote.span)), DERIVED
    yield selector, OA.start, Literal(quote.span.start), DERIVED
    yield selector, OA.end, Literal(quote.span.end), DERIVED
