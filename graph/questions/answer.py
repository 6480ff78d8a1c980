"""The Answer object of the interfaces, and the reasons for which a question is not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Reason = Literal["unknown_name", "unsupported", "not_stated", "ambiguous", "false_premise"]
UNDERSTOOD: frozenset[Reason] = frozenset({"not_stated", "false_premise"})
"""Refusals of a question that was understood: the graph was read, and it says nothing, or the contrary."""


class Refused(Exception):
    """A question that cannot be answered truly: carries what the Answer says instead."""

    def __init__(
        self,
        reason: Reason,
        message: str,
        suggestions: Sequence[str] = (),
        reading: str = "",
        found: Found | None = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.suggestions = tuple(suggestions)
        self.reading = reading
        self.found = found


@dataclass(slots=True)
class Found:
    """What one query gave: the items are its rows, one by one."""

    reading: str
    answer: str
    items: list[Json]
    evidence: list[Json]
    sparql: str
    ignored: list[str] = field(default_factory=list)


def answered(question: str, found: Found) -> Json:
    """The Answer of a question that was answered."""
    return _answer(question, found, None)


def refused(question: str, refusal: Refused) -> Json:
    """The Answer of a question that was not: ``answer`` repeats the message, so that it reads alone."""
    found = refusal.found or Found("", "", [], [], "")
    found.reading = refusal.reading or found.reading
    found.answer = refusal.message
    return _answer(question, found, refusal)


def _answer(question: str, found: Found, refusal: Refused | None) -> Json:
    return {
        "question": question,
        "understood": refusal is None or refusal.reason in UNDERSTOOD,
        "reading": f"我理解为：{found.reading}" if found.reading else "",
        "answer": found.answer,
        "items": found.items,
        "evidence": found.evidence,
        "sparql": found.sparql,
        "ignored": found.ignored,
        "refusal": None
        if refusal is None
        else {
            "reason": refusal.reason,
            "message": refusal.message,
            "suggestions": list(refusal.suggestions),
        },
    }
