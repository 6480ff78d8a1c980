"""M1: which units share tasks. A sparse product of units × tasks, never a loop over pairs of units.

With B the 0/1 incidence of units and tasks, k = B Bᵀ counts shared tasks and w = B D Bᵀ with
D = diag(1/(n−1)) is Newman's collaboration weight (M. E. J. Newman, *Scientific collaboration
networks II*, Phys. Rev. E 64, 016132, 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy import sparse

from graph.overlap.duties import Duties

LOUVAIN_SEED = 20260618
"""Any fixed number: the same store must give the same communities."""


@dataclass(frozen=True)
class Incidence:
    """Who is counted for what: CSR matrix of 0/1, units × tasks."""

    units: tuple[str, ...]
    tasks: tuple[str, ...]
    matrix: sparse.csr_array


@dataclass(frozen=True)
class Pairs:
    """Pairs of units that share at least one task, as parallel arrays with ``left`` < ``right``.

    ``k``: shared tasks; ``weight``: Σ 1/(n−1) over them; ``tasks_of``: tasks of every unit.
    """

    units: tuple[str, ...]
    left: np.ndarray
    right: np.ndarray
    k: np.ndarray
    weight: np.ndarray
    tasks_of: np.ndarray

    def __len__(self) -> int:
        return len(self.k)

    @property
    def jaccard(self) -> np.ndarray:
        """k ÷ tasks of either."""
        return self.k / (self.tasks_of[self.left] + self.tasks_of[self.right] - self.k)

    @property
    def overlap(self) -> np.ndarray:
        """k ÷ tasks of the one with fewer; 1 = one body's duties lie inside the other's."""
        return self.k / np.minimum(self.tasks_of[self.left], self.tasks_of[self.right])

    def strongest(self) -> np.ndarray:
        """Places of the pairs, heaviest first; ties keep the order of units."""
        return np.lexsort((self.right, self.left, -self.k, -np.round(self.weight, 9)))


def incidence(duties: Duties, running_text: bool = False) -> Incidence:
    """The counted parts of all tasks with n ≥ 1, units in the order in which they first appear."""
    return incidence_of((task.id, task.units(running_text)) for task in duties.tasks)


def incidence_of(listings: Iterable[tuple[str, Iterable[str]]]) -> Incidence:
    """The same of tasks each with the units it lists."""
    units: dict[str, int] = {}
    tasks: list[str] = []
    rows: list[int] = []
    columns: list[int] = []
    for task, listed in listings:
        before = len(rows)
        for unit in listed:
            rows.append(units.setdefault(unit, len(units)))
            columns.append(len(tasks))
        if len(rows) > before:
            tasks.append(task)
    return Incidence(tuple(units), tuple(tasks), matrix(rows, columns, len(units), len(tasks)))


def matrix(
    rows: Sequence[int] | np.ndarray, columns: Sequence[int] | np.ndarray, units: int, tasks: int
) -> sparse.csr_array:
    """A 0/1 CSR matrix; a unit listed twice for a task counts once."""
    built = sparse.csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(units, tasks))
    built.sum_duplicates()
    built.data[:] = 1
    return built


def pairs(who: Incidence, rows_at_once: int = 20_000) -> Pairs:
    """All pairs with k ≥ 1. Rows are multiplied in blocks, so that memory holds one block and the result."""
    table = who.matrix
    listed = np.asarray(table.sum(axis=0)).ravel()
    share = np.zeros_like(listed)
    np.divide(1, listed - 1, out=share, where=listed > 1)
    by_task = table.T.tocsr()
    weighted = sparse.csr_array(
        (by_task.data * np.repeat(share, np.diff(by_task.indptr)), by_task.indices, by_task.indptr),
        shape=by_task.shape,
    )
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
    for first in range(0, table.shape[0], rows_at_once):
        block = table[first : first + rows_at_once]
        shared = sparse.triu(block @ by_task, k=first + 1, format="csr")
        weights = sparse.triu(block @ weighted, k=first + 1, format="csr")
        shared.sort_indices()
        weights.sort_indices()
        # one incidence pattern, so the two products hold the same cells in the same order
        cells = shared.tocoo()
        found.append(
            (
                (cells.row + first).astype(np.int32),
                cells.col.astype(np.int32),
                np.rint(cells.data).astype(np.int32),
                weights.data.astype(np.float32),
            )
        )
    left, right, k, weight = (
        [np.concatenate(each) for each in zip(*found, strict=True)] if found else [np.empty(0, int)] * 4
    )
    return Pairs(who.units, left, right, k, weight, np.diff(table.indptr).astype(np.int64))


def strongest_units(shared: Pairs, most: int) -> Pairs:
    """The pairs among the ``most`` units that share most (Σ weight); all of them where there are no more."""
    if len(shared.units) <= most:
        return shared
    total = np.zeros(len(shared.units))
    np.add.at(total, shared.left, shared.weight)
    np.add.at(total, shared.right, shared.weight)
    kept = np.sort(np.argsort(-total, kind="stable")[:most])
    place = np.full(len(shared.units), -1)
    place[kept] = np.arange(len(kept))
    inside = (place[shared.left] >= 0) & (place[shared.right] >= 0)
    return Pairs(
        tuple(shared.units[at] for at in kept),
        place[shared.left[inside]],
        place[shared.right[inside]],
        shared.k[inside],
        shared.weight[inside],
        shared.tasks_of[kept],
    )


def projection(shared: Pairs) -> nx.Graph:
    """Units joined where they share tasks; edges carry ``k``, ``weight``, ``jaccard``, ``overlap``."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(shared.units)
    for left, right, k, weight, jaccard, overlap in zip(
        shared.left, shared.right, shared.k, shared.weight, shared.jaccard, shared.overlap, strict=True
    ):
        graph.add_edge(
            shared.units[left],
            shared.units[right],
            k=int(k),
            weight=float(weight),
            jaccard=float(jaccard),
            overlap=float(overlap),
        )
    return graph


def bipartite(who: Incidence) -> nx.Graph:
    """Units and tasks; an edge where the unit is counted for the task."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(who.units, bipartite=0)
    graph.add_nodes_from(who.tasks, bipartite=1)
    cells = who.matrix.tocoo()
    graph.add_edges_from(
        (who.units[row], who.tasks[column]) for row, column in zip(cells.row, cells.col, strict=True)
    )
    return graph


def communities(shared: Pairs) -> list[list[str]]:
    """Groups of units that share tasks with each other more than with others (Louvain, weighted)."""
    graph = projection(shared)
    place = {unit: at for at, unit in enumerate(shared.units)}
    found = nx.community.louvain_communities(graph, weight="weight", seed=LOUVAIN_SEED)
    groups = [sorted(group, key=place.__getitem__) for group in found]
    return sorted(groups, key=lambda group: (-len(group), place[group[0]]))


def path(who: Incidence, first: str, second: str) -> list[str]:
    """A shortest chain unit, task, unit … between two units; empty where none exists."""
    graph = bipartite(who)
    if first not in graph or second not in graph:
        return []
    try:
        return list(nx.shortest_path(graph, first, second))
    except nx.NetworkXNoPath:
        return []
