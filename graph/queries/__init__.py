"""Named SPARQL queries, one ``.rq`` file each, with the project's prefixes put before them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from rdflib.term import Node

from ontology import terms


@cache
def load(name: str) -> str:
    """The text of ``graph/queries/{name}.rq`` behind the prefix declarations."""
    return prefixes() + (files("graph.queries") / f"{name}.rq").read_text(encoding="utf-8")


@cache
def prefixes() -> str:
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in terms.PREFIXES.items())


def with_values(query: str, variable: str, values: Iterable[Node]) -> str:
    """The query with its line ``#VALUES variable`` replaced by a VALUES block of these terms."""
    block = f"VALUES ?{variable} {{ {' '.join(value.n3() for value in values)} }}"
    marker = f"#VALUES {variable}"
    if marker not in query:
        raise ValueError(f"the query has no line {marker}")
    return query.replace(marker, block)
