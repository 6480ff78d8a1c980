"""M3, the hard part: what tasks act on, found as strings that several tasks share.

A matter is a string of 4 characters or more (or a word of the lexicon) that stands in 2 to √N of the tasks, with clean
borders at least once; it is no body, no place, and not made of generic words alone. Of strings that share
the same tasks the longest stands for the others, except that a mere form (概念验证中心) gives way to its matter (概念验证)
where that also stands in other forms. Words that the lexicon calls the same or neighbours are one symbol from
the start, so near names meet without any comparison of pairs; the reason is kept and shown.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations

from graph.overlap.duties import Duties, DutyTask
from graph.overlap.fragments import whole_names
from graph.overlap.generic import is_generic
from graph.overlap.matter import Matter, Place
from graph.overlap.phrases import GROUP, Reading, Vocabulary, groups
from graph.overlap.repeats import Repeat, repeats
from graph.overlap.themes import Themes
from ontology import words
from ontology.kinds import is_a

SHORTEST_MATTER = 4
FEWEST_AT_MOST, MOST_AT_MOST = 6, 40
"""A matter may stand in √N tasks, in no fewer than 6 and no more than 40: so its pairs are few in any store."""


def at_most(tasks: int) -> int:
    """In how many tasks a matter may stand: a word of more tasks tells nothing of any two of them."""
    return min(MOST_AT_MOST, max(FEWEST_AT_MOST, math.isqrt(tasks)))


def read_tasks(duties: Duties, tasks: Iterable[DutyTask] | None = None) -> dict[str, Reading]:
    """The readings of all tasks, by id; duty brackets are left out."""
    vocabulary = Vocabulary(body_and_place_names(duties))
    return {
        task.id: vocabulary.read(
            duties.documents[task.document].raw, task.span, tuple({part.span for part in task.parts})
        )
        for task in (duties.tasks if tasks is None else tasks)
    }


def body_and_place_names(duties: Duties) -> set[str]:
    """Names of bodies and places: parties and settings of a duty, never its matter."""
    found: set[str] = set()
    for name in duties.names.values():
        if is_a(name.type, "Organization") or is_a(name.type, "Location"):
            found.update((name.name, *name.aliases))
    for frame in duties.documents.values():
        found.update(_place_forms(frame.jurisdiction or ""))
    return {name for name in found if len(name) > 1 and name not in _plain_words()}


def find(duties: Duties) -> list[Matter]:
    """All matters of two tasks or more, the rarest and longest first."""
    readings = read_tasks(duties, (task for task in duties.tasks if task.id not in duties.echoes))
    ids = list(readings)
    texts = list(readings.values())
    found = list(repeats(texts, at_most(len(ids))))
    kept = _most_special(_clean(found, texts))
    matters: list[Matter] = []
    for candidate in kept:
        matters.extend(_matters(candidate, ids, texts))
    themes = Themes(duties)
    told = [
        replace(matter, covered=matter.covered | themes.pairs(matter))
        for matter in whole_names(duties, _fold(matters))
    ]
    return sorted(told, key=lambda matter: (len(matter.tasks), -len(matter.label), matter.label))


# -- from strings to candidates


@dataclass
class _Candidate:
    key: str
    repeat: Repeat
    text: str
    broad: bool
    party: bool
    """A body or those it serves: no matter itself, and no part of it is one where it stands."""
    forms: set[str] = field(default_factory=set)
    narrower: list[str] = field(default_factory=list)
    covered: set[tuple[int, int]] = field(default_factory=set)


def _clean(found: Sequence[Repeat], texts: Sequence[Reading]) -> dict[str, _Candidate]:
    candidates: dict[str, _Candidate] = {}
    for repeat in found:
        item, start = repeat.places[0]
        symbols = texts[item].symbols[start : start + repeat.length]
        text = texts[item].text(start, start + repeat.length)
        special = any(symbol >= GROUP for symbol in symbols)
        bare = text in _matter_words()
        if len(text) < SHORTEST_MATTER and not special and not bare:
            continue
        key = "".join(chr(int(symbol)) for symbol in symbols)
        if key in _bare_spellings() or is_generic(_plain(symbols.tolist(), texts[item], start)):
            continue
        party = text.endswith(_party_endings()) and not special
        candidates[key] = _Candidate(key, repeat, text, bare, party)
    return candidates


def _plain(symbols: Sequence[int], reading: Reading, start: int) -> str:
    """The string with each ``near`` group as a mark that is never generic; spellings of one word stay as they are."""
    return "".join(
        "\0" if symbol >= GROUP and groups()[int(symbol) - GROUP].near else reading.shown[start + at]
        for at, symbol in enumerate(symbols)
    )


@cache
def _bare_spellings() -> frozenset[str]:
    """Keys of the groups that are kinds of things (产业园, 国家) and no matter alone."""
    alone = {tuple(each["words"]) for each in words.table("objects")["same"] if each.get("kind")}
    return frozenset(chr(GROUP + at) for at, group in enumerate(groups()) if group.words in alone)


def _most_special(candidates: dict[str, _Candidate]) -> list[_Candidate]:
    """Of strings with the same tasks the longest; special forms below their matter; what is covered, out."""
    dropped: set[str] = set()
    forms = tuple(words.table("objects")["forms"])
    for key in sorted(candidates, key=len, reverse=True):
        long = candidates[key]
        if key in dropped:
            continue
        size = len(key)
        for length in range(size - 1, 0, -1):
            for start in range(size - length + 1):
                short = candidates.get(key[start : start + length])
                if short is None or short.key in dropped or short.broad:
                    continue
                rest = key[length:] if start == 0 else ""
                if short.repeat.items == long.repeat.items:
                    if (
                        rest in forms
                        and key not in dropped
                        and len(short.repeat.places) > len(long.repeat.places)
                    ):
                        short.forms.add(long.text)
                        dropped.add(key)
                    elif key not in dropped:
                        dropped.add(short.key)
                elif start == 0 and key not in dropped and set(long.repeat.items) < set(short.repeat.items):
                    short.narrower.append(long.text)
                    if rest in forms:
                        dropped.add(key)
    alive = {key: each for key, each in candidates.items() if key not in dropped}
    for key, long in alive.items():
        pairs = set(combinations(long.repeat.items, 2))
        size = len(key)
        for length in range(size - 1, 0, -1):
            for start in range(size - length + 1):
                short = alive.get(key[start : start + length])
                if short is not None:
                    short.covered |= pairs
    return [
        each
        for each in alive.values()
        if not each.party and not each.covered.issuperset(combinations(each.repeat.items, 2))
    ]


# -- from candidates to matters


def _matters(candidate: _Candidate, ids: Sequence[str], texts: Sequence[Reading]) -> list[Matter]:
    size = candidate.repeat.length
    places: list[Place] = []
    starts: list[tuple[int, int]] = []
    for item, start in candidate.repeat.places:
        reading = texts[item]
        if not reading.may_start[start] or not reading.may_end[start + size]:
            continue
        places.append(_place(ids[item], reading, start, start + size))
        starts.append((item, start))
    covered = frozenset((ids[a], ids[b]) for a, b in candidate.covered)
    if _mechanism().fullmatch(candidate.text):
        return _mechanisms(candidate, places, starts, texts)
    label, written, reason = _label(candidate, places)
    matter = Matter(
        key=_key(candidate),
        label=label,
        kind="field" if is_field(candidate.text, candidate.key) else "matter",
        places=tuple(places),
        written=written,
        reason=reason,
        narrower=tuple(sorted(set(candidate.narrower), key=lambda text: (len(text), text))),
        covered=covered,
    )
    return [matter] if len(matter.tasks) > 1 else []


def _place(task: str, reading: Reading, start: int, end: int) -> Place:
    clause = _around(reading, start, end, "，。；！？,;：")
    sentence = _around(reading, start, end, "。；！？;")
    return Place(
        task,
        reading.span(start, end),
        reading.text(start, end),
        reading.span(*clause),
        reading.span(*sentence),
    )


def _around(reading: Reading, start: int, end: int, stops: str) -> tuple[int, int]:
    first, last = start, end
    while first > 0 and reading.shown[first - 1] not in stops:
        first -= 1
    while last < len(reading) and reading.shown[last] not in stops:
        last += 1
    return first, last


def _label(candidate: _Candidate, places: Sequence[Place]) -> tuple[str, tuple[str, ...], str | None]:
    counts = Counter(place.written for place in places)
    written = tuple(text for text, _ in counts.most_common())
    used = [groups()[ord(symbol) - GROUP] for symbol in candidate.key if ord(symbol) >= GROUP]
    near = [group for group in used if group.near]
    if near and len(candidate.key) == 1 and len(written) > 1:
        label = near[0].label
    elif used and not near:
        label = _key(candidate)
    else:
        label = max(written, key=lambda text: (counts[text], len(text)))
    reasons = None
    if len(written) > 1:
        differing = (
            g for g in used if g.reason and sum(any(w in text for text in written) for w in g.words) > 1
        )
        reasons = "；".join(dict.fromkeys(group.reason for group in differing)) or None
    if candidate.forms:
        written = (*written, *sorted(candidate.forms))
    return label, written, reasons


def _key(candidate: _Candidate) -> str:
    """The matter's words; a group of words by its first one, so that the key is the same in any store."""
    return "".join(
        groups()[ord(symbol) - GROUP].words[0] if ord(symbol) >= GROUP else symbol for symbol in candidate.key
    )


def _mechanisms(
    candidate: _Candidate,
    places: Sequence[Place],
    starts: Sequence[tuple[int, int]],
    texts: Sequence[Reading],
) -> list[Matter]:
    """三级联动 of 市区镇 and of 市区校 are two: split by the levels named before it, or in its sentence."""
    stated = [_levels_before(texts[item], start) for item, start in starts]
    known = {levels for levels in stated if levels}
    grouped: dict[str, list[Place]] = defaultdict(list)
    for place, levels, (item, start) in zip(places, stated, starts, strict=True):
        if not levels:
            reading = texts[item]
            first, last = _around(reading, start, start + candidate.repeat.length, "。；！？;")
            sentence = reading.text(first, last)
            meant = [each for each in known if all(level in sentence for level in _split_levels(each))]
            levels = meant[0] if len(meant) == 1 else ""
        grouped[levels].append(place)
    found = []
    for levels, group in grouped.items():
        others = sorted(f"{each}{candidate.text}" for each in grouped if each != levels and each)
        matter = Matter(
            key=levels + _key(candidate),
            label=levels + candidate.text,
            kind="matter",
            places=tuple(group),
            written=tuple(dict.fromkeys(place.written for place in group)),
            note=f"另有{'、'.join(others)}，参与层级不同，未计在内" if others else None,
        )
        if len(matter.tasks) > 1:
            found.append(matter)
    return found


def _levels_before(reading: Reading, start: int) -> str:
    levels = words.table("objects")["mechanisms"]["levels"]
    first = start
    while first > 0 and reading.symbols[first - 1] != 0:
        step = next(
            (len(each) for each in levels if reading.text(max(0, first - len(each)), first) == each), 0
        )
        if not step:
            break
        first -= step
    return reading.text(first, start)


def _split_levels(levels: str) -> list[str]:
    return re.findall("|".join(words.table("objects")["mechanisms"]["levels"]), levels)


def _fold(matters: Iterable[Matter]) -> list[Matter]:
    """One matter per key: spellings that end as the same words are one."""
    by_key: dict[str, Matter] = {}
    for matter in matters:
        other = by_key.get(matter.key)
        if other is None:
            by_key[matter.key] = matter
        else:
            places = {(place.task, place.span): place for place in (*other.places, *matter.places)}
            by_key[matter.key] = replace(other, places=tuple(places.values()))
    return list(by_key.values())


@cache
def _fields() -> frozenset[str]:
    names: set[str] = set()
    for row in words.rows("industries"):
        names.update((row["name"], *filter(None, (row["forms"] or "").split("|"))))
    return frozenset(names)


def is_field(text: str, key: str = "") -> bool:
    """An industry or technology: an area in which many work, not a matter of its own. Groups of the lexicon are matters."""
    if any(ord(symbol) >= GROUP for symbol in key):
        return False
    if text in _fields():
        return True
    return any(
        text.startswith(field_) and is_generic(text[len(field_) :])
        for field_ in _fields()
        if len(field_) < len(text)
    )


@cache
def _mechanism() -> re.Pattern[str]:
    return re.compile(words.table("objects")["mechanisms"]["pattern"])


@cache
def _party_endings() -> tuple[str, ...]:
    return (*words.table("objects")["body_endings"], *words.table("objects")["served_endings"])


@cache
def _matter_words() -> frozenset[str]:
    return frozenset(words.table("objects")["matters"])


@cache
def _plain_words() -> frozenset[str]:
    lexicon = words.table("objects")
    return frozenset(lexicon["generic"]) | frozenset(lexicon["whole"])


def _place_forms(jurisdiction: str) -> set[str]:
    """上海市闵行区 -> 上海市闵行区, 上海市, 上海, 闵行区, 闵行."""
    parts = re.findall(r".+?(?:省|自治区|市|区|县|州|盟|旗)", jurisdiction)
    forms = {jurisdiction, *parts, *(part[:-1] for part in parts)}
    return {form for form in forms if len(form) > 1}
