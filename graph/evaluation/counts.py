"""Precision, recall and F1 of what was found against what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Truth = TypeVar("Truth")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Counts:
    right: int = 0
    """Found and there."""
    wrong: int = 0
    """Found and not there."""
    missed: int = 0
    """There and not found."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        total = self.right + self.wrong
        return self.right / total if total else None

    @property
    def recall(self) -> float | None:
        total = self.right + self.missed
        return self.right / total if total else None

    @property
    def f1(self) -> float | None:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Judged:
    """Counts with the errors behind them, each a line for a person."""

    counts: Counts
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    def __add__(self, other: Judged) -> Judged:
        return Judged(self.counts + other.counts, self.wrong + other.wrong, self.missed + other.missed)


def match(
    truths: Sequence[Truth], found: Sequence[Found], same: Callable[[Truth, Found], bool]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pair each truth with the first free find that is the same: (pairs, truths missed, finds left over)."""
    free = list(range(len(found)))
    pairs: list[tuple[int, int]] = []
    missed: list[int] = []
    for i, truth in enumerate(truths):
        hit = next((k for k in free if same(truth, found[k])), None)
        if hit is None:
            missed.append(i)
        else:
            free.remove(hit)
            pairs.append((i, hit))
    return pairs, missed, free


def judge(truths: Iterable[str], found: Iterable[str]) -> Judged:
    """Compare two sets of comparable texts."""
    there, read = list(dict.fromkeys(truths)), list(dict.fromkeys(found))
    right = [x for x in there if x in read]
    return Judged(
        Counts(len(right), len(read) - len(right), len(there) - len(right)),
        tuple(x for x in read if x not in there),
        tuple(x for x in there if x not in read),
    )
