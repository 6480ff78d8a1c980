"""What people have corrected, kept in the registry: it is put over each document as it is stored.

A merge says that one id is replaced by another (``dcterms:isReplacedBy``); a corrected kind or label
is a ``duty:Correction`` with subject, predicate and object. All survive the re-reading and the removal
of documents.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.model import Assignment, Document, Entity, Mention
from graph.queries import load, prefixes
from graph.store.base import Store
from ontology import terms


@dataclass(frozen=True, slots=True)
class Corrections:
    merged: dict[str, str]
    """old entity id -> the id that stands for it"""
    kinds: dict[str, str]
    labels: dict[str, str]


def load_corrections(store: Store) -> Corrections:
    """The corrections in force; chains of merges are followed to their end."""
    merged = {
        terms.id_of(str(row["old"])): terms.id_of(str(row["new"]))
        for row in store.select(prefixes() + "SELECT ?old ?new WHERE { ?old dcterms:isReplacedBy ?new }")
    }
    corrected: dict[str, dict[str, str]] = {"type": {}, "prefLabel": {}}
    for row in store.select(load("corrections")):
        what = terms.local_name(str(row["predicate"]))
        if what in corrected:
            corrected[what][terms.id_of(str(row["entity"]))] = str(row["value"])
    kinds = {entity: terms.local_name(kind) for entity, kind in corrected["type"].items()}
    return Corrections({old: _end(merged, old) for old in merged}, kinds, corrected["prefLabel"])


def apply_corrections(document: Document, corrections: Corrections) -> Document:
    """The document with merged entities made one."""
    merged = corrections.merged
    if not any(entity.id in merged for entity in document.entities):
        return document

    def moved(entity: str | None) -> str | None:
        return merged.get(entity, entity) if entity else None

    def assignments(those: tuple[Assignment, ...]) -> tuple[Assignment, ...]:
        return tuple(replace(each, entity=moved(each.entity)) for each in those)

    def mentions(those: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(replace(each, entity=moved(each.entity)) for each in those)

    return replace(
        document,
        tasks=tuple(
            replace(task, assignments=assignments(task.assignments), mentions=mentions(task.mentions))
            for task in document.tasks
        ),
        targets=tuple(replace(each, responsible=assignments(each.responsible)) for each in document.targets),
        relations=tuple(
            replace(each, subject_entity=moved(each.subject_entity), object_entity=moved(each.object_entity))
            for each in document.relations
        ),
        mentions=mentions(document.mentions),
        entities=_joined(document.entities, merged),
        issuer_entities=tuple(merged.get(each, each) for each in document.issuer_entities),
        implied_owner=moved(document.implied_owner),
    )


def _joined(entities: tuple[Entity, ...], merged: dict[str, str]) -> tuple[Entity, ...]:
    kept = {entity.id: entity for entity in entities if entity.id not in merged}
    for entity in entities:
        if entity.id in merged:
            target = merged[entity.id]
            forms = tuple(replace(form, reason="correction") for form in entity.forms)
            there = kept.get(target)
            kept[target] = (
                replace(there, forms=there.forms + forms)
                if there
                else replace(entity, id=target, forms=forms)
            )
    return tuple(kept.values())


def _end(merged: dict[str, str], old: str) -> str:
    seen = {old}
    while (new := merged[old]) in merged and new not in seen:
        seen.add(new)
        old = new
    return new
