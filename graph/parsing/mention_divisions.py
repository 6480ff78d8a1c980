"""Where names of divisions stand that the vocabulary cannot hold: doubtful ones (会同县, 和县) and the document's own.

会同|县委督查室 and 农业农村局|和|县文旅局 name neither 会同县 nor 和县: such a name counts only where the text speaks for
it, by naming the city it lies in or by bearing it as its own, and where a border stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from graph.naming.divisions import by_name, doubtful, governing
from ontology import words

_SAFE = frozenset("、《“（(〈【〔[；：\n\t ")
"""Marks behind which a name that joins or governs is a name; behind a comma it is a word of the sentence."""
_MARKS = frozenset("，。")
_BEARS = re.compile(r"人民政府|委员会|委(?![托派])|\d{4}年|县级|关于|“")
_NOT_AFTER = frozenset("级域场属")
_WORDS_BEFORE = frozenset("在到赴由向从为")


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(doubtful()))


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(
        _names(),
        matchkind=MatchKind.LeftmostLongest,
        store_patterns=False,
        implementation=Implementation.DFA,
    )


@cache
def _verbs() -> frozenset[str]:
    """支持|共和县: words of two characters that no name runs across."""
    return frozenset(each for each in words.table("stop_boundaries")["cut"]["words"] if len(each) == 2)


def places(text: str, own: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Stretches of ``text`` that name a division, in order; ``own`` are names of the document's own divisions."""
    found = list(_doubtful(text))
    for name in own:
        at = text.find(name)
        while at >= 0:
            found.append((at, at + len(name)))
            at = text.find(name, at + len(name))
    return sorted(found) if own else found


def _doubtful(text: str) -> Iterator[tuple[int, int]]:
    spoken: dict[str, bool] = {}
    for index, start, end in _automaton().find_matches_as_indexes(text):
        name = _names()[index]
        if text[end : end + 1] in _NOT_AFTER:
            continue
        if any(
            text.endswith(d.parent.name, 0, start) or text.endswith(d.parent.short_name, 0, start)
            for d in by_name()[name]
            if d.parent
        ):
            yield start, end
            continue
        before = text[start - 1] if start else "\n"
        safe = before in _SAFE or (
            name not in governing()
            and (before in _MARKS or before in _WORDS_BEFORE or text[max(0, start - 2) : start] in _verbs())
        )
        if not safe:
            continue
        if name not in spoken:
            spoken[name] = _speaks(text, name)
        if spoken[name]:
            yield start, end


def _speaks(text: str, name: str) -> bool:
    """Whether the text bears the name as its own or names the city or prefecture that holds it."""
    for division in by_name()[name]:
        if division.parent is not None and division.parent.short_name in text:
            return True
    at = text.find(name)
    while at >= 0:
        if (at == 0 or text[at - 1] == "\n" or text.startswith("中共", at - 2)) and _BEARS.match(
            text, at + len(name)
        ):
            return True
        at = text.find(name, at + 1)
    return False
