"""Views of the graph as nodes and edges: around a thing, a path, units × tasks, units only, industries.

``{"nodes": [{"id", "label", "type", "group", "x", "y", "degree", …}], "edges": [{"source", "target",
"predicate", "weight"}], "truncated"}``. Positions are left empty here: whoever draws sets them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from rdflib.term import Node

from graph.catalogue.names import resolve, resolve_document
from graph.catalogue.values import ROLE_RANK, ROLES, Json, document_of, known, text, year
from graph.errors import BadRequest
from graph.queries import load, with_values
from graph.store.base import Store
from ontology.kinds import group, is_a, kinds
from ontology.terms import DUTY, ID

VIEWS = ("around", "bipartite", "overlap", "industry")
ROLE_EDGES = ("leads", "responsibleFor", "supports", "guides", "mentionedIn")
RELATION_EDGES = (
    "hostedBy",
    "operatedBy",
    "locatedIn",
    "focusesOn",
    "partOf",
    "supportedBy",
    "builds",
    "develops",
    "administers",
)
MAX_NODES = 3000
Edge = tuple[str, str, str]
"""source id, predicate, target id"""


def graph_view(
    store: Store,
    view: str = "around",
    around: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    depth: int = 1,
    types: Iterable[str] = (),
    document: str | None = None,
    limit: int = 500,
) -> Json:
    """A view by name; ``types`` keeps only nodes of these classes or groups (the centre always stays)."""
    if view not in VIEWS:
        raise BadRequest(f"view 应为 {'、'.join(VIEWS)} 之一，收到 {view}")
    if not 1 <= limit <= MAX_NODES:
        raise BadRequest(f"limit 应为 1 到 {MAX_NODES} 的整数，收到 {limit}")
    if not 1 <= depth <= 4:
        raise BadRequest(f"depth 应为 1 到 4 的整数，收到 {depth}")
    wanted = set(types)
    if (
        unknown := wanted
        - kinds()
        - {"unit", "task", "platform", "industry", "indicator", "place", "document"}
    ):
        raise BadRequest(f"types 中有未知的种类：{'、'.join(sorted(unknown))}")
    if from_ and to:
        return _path(store, from_, to, limit)
    if view == "around":
        if not around:
            raise BadRequest("view=around 需要 around=名称（单位、任务、平台……）")
        return _around(store, around, depth, wanted, limit)
    inside = resolve_document(store, document) if document else None
    edges = _edges_of_view(store, view, inside)
    if view == "overlap":
        return _overlap(store, edges, limit)
    nodes = list(dict.fromkeys(end for source, _, target in edges for end in (source, target)))
    return _graph(store, nodes, edges, wanted, limit)


def _around(store: Store, name: str, depth: int, wanted: set[str], limit: int) -> Json:
    centre = _node_named(store, name)
    seen = {centre: 0}
    frontier = [centre]
    edges: dict[Edge, None] = {}
    for distance in range(1, depth + 1):
        found = _strongest(_edges(store, frontier))
        ends = list(dict.fromkeys(end for source, _, target in found for end in (source, target)))
        fresh = _of_kinds(store, [end for end in ends if end not in seen], wanted)
        for end in fresh:
            seen[end] = distance
        edges.update(dict.fromkeys(found))
        frontier = [end for end in ends if end in fresh]
    return {**_graph(store, list(seen), list(edges), set(), limit), "centre": centre}


def _path(store: Store, from_: str, to: str, limit: int) -> Json:
    """The shortest chain of stated edges between two things, at most eight steps long."""
    start, goal = _node_named(store, from_), _node_named(store, to)
    came: dict[str, str] = {start: start}
    frontier = [start]
    for _ in range(8):
        if goal in came or not frontier or len(came) > MAX_NODES * 10:
            break
        inside = set(frontier)
        frontier = []
        for source, _, target in _strongest(_edges(store, list(inside))):
            for here, there in ((source, target), (target, source)):
                if here in inside and there not in came:
                    came[there] = here
                    frontier.append(there)
    if goal not in came:
        return {"nodes": [], "edges": [], "truncated": False, "path": []}
    chain = [goal]
    while chain[-1] != start:
        chain.append(came[chain[-1]])
    chain.reverse()
    pairs = {frozenset(pair) for pair in pairwise(chain)}
    edges = [edge for edge in _strongest(_edges(store, chain)) if frozenset((edge[0], edge[2])) in pairs]
    return {**_graph(store, chain, edges, set(), limit), "path": chain}


def _edges_of_view(store: Store, view: str, document: str | None) -> list[Edge]:
    drawn = [DUTY[each] for each in ROLE_EDGES if view == "industry" or each != "mentionedIn"]
    rows = store.select(with_values(load("edges_all"), "predicate", drawn))
    edges = _strongest((known(r["source"]), known(r["predicate"]), known(r["target"])) for r in rows)
    if document:
        edges = [edge for edge in edges if document_of(edge[2]) == document]
    if view == "industry":
        kind = _kinds(store, {source for source, _, _ in edges})
        return [edge for edge in edges if group(kind.get(edge[0], "")) in ("industry", "platform")]
    return edges


def _overlap(store: Store, edges: list[Edge], limit: int) -> Json:
    """Units joined by the tasks they share; weight is Newman's (M1): the sum of 1/(n-1) over shared tasks.

    As in M1 only listings count: what running text says, and guidance from above, are left out.
    """
    listed = {
        (known(row["unit"]), known(row["object"]))
        for row in store.select(load("unit_roles"))
        if not _is_indicator(known(row["object"]))
        and str(row["basis"]) != "running_text"
        and known(row["predicate"]) != "guides"
    }
    holders: dict[str, list[str]] = defaultdict(list)
    for source, _, target in edges:
        if (source, target) in listed:
            holders[target].append(source)
    weights: dict[tuple[str, str], float] = defaultdict(float)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for task, units in holders.items():
        for i, first in enumerate(units):
            for second in units[i + 1 :]:
                pair = (first, second) if first < second else (second, first)
                weights[pair] += 1 / (len(units) - 1)
                shared[pair].append(task)
    units = list(dict.fromkeys(unit for each in holders.values() for unit in each))
    graph = _graph(store, units, [], set(), limit)
    shown = {node["id"] for node in graph["nodes"]}
    graph["edges"] = [
        {"source": a, "target": b, "predicate": "overlap", "weight": round(weight, 4), "tasks": shared[a, b]}
        for (a, b), weight in sorted(weights.items())
        if a in shown and b in shown
    ]
    return graph


def _graph(store: Store, nodes: list[str], edges: Iterable[Edge], wanted: set[str], limit: int) -> Json:
    described = _describe(store, nodes)
    fitting = [
        node for node in nodes if node in described and (not wanted or _fits(described[node]["type"], wanted))
    ]
    shown = set(fitting[:limit])
    inside = [edge for edge in edges if edge[0] in shown and edge[2] in shown]
    neighbours = _neighbours(store, fitting[:limit])
    return {
        "nodes": [
            {
                **described[node],
                "x": None,
                "y": None,
                "degree": sum(map(len, neighbours[node].values())),
                "neighbours": {kind: len(those) for kind, those in sorted(neighbours[node].items())},
            }
            for node in fitting[:limit]
        ],
        "edges": [{"source": s, "target": t, "predicate": p, "weight": 1} for s, p, t in inside],
        "truncated": len(fitting) > limit,
    }


def _neighbours(store: Store, nodes: list[str]) -> dict[str, dict[str, set[str]]]:
    """Per node its neighbours in the whole graph by group: what expanding it would add."""
    edges = _strongest(_edges(store, nodes))
    kind = _kinds(store, {end for source, _, target in edges for end in (source, target)})
    inside = set(nodes)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for source, _, target in edges:
        for here, there in ((source, target), (target, source)):
            if here in inside and there in kind:
                found[here][group(kind[there])].add(there)
    return found


def _edges(store: Store, nodes: list[str]) -> list[Edge]:
    if not nodes:
        return []
    query = with_values(load("edges"), "node", [ID(node) for node in nodes])
    query = with_values(query, "predicate", [DUTY[each] for each in (*ROLE_EDGES, *RELATION_EDGES)])
    rows = store.select(query)
    return sorted((known(r["source"]), known(r["predicate"]), known(r["target"])) for r in rows)


def _strongest(edges: Iterable[Edge]) -> list[Edge]:
    """Between two things the strongest role only: who leads is not drawn again as responsible."""
    best: dict[tuple[str, str, str], Edge] = {}
    for edge in edges:
        source, predicate, target = edge
        role = ROLES.get(predicate)
        key = (source, target, "role" if role else predicate)
        there = best.get(key)
        if there is None or (role and ROLE_RANK[role] < ROLE_RANK[ROLES[there[1]]]):
            best[key] = edge
    return list(best.values())


def _of_kinds(store: Store, nodes: list[str], wanted: set[str]) -> list[str]:
    if not wanted:
        return nodes
    kind = _kinds(store, nodes)
    return [node for node in nodes if node in kind and _fits(kind[node], wanted)]


def _kinds(store: Store, nodes: Iterable[str]) -> dict[str, str]:
    return {node: each["type"] for node, each in _describe(store, list(nodes)).items()}


def _describe(store: Store, nodes: list[str]) -> dict[str, Json]:
    if not nodes:
        return {}
    terms: list[Node] = [ID(node) for node in nodes]
    found: dict[str, Json] = {}
    for row in store.select(with_values(load("nodes"), "node", terms)):
        kind = known(row["type"])
        if kind not in kinds() or "label" not in row:
            continue
        node: Json = {
            "id": known(row["node"]),
            "label": str(row["label"]),
            "type": kind,
            "group": group(kind),
        }
        if "short" in row:
            node["short"] = str(row["short"])
        if "number" in row:
            node["number"] = str(row["number"])
        if "doc" in row:
            node["document"] = {
                "id": known(row["doc"]),
                "number": text(row, "docNumber"),
                "year": year(row, "issued"),
            }
        found[node["id"]] = node
    return found


def _node_named(store: Store, name: str) -> str:
    """A task or indicator by id, anything else by name."""
    if "." in name and name in _describe(store, [name]):
        return name
    return resolve(store, name).id


def _fits(kind: str, wanted: set[str]) -> bool:
    return group(kind) in wanted or any(is_a(kind, each) for each in wanted)


def _is_indicator(node: str) -> bool:
    return "." in node and node.rsplit(".", 1)[1].startswith("i")
