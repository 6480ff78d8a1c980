"""TriG: Turtle with named graphs, for GraphDB, Fuseki and Oxigraph."""

from __future__ import annotations

from graph.exports.format import Chunks, Format, Job
from graph.exports.ntriples import term_text
from graph.exports.quads import graphs
from graph.exports.turtle_text import blocks, prefix_lines


def _trig(job: Job) -> Chunks:
    yield (prefix_lines() + "\n").encode()
    for graph, records in graphs(job):
        if graph is None:
            for text in blocks(records):
                yield text.encode()
            continue
        yield f"\n{term_text(graph)} {{\n".encode()
        for text in blocks(records, "    "):
            yield text.encode()
        yield b"}\n"


TRIG = Format(
    "trig", ".trig", "application/trig", "TriG（含命名图）", "TriG, named graphs kept", ("full",), _trig
)
