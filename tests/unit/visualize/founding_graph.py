"""The graph JSON of the action plan's twelve tasks and 26 units, read from its own duty brackets.

Independent of the project's reader on purpose: the drawing is tested on the real shape of the real plan,
whatever the reader makes of it today.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

from tests.corpus import ACTION_PLAN

_TASK = re.compile(r"^(\d{1,2})\. (.+?)。(.*?)[（(]责任单位：(.+?)[）)]$", re.M | re.S)


def founding_tasks() -> list[tuple[str, str, list[str]]]:
    """Number, title and units of each numbered task."""
    raw = ACTION_PLAN.read_text(encoding="utf-8")
    text = re.sub(r"\n\n(?!\d{1,2}\. |#)", "", raw)
    return [(m[1], m[2], re.sub(r"\s", "", m[4]).split("、")) for m in _TASK.finditer(text)]


def bipartite() -> dict[str, Any]:
    """Units and tasks with an edge for each assignment."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[dict[str, Any]] = []
    for number, title, units in founding_tasks():
        task = f"doc.{number}"
        nodes[task] = {"id": task, "label": title, "type": "Task", "number": number}
        for unit in units:
            nodes.setdefault(unit, {"id": unit, "label": unit, "type": "Organization"})
            edges.append({"source": unit, "target": task, "predicate": "responsibleFor", "weight": 1})
    return {"nodes": list(nodes.values()), "edges": edges, "truncated": False}


def around(unit: str) -> dict[str, Any]:
    """One unit, its tasks, and the units of those tasks."""
    whole = bipartite()
    tasks = {e["target"] for e in whole["edges"] if e["source"] == unit}
    edges = [e for e in whole["edges"] if e["target"] in tasks]
    ids = tasks | {e["source"] for e in edges}
    nodes = [dict(n) for n in whole["nodes"] if n["id"] in ids]
    for node in nodes:
        if node["type"] == "Task":
            node["more"] = [{"kind": "platform", "count": 8, "label": "+8 平台"}]
    return {"nodes": nodes, "edges": edges, "truncated": False}


def overlap() -> dict[str, Any]:
    """Units only, an edge for each pair that shares a task, weight Σ 1/(n−1)."""
    pairs: dict[tuple[str, str], dict[str, Any]] = {}
    units: dict[str, dict[str, Any]] = {}
    for number, title, names in founding_tasks():
        for name in names:
            units[name] = {"id": name, "label": name, "type": "Organization"}
        for a, b in combinations(sorted(names), 2):
            edge = pairs.setdefault(
                (a, b), {"source": a, "target": b, "predicate": "sharesTask", "weight": 0.0, "tasks": []}
            )
            edge["weight"] += 1 / (len(names) - 1)
            edge["tasks"].append({"id": f"doc.{number}", "number": number, "title": title})
    return {"nodes": list(units.values()), "edges": list(pairs.values()), "truncated": False}
