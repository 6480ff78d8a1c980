"""Positions for general graphs: springs first, then labels are pushed apart until none covers another."""

from __future__ import annotations

from math import sqrt

import networkx
import rustworkx

from visualize.label_boxes import Box, overlapping
from visualize.signs import Sign

LABELLED = 500
"""Up to this many nodes labels are kept apart; above it they are drawn only on zooming in."""

PRECISE = 120
"""Up to this many nodes a part is laid out by path lengths; the work grows with the cube."""

Weighted = list[tuple[str, str, float]]
Places = dict[str, tuple[float, float]]


def place_by_force(signs: dict[str, Sign], edges: Weighted) -> None:
    """Places in which near means linked, in place and always the same for the same graph.

    Each connected part is laid out by itself: by path length (Kamada and Kawai) up to ``PRECISE`` nodes,
    by seeded springs above (2.4 s at 3,000 nodes); then the parts are packed beside each other.
    """
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(signs)
    for a, b, weight in edges:
        if a != b:
            graph.add_edge(a, b, weight=weight, length=1 / sqrt(max(weight, 0.05)))
    parts = sorted(networkx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    order = {s: i for i, s in enumerate(signs)}
    for part in parts:
        members = sorted(part, key=order.__getitem__)
        where = _precise(graph, members) if len(members) <= PRECISE else _springs(graph, members)
        mine = [signs[s] for s in members]
        scale = (0.62 if len(mine) > 20 else 0.42) * sqrt(sum(_area(sign) for sign in mine))
        for sign in mine:
            x, y = where[sign.id]
            sign.x, sign.y = 1.3 * scale * x, scale * y
        if len(signs) <= LABELLED:
            separate(mine)
    _pack([[signs[s] for s in part] for part in parts])


def _precise(graph: networkx.Graph[str], members: list[str]) -> Places:
    if len(members) == 1:
        return {members[0]: (0.0, 0.0)}
    part: networkx.Graph[str] = networkx.Graph()
    part.add_nodes_from(members)
    part.add_edges_from(graph.subgraph(members).edges(data=True))
    where = networkx.kamada_kawai_layout(part, weight="length", pos=networkx.circular_layout(part))
    return {s: (float(x), float(y)) for s, (x, y) in where.items()}


def _springs(graph: networkx.Graph[str], members: list[str]) -> Places:
    index = {s: i for i, s in enumerate(members)}
    springs = rustworkx.PyGraph()
    springs.add_nodes_from(members)
    springs.add_edges_from(
        [
            (index[a], index[b], float(data["weight"]))
            for a, b, data in graph.subgraph(members).edges(data=True)
        ]
    )
    where = rustworkx.spring_layout(springs, seed=7, num_iter=100 if len(members) <= 1000 else 50)
    return {s: (float(where[i][0]), float(where[i][1])) for s, i in index.items()}


def _area(sign: Sign) -> float:
    box = sign.whole()
    return (box.right - box.left + 20) * (box.bottom - box.top + 24)


def _pack(parts: list[list[Sign]]) -> None:
    """Shelves: the largest part first, the others in rows under it, all about one middle."""
    frames = []
    for part in parts:
        boxes = [sign.placed() for sign in part]
        frames.append(
            (
                min(b.left for b in boxes),
                min(b.top for b in boxes),
                max(b.right for b in boxes),
                max(b.bottom for b in boxes),
            )
        )
    if not frames:
        return
    gap = 36.0
    area = sum((r - le + gap) * (b - t + gap) for le, t, r, b in frames)
    widest = max(frames[0][2] - frames[0][0] + gap, 1.35 * sqrt(area))
    x = y = tallest = 0.0
    for part, (left, top, right, bottom) in zip(parts, frames, strict=True):
        if x > 0 and x + right - left > widest:
            x, y, tallest = 0.0, y + tallest + gap, 0.0
        for sign in part:
            sign.x += x - left
            sign.y += y - top
        x += right - left + gap
        tallest = max(tallest, bottom - top)
    everything = [sign for part in parts for sign in part]
    middle_x = (min(s.x for s in everything) + max(s.x for s in everything)) / 2
    middle_y = (min(s.y for s in everything) + max(s.y for s in everything)) / 2
    for sign in everything:
        sign.x -= middle_x
        sign.y -= middle_y


def separate(signs: list[Sign], fixed: frozenset[str] = frozenset(), rounds: int = 60) -> None:
    """Push covering signs apart along the shorter way; widen the whole and try again where that is stuck."""
    frames = [sign.whole() for sign in signs]
    while True:
        for _ in range(rounds):
            boxes = [frame.moved(sign.x, sign.y) for frame, sign in zip(frames, signs, strict=True)]
            pairs = overlapping(boxes)
            if not pairs:
                return
            for i, j in pairs:
                _push(signs[i], signs[j], frames[i], frames[j], fixed)
        for sign in signs:
            sign.x *= 1.12
            sign.y *= 1.12


def _push(a: Sign, b: Sign, frame_a: Box, frame_b: Box, fixed: frozenset[str]) -> None:
    first, second = frame_a.moved(a.x, a.y), frame_b.moved(b.x, b.y)
    across = min(first.right, second.right) - max(first.left, second.left)
    down = min(first.bottom, second.bottom) - max(first.top, second.top)
    if across <= 0 or down <= 0:
        return
    move_a = 0.0 if a.id in fixed else (1.0 if b.id in fixed else 0.5)
    move_b = 0.0 if b.id in fixed else 1.0 - move_a
    if across < down:
        step = (across + 1) * (1 if first.left + first.right <= second.left + second.right else -1)
        a.x -= step * move_a
        b.x += step * move_b
    else:
        step = (down + 1) * (1 if first.top + first.bottom <= second.top + second.bottom else -1)
        a.y -= step * move_a
        b.y += step * move_b
