"""What a whole section or document is about is no matter that two of its tasks happen to share.

In a plan for 综合保税区 every task is about 综合保税区: such words join all tasks of their section and single out none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from graph.overlap.duties import Duties
from graph.overlap.generic import is_generic
from graph.overlap.matter import Matter

FEWEST_TASKS = 6
"""Smaller sections have no theme of their own."""
SHARE = 3
"""A pair of characters is of the theme where more than one task in SHARE has it."""


class Themes:
    """The pairs of characters that make the theme of each section."""

    def __init__(self, duties: Duties) -> None:
        self._section = _sections(duties)
        self._document = {task.id: task.document for task in duties.tasks}
        holds: dict[int, Counter[str]] = defaultdict(Counter)
        size = Counter(self._section.values())
        for task in duties.tasks:
            section = self._section[task.id]
            if size[section] >= FEWEST_TASKS:
                raw = duties.documents[task.document].raw[task.span.start : task.span.end]
                holds[section].update(set(_grams("".join(raw.split()))))
        self._theme: dict[int, frozenset[str]] = defaultdict(frozenset)
        for section, counter in holds.items():
            self._theme[section] = frozenset(
                g for g, count in counter.items() if count * SHARE > size[section]
            )
        for task in duties.tasks:
            # what the title of a document says, all of it is about
            title = "".join(duties.documents[task.document].title.split())
            self._theme[self._section[task.id]] |= _grams_of(title)

    def pairs(self, matter: Matter) -> frozenset[tuple[str, str]]:
        """Pairs of tasks of one document of whose sections the matter is the theme."""
        telling = [g for g in _grams(matter.label) if not is_generic(g) and not _straddles(g, matter.label)]
        by_document: dict[str, list[str]] = defaultdict(list)
        for task in matter.tasks:
            if telling and self._theme[self._section[task]].issuperset(telling):
                by_document[self._document[task]].append(task)
        return frozenset(pair for tasks in by_document.values() for pair in combinations(tasks, 2))


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


@cache
def _grams_of(title: str) -> frozenset[str]:
    return frozenset(_grams(title))


def _grams(text: str) -> Iterator[str]:
    return (text[at : at + 2] for at in range(len(text) - 1))


def _straddles(gram: str, label: str) -> bool:
    """Whether what is left beside the pair of characters is generic on one side up to its middle."""
    at = label.index(gram) + 1
    return is_generic(label[:at]) or is_generic(label[at:])
