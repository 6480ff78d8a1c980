"""Strings of a text that miss a known name by one character: 张江闵行区 for 张江闵行园.

A string one substitution away from a name holds one half of the name unchanged, so only places of halves are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.model import Span
from ontology import words

SHORTEST = 5
"""Shorter names differ by a character as a matter of course (区经委, 区科委)."""


def near_misses(raw: str, names: Iterable[str]) -> Iterator[tuple[Span, str, str]]:
    """(span of raw, what stands there, the name that it misses), each once per string and name, in text order."""
    known = set(names)
    wanted = sorted(name for name in known if len(name) >= SHORTEST)
    halves: dict[str, list[tuple[str, int]]] = {}
    for name in wanted:
        middle = len(name) // 2
        halves.setdefault(name[:middle], []).append((name, 0))
        halves.setdefault(name[middle:], []).append((name, middle))
    if not halves:
        return
    places = [at for at, letter in enumerate(raw) if not letter.isspace()]
    text = "".join(raw[at] for at in places)
    patterns = sorted(halves)
    automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard)
    taken = _covered(text, known)
    found: dict[tuple[str, str], int] = {}
    for index, start, _ in automaton.find_matches_as_indexes(text, overlapping=True):
        for name, offset in halves[patterns[index]]:
            first = start - offset
            written = text[first : first + len(name)] if first >= 0 else ""
            if (
                len(written) == len(name)
                and _is_miss(written, name, known)
                and not taken[first : first + len(name)].count(1)
            ):
                found.setdefault((written, name), first)
    for (written, name), first in sorted(found.items(), key=lambda each: each[1]):
        yield Span(places[first], places[first + len(name) - 1] + 1), written, name


def _is_miss(written: str, name: str, known: set[str]) -> bool:
    """One letter differs, both letters could end or make a name, and what is written is no name itself."""
    differs = [at for at, (one, other) in enumerate(zip(written, name, strict=True)) if one != other]
    if len(differs) != 1 or written in known:
        return False
    at = differs[0]
    if not "\u4e00" <= written[at] <= "\u9fff" or written[at] in _particles():
        return False
    if at == len(name) - 1:
        return written[at] in _endings()
    # inside, the ending must be whole: what stands there must end like a name
    return not any(written.endswith(full) for full in _departments()) and at > 0


def _covered(text: str, known: set[str]) -> bytearray:
    """1 at each letter of a place where a known name of two letters more than the miss would need stands whole."""
    marks = bytearray(len(text))
    longest = sorted(name for name in known if len(name) >= SHORTEST)
    if longest:
        automaton = AhoCorasick(longest, matchkind=MatchKind.LeftmostLongest)
        for _, start, end in automaton.find_matches_as_indexes(text):
            marks[start:end] = b"\x01" * (end - start)
    return marks


def _endings() -> frozenset[str]:
    return frozenset(words.table("findings")["review"]["name_endings"])


def _particles() -> frozenset[str]:
    return frozenset(word for word in words.table("objects")["particles"] if len(word) == 1)


def _departments() -> frozenset[str]:
    """Full and short forms of departments: 民政局 is no slip of 财政局."""
    found: set[str] = set()
    for row in words.rows("short_names"):
        found.update((row["full"], *(row["forms"] or "").split("|")))
    return frozenset(form for form in found if len(form) > 1)
