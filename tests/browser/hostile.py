"""A store in which every text a document or a person could bring in carries markup, script and template code."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from graph.store import Store, open_store
from graph.store.base import Quad

POISON = (
    "\"'><img src=x onerror=window.__ran=1><script>window.__ran=1</script></script></textarea></style>"
    "<svg/onload=window.__ran=1>{{7*7}}${7*7}%3Cscript%3E javascript:window.__ran=1 \u2028 "
    "' onmouseover='window.__ran=1' autofocus onfocus='window.__ran=1"
)

KEPT = (
    "identifier",
    "canonicalKey",
    "jurisdiction",
    "valueJson",
    "mediaType",
    "sha256",
    "basis",
    "comparator",
    "targetKind",
    "yearBasis",
    "measure",
    "kind",
    "indicatorKey",
    "method",
    "rule",
    "reason",
    "tier",
)
"""Codes of the program's own: no document writes them."""


def poisoned(store: Store) -> Store:
    """A temporary copy of the store with ``POISON`` after every label, title, name, quote and text."""
    copy = open_store("memory:")
    copy.replace_graphs([], _poison(store.quads("*")))
    return copy


def _poison(quads: Iterator[Quad]) -> Iterator[Quad]:
    for subject, predicate, value, graph in quads:
        in_vocabulary = graph is not None and str(graph).endswith("graph/def")
        ours = in_vocabulary or (".att" in str(subject) and str(predicate).endswith("number"))
        if isinstance(value, Literal) and not ours and _is_text(predicate, value):
            value = Literal(f"{value}{POISON}", lang=value.language)
        yield subject, predicate, value, graph


def _is_text(predicate: object, value: Literal) -> bool:
    name = str(predicate).replace("#", "/").rsplit("/", 1)[-1]
    plain = value.datatype in (None, XSD.string) or value.language is not None
    return plain and name not in KEPT and isinstance(predicate, URIRef)
