"""Where duties cross: the matrix of units, the findings to check, the pair that is selected."""

from __future__ import annotations

from flask import render_template, request

from graph.overlap import network
from graph.overlap.findings import cells as ask_cells
from visualize.explorer import blueprint, findings
from visualize.explorer.paging import first_shown, pages
from visualize.explorer.reading import Json, Reading, reading

KINDS = {
    "divergence": "文件不一致",
    "gap": "缺口",
    "object_overlap": "同一事项",
    "fragmentation": "未明确牵头",
}
MOST_UNITS = 60
"""Rows of the matrix at most; of more units those that share most are shown, and the page says so."""
FINDINGS_PER_PAGE = 50
MEASURES = ("k", "weight", "jaccard", "overlap")
ORDERS = ("cluster", "document")


@blueprint.get("/overlaps")
def overlaps() -> str:
    now = reading()
    kind = request.args.get("kind") if request.args.get("kind") in KINDS else None
    measure = request.args.get("measure") if request.args.get("measure") in MEASURES else "k"
    order = request.args.get("order") if request.args.get("order") in ORDERS else "cluster"
    items = [each for each in findings.to_check(now) if kind in (None, each["kind"])]
    unit = request.args.get("unit")
    if unit:
        items = [each for each in items if any(body["id"] == unit for body in each["units"])]
    start = _start(items)
    asked = request.args.get("document")
    document = asked if asked in now.documents else None
    matrix = matrix_of(now, str(measure), str(order), document)
    return render_template(
        "overlaps.html",
        here="overlaps",
        kinds_of_finding=KINDS,
        kind=kind,
        measure=measure,
        order=order,
        matrix=matrix,
        pair=_pair(now, matrix),
        findings=items[start : start + FINDINGS_PER_PAGE],
        stretch=pages(len(items), FINDINGS_PER_PAGE, start),
        unit=unit,
        document=document,
        documents=list(now.documents.values()),
    )


def _start(items: list[Json]) -> int:
    """Where the page of findings begins: the one that holds ``finding`` of the address, else the one it asks for."""
    wanted = request.args.get("finding")
    at = next((at for at, each in enumerate(items) if each["id"] == wanted), None)
    return first_shown() if at is None else at - at % FINDINGS_PER_PAGE


def matrix_of(now: Reading, measure: str, order: str, document: str | None) -> Json:
    """Units in order, rows of cells with value and depth of colour, and the boxes of the groups."""
    held = held_tasks(now, document)
    raw = ask_cells(_listings(now, document), measure, MOST_UNITS)
    index = raw["units"]
    names = {unit: now.short(unit, unit) for unit in index}
    values = {(index[i], index[j]): value for i, j, value in raw["cells"]}
    values |= {(b, a): value for (a, b), value in values.items()}
    own = {unit: len(held.get(unit, ())) for unit in index}
    place = {each: i for i, each in enumerate(now.units)}
    ids = sorted(index, key=lambda unit: place.get(unit, 10**6))
    groups: list[list[str]] = []
    if order == "cluster":
        groups = clusters(ids, values, {unit: frozenset(held.get(unit, ())) for unit in ids})
        ids = [unit for group in groups for unit in group]
    top = max([value for (a, b), value in values.items() if a != b], default=1) or 1
    rows = []
    for a in ids:
        cells = []
        for b in ids:
            value = own[a] if a == b else values.get((a, b), 0)
            depth = 0 if a == b or not value else min(6, max(1, round(6 * value / top)))
            cells.append({"id": b, "name": names[b], "value": value, "depth": depth, "own": a == b})
        rows.append(
            {
                "id": a,
                "name": names[a],
                "cells": cells,
                "total": sum(1 for c in cells if c["value"] and not c["own"]),
            }
        )
    start = 0
    boxes = []
    for group in groups:
        boxes.append({"start": start, "size": len(group), "name": _group_name(now, group, held)})
        start += len(group)
    return {
        "rows": rows,
        "boxes": boxes,
        "measure": measure,
        "top": top,
        "names": names,
        "held": held,
        "left_out": raw["left_out"],
    }


def clusters(
    ids: list[str], values: dict[tuple[str, str], float], tasks: dict[str, frozenset[str]]
) -> list[list[str]]:
    """Units in groups that work together: linked agglomeratively while they share half of their tasks.

    Average linkage on the Jaccard index of the units' tasks; groups and their members keep the documents'
    order as far as the merging lets them.
    """
    groups = [[unit] for unit in ids]

    def nearness(a: list[str], b: list[str]) -> float:
        total = 0.0
        for x in a:
            for y in b:
                either = len(tasks[x] | tasks[y])
                total += len(tasks[x] & tasks[y]) / either if either else 0.0
        return total / (len(a) * len(b))

    scores = {(i, j): nearness(groups[i], groups[j]) for i in range(len(groups)) for j in range(i)}
    alive = set(range(len(groups)))
    while scores:
        (i, j), best = max(scores.items(), key=lambda each: (each[1], -each[0][0], -each[0][1]))
        if best < 0.4:
            break
        groups[j] = groups[j] + groups[i]
        alive.discard(i)
        scores = {pair: score for pair, score in scores.items() if i not in pair}
        for other in alive - {j}:
            scores[max(j, other), min(j, other)] = nearness(groups[j], groups[other])
    place = {unit: n for n, unit in enumerate(ids)}
    found = [sorted(groups[i], key=place.__getitem__) for i in sorted(alive)]
    return _seriate(found, values)


def _seriate(groups: list[list[str]], values: dict[tuple[str, str], float]) -> list[list[str]]:
    """Groups in a chain in which each stands beside the one it shares most with."""

    def shared(a: list[str], b: list[str]) -> float:
        return sum(values.get((x, y), 0) for x in a for y in b) / (len(a) * len(b))

    left = list(groups)
    if not left:
        return []
    weight = [sum(shared(group, other) for other in groups if other is not group) for group in left]
    chain = [left.pop(weight.index(max(weight)))]
    while left:
        ends = [(shared(chain[-1], group), 1, i) for i, group in enumerate(left)]
        ends += [(shared(chain[0], group), 0, i) for i, group in enumerate(left)]
        score, at_end, i = max(ends, key=lambda each: (each[0], each[1], -each[2]))
        group = left.pop(i)
        if at_end or not score:
            chain.append(group)
        else:
            chain.insert(0, group)
    return chain


def held_tasks(now: Reading, document: str | None) -> dict[str, list[str]]:
    """Per unit the tasks it is listed for, in the order of the documents."""
    held: dict[str, list[str]] = {}
    for task in now.tasks.values():
        if document in (None, task["document"]["id"]):
            for unit in dict.fromkeys(each["id"] for each in task["units"] if _counts(each)):
                held.setdefault(unit, []).append(task["id"])
    return held


def _listings(now: Reading, document: str | None) -> network.Incidence:
    """Tasks with the units that count, in the order in which the measures go through them."""
    tasks = [task for task in now.tasks.values() if document in (None, task["document"]["id"])]
    tasks.sort(key=lambda task: (task["document"]["id"], task["order"]))
    return network.incidence_of(
        (task["id"], dict.fromkeys(each["id"] for each in task["units"] if _counts(each))) for task in tasks
    )


def _counts(listed: Json) -> bool:
    """Whether a measure counts this listing: in a list or table, and not from above."""
    return listed["role"] != "guide" and listed["basis"] != "running_text"


def _group_name(now: Reading, group: list[str], held: dict[str, list[str]]) -> list[Json]:
    """The tasks that every unit of the group shares, else those most of them share."""
    counts: dict[str, int] = {}
    for unit in group:
        for task in held.get(unit, ()):
            counts[task] = counts.get(task, 0) + 1
    most = max(counts.values(), default=0)
    return [now.tasks[task] for task in now.tasks if counts.get(task) == most][:3] if most else []


def _pair(now: Reading, matrix: Json) -> Json | None:
    """The two units selected by the address, else the pair that shares most."""
    a, b = request.args.get("a"), request.args.get("b")
    names = matrix["names"]
    if a not in names or b not in names or a == b:
        best = max(
            (
                (cell["value"], row["id"], cell["id"])
                for row in matrix["rows"]
                for cell in row["cells"]
                if not cell["own"]
            ),
            key=lambda each: each[0],
            default=(0, None, None),
        )
        if not best[0]:
            return None
        _, a, b = best
    held = matrix["held"]
    first, second = held.get(str(a), []), set(held.get(str(b), ()))
    shared = [now.tasks[task] for task in first if task in second]
    return {
        "a": {"id": a, "name": names[a]},
        "b": {"id": b, "name": names[b]},
        "tasks": shared,
    }
