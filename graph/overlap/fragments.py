"""A shared string that is only the beginning of names: 宁德时代 of 宁德时代上海未来能源研究院.

Where all those names are one name, places in it aside, the matter is that thing; where they are several, it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.overlap.duties import Duties
from graph.overlap.matter import Matter
from ontology.kinds import is_a


def whole_names(duties: Duties, matters: Iterable[Matter]) -> Iterator[Matter]:
    """The matters, fragments of one name relabelled with it, fragments of several names left out."""
    platforms = sorted(
        {
            form
            for name in duties.names.values()
            if is_a(name.type, "Platform")
            for form in (name.name, *name.aliases)
        }
    )
    places = {
        form
        for name in duties.names.values()
        if is_a(name.type, "Location")
        for form in (name.name, *name.aliases)
        if len(form) > 1
    }
    automaton = AhoCorasick(platforms, matchkind=MatchKind.LeftmostLongest) if platforms else None
    without = re.compile("|".join(sorted(map(re.escape, places), key=len, reverse=True)) or "$^")
    for matter in matters:
        names = [_name_around(duties, matter, at, automaton, platforms) for at in range(len(matter.places))]
        if automaton is None or not all(names):
            yield matter
            continue
        if len({without.sub("", name) for name in names}) == 1:
            forms = tuple(dict.fromkeys(names))
            yield replace(matter, label=min(forms, key=len), written=forms)


def _name_around(
    duties: Duties, matter: Matter, at: int, automaton: AhoCorasick | None, platforms: list[str]
) -> str:
    """The platform's name that begins with the matter at this place and goes on behind it; empty where none."""
    place = matter.places[at]
    raw = duties.documents[duties.task[place.task].document].raw
    rest = "".join(raw[place.span.start : place.clause.end].split())
    if automaton is None:
        return ""
    first = next(iter(automaton.find_matches_as_indexes(rest)), None)
    if first is None or first[1] != 0 or first[2] <= len(place.written):
        return ""
    return platforms[first[0]]
