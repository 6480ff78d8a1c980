"""One label and one kind for an entity that several documents know; both independent of their order."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from graph.naming.divisions import leading
from ontology import words

SHORTEST = 3
"""Characters below which a name is not understood outside its document."""
_QUOTES = frozenset("“”‘’\"'")
_RELATIVE = ("区", "市", "省", "县", "州", "旗", "盟", "我", "本", "自治区")


@cache
def _preferred() -> frozenset[str]:
    return frozenset(row["name"] for row in words.rows("entities"))


@cache
def _rank() -> dict[str, int]:
    return {kind: at for at, kind in enumerate(words.table("entities_order")["kinds"])}


def choose_label(forms: Iterable[str]) -> str:
    """The preferred label among all written forms and canonical names of an entity.

    A name of the lexicon first; else the longest without quotation marks, line breaks and more than one division
    before it (闵行区科学技术委员会, not 上海市闵行区科学技术委员会, 区科委 or 我委).
    """
    return min(forms, key=_label_rank)


def _label_rank(form: str) -> tuple[bool, bool, bool, bool, int, str]:
    division, size = leading(form)
    several = division is not None and division.parent is not None and size > len(division.name)
    relative = division is None and form.startswith(_RELATIVE)
    quoted = any(mark in form for mark in _QUOTES)
    return (form not in _preferred(), quoted, relative, several, -len(form), form)


def choose_short(forms: Iterable[str], label: str) -> str:
    """The shortest written form that can still be read alone: 区科委 (not 科委 or 我委), 上海交大."""
    readable = [form for form in forms if len(form) >= SHORTEST and form[0] not in "我本“‘"]
    return min(readable, key=lambda form: (not form.startswith(_RELATIVE), len(form), form), default=label)


def choose_kind(kinds: Iterable[str]) -> str:
    """The kind that stands for all: local name of a class of duty.ttl, by the order of the lexicon."""
    rank = _rank()
    return min(kinds, key=lambda kind: (rank.get(kind, len(rank)), kind))
