"""What a task does with a matter, for whom and where: the three that make overlap a candidate for duplication."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from graph.overlap.duties import Duties
from graph.overlap.matter import Place
from ontology import words
from ontology.kinds import is_a

_NEAR = 6
"""An action stands at most this many characters behind its matter."""


@dataclass(frozen=True, slots=True)
class Deed:
    """``actions`` and ``beneficiaries`` are concepts of the lexicon, ``locations`` entity ids."""

    actions: frozenset[str]
    beneficiaries: frozenset[str]
    locations: frozenset[str]

    def __and__(self, other: Deed) -> Deed:
        return Deed(
            self.actions & other.actions,
            self.beneficiaries & other.beneficiaries,
            self.locations & other.locations,
        )

    @property
    def duplication(self) -> bool:
        """Same action and same beneficiary or place (of what both tasks share)."""
        return bool(self.actions and (self.beneficiaries or self.locations))


def deed(duties: Duties, places: Iterable[Place]) -> Deed:
    """Gathered over all places of a matter in one task: the action from the clause, the rest from the sentence."""
    actions: set[str] = set()
    beneficiaries: set[str] = set()
    locations: set[str] = set()
    for place in places:
        task = duties.task[place.task]
        raw = duties.documents[task.document].raw
        before = _joined(raw[place.clause.start : place.span.start])
        after = _joined(raw[place.span.end : place.clause.end])
        actions.update(_actions(before, place.written, after))
        rest = _joined(
            raw[place.sentence.start : place.span.start] + "，" + raw[place.span.end : place.sentence.end]
        )
        beneficiaries.update(_beneficiary()[word] for word in _beneficiary_words().findall(rest))
        for named in task.mentions:
            name = duties.names.get(named.entity)
            inside = place.sentence.start <= named.span.end and named.span.start <= place.sentence.end
            if name and inside and is_a(name.type, "Location") and name.name in rest:
                locations.add(named.entity)
    return Deed(frozenset(actions), frozenset(beneficiaries), frozenset(locations))


def _actions(before: str, written: str, after: str) -> set[str]:
    """The action in which the matter ends (…攻关), right after it (…建设), or the nearest before it that says something."""
    own = [
        word for word in _action_words().findall(written) if written.endswith(word) and word not in _empty()
    ]
    if own and len(own[-1]) < len(written):
        return {_action()[own[-1]]}
    near = [word for word in _action_words().findall(after[:_NEAR]) if word not in _empty()]
    if near:
        return {_action()[near[0]]}
    behind = [word for word in _action_words().findall(before) if word not in _empty()]
    return {_action()[behind[-1]]} if behind else set()


def action_label(concept: str, language: str = "zh") -> str:
    label: str = words.table("actions")["concepts"][concept][language]
    return label


@cache
def _action() -> dict[str, str]:
    found: dict[str, str] = {}
    for concept, entry in words.table("actions")["concepts"].items():
        for word in entry["words"]:
            found.setdefault(word, concept)
    return found


@cache
def _empty() -> frozenset[str]:
    return frozenset(words.table("actions")["empty"]["words"])


@cache
def _action_words() -> re.Pattern[str]:
    return _alternatives({*_action(), *_empty()} - {"以"})


@cache
def _beneficiary() -> dict[str, str]:
    table = words.table("objects")["beneficiaries"]
    return {word: concept for concept, written in table.items() for word in written}


@cache
def _beneficiary_words() -> re.Pattern[str]:
    return _alternatives(_beneficiary())


def _alternatives(choices: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, choices), key=len, reverse=True)))


def _joined(text: str) -> str:
    return "".join(text.split())
