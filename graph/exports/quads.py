"""The statements of the store as sorted records (see ``ntriples``): graph by graph, or all graphs as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, URIRef
from rdflib.term import Node

from graph.exports.format import Job
from graph.exports.ntriples import record
from graph.exports.sorting import sorted_lines
from graph.store.base import Quad
from ontology import terms
from ontology.terms import DUTY, OA

STEP = 5_000
"""Quads between two calls of the progress."""


def graphs(job: Job) -> Iterator[tuple[URIRef | None, Iterator[str]]]:
    """Each graph with its sorted records: the default graph (None) first, the others by name.

    The records of one graph must be taken before the next graph is asked for.
    """
    counted = _Counted(job)
    for graph in (None, *sorted(job.store.graphs())):
        yield graph, sorted_lines(record(s, p, o) for s, p, o, _ in counted.quads(graph))


def triples(job: Job) -> Iterator[str]:
    """The sorted records of all graphs as one, each once."""
    counted = _Counted(job)
    everything = (quad for graph in (None, *job.store.graphs()) for quad in counted.quads(graph))
    return sorted_lines(record(s, p, o) for s, p, o, _ in everything)


class _Counted:
    """Reads quads and tells the progress."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.total = job.store.count()
        self.done = 0

    def quads(self, graph: URIRef | None) -> Iterator[Quad]:
        quads = self.job.store.quads(graph)
        for quad in quads if self.job.selection is None else _selected(quads, graph, self.job):
            self.done += 1
            if self.done % STEP == 0:
                self.job.progress(self.done, self.total)
            yield quad
        self.job.progress(self.done, self.total)


def _selected(quads: Iterable[Quad], graph: URIRef | None, job: Job) -> Iterator[Quad]:
    """What is said of and between the chosen things, with the claims and the evidence for it.

    A document's graph is held in memory for this, the default graph is not.
    """
    if graph is None:
        return (quad for quad in quads if _between(quad, job))
    if graph.startswith(terms.DOC_GRAPHS):
        return _selected_of_document(list(quads), job)
    return (quad for quad in quads if graph == terms.REGISTRY and _between(quad, job))


def _selected_of_document(content: list[Quad], job: Job) -> Iterator[Quad]:
    claims = {s for s, p, o, _ in content if p == RDF.type and o in (DUTY.Claim, DUTY.Assignment)}
    ends: dict[Node, list[Node]] = {}
    for s, p, o, _ in content:
        if s in claims and p in (RDF.subject, RDF.object):
            ends.setdefault(s, []).append(o)
    kept = {claim for claim in claims if all(_chosen(end, job) for end in ends.get(claim, ()))}
    said = [q for q in content if q[0] in kept or (_between(q, job) and q[0] not in claims)]
    said += [q for q in content if q[1] == DUTY.evidence and _chosen_id(q[0], job)]
    evidence = {o for _, p, o, _ in said if p == DUTY.evidence}
    selectors = {o for s, p, o, _ in content if s in evidence and p == OA.hasSelector}
    yield from dict.fromkeys(said)
    yield from (quad for quad in content if quad[0] in evidence or quad[0] in selectors)


def _between(quad: Quad, job: Job) -> bool:
    return _chosen_id(quad[0], job) and _chosen(quad[2], job)


def _chosen(term: Node, job: Job) -> bool:
    """Whether a term may stand in the export: everything but a thing of ours that was not chosen."""
    return not str(term).startswith(terms.PREFIXES["id"]) or _chosen_id(term, job)


def _chosen_id(term: Node, job: Job) -> bool:
    prefix = terms.PREFIXES["id"]
    text = str(term)
    return isinstance(term, URIRef) and text.startswith(prefix) and job.keeps(text[len(prefix) :])
