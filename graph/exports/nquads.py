"""N-Quads and N-Triples: one statement per line, sorted, so that two exports can be compared line by line."""

from __future__ import annotations

from graph.exports.format import Chunks, Format, Job
from graph.exports.ntriples import term_text
from graph.exports.quads import graphs, triples


def _nquads(job: Job) -> Chunks:
    for graph, records in graphs(job):
        end = " .\n" if graph is None else f" {term_text(graph)} .\n"
        for line in records:
            yield (line.replace("\t", " ") + end).encode()


def _ntriples(job: Job) -> Chunks:
    for line in triples(job):
        yield (line.replace("\t", " ") + " .\n").encode()


NQUADS = Format(
    "nq",
    ".nq",
    "application/n-quads",
    "N-Quads（含命名图）",
    "N-Quads, named graphs kept",
    ("full",),
    _nquads,
)
NTRIPLES = Format(
    "nt",
    ".nt",
    "application/n-triples",
    "N-Triples（各图合一）",
    "N-Triples, all graphs as one",
    ("full",),
    _ntriples,
)
