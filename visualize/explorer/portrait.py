"""What a page about one thing shows of it: its tasks by role, its partners, its indicators, what is due."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from graph import catalogue
from graph.store.base import Store
from graph.store.kept import once_per_state
from ontology.kinds import group as group_of
from visualize.explorer.reading import Json, Reading, everything

DUE_WITHIN = timedelta(days=30)
HELD = ("lead", "responsible", "support", "guide")
MOST_TASKS_WITH_PLATFORMS = 40


def portrait(now: Reading, entity: Json) -> Json:
    """Tasks held and mentioned, partners with the tasks shared, platforms by task, indicators."""
    held: list[Json] = []
    mentioned: list[Json] = []
    for part in entity["involvement"]:
        (held if part["as"] in HELD else mentioned).append(part)
    # A task in which the body has two roles is one line; the stronger role stands first already.
    rows = list({part["task"]["id"]: part for part in reversed(held)}.values())[::-1]
    own = [
        task
        for task in now.tasks.values()
        if now.documents[task["document"]["id"]]["implied_owner"] == entity["id"] and not task["units"]
    ]
    return {
        "held": rows,
        "by_document": by_document(part["task"] for part in rows),
        "own_work": own,
        "own_documents": by_document(own),
        "mentioned": mentioned,
        "partners": partners(now, entity["id"], [part["task"] for part in rows]),
        "platforms": platforms(now, [part["task"] for part in rows]),
        "indicators": indicators(entity["targets"]),
        "due": [part["task"] for part in rows if _soon(part["task"].get("deadline"))],
        "no_lead": rows and not any(part["as"] == "lead" for part in rows),
    }


def by_document(tasks: Iterable[Json]) -> list[tuple[Json, list[Json]]]:
    """Tasks grouped by their document, in order."""
    groups: dict[str, tuple[Json, list[Json]]] = {}
    for task in tasks:
        groups.setdefault(task["document"]["id"], (task["document"], []))[1].append(task)
    return list(groups.values())


def partners(now: Reading, unit: str, tasks: Sequence[Json]) -> list[Json]:
    """Bodies listed beside this one, in the documents' order, each with the ids of the tasks shared."""
    shared: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for task in tasks:
        for other in task["units"]:
            if other["id"] != unit and task["id"] not in shared[other["id"]]:
                shared[other["id"]].append(task["id"])
                names[other["id"]] = other["name"]
    order = {each: i for i, each in enumerate(now.units)}
    found = [
        {"id": each, "name": names[each], "tasks": ids, "count": len(ids)}
        for each, ids in shared.items()
        if ids
    ]
    return sorted(found, key=lambda each: order.get(each["id"], 10**6))


def platforms(now: Reading, tasks: Sequence[Json]) -> dict[str, list[Json]]:
    """Per task id the platforms its text names."""
    shown = [task["id"] for task in tasks[:MOST_TASKS_WITH_PLATFORMS]]
    mentioned = catalogue.mentions(now.store, shown)
    return {
        task: [each for each in mentioned.get(task, []) if group_of(each["type"]) == "platform"]
        for task in shown
    }


def _soon(deadline: Json | None) -> bool:
    if not deadline or not deadline.get("date"):
        return False
    today = date.today()
    return today <= date.fromisoformat(deadline["date"][:10]) <= today + DUE_WITHIN


def indicators(targets: Iterable[Json]) -> list[Json]:
    """Targets grouped by indicator, with the bars of a small chart."""
    groups: dict[str, Json] = {}
    for target in targets:
        group = groups.setdefault(
            target["indicator"]["id"],
            {
                "id": target["indicator"]["id"],
                "name": target["indicator"]["name"],
                "unit": target["unit"],
                "scope": target["scope"],
                "kind": target["kind"],
                "responsible": target["responsible"],
                "document": target["document"],
                "task": target["task"],
                "targets": [],
                "divergence": None,
            },
        )
        group["targets"].append(target)
    for group in groups.values():
        group["targets"].sort(key=lambda each: (each["year"] or 0, each["period"] or ""))
        group["years"] = {each["year"]: each for each in group["targets"] if each["year"]}
        group["bars"] = bars(group["targets"])
    return list(groups.values())


@once_per_state
def all_indicators(store: Store) -> list[Json]:
    """Every indicator of the store in the order of the documents. Shared: to be copied before it is changed."""
    return indicators(everything(catalogue.targets, store))


def bars(targets: Sequence[Json], others: dict[int, list[float]] | None = None) -> list[Json]:
    """Bars of a chart 210 wide and 96 high whose base line is at 80; ``others`` are values to mark beside."""
    others = others or {}
    highest = max(
        [*(abs(each["value"]) for each in targets), *(v for vs in others.values() for v in vs), 1e-9]
    )
    pitch = 200 / max(len(targets), 3)
    drawn = []
    for i, target in enumerate(targets):
        height = round(56 * abs(target["value"]) / highest, 1)
        width = round(min(32.0, pitch * 0.5), 1)
        x = round(5 + pitch * i + (pitch - width) / 2, 1)
        drawn.append(
            {
                "x": x,
                "y": round(80 - height, 1),
                "width": width,
                "height": height,
                "middle": round(x + width / 2, 1),
                "label": target["year"] or target["period"] or "",
                "text": f"{sign(target['comparator'])}{number(target['value'])}",
                "others": [
                    {"y": round(80 - 56 * abs(value) / highest, 1), "text": number(value)}
                    for value in others.get(target["year"] or 0, [])
                ],
            }
        )
    return drawn


_NUMBER = re.compile(r"（.{1,3}）|[^、]{1,3}(?=、)|\d{1,3}(?=[.．])|[一二三四五六七八九十第]{1,3}是?")


def clause_number(task: Json) -> str:
    """The number of the clause above a task: （二）; empty where it has none."""
    above = _NUMBER.match(task["path"][-1]) if task["path"] else None
    return above[0] if above else ""


def sign(comparator: str) -> str:
    """The comparator as a reader writes it; nothing for equality."""
    return {"=": "", ">=": "≥", "<=": "≤", "~": "约", ">": ">"}.get(comparator, comparator)


def number(value: float) -> str:
    """15 for 15.0, 2.5 for 2.5."""
    return str(int(value)) if float(value).is_integer() else f"{value:g}"


def small_map(now: Reading, entity: Json, view: Json, most: int = 9) -> Json | None:
    """Three rows: the body, its tasks, and the bodies that share three or more of them with it."""
    tasks: list[Any] = [part["task"] for part in view["held"]][:most]
    near = sorted(view["partners"], key=lambda each: -each["count"])
    near = [each for each in near if each["count"] >= min(3, near[0]["count"])][:5] if near else []
    if not tasks:
        return None
    width, pitch = 420, 420 / len(tasks)
    places = {task["id"]: round(pitch * (i + 0.5), 1) for i, task in enumerate(tasks)}
    spots = []
    for i, each in enumerate(near):
        x = round(width / len(near) * (i + 0.5), 1)
        spots.append({**each, "x": x, "lines": [places[t] for t in each["tasks"] if t in places]})
    return {
        "name": now.short(entity["id"], entity["name"]),
        "tasks": [{**task, "x": places[task["id"]]} for task in tasks],
        "near": spots,
        "width": width,
    }
