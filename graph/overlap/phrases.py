"""The text of a task as symbols with borders: where a matter may begin, where it may end, what breaks it.

White space, duty brackets and marks of the text format are taken out. One pass over the words of
``ontology/lexicon/objects.toml`` and the known names (Aho–Corasick, longest at the leftmost place)
tells verbs, particles, generic words, bodies and places; what lies between is what matters are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from graph.model import Span
from ontology import words

BREAK = 0
"""Symbol at which no matter goes on: punctuation, figures, particles, a body, a place."""
GROUP = 0xF0000
"""First symbol of the groups of words that mean one thing (``same`` and ``near`` of the lexicon)."""

_DROPPED = frozenset(' \t\r\n\u3000\u00a0\ufeff*#>|“”‘’"「」『』')
_OPENING, _CLOSING = frozenset("“‘「『"), frozenset("”’」』")
_COUNTERS = frozenset("年月日个家项件人次条套名所处期")
"""After a figure these count; they begin no matter."""
_TEXT = re.compile(r"[\u3400-\u9fffA-Za-z]")

PRECEDENCE = (
    "name",
    "whole",
    "near",
    "same",
    "matter",
    "verb",
    "particle",
    "tail",
    "form",
    "generic",
    "boilerplate",
)
"""Of a word that stands in several lists, the first of these is what it is here."""
_BREAKING = frozenset({"name", "particle"})
_NO_START = frozenset({"verb", "particle", "tail"})
_NO_END = frozenset({"verb", "particle", "tail"})
_EDGE = frozenset(
    {"name", "verb", "particle", "tail", "form", "generic", "boilerplate", "near", "same", "matter"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A lexicon word or a known name in a reading, by symbol places; ``kind`` is one of PRECEDENCE."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True)
class Reading:
    """Symbols of one text. Row i of ``origin`` (n × 2) is the raw span of symbol i; edges have one more place."""

    symbols: np.ndarray
    shown: tuple[str, ...]
    origin: np.ndarray
    may_start: np.ndarray
    may_end: np.ndarray
    clean_left: np.ndarray
    clean_right: np.ndarray
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.shown)

    def text(self, start: int, end: int) -> str:
        return "".join(self.shown[start:end])

    def span(self, start: int, end: int) -> Span:
        return Span(int(self.origin[start, 0]), int(self.origin[end - 1, 1]))


@dataclass(frozen=True)
class Group:
    label: str
    words: tuple[str, ...]
    reason: str
    near: bool


class Vocabulary:
    """The lexicon and the known names as one automaton; built once per set of names."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        lexicon = words.table("objects")
        self.groups = groups()
        kinds: dict[str, str] = {}
        lists: dict[str, Iterable[str]] = {
            "name": (name for name in names if len(name) > 1),
            "whole": lexicon["whole"],
            "near": (word for group in self.groups if group.near for word in group.words),
            "same": (word for group in self.groups if not group.near for word in group.words),
            "matter": lexicon["matters"],
            "verb": lexicon["verbs"],
            "particle": lexicon["particles"],
            "tail": lexicon["tails"],
            "form": lexicon["forms"],
            "generic": lexicon["generic"],
            "boilerplate": lexicon["boilerplate"],
        }
        for kind in PRECEDENCE:
            for word in lists[kind]:
                kinds.setdefault(word, kind)
        self._words = sorted(kinds)
        self._kinds = [kinds[word] for word in self._words]
        self._group = {word: at for at, group in enumerate(self.groups) for word in group.words}
        self.kinds: Mapping[str, str] = kinds
        self._automaton = AhoCorasick(
            self._words,
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        )

    def read(self, raw: str, span: Span, without: Sequence[Span] = ()) -> Reading:
        """The reading of ``raw[span]`` less the spans ``without`` (duty brackets)."""
        characters: list[str] = []
        places: list[int] = []
        quote_edges: set[int] = set()
        skip = sorted((each.start, each.end) for each in without)
        at = span.start
        while at < span.end:
            if skip and skip[0][0] <= at:
                start, end = skip.pop(0)
                if end > at:
                    characters.append("。")
                    places.append(max(start, span.start))
                    at = min(end, span.end)
                continue
            character = raw[at]
            if character in _OPENING or character in _CLOSING:
                quote_edges.add(len(characters))
            if character not in _DROPPED:
                characters.append(character)
                places.append(at)
            at += 1
        return self._mark("".join(characters), places, quote_edges)

    def _mark(self, text: str, places: list[int], quote_edges: set[int]) -> Reading:
        symbols: list[int] = []
        shown: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        tokens: list[Token] = []
        edges: set[int] = set()

        def letters(start: int, end: int) -> None:
            for at in range(start, end):
                if at in quote_edges:
                    edges.add(len(symbols))
                symbol, letter = _letter(text[at])
                if letter in _COUNTERS and at > 0 and text[at - 1].isdigit():
                    symbol = BREAK
                symbols.append(symbol)
                shown.append(letter)
                begins.append(places[at])
                ends.append(places[at] + 1)

        done = 0
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            letters(done, start)
            word, kind = self._words[index], self._kinds[index]
            first = len(symbols)
            if kind in _BREAKING or word in self._group:
                if start in quote_edges:
                    edges.add(first)
                symbols.append(BREAK if kind in _BREAKING else GROUP + self._group[word])
                shown.append(word)
                begins.append(places[start])
                ends.append(places[end - 1] + 1)
            else:
                letters(start, end)
            tokens.append(Token(first, len(symbols), kind, word))
            done = end
        letters(done, len(text))
        if len(text) in quote_edges:
            edges.add(len(symbols))
        origin = np.array([begins, ends], dtype=np.int32).T
        return _edges(symbols, shown, origin, tokens, edges)


@cache
def _letter(letter: str) -> tuple[int, str]:
    """A letter's symbol, and one object for all its occurrences."""
    return (ord(letter) if _TEXT.match(letter) else BREAK), letter


def _edges(
    symbols: list[int],
    shown: list[str],
    origin: np.ndarray,
    tokens: list[Token],
    quote_edges: set[int],
) -> Reading:
    size = len(symbols)
    may_start, may_end = np.ones(size + 1, bool), np.ones(size + 1, bool)
    clean_left, clean_right = np.zeros(size + 1, bool), np.zeros(size + 1, bool)
    array = np.array(symbols, dtype=np.int32)
    broken = array == BREAK
    clean_left[1:] |= broken
    clean_right[:-1] |= broken
    clean_left[0] = clean_right[size] = True
    for token in tokens:
        for inside in range(token.start + 1, token.end):
            may_start[inside] = may_end[inside] = False
        if token.kind in _EDGE:
            clean_left[token.end] = True
            clean_right[token.start] = True
        if token.kind in {"same", "near", "matter"}:
            # a named matter is clean by itself: its own edges are borders of words
            clean_left[token.start] = True
            clean_right[token.end] = True
        if token.kind in _NO_START:
            may_start[token.start] = False
        if token.kind in _NO_END:
            may_end[token.end] = False
    for edge in quote_edges:
        clean_left[edge] = clean_right[edge] = True
    return Reading(array, tuple(shown), origin, may_start, may_end, clean_left, clean_right, tuple(tokens))


@cache
def groups() -> tuple[Group, ...]:
    """The ``same`` and ``near`` groups of the lexicon, and its one-word matters."""
    lexicon = words.table("objects")
    same = (
        Group(
            each["words"][0], tuple(each["words"]), f"{'、'.join(each['words'])}为同一事项的不同写法", False
        )
        for each in lexicon["same"]
    )
    near = (Group(each["label"], tuple(each["words"]), each["reason"], True) for each in lexicon["near"])
    alone = (Group(word, (word,), "", False) for word in lexicon["matters"])
    return (*same, *near, *alone)
