"""Colour, shape and size of nodes and the line of edges, the same in every format (drawing.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from math import sqrt

LINES = {
    "leads": ("line", 3.0),
    "responsibleFor": ("line", 1.5),
    "supports": ("dashed", 1.5),
    "guides": ("dashed", 1.0),
    "mentionedIn": ("dotted", 1.0),
}
"""Role by line: lead thick, responsible solid, support dashed, mention dotted; others thin and solid."""
EDGE_COLOUR = "#8A8F98"


@cache
def _drawing() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("graph.exports") / "drawing.toml").read_text(encoding="utf-8"))


def look(group: str) -> dict[str, str]:
    """``zh``, ``neo4j``, ``colour`` and the tools' shapes of a group."""
    return _drawing()[group]


def groups() -> tuple[str, ...]:
    return tuple(_drawing())


def line(kind: str) -> tuple[str, float]:
    return LINES.get(kind, ("line", 1.0))


def size(degree: int) -> float:
    """Diameter by number of edges: the area grows with the degree."""
    return round(10 + 5 * sqrt(degree), 1)


def red_green_blue(colour: str) -> tuple[int, int, int]:
    """Of ``#0072B2``: 0, 114, 178."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
