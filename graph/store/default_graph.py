"""The default graph holds the plain triples of the registry and of every document (docs/rdf.md)."""

from __future__ import annotations

import re

_APART = re.compile(r"/graph/(?:def|derived|meta|user(?:/.*)?)$")


def keeps_plain_triples(graph: str) -> bool:
    """Whether what the graph of this IRI states also stands in the default graph."""
    return _APART.search(graph) is None
