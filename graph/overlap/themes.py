"""What a whole section is about is no matter that two of its tasks happen to share.

In a plan for 综合保税区 every task is about 综合保税区: such words join all tasks of their section and single out none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from graph.overlap.duties import Duties
from graph.overlap.generic import is_generic

if TYPE_CHECKING:
    from graph.overlap.objects import Matter

FEWEST_TASKS = 6
"""Smaller sections have no theme of their own."""
SHARE = 3
"""A pair of characters is of the theme where more than one task in SHARE has it."""


class Themes:
    """The pairs of characters that make the theme of each section."""

    def __init__(self, duties: Duties) -> None:
        self._section = _sections(duties)
        holds: dict[int, Counter[str]] = defaultdict(Counter)
        size = Counter(self._section.values())
        for task in duties.tasks:
            section = self._section[task.id]
            if size[section] >= FEWEST_TASKS:
                raw = duties.documents[task.document].raw[task.span.start : task.span.end]
                holds[section].update(set(_grams("".join(raw.split()))))
        self._theme = {
            section: frozenset(gram for gram, count in counter.items() if count * SHARE > size[section])
            for section, counter in holds.items()
        }

    def pairs(self, matter: Matter) -> frozenset[tuple[str, str]]:
        """Pairs of tasks of one section of which the matter is the theme."""
        by_section: dict[int, list[str]] = defaultdict(list)
        for task in matter.tasks:
            by_section[self._section[task]].append(task)
        found: set[tuple[str, str]] = set()
        for section, tasks in by_section.items():
            theme = self._theme.get(section, frozenset())
            telling = [gram for gram in _grams(matter.label) if not is_generic(gram)]
            if (
                len(tasks) > 1
                and telling
                and all(gram in theme for gram in telling if not _straddles(gram, matter.label))
            ):
                found.update(combinations(tasks, 2))
        return frozenset(found)


def _sections(duties: Duties) -> dict[str, int]:
    """A section is a run of tasks under one outermost heading: several plans in one document repeat their headings."""
    found: dict[str, int] = {}
    number, last = 0, ("", "")
    for task in duties.tasks:
        here = (task.document, task.path.split(" > ", 1)[0])
        number += here != last
        last = here
        found[task.id] = number
    return found


def _grams(text: str) -> Iterator[str]:
    return (text[at : at + 2] for at in range(len(text) - 1))


def _straddles(gram: str, label: str) -> bool:
    """Whether what is left beside the pair of characters is generic on one side up to its middle."""
    at = label.index(gram) + 1
    return is_generic(label[:at]) or is_generic(label[at:])
