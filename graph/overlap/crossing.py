"""M3: tasks that act on the same matter and answer to different units, scored over an inverted index.

For a pair (i, j) of tasks S = Σ idf(o), o ∈ Oᵢ ∩ Oⱼ ÷ Σ idf(o), o ∈ Oᵢ ∪ Oⱼ × (1 − J(Uᵢ, Uⱼ)) with
idf(o) = ln((N + 1) / (df(o) + 1)). Only pairs that share a matter are ever formed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from scipy import sparse

from graph.overlap import levels
from graph.overlap.deeds import Deed, deed
from graph.overlap.duties import Duties, IndicatorRow
from graph.overlap.matter import Matter


@dataclass(frozen=True)
class Scores:
    """Pairs of tasks that share a matter, as parallel arrays; ``left`` < ``right`` count ``tasks``."""

    tasks: tuple[str, ...]
    left: np.ndarray
    right: np.ndarray
    likeness: np.ndarray
    """Σ idf of the shared ÷ Σ idf of all matters of the two."""
    jaccard: np.ndarray
    """Jaccard of the units; nan where a task states none."""

    @property
    def score(self) -> np.ndarray:
        """S; nan where units are not stated."""
        return self.likeness * (1 - self.jaccard)

    def table(self) -> dict[tuple[str, str], tuple[float, float]]:
        """(task, task) -> (likeness, Jaccard of units)."""
        return {
            (self.tasks[a], self.tasks[b]): (float(likeness), float(jaccard))
            for a, b, likeness, jaccard in zip(
                self.left, self.right, self.likeness, self.jaccard, strict=True
            )
        }


@dataclass(frozen=True, slots=True)
class TaskPair:
    """Two tasks on one matter. ``relation``: same_level, lineage or not_stated."""

    left: str
    right: str
    likeness: float
    jaccard: float | None
    relation: str
    shared: Deed
    """What the two do alike with the matter."""

    @property
    def score(self) -> float:
        return 0.0 if self.jaccard is None else self.likeness * (1 - self.jaccard)


@dataclass(frozen=True)
class Crossing:
    """One matter with its tasks, pairs and the indicators that name it."""

    matter: Matter
    pairs: tuple[TaskPair, ...]
    relation: str
    indicators: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        return max((pair.score for pair in self.pairs if pair.relation == "same_level"), default=0.0)

    @property
    def duplication(self) -> TaskPair | None:
        """The first pair with the same action and the same beneficiary or place."""
        return next((p for p in self.pairs if p.relation == "same_level" and p.shared.duplication), None)


def scores(duties: Duties, matters: Sequence[Matter], running_text: bool = False) -> Scores:
    """Likeness and Jaccard of owners for all pairs of tasks that share a matter."""
    tasks = tuple(task.id for task in duties.tasks)
    place = {task: at for at, task in enumerate(tasks)}
    rows = [place[task] for matter in matters for task in matter.tasks]
    columns = np.repeat(np.arange(len(matters)), [len(matter.tasks) for matter in matters])
    frequency = np.array([len(matter.tasks) for matter in matters])
    # A matter of all tasks (a store with two tasks) tells little, yet its pairs are there: never a weight of 0.
    idf = np.maximum(np.log((len(tasks) + 1) / (frequency + 1)), 1e-6)
    units: dict[str, int] = {}
    owner_rows: list[int] = []
    owner_columns: list[int] = []
    for at, task in enumerate(duties.tasks):
        for unit in task.units(running_text):
            owner_rows.append(at)
            owner_columns.append(units.setdefault(unit, len(units)))
    holds = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(tasks), len(matters)))
    owns = sparse.csr_array(
        (np.ones(len(owner_rows)), (owner_rows, owner_columns)), shape=(len(tasks), max(len(units), 1))
    )
    left, right, likeness, jaccard = pair_scores(holds, idf, owns)
    return Scores(tasks, left, right, likeness, jaccard)


def pair_scores(
    holds: sparse.csr_array, idf: np.ndarray, owns: sparse.csr_array, at_once: int = 20_000
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """left, right, likeness, Jaccard of owners, from tasks × matters, idf, and tasks × units (0/1)."""
    by_matter = sparse.csr_array(holds.multiply(idf[None, :])).T.tocsr()
    whole = np.asarray(holds @ idf).ravel()
    count = np.diff(owns.indptr)
    found = []
    for first in range(0, holds.shape[0], at_once):
        cells = sparse.triu(holds[first : first + at_once] @ by_matter, k=first + 1).tocoo()
        left, right = cells.row + first, cells.col
        shared = np.asarray(owns[left].multiply(owns[right]).sum(axis=1)).ravel()
        either = count[left] + count[right] - shared
        jaccard = np.full(len(left), np.nan)
        stated = (count[left] > 0) & (count[right] > 0)
        jaccard[stated] = shared[stated] / either[stated]
        found.append((left, right, cells.data / (whole[left] + whole[right] - cells.data), jaccard))
    if not found:
        return np.empty(0, int), np.empty(0, int), np.empty(0), np.empty(0)
    left, right, likeness, jaccard = (np.concatenate(each) for each in zip(*found, strict=True))
    return left, right, likeness, jaccard


def crossings(duties: Duties, matters: Sequence[Matter], running_text: bool = False) -> list[Crossing]:
    """Each matter with its pairs of tasks; pairs that a more special matter joins are left to that one.

    Fields (industries, technologies) weigh in the likeness of tasks and found no crossing of their own.
    """
    table = scores(duties, matters, running_text).table()
    named = _indicators_naming(duties, matters)
    related = levels.Levels(duties)
    place = {task.id: at for at, task in enumerate(duties.tasks)}
    found = []
    for matter in matters:
        if matter.kind == "field":
            continue
        deeds = {task: deed(duties, matter.at(task)) for task in matter.tasks}
        listed = sorted(matter.tasks, key=place.__getitem__)
        pairs = []
        for left, right in combinations(listed, 2):
            if (left, right) in matter.covered:
                continue
            likeness, jaccard = table[left, right]
            relation = related.relation(duties.task[left], duties.task[right], running_text)
            if relation in ("elsewhere", "one_plan"):
                continue
            pairs.append(
                TaskPair(
                    left,
                    right,
                    likeness,
                    None if np.isnan(jaccard) else jaccard,
                    relation,
                    deeds[left] & deeds[right],
                )
            )
        pairs.sort(key=lambda pair: -pair.score)
        found.append(
            Crossing(matter, tuple(pairs), _relation(duties, pairs), tuple(named.get(matter.key, ())))
        )
    return found


def _relation(duties: Duties, pairs: Sequence[TaskPair]) -> str:
    """The strongest relation among the pairs: owners that differ, then lineage, then owners not stated.

    Within one document a task without units (保障措施) beside one with units founds nothing by itself.
    """
    if any(pair.relation == "same_level" and pair.score > 0 for pair in pairs):
        return "same_level"
    if any(pair.relation == "lineage" for pair in pairs):
        return "lineage"
    document = {side: duties.task[side].document for pair in pairs for side in (pair.left, pair.right)}
    if any(pair.relation == "not_stated" and document[pair.left] != document[pair.right] for pair in pairs):
        return "not_stated"
    return "same_owners"


def _indicators_naming(duties: Duties, matters: Sequence[Matter]) -> dict[str, list[str]]:
    """Indicators whose name holds one of the matter's written forms."""
    forms = {form: matter.key for matter in matters for form in matter.written}
    if not forms or not duties.indicators:
        return {}
    written = sorted(forms)
    automaton = AhoCorasick(written, matchkind=MatchKind.Standard)
    found: dict[str, list[str]] = {}
    for row in duties.indicators:
        for index, _, _ in automaton.find_matches_as_indexes(_plain(row), overlapping=True):
            ids = found.setdefault(forms[written[index]], [])
            if row.id not in ids:
                ids.append(row.id)
    return found


def _plain(row: IndicatorRow) -> str:
    return "".join(row.name.split())
