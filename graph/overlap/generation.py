"""Which documents the findings rest on: a digest kept beside them, so that an ingest that was broken off is noticed."""

from __future__ import annotations

import hashlib

from rdflib import Literal, URIRef

from graph.queries import prefixes
from graph.store.base import Quad, Store
from ontology.terms import DERIVED, DOC_GRAPHS, DUTY, META


def documents_digest(store: Store) -> str:
    """SHA-256 over the documents' graphs, contents and rules; empty for a store without documents."""
    query = (
        "SELECT ?doc ?sha ?rules WHERE { GRAPH ?meta { ?doc duty:sha256 ?sha ; duty:rulesVersion ?rules } }"
    )
    rows = store.select(prefixes() + query, {"meta": META})
    lines = sorted(
        f"{row['doc']} {row['sha']} {row['rules']}" for row in rows if str(row["doc"]).startswith(DOC_GRAPHS)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""


def stamps(store: Store) -> list[Quad]:
    """The digest that was kept with the findings: one quad, or none."""
    rows = store.select(
        "SELECT ?digest WHERE { GRAPH ?meta { ?derived ?sha ?digest } }",
        {"meta": META, "derived": DERIVED, "sha": DUTY.sha256},
    )
    return [stamp(str(row["digest"])) for row in rows]


def stamp(digest: str) -> Quad:
    return URIRef(DERIVED), DUTY.sha256, Literal(digest), META


def is_stale(store: Store) -> bool:
    """Whether the findings rest on other documents than the store holds now."""
    digest = documents_digest(store)
    return stamps(store) != ([stamp(digest)] if digest else [])
