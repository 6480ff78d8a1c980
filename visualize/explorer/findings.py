"""Findings as pages show them: which are open, which touch a unit or a task, which targets diverge."""

from __future__ import annotations

from graph.overlap.findings import ids_of_kinds, of_ids
from visualize.explorer.portrait import bars
from visualize.explorer.reading import Json, Reading

CHECKED = ("divergence", "gap", "object_overlap", "fragmentation")
"""Kinds that ask to be checked; joint listing, order and load are context, not findings to work through."""


def to_check(now: Reading) -> list[Json]:
    """Findings that ask to be checked, as ranked."""
    if now.findings is None:
        now.findings = of_ids(now.store, ids_of_kinds(now.store, CHECKED))
    return now.findings


def open_findings(now: Reading) -> list[Json]:
    """Findings to check on which nobody has decided."""
    return [each for each in to_check(now) if not each["decision"]]


def of_unit(now: Reading, unit: str) -> list[Json]:
    return [each for each in to_check(now) if any(body["id"] == unit for body in each["units"])]


def of_task(now: Reading, task: str) -> list[Json]:
    return [each for each in to_check(now) if any(one["id"] == task for one in each["tasks"])]


def mark_divergences(now: Reading, rows: list[Json]) -> list[Json]:
    """The indicators, each with what other documents state for the same year drawn beside its own bars."""
    rows = [dict(row) for row in rows]
    diverging: dict[str, list[Json]] = {}
    for finding in to_check(now):
        if finding["kind"] == "divergence":
            for indicator in finding.get("indicators", []):
                diverging.setdefault(indicator["id"], []).append(finding)
    for row in rows:
        others: dict[int, list[float]] = {}
        for finding in diverging.get(row["id"], []):
            row["divergence"] = finding
            for side in finding["values"]["sides"]:
                if side["document"] != row["document"]["id"]:
                    others.setdefault(finding["values"]["year"], []).append(side["value"])
        if others:
            row["bars"] = bars(row["targets"], others)
    return rows
