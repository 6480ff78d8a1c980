"""Places for nodes in files that carry them: the map's own where it gave them, else springs, else a spiral.

Tools lay graphs out again on request; a place is needed so that a file does not open as one dot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import cos, pi, sin, sqrt

import rustworkx

Places = list[tuple[float, float]]
SPRINGS = 3_000
"""Up to this many nodes springs are computed (about 2 s); above, a spiral that overlaps nothing."""
GAP = 60.0
"""Mean distance of neighbouring nodes, in the units of every format (points)."""
SEED = 20260618
"""Any fixed number: the same graph must give the same places."""
GOLDEN_ANGLE = pi * (3 - sqrt(5))


def places(count: int, edges: Iterable[tuple[int, int]], given: Mapping[int, tuple[float, float]]) -> Places:
    """x to the right and y downwards for nodes 0 … count−1, one decimal."""
    if len(given) == count:
        found = [given[node] for node in range(count)]
    elif count <= SPRINGS:
        found = _springs(count, edges)
    else:
        found = [_on_spiral(node) for node in range(count)]
    return [(round(x, 1) + 0.0, round(y, 1) + 0.0) for x, y in found]


def _springs(count: int, edges: Iterable[tuple[int, int]]) -> Places:
    graph: rustworkx.PyGraph[None, None] = rustworkx.PyGraph()
    graph.add_nodes_from([None] * count)
    graph.add_edges_from_no_data(sorted({(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]}))
    start = {node: _on_spiral(node) for node in range(count)}
    radius = GAP * sqrt(max(count, 1))
    start = {node: (x / radius, y / radius) for node, (x, y) in start.items()}
    where = rustworkx.spring_layout(graph, pos=start, num_iter=80, seed=SEED)
    return [(float(where[node][0]) * radius, float(where[node][1]) * radius) for node in range(count)]


def _on_spiral(node: int) -> tuple[float, float]:
    """Vogel's spiral: even spacing for any number of nodes."""
    radius, angle = GAP * sqrt(node), node * GOLDEN_ANGLE
    return radius * cos(angle), radius * sin(angle)
