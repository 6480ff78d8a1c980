"""What pages need again and again from the store, read once per state of it.

Short names of units, the frames of documents, clause headings for citations, pairs of characters for
breaking labels. All of it is thrown away when the store's generation changes.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from threading import Lock
from typing import Any

from flask import current_app

from graph import catalogue
from graph.store.base import Store
from visualize.label_boxes import Words

Json = dict[str, Any]

_lock = Lock()


def store() -> Store:
    """The store this application serves."""
    found: Store = current_app.extensions["dutygraph"]
    return found


class Reading:
    """One state of the store, as pages see it."""

    def __init__(self, source: Store) -> None:
        self.store = source
        self.generation = source.generation()
        self._clauses: dict[str, dict[str, Json]] = {}
        self.findings: list[Json] | None = None
        self.examples: list[str] | None = None

    @cached_property
    def documents(self) -> dict[str, Json]:
        """Document heads by id, newest first."""
        return {each["id"]: each for each in everything(catalogue.documents, self.store)}

    @cached_property
    def units(self) -> dict[str, Json]:
        """Units by id, in the order in which the documents list them."""
        return {each["id"]: each for each in everything(catalogue.units, self.store)}

    @cached_property
    def short_names(self) -> dict[str, str]:
        """The name an office would write, by unit id; the full name where two would be written alike."""
        short = {unit: each["short"] for unit, each in self.units.items()}
        twice = {name for name, n in Counter(short.values()).items() if n > 1}
        return {unit: self.units[unit]["name"] if name in twice else name for unit, name in short.items()}

    @cached_property
    def forms(self) -> dict[str, list[str]]:
        """Every way in which a thing is written, longest first, by entity id."""
        found = everything(catalogue.entities, self.store)
        return {
            each["id"]: sorted({each["name"], *each["aliases"]}, key=lambda form: (-len(form), form))
            for each in found
        }

    @cached_property
    def words(self) -> Words:
        """Pairs of characters that recur in the texts, for breaking labels between words."""
        return Words.of(catalogue.document_text(self.store, each) for each in list(self.documents)[:40])

    @cached_property
    def tasks(self) -> dict[str, Json]:
        """Every task by id, newest document first, in the order of its text."""
        return {each["id"]: each for each in everything(catalogue.tasks, self.store)}

    def short(self, entity: str, name: str) -> str:
        """The short name of a unit; of anything else the name given."""
        return self.short_names.get(entity, name)

    def clauses(self, document: str) -> dict[str, Json]:
        """Clauses of one document by id, in the order of the text."""
        if document not in self._clauses:
            found = catalogue.clauses(self.store, document)
            self._clauses[document] = {clause["id"]: clause for clause in found}
        return self._clauses[document]

    def cite(self, evidence: Json) -> str:
        """Where a quote stands: 闵府发〔2026〕11号 二、（二）4."""
        document = evidence["document"]
        head = self.documents.get(document)
        number = (head or {}).get("number") or f"《{(head or {}).get('title') or document}》"
        steps: list[str] = []
        clauses = self.clauses(document) if head else {}
        clause = clauses.get(evidence.get("clause") or "")
        while clause:
            steps.append(clause["number"] or clause["heading"])
            clause = clauses.get(clause["parent"] or "")
        return f"{number} {''.join(reversed(steps)).rstrip('.．、 ')}".strip()


def reading() -> Reading:
    """The reading of the store's present state."""
    source = store()
    with _lock:
        kept: Reading | None = current_app.extensions.get("dutygraph-reading")
        if kept is None or kept.store is not source or kept.generation != source.generation():
            kept = Reading(source)
            current_app.extensions["dutygraph-reading"] = kept
    return kept


def everything(ask: Any, source: Store, **wanted: Any) -> list[Json]:
    """All items of a listing function of the catalogue, page by page."""
    items: list[Json] = []
    while True:
        page = ask(source, limit=1000, offset=len(items), **wanted)
        items.extend(page["items"])
        if len(items) >= page["total"] or not page["items"]:
            return items
