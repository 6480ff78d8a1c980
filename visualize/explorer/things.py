"""Pages about one thing: an entity, a task, a document with its text."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from graph import catalogue
from visualize.explorer import blueprint, findings
from visualize.explorer.portrait import indicators, portrait, small_map
from visualize.explorer.reading import Json, Reading, reading
from visualize.explorer.source_text import lay_out, written
from visualize.kinds import kind_of


@blueprint.get("/entity/<entity>")
def entity(entity: str) -> str | Response:
    now = reading()
    found = catalogue.entity(now.store, entity)
    if found["id"] != entity:
        return redirect(f"/entity/{found['id']}", code=301)
    view = portrait(now, found)
    view["indicators"] = findings.mark_divergences(now, view["indicators"])
    return render_template(
        "entity.html",
        here="units" if found["id"] in now.units else "search",
        entity=found,
        view=view,
        small=small_map(now, found, view),
        findings=findings.of_unit(now, found["id"]),
    )


@blueprint.get("/task/<task>")
def task(task: str) -> str:
    now = reading()
    found = catalogue.task(now.store, task)
    return render_template(
        "task.html", here="tasks", task=found, **_task_parts(found), findings=findings.of_task(now, task)
    )


@blueprint.get("/parts/details/<node>")
def details(node: str) -> str:
    """The right pane of the map: what is selected, with its quotes."""
    now = reading()
    if "." in node and node.rsplit(".", 1)[1].startswith("i"):
        document = node.split(".", 1)[0]
        items = catalogue.targets(now.store, document=document, limit=1000)["items"]
        rows = [row for row in indicators(items) if row["id"] == node]
        return render_template("parts/details_indicator.html", rows=rows)
    if "." in node:
        found = catalogue.task(now.store, node)
        return render_template(
            "parts/details_task.html", task=found, **_task_parts(found), findings=findings.of_task(now, node)
        )
    found = catalogue.entity(now.store, node)
    return render_template("parts/details_entity.html", entity=found, view=portrait(now, found))


def _task_parts(task: Json) -> dict[str, Any]:
    """Lists of a task's units by the place that states them, and what it mentions by kind."""
    lists: dict[tuple[int, int], tuple[Json, list[Json]]] = {}
    for unit in task["units"]:
        evidence = unit["evidence"]
        lists.setdefault((evidence["start"], evidence["end"]), (evidence, []))[1].append(unit)
    mentions: dict[str, list[Json]] = {}
    for mention in task["mentions"]:
        mentions.setdefault(kind_of(mention["type"]), []).append(mention)
    return {"lists": list(lists.values()), "mentions": mentions}


@blueprint.get("/documents/<document>")
def document(document: str) -> str | Response:
    now = reading()
    frame = catalogue.document(now.store, document)
    if frame["id"] != document:
        return redirect(f"/documents/{frame['id']}")
    raw = catalogue.document_text(now.store, document)
    start, end = (request.args.get(name, type=int) for name in ("start", "end"))
    if start is None or end is None or not 0 <= start < end <= len(raw):
        start = end = None
    tasks = sorted(
        (each for each in now.tasks.values() if each["document"]["id"] == document),
        key=lambda t: t["start"] or 0,
    )
    chosen = _task_at(tasks, start)
    detailed = catalogue.task(now.store, chosen["id"]) if chosen else None
    targets = catalogue.targets(now.store, document=document, limit=1000)["items"]
    marks = _marks(now, detailed, raw)
    return render_template(
        "document.html",
        here="documents",
        document=frame,
        blocks=lay_out(
            raw, frame["clauses"], marks, (start, end) if start is not None and end is not None else None
        ),
        outline=_outline(frame["clauses"], tasks),
        tasks=tasks,
        task=detailed,
        targets=targets,
        cadences=catalogue.cadences(now.store, document=document, limit=1000)["items"],
        chosen=(start, end),
        findings=findings.of_task(now, chosen["id"]) if chosen else [],
        **(_task_parts(detailed) if detailed else {"lists": [], "mentions": {}}),
    )


def _task_at(tasks: list[Json], start: int | None) -> Json | None:
    if start is None:
        return None
    place = bisect_right([task["start"] or 0 for task in tasks], start) - 1
    if place >= 0 and start < (tasks[place]["end"] or 0):
        return tasks[place]
    return None


def _marks(now: Reading, task: Json | None, raw: str) -> list[tuple[int, int, str]]:
    """Underlines of the names that were read from the chosen task: start, end, kind."""
    if task is None:
        return []
    marks: set[tuple[int, int, str]] = set()
    for thing in [*task["mentions"], *task["units"]]:
        kind = kind_of(thing["type"]) if "type" in thing else "unit"
        evidences = thing["evidence"] if isinstance(thing["evidence"], list) else [thing["evidence"]]
        for evidence in evidences:
            marks.update((*place, kind) for place in written(raw, evidence, now.forms.get(thing["id"], [])))
    return sorted(marks)


def _outline(clauses: list[Json], tasks: list[Json]) -> list[Json]:
    """Clauses with their depth; a task's clause bears the task's id."""
    by_clause = {task["clause"]: task for task in tasks if task["clause"]}
    depth: dict[str, int] = {}
    rows = []
    for clause in sorted(clauses, key=lambda each: each["start"] or 0):
        depth[clause["id"]] = depth.get(clause["parent"] or "", -1) + 1
        rows.append({**clause, "depth": min(depth[clause["id"]], 3), "task": by_clause.get(clause["id"])})
    return rows
