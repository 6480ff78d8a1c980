"""Passages: stretches of running text with the duties and targets a reader finds in them.

A file of passages tells no places; each passage is read as the one task of a small plan, and what was read
is judged by unit and role, and by value, unit and year, each as often as it is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import UserError
from graph.evaluation.counts import Counts, Judged, match
from graph.evaluation.judges import plain
from graph.extract import extract
from graph.model import Document
from graph.reading import source_from_text

DEVELOPED = ("prose_developed.json", "prose_developed_2.json")
BLIND = ("prose_blind_2.json",)
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
    """Duties (all, and those that name a body) and targets of one passage.

    An entry with ``optional`` may be read or not; ``also_right`` holds roles that are as right.
    """
    document = document_of(passage)
    data = passage.data
    found = {(plain(a.unit), a.role, a.generic): None for task in document.tasks for a in task.assignments}
    read = list(found)
    truths = _truths(data.get("duties", []), {unit for unit, _, _ in read})
    named = [t for t in truths if not t["generic"]]
    return {
        "duties": _compared(passage.key, truths, read, _same_duty, _duty, lambda f: f"{f[1]} {f[0]}"),
        "duties, named": _compared(
            passage.key,
            named,
            [f for f in read if not f[2] and not any(t["generic"] and _same_duty(t, f) for t in truths)],
            _same_duty,
            _duty,
            lambda f: f"{f[1]} {f[0]}",
        ),
        "targets": _compared(
            passage.key,
            data.get("targets", []),
            [(t.value, plain(t.unit), t.year) for t in document.targets],
            lambda t, f: (float(t["value"]), plain(t["unit"]), t["year"]) == f,
            lambda t: f"{t['value']:g}{t['unit']} {t['year'] or '–'} {t['indicator']}",
            lambda f: f"{f[0]:g}{f[1]} {f[2] or '–'}",
        ),
    }


def _truths(duties: list[Any], read: set[str]) -> list[Any]:
    """The duties; two units that may be one body are one where they were read so."""
    truths: dict[tuple[str, str], Any] = {}
    for duty in duties:
        joint = duty.get("joint_name")
        unit = plain(joint) if joint and plain(joint) in read else plain(duty["unit"])
        truths.setdefault((unit, duty["role"]), duty | {"unit": unit})
    return list(truths.values())


def _same_duty(truth: Any, found: tuple[str, str, bool]) -> bool:
    return truth["unit"] == found[0] and found[1] in (truth["role"], *truth.get("also_right", ()))


def _duty(truth: Any) -> str:
    return f"{truth['role']} {truth['unit']}"


def _compared(
    key: str,
    truths: Sequence[Any],
    read: Sequence[Any],
    same: Callable[[Any, Any], bool],
    told: Callable[[Any], str],
    shown: Callable[[Any], str],
) -> Judged:
    pairs, missed, extra = match(truths, read, same)
    lost = [truths[i] for i in missed if not truths[i].get("optional")]
    return Judged(
        Counts(sum(1 for i, _ in pairs if not truths[i].get("optional")), len(extra), len(lost)),
        tuple(f"{key}: {shown(read[k])}" for k in extra),
        tuple(f"{key}: {told(t)}" for t in lost),
    )
