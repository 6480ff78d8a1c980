"""Small readings of result rows: local ids, text, numbers, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from rdflib.term import Node

from graph.errors import BadRequest
from graph.store.base import Row
from ontology import terms

Json = dict[str, Any]
MAX_LIMIT = 1000
DEFAULT_LIMIT = 50
Item = TypeVar("Item")

ROLES = {
    "leads": "lead",
    "responsibleFor": "responsible",
    "supports": "support",
    "guides": "guide",
    "mentionedIn": "mention",
}
ROLE_RANK = {"lead": 0, "responsible": 1, "support": 2, "guide": 3, "mention": 4}


def local(node: Node | None) -> str | None:
    """The id of a resource: what stands behind ``id/`` (or ``def#``, ``graph/doc/``) in its IRI."""
    if node is None:
        return None
    text = str(node)
    for prefix in (terms.PREFIXES["id"], terms.DOC_GRAPHS, str(terms.DUTY)):
        if text.startswith(prefix):
            return text[len(prefix) :]
    return text.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def known(node: Node | None) -> str:
    """The id of a resource that the query always binds."""
    name = local(node)
    if name is None:
        raise ValueError("a column that the query always binds is empty")
    return name


def text(row: Row, column: str) -> str | None:
    value = row.get(column)
    return None if value is None else str(value)


def number(row: Row, column: str) -> int | None:
    value = row.get(column)
    return None if value is None else int(str(value))


def year(row: Row, column: str) -> int | None:
    value = row.get(column)
    return None if value is None else int(str(value)[:4])


def flag(row: Row, column: str) -> bool:
    return str(row.get(column)) == "true"


def document_of(resource: str) -> str:
    """The document's id of a task, clause or target id: what stands before the first dot."""
    return resource.split(".", 1)[0]


def document_head(row: Row) -> Json:
    """The document of a row with docTitle, docNumber and docIssued."""
    return {
        "id": known(row["doc"]),
        "title": text(row, "docTitle"),
        "number": text(row, "docNumber"),
        "issued": text(row, "docIssued"),
    }


def evidence(row: Row, document: str) -> Json:
    """The Evidence object of a row with quote, start, end and clause."""
    start, end = int(str(row["start"])), int(str(row["end"]))
    place = local(row.get("clause"))
    return {
        "document": document,
        "quote": str(row["quote"]),
        "start": start,
        "end": end,
        "clause": None if place == document else place,
        "url": f"/documents/{document}?{urlencode({'start': start, 'end': end})}",
    }


def page(items: Sequence[Item], limit: int, offset: int) -> tuple[int, Sequence[Item]]:
    """Total and the asked-for stretch; refuses limits out of 1..1000 and negative offsets."""
    if not 1 <= limit <= MAX_LIMIT:
        raise BadRequest(f"limit 应为 1 到 {MAX_LIMIT} 的整数，收到 {limit}")
    if offset < 0:
        raise BadRequest(f"offset 应为不小于 0 的整数，收到 {offset}")
    return len(items), items[offset : offset + limit]
