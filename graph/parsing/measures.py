"""The measures (举措) of a task: its sentences and semicolon clauses, lists of units left out."""

from __future__ import annotations

import re

_STOPS = re.compile(r"[。；;！？\n]")
_RUN_IN = re.compile(r"(?:^|(?<=[。；;：:！？\n]))([一二三四五六七八九十]{1,2}是)")

_FIRST_STOP = re.compile(r"[，。；：]")


def task_measures(text: str, start: int, end: int, holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places of the measures in ``text[start:end]``; ``holes`` are the places of its lists of units."""
    found: list[tuple[int, int]] = []
    at = start
    for a, b in [*sorted(holes), (end, end)]:
        if a < at:
            at = max(at, b)
            continue
        for match in _STOPS.finditer(text, at, a):
            _add(text, at, match.end(), found)
            at = match.end()
        _add(text, at, min(a, end), found)
        at = max(at, b)
        if at >= end:
            break
    return found


def _add(text: str, a: int, b: int, found: list[tuple[int, int]]) -> None:
    while a < b and text[a] in "。；;！？\n \t：，":
        a += 1
    while b > a and text[b - 1] in "。；;\n \t":
        b -= 1
    if b - a >= 4:
        found.append((a, b))


def run_in_measures(text: str, start: int, end: int) -> list[tuple[int, int, str, int]]:
    """一是…二是… inside the text of one task: (start, end, mark, end of its first clause)."""
    if text.count("是", start, end) < 2:
        return []
    marks = list(_RUN_IN.finditer(text, start, end))
    if len(marks) < 2:
        return []
    found = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        stop = following.start() if following else end
        line = text.find("\n", mark.start(), stop)
        if line >= 0:
            stop = line
        while stop > mark.end() and text[stop - 1] in "。；; \n":
            stop -= 1
        head = _FIRST_STOP.search(text, mark.end(), stop)
        head_end = head.start() if head else stop
        if mark.end() < head_end:
            found.append((mark.start(), stop, mark.group(1), head_end))
    return found
