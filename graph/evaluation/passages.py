"""Passages: stretches of running text with the duties and targets a reader finds in them.

A file of passages tells no places; each passage is read as the one task of a small plan, and what was read
is judged by unit and role, and by value, unit and year, each as often as it is there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import UserError
from graph.evaluation.counts import Counts, Judged
from graph.evaluation.judges import plain
from graph.extract import extract
from graph.model import Document
from graph.reading import source_from_text

DEVELOPED = "prose_developed.json"
BLIND = "prose_blind.json"
"""Nobody wrote a rule on these: only their sums are shown."""

_CLAUSE_MARKS = ("一、", "（一）", "1.", "1．", "第一章")


@dataclass(frozen=True, slots=True)
class Passage:
    """One entry of the file: ``data`` holds text, plan_years, duties, targets."""

    key: str
    data: dict[str, Any]


def load_passages(path: Path) -> list[Passage]:
    """Raises UserError where the file is no file of passages."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["passages"]
        return [Passage(str(entry["id"]), entry) for entry in entries]
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{path}: not a file of passages ({error}); expected {{'passages': [{{id, text, …}}]}}"
        ) from error


def document_of(passage: Passage) -> Document:
    """The passage as the text of a plan with its years; the first clause is given where it has none of its own."""
    text = passage.data["text"].strip()
    years = _years(passage.data.get("plan_years"))
    head = "" if text.startswith(_CLAUSE_MARKS) else "一、主要任务\n\n（一）工作内容。\n\n"
    raw = f"关于有关工作的实施方案{years}\n\n{head}{text}\n"
    return extract(source_from_text(raw, file=f"{passage.key}.txt"))


def _years(stated: Any) -> str:
    """[2023, 2025], 2024 or None -> as a title has it."""
    if not stated:
        return ""
    first, last = (stated[0], stated[-1]) if isinstance(stated, list) else (stated, stated)
    return f"（{first}年）" if first == last else f"（{first}-{last}年）"


def judge_passage(passage: Passage) -> dict[str, Judged]:
    """Duties (all, and those that name a body) and targets of one passage."""
    document = document_of(passage)
    duties = [a for task in document.tasks for a in task.assignments]
    truths = passage.data.get("duties", [])
    return {
        "duties": _compared(
            passage.key,
            (f"{d['role']} {plain(d['unit'])}" for d in truths),
            (f"{a.role} {plain(a.unit)}" for a in duties),
        ),
        "duties, named": _compared(
            passage.key,
            (f"{d['role']} {plain(d['unit'])}" for d in truths if not d.get("generic")),
            (f"{a.role} {plain(a.unit)}" for a in duties if not a.generic),
        ),
        "targets": _compared(
            passage.key,
            (_target(t["value"], t.get("unit"), t.get("year")) for t in passage.data.get("targets", [])),
            (_target(t.value, t.unit, t.year) for t in document.targets),
        ),
    }


def _target(value: Any, unit: str | None, year: Any) -> str:
    return f"{float(value):g}{plain(unit)} {year or '–'}"


def _compared(key: str, there: Iterable[str], read: Iterable[str]) -> Judged:
    truths, found = Counter(there), Counter(read)
    right = sum((truths & found).values())
    wrong, missed = found - truths, truths - found
    return Judged(
        Counts(right, sum(wrong.values()), sum(missed.values())),
        tuple(f"{key}: {x}" for x in wrong.elements()),
        tuple(f"{key}: {x}" for x in missed.elements()),
    )
