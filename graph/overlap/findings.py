"""Findings in the store: worked out once per ingest command, read as the Finding JSON, decided on by people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from rdflib import RDF, XSD, Literal
from rdflib.namespace import PROV
from rdflib.term import Node, URIRef

from graph import queries
from graph.errors import BadRequest, UnknownName
from graph.overlap import divergence, network
from graph.overlap.assembly import findings as assemble
from graph.overlap.duties import Duties, TargetRow
from graph.overlap.finding import MEASURES, Finding
from graph.overlap.finding_quads import quads
from graph.overlap.generation import documents_digest, stamp, stamps
from graph.overlap.loading import load
from graph.overlap.measures import SMALL_SAMPLE
from graph.overlap.wording import how, say
from graph.store.base import Quad, Row, Store
from ontology.terms import DERIVED, DUTY, ID, REGISTRY, id_of

Json = dict[str, Any]
STATES: dict[str, URIRef] = {
    "confirmed": DUTY.Confirmed,
    "not_an_issue": DUTY.NotAnIssue,
    "watch": DUTY.Watch,
}
MOST = 1_000
MOST_UNITS = 200
WEIGHTS = ("weight", "k", "jaccard", "overlap")


def derive(store: Store) -> Iterator[Quad]:
    """All quads of ``graph/derived`` for what the store holds now."""
    duties = load(store)
    return quads(duties, assemble(duties))


def rebuild(store: Store) -> None:
    """Replaces ``graph/derived`` in one transaction; decisions live in the registry and stay."""
    with store.writing():
        digest = documents_digest(store)
        new = [stamp(digest)] if digest else []
        store.replace_graphs([DERIVED], [*derive(store), *new], stamps(store))


def findings(
    store: Store,
    measure: str | None = None,
    unit: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Json:
    """``{"total", "items": [Finding], "note"}``, ranked; ``unit`` is an entity id. Raises BadRequest."""
    if measure is not None and measure not in MEASURES:
        raise BadRequest(f"没有测度 {measure}，应为 {'、'.join(MEASURES)} 之一。")
    if not 1 <= limit <= MOST:
        raise BadRequest(f"limit 应为 1 到 {MOST} 的整数，收到 {limit}。")
    if offset < 0:
        raise BadRequest(f"offset 应为不小于 0 的整数，收到 {offset}。")
    bindings: dict[str, Node] = {"derived": DERIVED}
    if measure:
        bindings["measure"] = Literal(measure)
    if unit:
        bindings["unit"] = ID(unit)
    name = "overlap_finding_ids_of_unit" if unit else "overlap_finding_ids"
    ids = [id_of(str(row["finding"])) for row in store.select(queries.load(name), bindings)]
    return {
        "total": len(ids),
        "items": of_ids(store, ids[offset : offset + limit]),
        "note": sample_note(store),
    }


def ids_of_kinds(store: Store, kinds: Iterable[str]) -> list[str]:
    """Ids of the findings of these kinds, as ranked."""
    wanted = set(kinds)
    rows = store.select(queries.load("overlap_finding_kinds"), {"derived": DERIVED})
    return [id_of(str(row["finding"])) for row in rows if str(row["kind"]) in wanted]


def finding(store: Store, id_: str) -> Json:
    """One Finding, with ``how`` it is worked out. Raises UnknownName."""
    found = of_ids(store, [id_]) if id_.startswith("f-") else []
    if not found:
        raise UnknownName(f"没有编号为 {id_} 的待核提示。")
    return {**found[0], "how": how(found[0]["measure"]), "how_en": how(found[0]["measure"], "en")}


def sample_note(store: Store) -> str | None:
    """样本过小 where fewer than 50 tasks list a unit, else None."""
    rows = store.select(
        queries.prefixes() + "SELECT (COUNT(DISTINCT ?task) AS ?tasks) WHERE "
        "{ ?task a duty:Task . ?unit duty:responsibleFor|duty:supports ?task }"
    )
    return say("small", "zh") if int(str(rows[0]["tasks"])) < SMALL_SAMPLE else None


def matrix(
    store: Store,
    measure: str = "weight",
    documents: Iterable[str] | None = None,
    year: int | None = None,
    most: int = MOST_UNITS,
) -> Json:
    """``{"measure", "units", "cells": [[row, column, value]], "groups", "left_out"}``.

    Units stand by community, cells above the diagonal; of more than ``most`` units those that share most are kept and
    ``left_out`` says how many are not.
    """
    if measure not in WEIGHTS:
        raise BadRequest(f"矩阵的取值应为 {'、'.join(WEIGHTS)} 之一，收到 {measure}。")
    return duties_matrix(load(store, documents, year), measure, most)


def duties_matrix(duties: Duties, measure: str = "weight", most: int = MOST_UNITS) -> Json:
    """The matrix of some duties, as ``matrix`` gives it."""
    found = cells(network.incidence(duties), measure, most)
    return {**found, "units": [{"id": unit, "name": duties.short_name(unit)} for unit in found["units"]]}


def cells(who: network.Incidence, measure: str = "weight", most: int = MOST_UNITS) -> Json:
    """The matrix of who is listed for what, as ``matrix`` gives it but with the ids of the units alone."""
    every = network.pairs(who)
    shared = network.strongest_units(every, most)
    groups = network.communities(shared)
    units = [unit for group in groups for unit in group]
    place = {unit: at for at, unit in enumerate(units)}
    values = getattr(shared, measure)
    found: list[list[float | int]] = []
    for left, right, value in zip(shared.left, shared.right, values, strict=True):
        row, column = sorted((place[shared.units[left]], place[shared.units[right]]))
        found.append([row, column, int(value) if measure == "k" else round(float(value), 3)])
    return {
        "measure": measure,
        "units": units,
        "cells": sorted(found),
        "groups": [len(group) for group in groups],
        "left_out": len(every.units) - len(units),
    }


def look_alikes(store: Store, documents: Iterable[str] | None = None, year: int | None = None) -> list[Json]:
    """Indicators of different documents that look alike and are kept apart (M5, on request)."""
    duties = load(store, documents, year)
    return [
        {
            "first": _indicator_json(duties, pair.first),
            "second": _indicator_json(duties, pair.second),
            "shared": list(pair.shared),
        }
        for pair in divergence.look_alikes(duties)
    ]


def _indicator_json(duties: Duties, target: TargetRow) -> Json:
    return {
        "indicator": target.indicator,
        "document": target.document,
        "year": target.year,
        "value": target.value,
        "unit": target.unit_text,
        "scope": target.scope,
        "evidence": evidence_json(
            target.document,
            duties.quote(target.document, target.span),
            target.span.start,
            target.span.end,
            None,
        ),
    }


def decide(store: Store, id_: str, state: str | None, note: str = "") -> Json:
    """Keeps a person's decision on a finding in the registry; ``state`` None takes it back. Answers the Finding.

    Raises UnknownName for a finding that is not there, BadRequest for a state that is none.
    """
    if state is not None and state not in STATES:
        raise BadRequest(f"核对意见应为 {'、'.join(STATES)} 之一，收到 {state}。")
    with store.writing():
        finding(store, id_)
        old = _decision_quads(store, id_)
        store.replace_graphs([], _decision(id_, state, note) if state else [], old)
    return finding(store, id_)


def finding_json(duties: Duties, one: Finding, decision: Json | None = None) -> Json:
    """A Finding not read from a store (a draft's, one year's): the same JSON."""
    return {
        "id": one.id,
        "measure": one.measure,
        "kind": one.kind,
        "tier": one.tier.name.lower(),
        "score": round(one.score, 6),
        "values": one.values,
        "units": [{"id": unit, "name": duties.short_name(unit)} for unit in one.units],
        "tasks": [_task_json(duties, task) for task in one.tasks],
        "indicators": [{"id": each, "name": duties.indicator[each].name} for each in one.indicators],
        "object": {"label": one.object_label, "aliases": list(one.object_aliases)}
        if one.object_label
        else None,
        "duplication": one.duplication,
        "explanation": one.zh,
        "explanation_en": one.en,
        "evidence": [
            evidence_json(
                quote.document,
                duties.quote(quote.document, quote.span),
                quote.span.start,
                quote.span.end,
                quote.clause or None,
            )
            for quote in one.quotes
        ],
        "decision": decision,
    }


def current(store: Store, documents: Iterable[str] | None = None, year: int | None = None) -> list[Json]:
    """Findings worked out anew for some documents or a year, with the decisions people made. All of them, ranked."""
    duties = load(store, documents, year)
    found = assemble(duties)
    decided = decisions(store, [one.id for one in found])
    return [finding_json(duties, one, decided.get(one.id)) for one in found]


def evidence_json(document: str, quote: str, start: int, end: int, clause: str | None) -> Json:
    return {
        "document": document,
        "quote": quote,
        "start": start,
        "end": end,
        "clause": clause,
        "url": f"/documents/{document}?{urlencode({'start': start, 'end': end})}",
    }


# -- reading


def of_ids(store: Store, ids: Sequence[str]) -> list[Json]:
    """The Findings of these ids in their order; ids that are not there are left out."""
    if not ids:
        return []
    nodes = [ID(each) for each in ids]
    rows = {id_of(str(row["finding"])): row for row in _with(store, "overlap_finding", "finding", nodes)}
    held = {id_: json.loads(str(row["json"])) for id_, row in rows.items()}
    units = _labels(store, {unit for each in held.values() for unit in each["units"]})
    tasks = _tasks(store, {task for each in held.values() for task in each["tasks"]})
    indicators = _labels(store, {one for each in held.values() for one in each["indicators"]})
    quotes: dict[str, dict[tuple[str, int, int], Json]] = {}
    for row in _with(store, "overlap_finding_evidence", "finding", nodes):
        document = id_of(str(row["version"])).removesuffix(".v")
        start, end = int(str(row["start"])), int(str(row["end"]))
        clause = id_of(str(row["clause"])) if "clause" in row else None
        quotes.setdefault(id_of(str(row["finding"])), {})[document, start, end] = evidence_json(
            document, str(row["quote"]), start, end, clause
        )
    decided = decisions(store, ids)
    return [
        _finding_json(rows[id_], held[id_], units, tasks, indicators, quotes.get(id_, {}), decided.get(id_))
        for id_ in ids
        if id_ in rows
    ]


def _finding_json(
    row: Row,
    held: Json,
    units: dict[str, str],
    tasks: dict[str, Json],
    indicators: dict[str, str],
    quotes: dict[tuple[str, int, int], Json],
    decision: Json | None,
) -> Json:
    return {
        "id": id_of(str(row["finding"])),
        "measure": str(row["measure"]),
        "kind": str(row["kind"]),
        "tier": held["tier"],
        "rank": int(str(row["rank"])),
        "score": float(str(row["score"])),
        "values": held["values"],
        "units": [{"id": unit, "name": units.get(unit, unit)} for unit in held["units"]],
        "tasks": [tasks[task] for task in held["tasks"] if task in tasks],
        "indicators": [{"id": each, "name": indicators.get(each, each)} for each in held["indicators"]],
        "object": {"label": str(row["object"]), "aliases": held["aliases"]} if "object" in row else None,
        "duplication": held["duplication"],
        "explanation": str(row["zh"]),
        "explanation_en": str(row["en"]),
        "evidence": [quotes[place] for each in held["evidence"] if (place := tuple(each)) in quotes],
        "decision": decision,
    }


def _with(store: Store, name: str, variable: str, nodes: Sequence[URIRef]) -> list[Row]:
    bindings: dict[str, Node] = {"derived": DERIVED, "registry": REGISTRY}
    text = queries.with_values(queries.load(name), variable, nodes)
    return store.select(text, {key: value for key, value in bindings.items() if f"?{key}" in text})


def _labels(store: Store, ids: Iterable[str]) -> dict[str, str]:
    nodes = [ID(each) for each in sorted(ids)]
    if not nodes:
        return {}
    rows = _with(store, "overlap_labels", "entity", nodes)
    return {id_of(str(row["entity"])): str(row["label"]) for row in rows}


def _tasks(store: Store, ids: Iterable[str]) -> dict[str, Json]:
    nodes = [ID(each) for each in sorted(ids)]
    if not nodes:
        return {}
    return {
        id_of(str(row["task"])): {
            "id": id_of(str(row["task"])),
            "number": str(row["number"]),
            "title": str(row["title"]),
            "document": {
                "id": id_of(str(row["document"])),
                "title": str(row.get("documentTitle", "")),
                "number": str(row["documentNumber"]) if "documentNumber" in row else None,
            },
        }
        for row in _with(store, "overlap_task_labels", "task", nodes)
    }


def _task_json(duties: Duties, id_: str) -> Json:
    task = duties.task[id_]
    frame = duties.documents[task.document]
    return {
        "id": id_,
        "number": task.number,
        "title": task.title,
        "document": {"id": frame.id, "title": frame.title, "number": frame.number},
    }


# -- decisions


def decisions(store: Store, ids: Sequence[str]) -> dict[str, Json]:
    """``{finding id: {"state", "note", "at"}}`` of those that people have decided on."""
    if not ids:
        return {}
    notation = {str(concept): state for state, concept in STATES.items()}
    rows = _with(store, "overlap_decisions", "finding", [ID(each) for each in ids])
    return {
        id_of(str(row["finding"])): {
            "state": notation[str(row["concept"])],
            "note": str(row.get("note", "")),
            "at": str(row["at"]),
        }
        for row in rows
    }


def _decision(id_: str, state: str, note: str) -> Iterator[Quad]:
    """In the registry, and in the default graph as every plain triple of it."""
    node = ID(f"{id_}.d")
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    for subject, predicate, value in (
        (ID(id_), DUTY.decision, node),
        (node, RDF.type, DUTY.Decision),
        (node, DUTY.state, STATES[state]),
        (node, DUTY.note, Literal(note)),
        (node, PROV.generatedAtTime, Literal(now, datatype=XSD.dateTime)),
    ):
        yield subject, predicate, value, REGISTRY
        yield subject, predicate, value, None


def _decision_quads(store: Store, id_: str) -> list[Quad]:
    found: list[Quad] = []
    for subject in (ID(id_), ID(f"{id_}.d")):
        rows = store.select(
            "SELECT ?predicate ?value WHERE { GRAPH ?registry { ?subject ?predicate ?value } }",
            {"registry": REGISTRY, "subject": subject},
        )
        for row in rows:
            if subject == ID(id_) and row["predicate"] != DUTY.decision:
                continue
            found += [(subject, row["predicate"], row["value"], graph) for graph in (REGISTRY, None)]
    return found
