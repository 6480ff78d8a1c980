"""Units, platforms, places and industries: lists of them, and one with all that is said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from rdflib.term import Node

from graph.catalogue.names import resolve
from graph.catalogue.targets import targets
from graph.catalogue.tasks import describe, involvement
from graph.catalogue.values import (
    DEFAULT_LIMIT,
    ROLES,
    Json,
    document_of,
    evidence,
    flag,
    known,
    page,
    text,
)
from graph.errors import AmbiguousName, BadRequest, UnknownName
from graph.queries import load, with_values
from graph.search import Hit, find
from graph.store.base import Row, Store
from graph.store.kept import once_per_state
from ontology import terms
from ontology.kinds import is_a, kinds
from ontology.terms import ID


def units(store: Store, limit: int = DEFAULT_LIMIT, offset: int = 0) -> Json:
    """Bodies that hold an assignment or own an indicator, in the order in which the documents list them.

    ``load`` is M7: the sum over a unit's tasks of one over the number of units listed for it.
    """
    total, shown = page(_units(store), limit, offset)
    return {"total": total, "items": list(shown)}


@once_per_state
def _units(store: Store) -> list[Json]:
    seen: dict[str, Json] = {}
    place: dict[str, tuple[str, int, int]] = {}
    listed: dict[str, set[str]] = defaultdict(set)
    per_unit: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    indicators: dict[str, set[str]] = defaultdict(set)
    orders = {known(row["task"]): int(str(row["order"])) for row in store.select(load("task_ids"))}
    for row in store.select(load("unit_roles")):
        unit = known(row["unit"])
        held = known(row["object"])
        if held in orders:
            here = (document_of(held), orders[held], int(str(row["position"])))
            per_unit[unit][ROLES[known(row["predicate"])]].add(held)
            if str(row["basis"]) != "running_text":
                listed[held].add(unit)
        else:
            here = (document_of(held), 10**6, int(held.rsplit(".i", 1)[1]))
            indicators[unit].add(held)
        place[unit] = min(place.get(unit, here), here)
        seen.setdefault(unit, _head(row, "unit"))
    of_indicator = {
        known(row["indicator"]): int(str(row["count"])) for row in store.select(load("target_counts"))
    }
    mentioned = {
        known(row["unit"]): int(str(row["count"])) for row in store.select(load("mentions_of_units"))
    }
    names = _names(store, [ID(unit) for unit in seen])
    loads: dict[str, Fraction] = defaultdict(Fraction)
    for holders in listed.values():
        for unit in holders:
            loads[unit] += Fraction(1, len(holders))
    items = []
    for unit in sorted(seen, key=lambda unit: place[unit]):
        roles = per_unit[unit]
        head = seen[unit]
        items.append(
            {
                **head,
                "aliases": [name for name in names[unit] if name != head["name"]],
                "tasks": {
                    **{role: len(roles[role]) for role in ("lead", "responsible", "support", "guide")},
                    "mention": mentioned.get(unit, 0),
                },
                "indicators": len(indicators[unit]),
                "targets": sum(of_indicator.get(each, 0) for each in indicators[unit]),
                "load": round(float(loads[unit]), 3),
            }
        )
    return items


def entities(
    store: Store, q: str | None = None, type_: str | None = None, limit: int = DEFAULT_LIMIT, offset: int = 0
) -> Json:
    """Entities by part of name, alias, pinyin or initials, best match first; all of them without ``q``.

    ``type_`` is the local name of a class (Platform counts every kind of platform).
    """
    if type_ is not None and type_ not in kinds():
        raise BadRequest(f"type 应为本体中的类名（如 PublicOrganisation、Platform、Industry），收到 {type_}")
    found = find(store, q) or _by_name(store, q)
    hits = [hit for hit in found if type_ is None or is_a(hit.type, type_)]
    total, shown = page(hits, limit, offset)
    nodes = [ID(hit.id) for hit in shown]
    heads = {known(row["entity"]): _head(row, "entity") for row in _rows(store, "entities", nodes)}
    names = _names(store, nodes)
    items = [
        {
            **heads[hit.id],
            "aliases": [name for name in names[hit.id] if name != hit.name],
            "is_unit": hit.is_unit,
            "matched": hit.matched,
        }
        for hit in shown
    ]
    return {"total": total, "items": items}


def _by_name(store: Store, q: str | None) -> list[Hit]:
    """What a name stands for that is written nowhere so: 闵行区科委, a short name behind its district."""
    try:
        resolved = resolve(store, q or "")
    except (UnknownName, AmbiguousName):
        return []
    return [hit for hit in find(store, resolved.name) if hit.id in resolved.ids]


def entity(store: Store, name: str) -> Json:
    """The Entity object of an id, name or alias. Raises UnknownName or AmbiguousName."""
    resolved = resolve(store, name)
    nodes = [ID(each) for each in resolved.ids]
    head = _head(_rows(store, "entities", nodes[:1])[0], "entity")
    roles = involvement(store, resolved)
    described = {each["id"]: each for each in describe(store, list(roles))}
    in_order = sorted(described.values(), key=lambda each: each["order"])
    in_order.sort(key=lambda each: each["document"]["issued"] or "", reverse=True)
    forms: dict[str, Json] = {}
    for each in resolved.ids:
        for row in store.select(load("entity_name_evidence"), {"entity": ID(each)}):
            document = known(row["g"])
            forms.setdefault(
                str(row["name"]),
                {
                    "name": str(row["name"]),
                    "reason": text(row, "reason"),
                    "evidence": evidence(row, document),
                },
            )
    return {
        **head,
        "aliases": sorted(set(forms) - {head["name"]}),
        "names": list(forms.values()),
        "folded": [{"id": each} for each in resolved.folded],
        "involvement": [{**part, "task": task} for task in in_order for part in roles[task["id"]]],
        "targets": targets(store, owner=resolved.id, limit=1000)["items"],
        "relations": relations(store, nodes),
        "findings": [
            known(row["finding"]) for row in store.select(load("findings_of"), {"unit": ID(resolved.id)})
        ],
    }


def relations(store: Store, nodes: Iterable[Node]) -> list[Json]:
    """Stated relations between these entities and others, each with its quote; roles and names left out."""
    rows = _rows(store, "relations", nodes)
    ends: list[Node] = list(dict.fromkeys(row["other"] for row in rows))
    others = {row["entity"]: row for row in _rows(store, "entities", ends)} if ends else {}
    found = []
    for row in rows:
        if row["other"] in others:
            other = others[row["other"]]
            found.append(
                {
                    "predicate": known(row["predicate"]),
                    "label": terms.label(str(row["predicate"]), "zh"),
                    "direction": str(row["direction"]),
                    "entity": {
                        "id": known(row["other"]),
                        "name": str(other["label"]),
                        "type": known(other["type"]),
                    },
                    "evidence": evidence(row, known(row["g"])),
                }
            )
    return found


def _rows(store: Store, query: str, nodes: Iterable[Node]) -> list[Row]:
    return store.select(with_values(load(query), "entity", nodes))


def _head(row: Row, column: str) -> Json:
    return {
        "id": known(row[column]),
        "name": str(row["label"]),
        "short": str(row["short"]),
        "type": known(row["type"]),
        "jurisdiction": text(row, "jurisdiction"),
        **({"is_unit": flag(row, "isUnit")} if column == "entity" else {}),
    }


def _names(store: Store, nodes: Iterable[Node]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for row in _rows(store, "entity_names", nodes):
        names[known(row["entity"])].append(str(row["name"]))
    for each in names.values():
        each.sort()
    return names
