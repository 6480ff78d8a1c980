"""The quotes of an answer: what in the documents says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rdflib.term import Node

from graph.catalogue.values import ROLE_RANK, ROLES, Json, document_of, evidence, known
from graph.queries import load, with_values
from graph.questions.names import plain
from graph.store.base import Row, Store
from ontology.terms import ID

MOST = 200
"""Quotes of one answer."""
_AT_ONCE = 250
"""Subjects whose places are looked up together; no more are looked up once there are quotes enough."""


def distinct(found: Iterable[Json]) -> list[Json]:
    """Each place once, in order of documents and places as they come."""
    return list({(each["document"], each["start"], each["end"]): each for each in found}.values())[:MOST]


def of_parts(store: Store, tasks: Sequence[str], entities: Sequence[str]) -> list[Json]:
    """For each task the words that give these entities their strongest part in it; a mention only where it is all."""
    if not tasks:
        return []
    best: dict[tuple[str, str], tuple[int, int, Row]] = {}
    for row in _rows(store, "ask_evidence_of_parts", "entity", entities):
        role = ROLES.get(known(row["predicate"]))
        if role is None:
            continue
        key = (known(row["task"]), known(row["entity"]))
        here = (ROLE_RANK[role], int(str(row["start"])), row)
        if key not in best or here[:2] < best[key][:2]:
            best[key] = here
    mention = ROLE_RANK["mention"]
    borne = {task for (task, _), (rank, _, _) in best.items() if rank < mention}
    chosen = [
        best[task, entity][2]
        for task in tasks
        for entity in entities
        if (task, entity) in best and (task not in borne or best[task, entity][0] < mention)
    ]
    return _quotes(store, chosen)


def of_assignments(store: Store, objects: Sequence[str]) -> list[Json]:
    """The lists, cells and sentences that say who answers for these tasks or indicators."""
    return _enough(store, "ask_evidence_of_lists", objects)


def of_tasks(store: Store, tasks: Sequence[str]) -> list[Json]:
    """The first place of each task."""
    return _first(store, tasks)


def of_measures(store: Store, measures: Sequence[str]) -> list[Json]:
    """The first place of each measure."""
    return _first(store, measures)


def of_targets(store: Store, targets: Sequence[str]) -> list[Json]:
    """The first place of each target."""
    return _first(store, targets)


def of_cadences(store: Store, cadences: Sequence[str]) -> list[Json]:
    """The first place of each cadence."""
    return _first(store, cadences)


def of_wording(store: Store, tasks: Sequence[str], words: str) -> list[Json]:
    """The measures that hold the words; the task where only its title does."""
    chosen: list[Row] = []
    for some in _portions(tasks):
        holding = [
            row
            for row in _rows(store, "ask_evidence_of_measures", "subject", some)
            if words in plain(str(row["text"]))
        ]
        told = {known(row["subject"]) for row in holding}
        bare = _rows(store, "ask_evidence_of", "subject", [task for task in some if task not in told])
        chosen += _in_order([*holding, *_firsts(bare)], some)
        if _places(chosen) >= MOST:
            break
    return _quotes(store, chosen)


def _first(store: Store, subjects: Sequence[str]) -> list[Json]:
    return _enough(store, "ask_evidence_of", subjects, _firsts)


def _enough(
    store: Store,
    name: str,
    subjects: Sequence[str],
    choose: Callable[[list[Row]], list[Row]] = lambda rows: rows,
) -> list[Json]:
    """The quotes of the first subjects, as many as one answer gives."""
    chosen: list[Row] = []
    for some in _portions(subjects):
        chosen += _in_order(choose(_rows(store, name, "subject", some)), some)
        if _places(chosen) >= MOST:
            break
    return _quotes(store, chosen)


def _portions(subjects: Sequence[str]) -> Iterator[Sequence[str]]:
    return (subjects[at : at + _AT_ONCE] for at in range(0, len(subjects), _AT_ONCE))


def _places(rows: Sequence[Row]) -> int:
    return len({(document_of(known(row["evidence"])), str(row["start"]), str(row["end"])) for row in rows})


def _firsts(rows: Sequence[Row]) -> list[Row]:
    """Of the rows of each subject the first."""
    return list({known(row["subject"]): row for row in reversed(rows)}.values())


def _rows(store: Store, name: str, variable: str, ids: Sequence[str]) -> list[Row]:
    if not ids:
        return []
    return store.select(with_values(load(name), variable, [ID(each) for each in ids]))


def _in_order(rows: list[Row], subjects: Sequence[str]) -> list[Row]:
    place = {each: at for at, each in enumerate(subjects)}
    return sorted(rows, key=lambda row: place[known(row["subject"])])


def _quotes(store: Store, rows: Sequence[Row]) -> list[Json]:
    """Evidence objects of rows with a place; the clause is looked up apart, which is many times faster."""
    firsts = {(document_of(known(row["evidence"])), str(row["start"]), str(row["end"])): row for row in rows}
    rows = list(firsts.values())[:MOST]
    nodes: list[Node] = list(dict.fromkeys(row["evidence"] for row in rows))
    clauses: dict[Node, Node] = {}
    if nodes:
        found = store.select(with_values(load("ask_clauses"), "evidence", nodes))
        clauses = {row["evidence"]: row["clause"] for row in found}
    return distinct(
        evidence(
            {**row, **({"clause": clauses[row["evidence"]]} if row["evidence"] in clauses else {})},
            document_of(known(row["evidence"])),
        )
        for row in rows
    )
