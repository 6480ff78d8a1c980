"""Pairs of units that share tasks, with Newman's weight: M1 on rows of (unit, task)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.overlap.network import Incidence, matrix, pairs


@dataclass(frozen=True, slots=True)
class SharedTasks:
    left: str
    right: str
    weight: float
    """Σ 1/(n−1) over the shared tasks, n units listed for each; six decimals."""
    tasks: tuple[str, ...]


def shared_tasks(listed: Iterable[tuple[str, str]]) -> Iterator[SharedTasks]:
    """Each pair once, in order of ids. ``listed`` may repeat a unit's part in a task; it counts once."""
    parts = sorted(set(listed))
    units = {unit: place for place, unit in enumerate(sorted({unit for unit, _ in parts}))}
    tasks = {task: place for place, task in enumerate(sorted({task for _, task in parts}))}
    of: dict[str, set[str]] = {unit: set() for unit in units}
    for unit, task in parts:
        of[unit].add(task)
    names = tuple(units)
    table = matrix([units[u] for u, _ in parts], [tasks[t] for _, t in parts], len(units), len(tasks))
    found = pairs(Incidence(names, tuple(tasks), table))
    for left, right, weight in zip(found.left, found.right, found.weight, strict=True):
        a, b = names[left], names[right]
        yield SharedTasks(a, b, round(float(weight), 6), tuple(sorted(of[a] & of[b])))
