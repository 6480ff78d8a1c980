"""The words behind a map: adds to a graph JSON the quotes of its tasks and of the edges that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from graph import catalogue
from graph.store.base import Store

Graph = dict[str, Any]

MOST_TASKS = 400


def add_quotes(store: Store, graph: Graph) -> Graph:
    """The graph with ``quotes`` on tasks, on edges to tasks and on indicators; shared tasks get their titles."""
    heads = {each["id"]: each for each in _all(catalogue.documents, store)}

    def told(evidence: Graph) -> Graph:
        head = heads.get(evidence["document"], {})
        return {
            "quote": evidence["quote"],
            "cite": head.get("number") or head.get("title") or evidence["document"],
        }

    ids = [node["id"] for node in graph["nodes"] if node.get("group") == "task" or node["type"] == "Task"]
    shared = sorted({task for edge in graph["edges"] for task in edge.get("tasks") or []})
    titles: dict[str, Graph] = {}
    of_edge: dict[tuple[str, str], list[Graph]] = {}
    of_task: dict[str, list[Graph]] = {}
    for task in [*ids, *(each for each in shared if each not in ids)][:MOST_TASKS]:
        one = catalogue.task(store, task)
        titles[task] = {"id": task, "number": one["number"], "title": one["title"]}
        lists = {(u["evidence"]["start"], u["evidence"]["end"]): told(u["evidence"]) for u in one["units"]}
        of_task[task] = list(lists.values())
        for unit in one["units"]:
            of_edge.setdefault((unit["id"], task), []).append(told(unit["evidence"]))
        for mention in one["mentions"]:
            of_edge.setdefault((mention["id"], task), []).extend(
                told(each) for each in mention["evidence"][:2]
            )
    of_indicator: dict[str, list[Graph]] = {}
    if any(node.get("group") == "indicator" for node in graph["nodes"]):
        for target in _all(catalogue.targets, store):
            of_indicator.setdefault(target["indicator"]["id"], []).append(told(target["evidence"]))
    quotes = of_task | of_indicator
    return {
        **graph,
        "nodes": [{**node, "quotes": quotes.get(node["id"], [])} for node in graph["nodes"]],
        "edges": [
            {
                **edge,
                "quotes": of_edge.get((edge["source"], edge["target"]), []),
                **({"tasks": [titles.get(t, t) for t in edge["tasks"]]} if edge.get("tasks") else {}),
            }
            for edge in graph["edges"]
        ],
    }


def _all(ask: Callable[..., Graph], store: Store) -> Iterator[Graph]:
    """Every item of a list of the catalogue, a thousand at a time."""
    seen = 0
    while True:
        page = ask(store, limit=1000, offset=seen)
        yield from page["items"]
        seen += len(page["items"])
        if seen >= page["total"] or not page["items"]:
            return
