"""The lines of the normalised view with their places, and Chinese numerals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

NUMERALS = "一二三四五六七八九十"


class Line(NamedTuple):
    start: int
    end: int
    text: str


def text_lines(text: str) -> list[Line]:
    """The lines of the view with their offsets; empty lines left out."""
    found = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            found.append(Line(start, end, line))
        start = end + 1
    return found


def lines_outside(text: str, start: int, end: int, skip: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines of ``text[start:end]`` that do not begin inside ``skip`` (sorted, apart)."""
    found = []
    stretches = iter(sorted(skip))
    hole = next(stretches, None)
    for line in text_lines(text[start:end]):
        at = start + line.start
        while hole and hole[1] <= at:
            hole = next(stretches, None)
        if not (hole and hole[0] <= at < hole[1]):
            found.append(Line(at, start + line.end, line.text))
    return found


def numeral(text: str) -> int:
    """十二 -> 12, 二 -> 2, 12 -> 12 (1 to 99)."""
    if text.isdigit():
        return int(text)
    tens, mark, ones = text.rpartition("十")
    if not mark:
        return NUMERALS.index(text[-1]) + 1
    return (NUMERALS.index(tens[-1]) + 1 if tens else 1) * 10 + (NUMERALS.index(ones[-1]) + 1 if ones else 0)
