"""The planner's list: tasks, who is in them and as what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from rdflib.term import Node

from graph.catalogue.names import Resolved, resolve, resolve_document
from graph.catalogue.values import (
    DEFAULT_LIMIT,
    ROLE_RANK,
    ROLES,
    Json,
    document_head,
    document_of,
    evidence,
    flag,
    known,
    local,
    number,
    page,
    text,
)
from graph.errors import BadRequest, UnknownName
from graph.queries import load, prefixes, with_values
from graph.store.base import Row, Store
from ontology.terms import ID


def tasks(
    store: Store,
    involves: str | None = None,
    as_: str | None = None,
    document: str | None = None,
    industry: str | None = None,
    q: str | None = None,
    due_before: str | None = None,
    limit: int = DEFAULT_LIMIT,
    offset: int = 0,
) -> Json:
    """``{"total", "items": [Task], "entity": Entity head or None}``.

    ``as_`` is one of lead, responsible, support, guide, mention: with it only tasks where the
    entity has that role; mention means no other role. ``due_before`` is an ISO date, exclusive.
    """
    if as_ is not None and as_ not in ROLE_RANK:
        raise BadRequest(f"as 应为 {'、'.join(ROLE_RANK)} 之一，收到 {as_}")
    if due_before is not None and not _is_day(due_before):
        raise BadRequest(f"期限应写作年-月-日（如 2027-01-01），收到 {due_before}")
    if as_ is not None and involves is None:
        raise BadRequest("as 需要与 involves（单位名称）一起使用")
    entity = resolve(store, involves) if involves is not None else None
    roles = involvement(store, entity) if entity else {}
    rows = _in_reading_order(store.select(load("task_ids")))
    if document:
        wanted = resolve_document(store, document)
        rows = [row for row in rows if known(row["doc"]) == wanted]
    if industry:
        inside = _of_industry(store, resolve(store, industry))
        rows = [row for row in rows if known(row["task"]) in inside]
    if q:
        holding = _holding(store, q)
        rows = [row for row in rows if known(row["task"]) in holding]
    if due_before:
        rows = [row for row in rows if (text(row, "deadline") or "9999") < due_before]
    ids = [known(row["task"]) for row in rows]
    if entity:
        ids = [task for task in ids if any(as_ in (None, each["as"]) for each in roles.get(task, []))]
    total, shown = page(ids, limit, offset)
    found = {each["id"]: each for each in describe(store, shown)}
    items = [{**found[task], "involvement": roles.get(task, [])} for task in shown]
    head = (
        {"id": entity.id, "name": entity.name, "type": entity.type, "folded": list(entity.folded)}
        if entity
        else None
    )
    return {"total": total, "items": items, "entity": head}


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def task(store: Store, name: str) -> Json:
    """One Task with measures, mentions and the evidence of each assignment. Raises UnknownName."""
    found = describe(store, [name])
    if not found:
        raise UnknownName(f"图谱中没有编号为“{name}”的任务。")
    node = [ID(name)]
    doc = document_of(name)
    one = found[0]
    one["measures"] = [
        {"text": str(row["text"]), "evidence": evidence(row, doc)}
        for row in store.select(with_values(load("measures"), "task", node))
    ]
    one["mentions"] = mentions(store, [name]).get(name, [])
    one["involvement"] = [
        {"as": unit["role"], "unit": {"id": unit["id"], "name": unit["name"]}, "evidence": unit["evidence"]}
        for unit in one["units"]
    ]
    return one


def mentions(store: Store, ids: Sequence[str]) -> dict[str, list[Json]]:
    """Per task id the named things that its text mentions, in its order: ``[{"id", "name", "type", "evidence": […]}]``."""
    found: dict[str, dict[str, Json]] = defaultdict(dict)
    nodes: list[Node] = [ID(task) for task in ids]
    for row in store.select(with_values(load("task_mentions"), "task", nodes)) if nodes else ():
        name, entity = known(row["task"]), known(row["entity"])
        head = {"id": entity, "name": str(row["label"]), "type": known(row["type"]), "evidence": []}
        mention = found[name].setdefault(entity, head)
        mention["evidence"].append(evidence(row, document_of(name)))
    return {
        name: sorted(those.values(), key=lambda each: each["evidence"][0]["start"])
        for name, those in found.items()
    }


def describe(store: Store, ids: Sequence[str]) -> list[Json]:
    """Task objects of these ids, in their order; unknown ids are left out."""
    if not ids:
        return []
    nodes: list[Node] = [ID(task) for task in ids]
    units = _units(store, nodes)
    generic: dict[str, list[str]] = defaultdict(list)
    for row in store.select(with_values(load("generic_units"), "task", nodes)):
        generic[known(row["task"])].append(str(row["text"]))
    found: dict[str, Json] = {}
    for row in store.select(with_values(load("tasks"), "task", nodes)):
        name = known(row["task"])
        path = text(row, "path")
        found.setdefault(
            name,
            {
                "id": name,
                "number": str(row["number"]),
                "title": str(row["title"]),
                "path": path.split(" > ") if path else [],
                "order": number(row, "order"),
                "safeguard": flag(row, "safeguard"),
                "clause": local(row.get("clause")),
                "start": number(row, "start"),
                "end": number(row, "end"),
                "deadline": {"text": text(row, "deadlineText"), "date": text(row, "deadline")}
                if row.get("deadlineText")
                else None,
                "document": document_head(row),
                "units": units.get(name, []),
                "generic_units": sorted(generic.get(name, [])),
            },
        )
    return [found[task] for task in ids if task in found]


def involvement(store: Store, entity: Resolved) -> dict[str, list[Json]]:
    """Per task id: ``[{"as", "evidence"}]``, strongest role first; mention only where there is no other."""
    best: dict[str, dict[str, Json]] = defaultdict(dict)
    nodes = [ID(each) for each in entity.ids]
    rows = store.select(with_values(load("involvement"), "entity", nodes))
    for row in sorted(rows, key=lambda row: int(str(row["start"]))):
        role = ROLES.get(known(row["predicate"]))
        if role is None:
            continue
        task = known(row["task"])
        seen = best[task].setdefault(
            role, {"as": role, "evidence": evidence(row, document_of(task)), "places": 0}
        )
        seen["places"] += 1
    result: dict[str, list[Json]] = {}
    for task, by_role in best.items():
        roles = sorted(by_role.values(), key=lambda each: ROLE_RANK[each["as"]])
        result[task] = [each for each in roles if each["as"] != "mention"] or roles
    return result


def _units(store: Store, nodes: Iterable[Node]) -> dict[str, list[Json]]:
    by_task: dict[str, list[Json]] = defaultdict(list)
    for row in store.select(with_values(load("assignments"), "task", nodes)):
        task = known(row["task"])
        by_task[task].append(
            {
                "id": known(row["unit"]),
                "name": str(row["label"]),
                "short": str(row["short"]),
                "role": ROLES[known(row["predicate"])],
                "position": number(row, "position"),
                "length": number(row, "length"),
                "basis": str(row["basis"]),
                "lead_basis": known(row["leadBasis"]),
                "evidence": evidence(row, document_of(task)),
                "_place": (
                    int(str(row["start"])),
                    ROLE_RANK[ROLES[known(row["predicate"])]],
                    number(row, "position"),
                ),
            }
        )
    for units in by_task.values():
        units.sort(key=lambda unit: unit["_place"])
        for unit in units:
            del unit["_place"]
    return by_task


def _in_reading_order(rows: Iterable[Row]) -> list[Row]:
    by_place = sorted(rows, key=lambda row: (known(row["doc"]), int(str(row["order"]))))
    return sorted(by_place, key=lambda row: text(row, "issued") or "", reverse=True)


def _of_industry(store: Store, industry: Resolved) -> set[str]:
    query = "SELECT ?task WHERE { ?task duty:inIndustry ?industry }"
    return {
        known(row["task"])
        for each in industry.ids
        for row in store.select(prefixes() + query, {"industry": ID(each)})
    }


def _holding(store: Store, words: str) -> set[str]:
    """Tasks whose title or measures hold every one of the words, as written."""
    texts: dict[str, list[str]] = defaultdict(list)
    query = """SELECT ?task ?text WHERE {
      { ?task a duty:Task ; dcterms:title ?text } UNION { ?task a duty:Task ; duty:hasMeasure/duty:text ?text } }"""
    for row in store.select(prefixes() + query):
        texts[known(row["task"])].append(str(row["text"]))
    parts = words.split()
    return {task for task, all_texts in texts.items() if all(part in "\n".join(all_texts) for part in parts)}
