"""Yearly targets and recurring duties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from rdflib.term import Node

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
from graph.queries import load, with_values
from graph.store.base import Row, Store
from graph.store.kept import once_per_state
from ontology.terms import ID


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
    rows = _chosen(store, "target", document)
    if indicator:
        rows = [row for row in rows if indicator in str(row["label"])]
    if year_ is not None:
        rows = [row for row in rows if year(row, "year") == year_]
    if owner:
        nodes = [ID(each) for each in resolve(store, owner).ids]
        owned = {row["indicator"] for row in store.select(with_values(load("indicators_of"), "unit", nodes))}
        rows = [row for row in rows if row["indicator"] in owned]
    total, shown = page(rows, limit, offset)
    if not shown:
        return {"total": total, "items": []}
    owners = _indicator_owners(store, {row["indicator"] for row in shown})
    told = _told(store, "target", [row["target"] for row in shown])
    return {"total": total, "items": [_target_json(row, owners) for row in told]}


def _chosen(store: Store, kind: str, document: str | None) -> list[Row]:
    """All targets or cadences in reading order, or those of one document."""
    rows = _IN_ORDER[kind](store)
    if document is None:
        return rows
    wanted = resolve_document(store, document)
    return [row for row in rows if known(row["doc"]) == wanted]


def _in_reading_order(store: Store, kind: str) -> list[Row]:
    """By the date of the document, newest first, then in the order of the text."""
    rows = store.select(load(f"{kind}_ids"))
    rows.sort(key=lambda row: (known(row["doc"]), _place(known(row[kind]))))
    rows.sort(key=lambda row: text(row, "issued") or "", reverse=True)
    return rows


_IN_ORDER = {
    "target": once_per_state(lambda store: _in_reading_order(store, "target")),
    "cadence": once_per_state(lambda store: _in_reading_order(store, "cadence")),
}


def _place(id_: str) -> int:
    """The number behind ``.t`` or ``.f`` at the end of an id: targets and cadences are numbered as they stand."""
    return int(id_.rsplit(".", 1)[1][1:])


def _told(store: Store, kind: str, nodes: Sequence[Node]) -> list[Row]:
    """One full row for each of these, in their order: with the first of its evidences."""
    first: dict[Node, Row] = {}
    for row in store.select(with_values(load(f"{kind}s"), kind, nodes)):
        first.setdefault(row[kind], row)
    return [first[node] for node in nodes]


def _indicator_owners(store: Store, indicators: Collection[Node]) -> dict[str, list[Json]]:
    """Per indicator id its owners in the order of the document."""
    owners: dict[str, list[Json]] = defaultdict(list)
    for row in store.select(with_values(load("indicator_owners"), "indicator", sorted(indicators, key=str))):
        owner = {"id": known(row["unit"]), "name": str(row["label"])}
        if owner not in owners[known(row["indicator"])]:
            owners[known(row["indicator"])].append(owner)
    return owners


def _target_json(row: Row, owners: dict[str, list[Json]]) -> Json:
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
    total, shown = page(_chosen(store, "cadence", document), limit, offset)
    told = _told(store, "cadence", [row["cadence"] for row in shown]) if shown else []
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
        for row in told
    ]
    return {"total": total, "items": items}
