"""RDF files -> quads, read as they come by the engine's own parsers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from graph.errors import BadRequest
from graph.store.base import Quad
from graph.store.terms_oxigraph import quad_from_oxigraph

FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".ttl": ox.RdfFormat.TURTLE,
}
WITH_GRAPHS = frozenset({".nq", ".trig", ".jsonld"})
"""Endings of the formats that keep named graphs."""


def read_rdf(path: Path) -> Iterator[Quad]:
    """The quads of a file, by the ending of its name. Raises BadRequest with the place of a fault."""
    format_ = FORMATS.get(path.suffix.lower())
    if format_ is None:
        raise BadRequest(f"{path}：文件名应以 {'、'.join(FORMATS)} 之一结尾")
    try:
        with path.open("rb") as file:
            for quad in ox.parse(file, format=format_):
                yield quad_from_oxigraph(quad)
    except OSError as error:
        raise BadRequest(f"无法读取 {path}：{error.strerror or error}") from error
    except (SyntaxError, ValueError) as error:
        raise BadRequest(f"{path} 不是有效的 RDF（{path.suffix}）：{error}") from error
