"""The rule for "around one thing": its tasks on an ellipse, what they share inside, the rest in side columns.

The centre; its tasks on an ellipse, ordered so that tasks which share units stand side by side; what three
or more tasks share stands inside the ellipse, what two neighbours share between them, what one task has
alone outside beside it. Outer labels face outward in columns of even pitch. Inner places are chosen so that
few edges run across marks and labels.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from math import atan2, cos, hypot, pi, sin

from visualize.label_boxes import Box
from visualize.signs import SIDES, Side, Sign

Links = Mapping[str, set[str]]
Segment = tuple[float, float, float, float]


def place_around(signs: dict[str, Sign], links: Links, centre: str) -> None:
    """Place every sign of the graph around ``centre``, in place; ``links`` is symmetric."""
    hub = signs[centre]
    hub.x = hub.y = 0.0
    ring = [s for s in signs if s != centre and s in links[centre] and signs[s].kind == "task"]
    if signs[centre].kind == "task":
        ring = []
    rest = [s for s in signs if s != centre and s not in set(ring)]
    order = _ring_order(ring, links, centre)
    anchors = {s: [t for t in order if t in links[s]] for s in rest}
    position = {task: i for i, task in enumerate(order)}

    inner, outer = [], []
    for s in rest:
        owners = anchors[s]
        beside = len(owners) == 2 and (position[owners[1]] - position[owners[0]]) in (1, len(order) - 1)
        if len(owners) >= 3 or (len(owners) == 2 and not beside):
            inner.append(s)
        else:
            outer.append(s)

    angles = _angles(order, outer, anchors)
    leaves = dict.fromkeys((-1, 1), 0.0)
    for s in outer:
        leaves[1 if _mean_cos(anchors[s], angles) >= 0 else -1] += signs[s].label_height + 14
    radius_x = max(235.0, 30.0 * len(order)) if order else 150.0
    radius_y = max(250.0, 34.0 * len(order), min(max(leaves.values()) / 2 - 30, 700.0)) if order else 120.0
    for task in order:
        signs[task].x = radius_x * cos(angles[task])
        signs[task].y = radius_y * sin(angles[task])
        signs[task].chips_above = signs[task].y < 20
    _place_outer(signs, outer, anchors, radius_x, radius_y)
    _place_inner(signs, inner, anchors, links, centre, radius_x, radius_y)


def _ring_order(ring: list[str], links: Links, centre: str) -> list[str]:
    """Greedy chain, then 2-opt, on the number of neighbours two tasks share."""
    if len(ring) < 4:
        return ring
    near = {t: links[t] - {centre} for t in ring}

    def shared(a: str, b: str) -> int:
        return len(near[a] & near[b])

    order = [max(ring, key=lambda t: len(near[t]))]
    left = [t for t in ring if t != order[0]]
    while left:
        following = max(left, key=lambda t: shared(order[-1], t))
        order.append(following)
        left.remove(following)
    n = len(order)
    improved = n <= 60
    while improved:
        improved = False
        for i in range(n - 1):
            for j in range(i + 1, n):
                a, b = order[i - 1], order[i]
                c, d = order[j], order[(j + 1) % n]
                if a == c or b == d:
                    continue
                if shared(a, c) + shared(b, d) > shared(a, b) + shared(c, d):
                    order[i : j + 1] = reversed(order[i : j + 1])
                    improved = True
    return order


def _angles(order: Sequence[str], outer: Sequence[str], anchors: Mapping[str, list[str]]) -> dict[str, float]:
    """Even angles, turned so that tasks with many leaves of their own stand at the sides."""
    n = len(order)
    if not n:
        return {}
    weight = dict.fromkeys(order, 0)
    for s in outer:
        for t in anchors[s]:
            weight[t] += 1
    turns = [2 * pi * i / n / 12 for i in range(12)]

    def spread(turn: float) -> float:
        return sum(weight[t] * abs(cos(2 * pi * i / n + turn)) for i, t in enumerate(order))

    turn = max(turns, key=spread)
    starts = [2 * pi * i / n + turn - pi / 2 for i in range(n)]
    return dict(zip(order, starts, strict=True))


def _mean_cos(owners: Sequence[str], angles: Mapping[str, float]) -> float:
    return sum(cos(angles[t]) for t in owners) / len(owners) if owners else 0.0


def _place_outer(
    signs: dict[str, Sign],
    outer: list[str],
    anchors: Mapping[str, list[str]],
    radius_x: float,
    radius_y: float,
) -> None:
    """Side columns, and a row above or below for what two neighbours at the top or bottom share."""
    columns: dict[int, list[tuple[float, float, str]]] = {-1: [], 1: []}
    sides = _sides(signs, outer, anchors)
    rows: dict[int, list[tuple[float, str]]] = {-1: [], 1: []}
    loose: list[str] = []
    for s in outer:
        owners = anchors[s]
        if not owners:
            loose.append(s)
            continue
        x = sum(signs[t].x for t in owners) / len(owners)
        y = sum(signs[t].y for t in owners) / len(owners)
        if len(owners) == 2 and abs(x) < 0.4 * radius_x and abs(y) > 0.5 * radius_y:
            rows[1 if y > 0 else -1].append((x, s))
        else:
            side = sides[owners[0]] if len(owners) == 1 else (1 if x >= 0 else -1)
            columns[side].append((y, -side * x, s))
    for side in (-1, 1):
        row = sorted(rows[side])
        while len(row) > 6:
            x, s = row.pop() if len(row) % 2 else row.pop(0)
            columns[1 if x >= 0 else -1].append((side * radius_y, 0.0, s))
        _row(signs, [s for _, s in row], side, radius_y)
    kinds = sorted({signs[s].kind for s in loose})
    if not any(anchors.values()) and len(kinds) > 1:
        # A centre with no ring: one kind to the left, the others to the right.
        first = "unit" if "unit" in kinds else kinds[0]
        for i, s in enumerate(loose):
            columns[-1 if signs[s].kind == first else 1].append((float(i), 0.0, s))
    else:
        for i, s in enumerate(loose):
            side = 1 if len(columns[1]) <= len(columns[-1]) else -1
            columns[side].append((radius_y + i, 0.0, s))
    tasks = [sign for sign in signs.values() if sign.boxed]
    reach = max((abs(t.x) + t.size()[0] / 2 for t in tasks if t.x or t.y), default=radius_x * 0.5)
    for side in (-1, 1):
        _column(signs, sorted(columns[side]), side, reach + 54)


def _sides(signs: dict[str, Sign], outer: list[str], anchors: Mapping[str, list[str]]) -> dict[str, int]:
    """The side on which each task's own leaves stand: its own, or the lighter one for those in the middle."""
    own: dict[str, int] = {}
    for s in outer:
        if len(anchors[s]) == 1:
            own[anchors[s][0]] = own.get(anchors[s][0], 0) + 1
    sides: dict[str, int] = {}
    load = {-1: 0, 1: 0}
    for task in sorted(own, key=lambda t: -abs(signs[t].x)):
        middle = abs(signs[task].x) < 20
        sides[task] = (1 if load[1] <= load[-1] else -1) if middle else (1 if signs[task].x > 0 else -1)
        load[sides[task]] += own[task]
    return sides


def _row(signs: dict[str, Sign], row: list[str], side: int, radius_y: float) -> None:
    if not row:
        return
    gap = 26.0
    widths = [max(signs[s].label_width, 30.0) + gap for s in row]
    x = -sum(widths) / 2
    for s, width in zip(row, widths, strict=True):
        signs[s].x, signs[s].y = x + width / 2, side * (radius_y + 92.0)
        signs[s].side = "below" if side > 0 else "above"
        x += width


def _column(signs: dict[str, Sign], column: list[tuple[float, float, str]], side: int, x: float) -> None:
    """Even pitch, each as near to the height of its task as its neighbours let it."""
    heights = [max(signs[s].label_height, 14.0) + 15.0 for _, _, s in column]
    # Pool adjacent violators: blocks of items that touch share their mean displacement.
    blocks: list[list[float]] = []  # [wanted top, total height, items]
    for (y, _, _), height in zip(column, heights, strict=True):
        blocks.append([y - height / 2, height, 1])
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] > blocks[-1][0]:
            top, tall, n = blocks.pop()
            first = blocks[-1]
            first[0] = (first[0] * first[2] + (top - first[1]) * n) / (first[2] + n)
            first[1] += tall
            first[2] += n
    tops: list[float] = []
    i = 0
    for top, _, n in blocks:
        for _ in range(int(n)):
            tops.append(top)
            top += heights[i]
            i += 1
    for (_, _, s), height, top in zip(column, heights, tops, strict=True):
        signs[s].x, signs[s].y = side * x, top + height / 2
        signs[s].side = "right" if side > 0 else "left"


def _place_inner(
    signs: dict[str, Sign],
    inner: list[str],
    anchors: Mapping[str, list[str]],
    links: Links,
    centre: str,
    radius_x: float,
    radius_y: float,
) -> None:
    """Each inner sign takes the place of a grid with the fewest crossings near its tasks' middle."""
    fixed = [
        _Fixed(sign) for sign in (signs[centre], *(s for s in signs.values() if s.boxed and s.id != centre))
    ]
    edges: list[Segment] = [(0.0, 0.0, signs[t].x, signs[t].y) for t in links[centre] if signs[t].boxed]
    for s in sorted(inner, key=lambda s: (-len(anchors[s]), s)):
        sign = signs[s]
        owners = [signs[t] for t in anchors[s]]
        middle_x = 0.62 * sum(t.x for t in owners) / len(owners)
        middle_y = 0.62 * sum(t.y for t in owners) / len(owners)
        best: tuple[float, float, float, Side] | None = None
        scale = 1.0
        while best is None:
            grid = sorted(
                (3.0 * hypot((x - middle_x) / radius_x, (y - middle_y) / radius_y), x, y)
                for x, y in _grid(radius_x * scale, radius_y * scale)
            )
            for away, x, y in grid:
                if best is not None and away >= best[0]:
                    break  # every further place costs more by its distance alone
                lines = None
                for side in SIDES:
                    whole = sign.whole(side).moved(x, y)
                    if any(whole.covers(other.whole) for other in fixed):
                        continue
                    if lines is None:
                        lines = away + _line_cost(x, y, owners, fixed)
                    cost = lines + _mark_cost(sign, x, y, side, owners, edges)
                    if best is None or cost < best[0]:
                        best = (cost, x, y, side)
            scale *= 1.6
        _, sign.x, sign.y, sign.side = best
        fixed.append(_Fixed(sign))
        edges.extend((sign.x, sign.y, t.x, t.y) for t in owners)


class _Fixed:
    """A sign that stands already, with its rectangles worked out once."""

    def __init__(self, sign: Sign) -> None:
        self.sign = sign
        self.whole = sign.placed()
        self.mark = sign.placed_mark().grown(2)
        self.label = None if sign.boxed else sign.placed_label()


def _grid(radius_x: float, radius_y: float) -> list[tuple[float, float]]:
    return [
        (radius_x * f * cos(2 * pi * i / 30), radius_y * f * sin(2 * pi * i / 30))
        for f in (0.34, 0.46, 0.58, 0.7)
        for i in range(30)
    ]


def _line_cost(x: float, y: float, owners: list[Sign], fixed: list[_Fixed]) -> float:
    """How many marks and labels the lines from here to its tasks run across, and which run together."""
    cost = 0.0
    for owner in owners:
        for other in fixed:
            if other.sign is owner:
                continue
            if other.mark.crossed_by(x, y, owner.x, owner.y):
                cost += 2.0
            elif other.label is not None and other.label.crossed_by(x, y, owner.x, owner.y):
                cost += 0.8
    directions = sorted(atan2(owner.y - y, owner.x - x) for owner in owners)
    return cost + sum(0.3 for a, b in itertools.pairwise(directions) if b - a < 0.12)


def _mark_cost(sign: Sign, x: float, y: float, side: Side, owners: list[Sign], edges: list[Segment]) -> float:
    """How many lines that stand already, or that start here, would run across this mark and label."""
    cost = 0.25 if side == "above" else 0.0
    mark = sign.mark_box().moved(x, y).grown(4)
    label = sign.label_box(side).moved(x, y)
    for line in edges:
        if mark.crossed_by(*line):
            cost += 2.0
        elif label.crossed_by(*line):
            cost += 0.8
    return cost + sum(0.5 for owner in owners if label.crossed_by(x, y, owner.x, owner.y))


def crossings(signs: Mapping[str, Sign], links: Links) -> int:
    """How many edges run across the mark of a sign that is not their end (for the bench and tests)."""
    boxes: list[tuple[str, Box]] = [(s, sign.placed_mark()) for s, sign in signs.items()]
    count = 0
    for a in signs:
        for b in links[a]:
            if a < b:
                line = (signs[a].x, signs[a].y, signs[b].x, signs[b].y)
                count += sum(1 for s, box in boxes if s not in (a, b) and box.crossed_by(*line))
    return count
