"""M5: where documents say different things of the same indicator and year, or of the same regular activity.

Two targets are of one indicator only if their names agree once spelling, words of growth and empty words are set
aside, and count the same way (growth, new, cumulative, level) in the same unit. What merely looks alike is never
merged; ``look_alikes`` shows it on request.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TypeVar

from graph.overlap.duties import CadenceRow, Duties, TargetRow
from graph.overlap.levels import Levels
from ontology import words


@dataclass(frozen=True, slots=True)
class IndicatorKey:
    base: str
    counts: str
    """growth, new, cumulative or level."""
    unit: str


@dataclass(frozen=True, slots=True)
class TargetDivergence:
    """Two values for one indicator and year; ``later`` is of the later document."""

    key: IndicatorKey
    year: int
    later: TargetRow
    earlier: TargetRow
    same_scope: bool


@dataclass(frozen=True, slots=True)
class CadenceDivergence:
    actor: str
    activity: str
    later: CadenceRow
    earlier: CadenceRow


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two indicators of different documents that share words and are not one."""

    first: TargetRow
    second: TargetRow
    shared: tuple[str, ...]


def indicator_key(target: TargetRow) -> IndicatorKey:
    """What the target measures, spelled one way."""
    lexicon = words.table("findings")["indicator"]
    name = re.sub(r"[（(].*?[)）]|\s|[“”]", "", target.indicator)
    for written, spelled in lexicon["same"].items():
        name = name.replace(written, spelled)
    counts = "level"
    for kind in ("growth", "new", "cumulative"):
        for word in lexicon[kind]:
            if word in name:
                name, counts = name.replace(word, "", 1), kind
                break
    if target.kind == "growth":
        counts = "growth"
    elif target.kind == "cumulative" and counts == "level":
        counts = "cumulative"
    for word in lexicon["empty"]:
        shorter = name.replace(word, "")
        name = shorter or name
    return IndicatorKey(name, counts, target.unit_text.replace("％", "%").strip())


def targets(duties: Duties) -> list[TargetDivergence]:
    """Contradicting values, those of one stated scope first."""
    levels = Levels(duties)
    grouped: dict[tuple[IndicatorKey, int], list[TargetRow]] = defaultdict(list)
    for target in duties.targets:
        if target.year is not None:
            grouped[indicator_key(target), target.year].append(target)
    found = []
    for (key, year), rows in grouped.items():
        for first, second in combinations(_one_per_statement(rows), 2):
            if _compatible(first, second) or not _comparable(duties, levels, first, second):
                continue
            later, earlier = _later_first(duties, first, second)
            found.append(TargetDivergence(key, year, later, earlier, _same_scope(first, second)))
    return sorted(found, key=lambda each: (not each.same_scope, each.year, each.key.base))


def cadences(duties: Duties) -> list[CadenceDivergence]:
    """The same actor and activity with another frequency; a frequency that is not stated contradicts nothing."""
    grouped: dict[tuple[str, str], list[CadenceRow]] = defaultdict(list)
    for row in duties.cadences:
        if row.frequency:
            grouped[_plain(row.actor), _activity(row.activity)].append(row)
    found = []
    for (actor, activity), rows in grouped.items():
        for first, second in combinations(rows, 2):
            one_home = (
                duties.documents[first.document].jurisdiction
                == duties.documents[second.document].jurisdiction
            )
            if first.frequency == second.frequency or not one_home:
                continue
            later, earlier = _later_first(duties, first, second)
            found.append(CadenceDivergence(actor, activity, later, earlier))
    return found


def look_alikes(duties: Duties) -> list[LookAlike]:
    """Indicators of different documents that share two characters of meaning, or count what is new alike; kept apart."""
    first_of: dict[tuple[str, IndicatorKey], TargetRow] = {}
    for target in duties.targets:
        first_of.setdefault((target.document, indicator_key(target)), target)
    holders: dict[str, list[tuple[str, IndicatorKey]]] = defaultdict(list)
    for entry in first_of:
        for gram in sorted({*_grams(entry[1].base), *_counted_alike(entry[1])}):
            holders[gram].append(entry)
    shared: dict[tuple[tuple[str, IndicatorKey], tuple[str, IndicatorKey]], set[str]] = defaultdict(set)
    for gram, entries in holders.items():
        if len(entries) <= _COMMON:
            for first, second in combinations(entries, 2):
                if first[0] != second[0] and first[1] != second[1]:
                    shared[first, second].add(gram)
    found = [
        LookAlike(first_of[first], first_of[second], tuple(sorted(grams)))
        for (first, second), grams in shared.items()
        if first_of[first].unit_text == first_of[second].unit_text
    ]
    return sorted(found, key=lambda each: (-len(each.shared), each.first.indicator, each.second.indicator))


Row = TypeVar("Row", TargetRow, CadenceRow)

_COMMON = 40
"""Two-character strings in more indicators than this tell nothing."""


def _one_per_statement(rows: Iterable[TargetRow]) -> list[TargetRow]:
    once: dict[tuple[str, float, str, str | None], TargetRow] = {}
    for row in rows:
        once.setdefault((row.document, row.value, row.comparator, row.scope), row)
    return list(once.values())


def _comparable(duties: Duties, levels: Levels, first: TargetRow, second: TargetRow) -> bool:
    """Of one jurisdiction: a city's and its district's figures differ by nature."""
    mine, theirs = duties.documents[first.document], duties.documents[second.document]
    return mine.jurisdiction == theirs.jurisdiction


def _compatible(first: TargetRow, second: TargetRow) -> bool:
    """Whether both can hold: equal, or one a bound that the other keeps."""
    if first.value == second.value:
        return True
    low, high = sorted((first, second), key=lambda row: row.value)
    return low.comparator in (">=", ">") or high.comparator == "<="


def _same_scope(first: TargetRow, second: TargetRow) -> bool:
    return first.scope is not None and first.scope == second.scope


def _later_first(duties: Duties, first: Row, second: Row) -> tuple[Row, Row]:
    def issued(row: TargetRow | CadenceRow) -> str:
        return duties.documents[row.document].issued or ""

    return (second, first) if issued(second) > issued(first) else (first, second)


@cache
def _activities() -> dict[str, str]:
    return {word: group[0] for group in words.table("findings")["cadence"]["activities"] for word in group}


def _activity(activity: str) -> str:
    plain = _plain(activity)
    return _activities().get(plain, plain)


def _plain(text: str) -> str:
    return re.sub(r"[\s“”]", "", text)


def _counted_alike(key: IndicatorKey) -> set[str]:
    """新增…企业 of 新增科技企业 and 新增高新技术企业: new ones of one kind of thing in one unit."""
    return {f"{key.counts}…{key.base[-1:]}{key.unit}"} if key.counts == "new" else set()


def _grams(base: str) -> set[str]:
    common = words.table("findings")["indicator"]["common"]
    return {base[at : at + 2] for at in range(len(base) - 1)}.difference(common)
