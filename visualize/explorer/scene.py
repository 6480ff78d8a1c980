"""What a map shows: the view asked for, what has been expanded, and how much each node still holds back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import networkx

from visualize.kinds import kind_of, kinds, role_of

Json = dict[str, Any]
Ask = Callable[..., Json]
Opening = tuple[str, str]
"""Node id and the group of neighbours that was opened on it."""

CHIP_ORDER = ("platform", "industry", "place", "indicator", "object", "unit")
SEED = 7


def scene(
    ask: Ask,
    view: str,
    centre: str | None,
    opened: Sequence[Opening],
    limit: int,
    path: tuple[str, str] | None = None,
) -> Json:
    """The graph JSON of one map. ``ask`` is ``graph_view`` with the store already given.

    Around a task all that it touches is shown; around anything else its tasks and their units, and what
    else hangs on each is counted. Openings add their neighbours, so that the same address shows the same map.
    """
    if path:
        graph = ask(from_=path[0], to=path[1], limit=limit)
    elif view == "around" and centre:
        graph = ask(view="around", around=centre, depth=1, limit=limit)
        if not _is_task(graph, centre):
            graph = ask(view="around", around=centre, depth=2, types=["unit", "task"], limit=limit)
    else:
        graph = ask(view=view, limit=limit)
    nodes = {
        node["id"]: dict(node)
        for node in graph["nodes"]
        if view != "bipartite" or path or node["group"] in ("unit", "task")
    }
    edges = {
        _key(edge): edge for edge in graph["edges"] if edge["source"] in nodes and edge["target"] in nodes
    }
    truncated = bool(graph["truncated"])
    for node, group in opened:
        if node not in nodes:
            continue
        more = ask(view="around", around=node, depth=1, types=[group], limit=limit)
        truncated = truncated or bool(more["truncated"])
        for each in more["nodes"]:
            if len(nodes) < limit or each["id"] in nodes:
                nodes.setdefault(each["id"], {**each, "opened_by": node})
        for edge in more["edges"]:
            if edge["source"] in nodes and edge["target"] in nodes:
                edges.setdefault(_key(edge), edge)
    return {
        "nodes": list(nodes.values()),
        "edges": [
            {**edge, "role": "shared" if edge.get("tasks") else role_of(edge["predicate"])}
            for edge in edges.values()
        ],
        "truncated": truncated,
        "centre": graph.get("centre", centre),
        "path": graph.get("path"),
    }


def _is_task(graph: Json, centre: str) -> bool:
    hub = graph.get("centre", centre)
    return any(node["id"] == hub and kind_of(node["type"]) == "task" for node in graph["nodes"])


def _key(edge: Json) -> tuple[str, str, str]:
    return edge["source"], edge["predicate"], edge["target"]


def count_hidden(graph: Json, language: str, chips: bool = True) -> Json:
    """Adds to each node ``hidden`` (neighbours not shown, by group) and, to tasks, the chip that says so."""
    group_of = {node["id"]: node.get("group", "object") for node in graph["nodes"]}
    shown: dict[str, dict[str, set[str]]] = {node: {} for node in group_of}
    for edge in graph["edges"]:
        for here, there in ((edge["source"], edge["target"]), (edge["target"], edge["source"])):
            shown[here].setdefault(group_of[there], set()).add(there)
    for node in graph["nodes"]:
        hidden = {
            group: count - len(shown[node["id"]].get(group, ()))
            for group, count in node.get("neighbours", {}).items()
        }
        node["hidden"] = {group: count for group, count in hidden.items() if count > 0}
        node["more"] = []
        if chips and node.get("group") == "task":
            for group in CHIP_ORDER:
                if node["hidden"].get(group):
                    count = node["hidden"][group]
                    label = f"+{count} {group_word(group, language)}"
                    node["more"] = [{"group": group, "count": count, "label": label}]
                    break
    return graph


def group_word(group: str, language: str) -> str:
    """The word for a group of nodes."""
    kind = kinds()["matter" if group == "object" else group]
    word: str = getattr(kind, language)
    return word if language == "zh" else word.lower()


def mark_faint(graph: Json) -> Json:
    """Tasks that only mention the centre are drawn with a broken border."""
    centre = graph.get("centre")
    roles: dict[str, set[str]] = {}
    for edge in graph["edges"]:
        for here, there in ((edge["source"], edge["target"]), (edge["target"], edge["source"])):
            if here == centre:
                roles.setdefault(there, set()).add(edge["role"])
    for node in graph["nodes"]:
        node["faint"] = roles.get(node["id"]) == {"mention"}
    return graph


def communities(graph: Json) -> Json:
    """Adds ``community`` to each node: 0 for the largest (Louvain's method, weighted, seeded)."""
    net: networkx.Graph[str] = networkx.Graph()
    net.add_nodes_from(node["id"] for node in graph["nodes"])
    for edge in graph["edges"]:
        net.add_edge(edge["source"], edge["target"], weight=float(edge.get("weight") or 1))
    parts = sorted(
        networkx.community.louvain_communities(net, weight="weight", seed=SEED),
        key=lambda part: (-len(part), min(part)),
    )
    number = {node: i for i, part in enumerate(parts) for node in part}
    for node in graph["nodes"]:
        node["community"] = number[node["id"]]
    return graph


def contract(graph: Json, most: int) -> Json:
    """A graph of more than ``most`` nodes as one of its communities: a super-node each, edges summed."""
    if len(graph["nodes"]) <= most:
        return graph
    communities(graph)
    members: dict[int, list[Json]] = {}
    for node in graph["nodes"]:
        members.setdefault(node["community"], []).append(node)
    home = {node["id"]: node["community"] for node in graph["nodes"]}
    heads = {}
    for number, those in members.items():
        first = max(those, key=lambda node: (node.get("degree") or 0, node["id"]))
        label = str(first.get("short") or first["label"]) + (f" 等{len(those)}项" if len(those) > 1 else "")
        heads[number] = {
            **first,
            "label": label,
            "short": label,
            "number": "",
            "more": [],
            "members": len(those),
            "type": first["type"] if kind_of(first["type"]) != "task" else "DutyObject",
        }
    sums: dict[tuple[int, int], float] = {}
    for edge in graph["edges"]:
        a, b = sorted((home[edge["source"]], home[edge["target"]]))
        if a != b:
            sums[a, b] = sums.get((a, b), 0.0) + float(edge.get("weight") or 1)
    edges = [
        {
            "source": heads[a]["id"],
            "target": heads[b]["id"],
            "predicate": "shares",
            "role": "relation",
            "weight": w,
        }
        for (a, b), w in sums.items()
    ]
    return {**graph, "nodes": list(heads.values()), "edges": edges, "contracted": True}
