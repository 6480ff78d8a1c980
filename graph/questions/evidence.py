"""The quotes of an answer: what in the documents says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib.term import Node

from graph.catalogue.values import ROLE_RANK, ROLES, Json, document_of, evidence, known
from graph.queries import load, with_values
from graph.questions.names import plain
from graph.store.base import Row, Store
from ontology.terms import ID

MOST = 200
"""Quotes of one answer."""


def distinct(found: Iterable[Json]) -> list[Json]:
    """Each place once, in order of documents and places as they come."""
    return list({(each["document"], each["start"], each["end"]): each for each in found}.values())[:MOST]


def _nodes(ids: Iterable[str]) -> list[Node]:
    return [ID(each) for each in ids]


def of_parts(store: Store, tasks: Sequence[str], entities: Sequence[str]) -> list[Json]:
    """For each task the words that give these entities their strongest part in it."""
    if not tasks or not entities:
        return []
    rows = store.select(with_values(load("involvement"), "entity", _nodes(entities)))
    best: dict[tuple[str, str], tuple[int, int, Row]] = {}
    for row in rows:
        role = ROLES.get(known(row["predicate"]))
        if role is None:
            continue
        key = (known(row["task"]), known(row["entity"]))
        here = (ROLE_RANK[role], int(str(row["start"])), row)
        if key not in best or here[:2] < best[key][:2]:
            best[key] = here
    mention = ROLE_RANK["mention"]
    borne = {task for (task, _), (rank, _, _) in best.items() if rank < mention}
    return distinct(
        evidence(best[task, entity][2], document_of(task))
        for task in tasks
        for entity in entities
        if (task, entity) in best and (task not in borne or best[task, entity][0] < mention)
    )


def of_assignments(store: Store, objects: Sequence[str]) -> list[Json]:
    """The lists, cells and sentences that say who answers for these tasks or indicators."""
    if not objects:
        return []
    rows = store.select(with_values(load("assignments"), "task", _nodes(objects)))
    place = {each: at for at, each in enumerate(objects)}
    rows.sort(key=lambda row: (place[known(row["task"])], int(str(row["start"])), int(str(row["position"]))))
    return distinct(evidence(row, document_of(known(row["task"]))) for row in rows)


def of_tasks(store: Store, tasks: Sequence[str]) -> list[Json]:
    """The tasks themselves."""
    if not tasks:
        return []
    rows = store.select(with_values(load("ask_task_evidence"), "task", _nodes(tasks)))
    found = {known(row["task"]): evidence(row, document_of(known(row["task"]))) for row in rows}
    return distinct(found[task] for task in tasks if task in found)


def of_wording(store: Store, tasks: Sequence[str], words: str) -> list[Json]:
    """The measures that hold the words; the task where only its title does."""
    if not tasks:
        return []
    found: dict[str, list[Json]] = {}
    for row in store.select(with_values(load("measures"), "task", _nodes(tasks))):
        if words in plain(str(row["text"])):
            task = known(row["task"])
            found.setdefault(task, []).append(evidence(row, document_of(task)))
    bare = [task for task in tasks if task not in found]
    titles = {task: of_tasks(store, [task]) for task in bare}
    return distinct(each for task in tasks for each in found.get(task, titles.get(task, [])))


def of_targets(store: Store, targets: Sequence[str]) -> list[Json]:
    if not targets:
        return []
    rows = store.select(with_values(load("targets"), "target", _nodes(targets)))
    found = {known(row["target"]): evidence(row, document_of(known(row["target"]))) for row in reversed(rows)}
    return distinct(found[target] for target in targets if target in found)
