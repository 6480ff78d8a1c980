"""The documents: their frame, their text, what was read from each."""

from __future__ import annotations

from collections import defaultdict

from graph.catalogue.names import resolve_document
from graph.catalogue.values import DEFAULT_LIMIT, Json, flag, known, local, number, page, text, year
from graph.errors import UnknownName
from graph.queries import load, with_values
from graph.store.base import Row, Store
from graph.store.kept import once_per_state
from ontology.terms import ID

KINDS = ("tasks", "assignments", "targets", "cadences")


def documents(store: Store, limit: int = DEFAULT_LIMIT, offset: int = 0) -> Json:
    """``{"total", "items"}``: newest first, with counts of tasks, assignments, targets and cadences."""
    rows = sorted(store.select(load("documents")), key=lambda row: known(row["doc"]))
    rows.sort(key=lambda row: text(row, "issued") or "", reverse=True)
    total, shown = page(rows, limit, offset)
    counts = _counts(store)
    return {"total": total, "items": [_head(row, counts) for row in shown]}


def document(store: Store, name: str) -> Json:
    """One document with addressees, attachments and clauses. Raises UnknownName."""
    wanted = resolve_document(store, name)
    node = [ID(wanted)]
    row = store.select(with_values(load("documents"), "doc", node))[0]
    result = _head(row, _counts(store))
    several: dict[str, list[str]] = defaultdict(list)
    for each in store.select(with_values(load("document_values"), "doc", node)):
        several[str(each["kind"])].append(str(each["value"]))
    result.update({kind: sorted(several[kind]) for kind in ("issuers", "addressees", "copied_to", "cites")})
    result["attachments"] = [
        {"number": int(str(each["number"])), "title": str(each["title"]), "present": flag(each, "present")}
        for each in store.select(with_values(load("document_attachments"), "doc", node))
    ]
    result["clauses"] = clauses(store, wanted)
    return result


def clauses(store: Store, id_: str) -> list[Json]:
    """The clauses of the document of this id in the order of its text: ``[{"id", "number", "heading", "parent", "start", "end"}]``."""
    return [
        {
            "id": known(each["clause"]),
            "number": str(each["number"]),
            "heading": str(each["heading"]),
            "parent": None if known(each["parent"]) == id_ else local(each["parent"]),
            "start": number(each, "start"),
            "end": number(each, "end"),
        }
        for each in store.select(load("document_clauses"), {"doc": ID(id_)})
    ]


def document_text(store: Store, name: str) -> str:
    """The raw text as read; offsets of all evidence count its code points."""
    rows = store.select(load("document_text"), {"doc": ID(resolve_document(store, name))})
    if not rows:
        raise UnknownName(f"文件“{name}”没有存入原文。")
    return str(rows[0]["text"])


@once_per_state
def _counts(store: Store) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in store.select(load("document_counts")):
        if "doc" in row:
            counts[known(row["doc"])][str(row["kind"])] = int(str(row["count"]))
    return counts


def _head(row: Row, counts: dict[str, dict[str, int]]) -> Json:
    name = known(row["doc"])
    start, end = year(row, "start"), year(row, "end")
    return {
        "id": name,
        "title": text(row, "title"),
        "notice_title": text(row, "notice"),
        "number": text(row, "number"),
        "issued": text(row, "issued"),
        "printed": text(row, "printed"),
        "printed_by": text(row, "printedBy"),
        "publicity": text(row, "publicity"),
        "period": {"start": start, "end": end} if start or end else None,
        "jurisdiction": text(row, "jurisdiction"),
        "lists_units": flag(row, "listsUnits"),
        "implied_owner": local(row.get("owner")),
        "file": text(row, "file"),
        "sha256": text(row, "sha256"),
        "media_type": text(row, "mediaType"),
        **{kind: counts.get(name, {}).get(kind, 0) for kind in KINDS},
    }
