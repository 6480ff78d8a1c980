"""Yearly targets and recurring duties."""

from __future__ import annotations

from collections import defaultdict

from graph.catalogue.names import resolve, resolve_document
from graph.catalogue.values import (
    DEFAULT_LIMIT,
    Json,
    document_head,
    document_of,
    evidence,
    flag,
    known,
    local,
    page,
    text,
    year,
)
from graph.queries import load
from graph.store.base import Row, Store


def targets(
    store: Store,
    indicator: str | None = None,
    year_: int | None = None,
    owner: str | None = None,
    document: str | None = None,
    limit: int = DEFAULT_LIMIT,
    offset: int = 0,
) -> Json:
    """``{"total", "items": [Target]}``; ``indicator`` is part of its wording, ``owner`` a name or id."""
    owners = indicator_owners(store)
    rows = _unique(store.select(load("targets")))
    if indicator:
        rows = [row for row in rows if indicator in str(row["label"])]
    if year_ is not None:
        rows = [row for row in rows if year(row, "year") == year_]
    if owner:
        ids = set(resolve(store, owner).ids)
        rows = [row for row in rows if ids & {each["id"] for each in owners[known(row["indicator"])]}]
    if document:
        wanted = resolve_document(store, document)
        rows = [row for row in rows if known(row["doc"]) == wanted]
    total, shown = page(rows, limit, offset)
    return {"total": total, "items": [target_json(row, owners) for row in shown]}


def indicator_owners(store: Store) -> dict[str, list[Json]]:
    """Per indicator id its owners in the order of the document."""
    owners: dict[str, list[Json]] = defaultdict(list)
    for row in store.select(load("indicator_owners")):
        owner = {"id": known(row["unit"]), "name": str(row["label"])}
        if owner not in owners[known(row["indicator"])]:
            owners[known(row["indicator"])].append(owner)
    return owners


def target_json(row: Row, owners: dict[str, list[Json]]) -> Json:
    value = float(str(row["value"]))
    document = document_of(known(row["target"]))
    return {
        "id": known(row["target"]),
        "indicator": {"id": known(row["indicator"]), "name": str(row["label"])},
        "year": year(row, "year"),
        "period": text(row, "period"),
        "year_basis": text(row, "yearBasis"),
        "value": int(value) if value.is_integer() else value,
        "comparator": str(row["comparator"]),
        "wording": str(row["wording"]),
        "aspiration": flag(row, "aspiration"),
        "unit": str(row["unit"]),
        "scope": text(row, "scope"),
        "kind": str(row["kind"]),
        "responsible": owners.get(known(row["indicator"]), []),
        "document": document_head(row),
        "task": local(row.get("task")),
        "evidence": evidence(row, document),
    }


def cadences(store: Store, document: str | None = None, limit: int = DEFAULT_LIMIT, offset: int = 0) -> Json:
    """``{"total", "items": [{"id", "actor", "activity", "text", "frequency", "task", "document", "evidence"}]}``."""
    rows = store.select(load("cadences"))
    if document:
        wanted = resolve_document(store, document)
        rows = [row for row in rows if known(row["doc"]) == wanted]
    total, shown = page(rows, limit, offset)
    items = [
        {
            "id": known(row["cadence"]),
            "actor": str(row["actor"]),
            "activity": str(row["activity"]),
            "text": str(row["text"]),
            "frequency": text(row, "frequency"),
            "task": local(row.get("task")),
            "document": document_head(row),
            "evidence": evidence(row, known(row["doc"])),
        }
        for row in shown
    ]
    return {"total": total, "items": items}


def _unique(rows: list[Row]) -> list[Row]:
    """One row per target: the first of its evidences in the order of the text."""
    return list({str(row["target"]): row for row in reversed(rows)}.values())[::-1]
