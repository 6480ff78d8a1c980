"""M2 fragmentation, M6 order of lists, M7 load, and whether a pair's sharing is more than chance.

Definitions: docs/overlap.md. M1 is in ``network.py``, M3 in ``matters.py``, M4 in ``gaps.py``, M5 in ``divergence.py``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np

from graph.overlap.duties import Duties
from graph.overlap.network import Pairs

SMALL_SAMPLE = 50
"""Tasks below which no significance is shown."""


@dataclass(frozen=True, slots=True)
class Fragmentation:
    task: str
    units: int
    has_lead: bool
    score: float
    """(1 − 1/n) × (0 if a lead is stated, else 1)."""


@dataclass(frozen=True, slots=True)
class Order:
    """M6 of one document: what its lists say about precedence."""

    document: str
    lists: int
    pairs: int
    recurring: int
    """Unordered pairs of units that stand together in two lists or more."""
    reversals: int
    """Of those, the ones that stand in both orders."""
    acyclic: bool
    reversed_pairs: tuple[tuple[str, str], ...] = ()

    @property
    def protocol(self) -> bool:
        """The order follows one protocol as far as it can be compared, so it says nothing of lead."""
        return self.acyclic and self.reversals == 0 and self.recurring > 0


@dataclass(frozen=True, slots=True)
class Load:
    unit: str
    load: float
    """Σ 1/n over the unit's tasks."""
    tasks: int
    leads: int
    indicators: int


def fragmentation(duties: Duties, running_text: bool = False) -> list[Fragmentation]:
    """M2 of every task with n ≥ 1, highest first."""
    found = []
    for task in duties.tasks:
        n = len(task.units(running_text))
        if n:
            lead = task.has_lead(running_text)
            found.append(Fragmentation(task.id, n, lead, 0.0 if lead else 1 - 1 / n))
    return sorted(found, key=lambda each: -each.score)


def order(duties: Duties, document: str) -> Order:
    """M6: the precedence graph of all lists of one document."""
    before: Counter[tuple[str, str]] = Counter()
    lists = unit_lists(duties, document)
    for units in lists:
        before.update(combinations(units, 2))
    together = Counter[frozenset[str]]()
    for pair, times in before.items():
        together[frozenset(pair)] += times
    recurring = [pair for pair, times in together.items() if times > 1]
    reversed_pairs = sorted(
        (first, second) for first, second in before if first < second and (second, first) in before
    )
    graph = nx.DiGraph(before.keys())
    return Order(
        document=document,
        lists=len(lists),
        pairs=len(together),
        recurring=len(recurring),
        reversals=len(reversed_pairs),
        acyclic=nx.is_directed_acyclic_graph(graph),
        reversed_pairs=tuple(reversed_pairs),
    )


def unit_lists(duties: Duties, document: str) -> list[tuple[str, ...]]:
    """Every list of two units or more of one role, in the written order, of tasks and indicators."""
    grouped: dict[tuple[str, str, int], list[tuple[int, str]]] = defaultdict(list)
    owners = [(task.id, task.counted()) for task in duties.tasks if task.document == document]
    owners += [(row.id, row.owners) for row in duties.indicators if row.document == document]
    for owner, parts in owners:
        for part in parts:
            grouped[owner, part.role, part.span.start].append((part.position, part.unit))
    ordered = (tuple(dict.fromkeys(unit for _, unit in sorted(rows))) for rows in grouped.values())
    return [units for units in ordered if len(units) > 1]


def loads(duties: Duties, running_text: bool = False) -> list[Load]:
    """M7 of every unit that has a task or an indicator, heaviest first."""
    load: defaultdict[str, float] = defaultdict(float)
    tasks: Counter[str] = Counter()
    leads: Counter[str] = Counter()
    indicators: Counter[str] = Counter()
    for task in duties.tasks:
        units = task.units(running_text)
        leading = {part.unit for part in task.counted(running_text) if part.role == "lead"}
        for unit in units:
            load[unit] += 1 / len(units)
            tasks[unit] += 1
            leads[unit] += unit in leading
    for row in duties.indicators:
        for unit in dict.fromkeys(part.unit for part in row.owners):
            load[unit] += 0
            indicators[unit] += 1
    found = [Load(unit, value, tasks[unit], leads[unit], indicators[unit]) for unit, value in load.items()]
    return sorted(found, key=lambda each: (-round(each.load, 9), -each.indicators))


def significance(shared: Pairs, tasks: int) -> np.ndarray | None:
    """For each pair, the p-value of sharing k tasks or more by chance (hypergeometric), adjusted over
    all pairs of units after Benjamini and Hochberg (1995). None with fewer than ``SMALL_SAMPLE`` tasks.
    """
    if tasks < SMALL_SAMPLE:
        return None
    # Loading the distributions takes most of a second, and small stores never need them.
    from scipy.stats import hypergeom

    p = hypergeom.sf(shared.k - 1, tasks, shared.tasks_of[shared.left], shared.tasks_of[shared.right])
    every_pair = len(shared.units) * (len(shared.units) - 1) / 2
    by_size = np.argsort(p, kind="stable")
    steps = p[by_size] * every_pair / np.arange(1, len(p) + 1)
    adjusted = np.empty_like(p)
    adjusted[by_size] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1)
    return adjusted
