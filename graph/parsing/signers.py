"""Bodies written one after another: joint signers run together, lists of readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.model import Cited, SourceText
from graph.parsing.frame import cite, pattern


def split_bodies(source: SourceText, start: int, end: int) -> list[Cited]:
    """Joint signers, apart by a space, a sign, or run together."""
    text, offsets = source.text, source.offsets
    cuts = [start]
    for place in range(start + 1, end):
        sign = text[place - 1] in " 、，"
        gap = offsets[place] - offsets[place - 1] > 1
        left, right = text[cuts[-1] : place].strip(" 、，"), text[place:end]
        if sign or _parts_here(left, right, gap):
            cuts.append(place)
    cuts.append(end)
    found = []
    for a, b in pairwise(cuts):
        while b > a and text[b - 1] in " 、，":
            b -= 1
        while a < b and text[a] in " 、，":
            a += 1
        if a < b:
            found.append(cite(source, a, b))
    return found


def _parts_here(left: str, right: str, gap: bool) -> bool:
    """Whether ``left`` is a whole body and another begins at ``right``."""
    if len(left) < 3 or len(right) < 3 or not pattern("body").search(left) or pattern("part").match(right):
        return False
    if gap and pattern("body").search(right):
        return True
    place = pattern("place").match(left)
    if place:
        # Joint signers of one place repeat its name: 黄浦区教育局黄浦区文化和旅游局.
        return right.startswith(left[:2])
    return bool(pattern("body").search(right)) and left.endswith(
        ("部", "委员会", "总局", "署", "办公厅", "国务院")
    )


def listed_bodies(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """The bodies of a list of copies: apart by ，；。 and by 、 between whole names (not 各委、办、局)."""
    for stretch in re.finditer("[^，；。,;]+", text[begin:]):
        pieces = list(re.finditer("[^、]+", stretch.group()))
        start = begin + stretch.start()
        whole = all(len(piece.group().strip()) >= 3 for piece in pieces)
        spans = [piece.span() for piece in pieces] if whole else [(0, len(stretch.group()))]
        for a, b in spans:
            yield start + a, start + b
