"""Two plans task by task: taken over, changed, new and dropped, each likeness with its reason.

Likeness is the cosine of two tasks' character pairs weighted by rarity (tf–idf): a sparse product of the tasks of
one plan and of the other. Tasks are matched one to one, the likest first.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from graph.overlap.divergence import indicator_key
from graph.overlap.duties import Duties, DutyTask, TargetRow
from graph.overlap.generic import is_generic
from graph.overlap.levels import Levels
from graph.overlap.loading import load
from graph.overlap.matter import Matter
from graph.overlap.objects import find, read_tasks
from graph.overlap.phrases import BREAK, Reading
from graph.overlap.repeats import repeats
from graph.store.base import Store

Json = dict[str, Any]
SAME, ALIKE, ALIKE_WITH_MATTER = 0.85, 0.2, 0.1
"""Cosines from which a task is taken over in substance, from which it is the same task changed, and from which it is
that where the two also share a matter."""
MOST_REASONS = 5


@dataclass(frozen=True)
class Match:
    left: str
    right: str
    likeness: float
    """0 to 1."""
    shared: tuple[str, ...]
    """The words that make them alike, longest first."""


def compare(store: Store, first: str, second: str) -> Json:
    """Documents by id. ``{"relation", "note", "documents", "taken_over", "changed", "dropped", "new", "targets"}``, first to second."""
    return comparison(load(store, (first, second)), first, second)


def comparison(duties: Duties, first: str, second: str) -> Json:
    """Between levels (lineage) tasks answer to each other; titles and units differ by nature and are no change."""
    matched = matches(duties, first, second)
    lineage = Levels(duties).lineage(first, second)
    taken_over: list[Json] = []
    changed: list[Json] = []
    for match in matched:
        old, new = duties.task[match.left], duties.task[match.right]
        changes = [] if lineage else _changes(duties, old, new)
        entry = {
            "from": _task(duties, match.left),
            "to": _task(duties, match.right),
            "likeness": round(match.likeness, 3),
            "shared": list(match.shared),
            "why": _why(match),
            "changes": changes,
        }
        (taken_over if match.likeness >= SAME and not changes else changed).append(entry)
    lefts, rights = {match.left for match in matched}, {match.right for match in matched}
    return {
        "relation": "lineage" if lineage else "same_level",
        "note": "两份文件层级不同，属上下衔接：未见于另一份，不等于取消或新增。" if lineage else None,
        "documents": [_document(duties, first), _document(duties, second)],
        "taken_over": taken_over,
        "changed": changed,
        "dropped": [_task(duties, t.id) for t in duties.tasks if t.document == first and t.id not in lefts],
        "new": [_task(duties, t.id) for t in duties.tasks if t.document == second and t.id not in rights],
        "targets": _targets(duties, first, second),
    }


def matches(duties: Duties, first: str, second: str) -> list[Match]:
    """Tasks of the two documents matched one to one, in the order of the first."""
    left = [task for task in duties.tasks if task.document == first]
    right = [task for task in duties.tasks if task.document == second]
    if not left or not right:
        return []
    readings = read_tasks(duties.only((first, second)))
    table = cosines([readings[task.id] for task in left], [readings[task.id] for task in right]).tocoo()
    order = np.lexsort((table.col, table.row, -table.data))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    reasons = _Reasons(duties.only((first, second)), readings)
    found: list[tuple[int, Match]] = []
    for at in order:
        row, column, likeness = int(table.row[at]), int(table.col[at]), float(table.data[at])
        if likeness < ALIKE_WITH_MATTER:
            break
        pair = left[row].id, right[column].id
        if row in taken_left or column in taken_right or (likeness < ALIKE and not reasons.matters(*pair)):
            continue
        taken_left.add(row)
        taken_right.add(column)
        found.append((row, Match(*pair, min(likeness, 1.0), reasons.of(*pair))))
    return [match for _, match in sorted(found, key=lambda each: each[0])]


def cosines(left: Sequence[Reading], right: Sequence[Reading]) -> sparse.csr_array:
    """left × right: cosine of tf–idf over pairs of characters that stand inside one phrase."""
    counts = [Counter(_grams(reading)) for reading in (*left, *right)]
    names: dict[str, int] = {}
    frequency: Counter[str] = Counter()
    for counter in counts:
        frequency.update(counter.keys())
    rows, columns, values = [], [], []
    for row, counter in enumerate(counts):
        for gram, times in counter.items():
            rows.append(row)
            columns.append(names.setdefault(gram, len(names)))
            values.append((1 + math.log(times)) * math.log((len(counts) + 1) / (frequency[gram] + 0.5)))
    table = sparse.csr_array((values, (rows, columns)), shape=(len(counts), max(len(names), 1)))
    norm = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    norm[norm == 0] = 1
    scaled = sparse.csr_array(sparse.diags_array(1 / norm) @ table)
    return sparse.csr_array(scaled[: len(left)] @ scaled[len(left) :].T)


class _Reasons:
    """The words that two tasks share: matters first, then the longest strings."""

    def __init__(self, duties: Duties, readings: dict[str, Reading]) -> None:
        self._readings = readings
        self._matters: dict[str, set[str]] = defaultdict(set)
        matters: Iterable[Matter] = find(duties)
        for matter in matters:
            for task in matter.tasks:
                self._matters[task].add(matter.label)

    def matters(self, left: str, right: str) -> set[str]:
        return self._matters[left] & self._matters[right]

    def of(self, left: str, right: str) -> tuple[str, ...]:
        texts = [self._readings[left], self._readings[right]]
        strings = {
            texts[each.places[0][0]].text(each.places[0][1], each.places[0][1] + each.length)
            for each in repeats(texts, 2)
        }
        found: list[str] = []
        for text in sorted(strings | self.matters(left, right), key=lambda t: (-len(t), t)):
            if not is_generic(text) and not any(text in longer for longer in found):
                found.append(text)
        return tuple(found[:MOST_REASONS])


def _grams(reading: Reading) -> Iterable[str]:
    symbols = reading.symbols
    for at in range(len(reading) - 1):
        if symbols[at] != BREAK and symbols[at + 1] != BREAK:
            yield f"{chr(symbols[at])}{chr(symbols[at + 1])}"


def _why(match: Match) -> str:
    likeness = f"文字相似度{match.likeness:.0%}"
    return f"{likeness}，共有“{'”“'.join(match.shared)}”" if match.shared else likeness


def _changes(duties: Duties, old: DutyTask, new: DutyTask) -> list[Json]:
    """What differs between a task and its later form; the words alone are no change worth a line."""
    found: list[Json] = []
    if _plain(old.title) != _plain(new.title):
        found.append(
            {
                "what": "title",
                "from": old.title,
                "to": new.title,
                "zh": f"标题由“{old.title}”改为“{new.title}”",
            }
        )
    before = {part.unit: part.role for part in old.counted()}
    after = {part.unit: part.role for part in new.counted()}
    for what, units, zh in (
        ("units_added", [unit for unit in after if unit not in before], "增加责任单位"),
        ("units_removed", [unit for unit in before if unit not in after], "减少责任单位"),
    ):
        if units:
            names = [duties.short_name(unit) for unit in units]
            found.append({"what": what, "units": units, "zh": f"{zh}：{'、'.join(names)}"})
    for unit in before:
        if unit in after and after[unit] != before[unit]:
            found.append(
                {
                    "what": "role",
                    "unit": unit,
                    "from": before[unit],
                    "to": after[unit],
                    "zh": f"{duties.short_name(unit)}由{_ROLES[before[unit]]}改为{_ROLES[after[unit]]}",
                }
            )
    if (old.deadline_text or "") != (new.deadline_text or ""):
        found.append(
            {
                "what": "deadline",
                "from": old.deadline_text,
                "to": new.deadline_text,
                "zh": f"完成时限由“{old.deadline_text or '未载明'}”改为“{new.deadline_text or '未载明'}”",
            }
        )
    return found


_ROLES = {"lead": "牵头", "responsible": "责任", "support": "配合", "guide": "指导"}


def _targets(duties: Duties, first: str, second: str) -> list[Json]:
    """Targets of the same indicator and year that moved, and those only one of the two sets."""
    sides: dict[str, dict[tuple[Any, int | None], TargetRow]] = {first: {}, second: {}}
    for target in duties.targets:
        if target.document in sides:
            sides[target.document].setdefault((indicator_key(target), target.year), target)
    found: list[Json] = []
    for key in dict.fromkeys([*sides[first], *sides[second]]):
        old, new = sides[first].get(key), sides[second].get(key)
        if old and new and (old.value, old.comparator) == (new.value, new.comparator):
            continue
        one = new or old
        silent = duties.documents[first if old is None else second]
        if one is None or (not (old and new) and one.year is not None and not silent.in_force(one.year)):
            continue
        found.append(
            {
                "indicator": one.indicator,
                "year": one.year,
                "from": _value(old),
                "to": _value(new),
                "what": "moved" if old and new else "new" if new else "dropped",
                "scope_to_check": bool(old and new and old.scope != new.scope),
            }
        )
    return found


def _value(target: TargetRow | None) -> Json | None:
    if target is None:
        return None
    return {
        "value": target.value,
        "comparator": target.comparator,
        "unit": target.unit_text,
        "scope": target.scope,
        "start": target.span.start,
        "end": target.span.end,
    }


def _task(duties: Duties, id_: str) -> Json:
    task = duties.task[id_]
    return {
        "id": id_,
        "number": task.number,
        "title": task.title,
        "document": task.document,
        "units": [{"id": unit, "name": duties.short_name(unit)} for unit in task.units()],
        "start": task.span.start,
        "end": task.span.end,
    }


def _document(duties: Duties, id_: str) -> Json:
    frame = duties.documents[id_]
    return {"id": id_, "title": frame.title, "number": frame.number, "issued": frame.issued}


def _plain(title: str) -> str:
    return re.sub(r"[\W_]", "", title)
