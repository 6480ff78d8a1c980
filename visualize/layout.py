"""Gives the nodes of a graph JSON their places, once per graph, kept on disk by a hash of what was placed.

``place`` adds to each node ``x``, ``y`` and what a drawing needs to follow without measuring text:
``kind``, ``side``, ``lines``, ``label`` box data. Same input, same places.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Literal

from visualize.column_layout import place_in_columns
from visualize.force_layout import place_by_force, separate
from visualize.label_boxes import Words
from visualize.ring_layout import place_around
from visualize.signs import Sign, signs_of

View = Literal["around", "bipartite", "overlap", "industry"]
Graph = dict[str, Any]

RULES = "7"
"""Raised with every change to the placing, so that places kept by an older version are not taken."""

RING_LIMIT = 150
"""Nodes up to which "around one thing" follows the ring rule; larger ones use springs."""


class LayoutCache:
    """Drawings (places, marks, broken labels) kept as small JSON files in one folder; ``None`` keeps them in this process only."""

    def __init__(self, folder: Path | None = None, keep: int = 400) -> None:
        self.folder = folder
        self.keep = keep
        self._memory: dict[str, list[Graph]] = {}

    def get(self, key: str) -> list[Graph] | None:
        """The drawings kept under ``key``, or None."""
        if key in self._memory:
            return self._memory[key]
        if self.folder is None:
            return None
        try:
            drawings: list[Graph] = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        self._memory[key] = drawings
        return drawings

    def put(self, key: str, drawings: list[Graph]) -> None:
        """Keep drawings, in one rename so that no reader meets half a file; the oldest give way."""
        if len(self._memory) >= self.keep:
            self._memory.pop(next(iter(self._memory)))
        self._memory[key] = drawings
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=self.folder, suffix=".part", delete=False
        ) as part:
            json.dump(drawings, part, ensure_ascii=False, separators=(",", ":"))
        os.replace(part.name, self.folder / f"{key}.json")
        kept = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for path in kept[: -self.keep]:
            path.unlink(missing_ok=True)


def place(
    graph: Graph,
    view: View,
    centre: str | None = None,
    cache: LayoutCache | None = None,
    words: Words | None = None,
) -> Graph:
    """The graph with its nodes placed. Nodes: ``id label type`` and optionally ``number short more``."""
    key = fingerprint(graph, view, centre, words)
    drawings = cache.get(key) if cache else None
    if drawings is None:
        signs = signs_of(graph["nodes"], centre, words)
        _compute(signs, graph, view, centre)
        drawings = [drawing(sign) for sign in signs.values()]
        if cache:
            cache.put(key, drawings)
    placed = [{**node, **drawn} for node, drawn in zip(graph["nodes"], drawings, strict=True)]
    return {**graph, "nodes": placed}


def drawing(sign: Sign) -> dict[str, Any]:
    """What a renderer draws: place, mark, lines of the label and where the first one stands."""
    label_x, label_y, anchor = sign.label_at(sign.side)
    width, height = sign.size()
    return {
        "x": round(sign.x, 1),
        "y": round(sign.y, 1),
        "kind": sign.kind,
        "side": sign.side,
        "lines": sign.lines,
        "font": sign.font,
        "radius": sign.radius,
        "width": round(width, 1),
        "height": round(height, 1),
        "label_x": round(label_x, 1),
        "label_y": round(label_y, 1),
        "anchor": anchor,
        "chips_above": sign.chips_above,
        "chip_widths": [round(w, 1) for w in sign.chip_widths()],
    }


def fingerprint(graph: Graph, view: View, centre: str | None, words: Words | None) -> str:
    """Hash of all that decides the places: rule version, view, centre, words, nodes with their labels, edges."""
    content = [
        RULES,
        view,
        centre,
        words.key if words else "",
        [
            [
                n["id"],
                n["label"],
                n.get("short"),
                n["type"],
                n.get("number"),
                [m["label"] for m in n.get("more", ())],
            ]
            for n in graph["nodes"]
        ],
        [[e["source"], e["target"], e.get("weight")] for e in graph["edges"]],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]


def _compute(signs: dict[str, Sign], graph: Graph, view: View, centre: str | None) -> None:
    edges = [
        (str(e["source"]), str(e["target"]), float(e.get("weight") or 1.0))
        for e in graph["edges"]
        if e["source"] in signs and e["target"] in signs
    ]
    links: dict[str, set[str]] = {s: set() for s in signs}
    for a, b, _ in edges:
        links[a].add(b)
        links[b].add(a)
    if view == "around" and centre in signs and len(signs) <= RING_LIMIT:
        place_around(signs, links, centre)
        separate(list(signs.values()), frozenset({centre}))
    elif view == "bipartite":
        place_in_columns(signs, links)
    else:
        place_by_force(signs, edges)
