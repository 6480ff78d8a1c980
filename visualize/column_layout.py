"""The units × tasks map: units in one column, tasks in another, ordered so that few lines cross."""

from __future__ import annotations

from collections.abc import Mapping

from visualize.signs import Sign

SWEEPS = 8


def place_in_columns(signs: dict[str, Sign], links: Mapping[str, set[str]]) -> None:
    """Tasks at the right in their own order, all others at the left by the mean height of their tasks."""
    right = [s for s, sign in signs.items() if sign.boxed]
    left = [s for s, sign in signs.items() if not sign.boxed]
    if not right:
        right, left = left[len(left) // 2 :], left[: len(left) // 2]
    best = (left, right, _crossings(left, right, links))
    for _ in range(SWEEPS):
        left = _by_mean(left, right, links)
        right = _by_mean(right, left, links)
        count = _crossings(left, right, links)
        if count < best[2]:
            best = (left, right, count)
    left, right, _ = best
    tall = max(_height(signs, left), _height(signs, right))
    apart = 230.0 + 0.12 * tall
    _stack(signs, left, -apart, tall)
    _stack(signs, right, apart, tall)


def _by_mean(column: list[str], other: list[str], links: Mapping[str, set[str]]) -> list[str]:
    rank = {s: i for i, s in enumerate(other)}
    own = {s: i for i, s in enumerate(column)}

    def mean(s: str) -> float:
        ranks = [rank[t] for t in links[s] if t in rank]
        return sum(ranks) / len(ranks) if ranks else own[s] * len(other) / max(len(column), 1)

    return sorted(column, key=lambda s: (mean(s), own[s]))


def _crossings(left: list[str], right: list[str], links: Mapping[str, set[str]]) -> int:
    """Pairs of lines that cross, counted as inversions of the right ends (Fenwick tree)."""
    rank = {s: i for i, s in enumerate(right)}
    tree = [0] * (len(right) + 1)
    count = seen = 0
    for s in left:
        ends = sorted(rank[t] for t in links[s] if t in rank)
        for end in ends:
            i, smaller = end + 1, 0
            while i > 0:
                smaller += tree[i]
                i -= i & -i
            count += seen - smaller
        for end in ends:
            seen += 1
            i = end + 1
            while i < len(tree):
                tree[i] += 1
                i += i & -i
    return count


def _height(signs: dict[str, Sign], column: list[str]) -> float:
    return sum((box := signs[s].whole()).bottom - box.top + 8 for s in column)


def _stack(signs: dict[str, Sign], column: list[str], x: float, tall: float) -> None:
    spare = (tall - _height(signs, column)) / max(len(column), 1)
    y = -tall / 2
    for s in column:
        sign = signs[s]
        sign.side = "inside" if sign.boxed else ("left" if x < 0 else "right")
        box = sign.whole()
        y += spare / 2 - box.top
        sign.x, sign.y = x, y
        y += box.bottom + 8 + spare / 2
