"""Duties told in running text: X牵头…，Y配合; 由X负责…; X会同Y…; 各区要…; A负责…、B匹配…、C配套….

Plain words (牵头, 负责, 会同, 由) are read anywhere in a task; 要 and bare doing are read only where the
task has no list that names a body, since there the list says it already. What one clause tells is for
``prose_clauses.py``; here sentences are cut, and what a list has said is not said again.
"""

from __future__ import annotations

import re

from graph.model import Role
from graph.parsing.clauses import Node
from graph.parsing.duty_grammar import Part, Statement
from graph.parsing.prose_clauses import read_clause
from graph.parsing.prose_predicates import Around, Told
from graph.parsing.prose_subjects import begins_with_deed, is_broad
from graph.parsing.prose_words import prose_words
from graph.parsing.unit_lists import is_generic

_SENTENCE = re.compile(r"[^。！？；\n]+")
_CLAUSE = re.compile(r"[^，：]+")
_OPENING_YEAR = re.compile(r"(20\d\d)年")
_NO_OWN_NAME = re.compile("^(?:其他|全|地方)|各|(?:部门|单位|企业|机关|机构|组织|学校|医院|园区)$")
_LEADS_IN = "在按根依围为对针结以坚"
"""在市安委会领导下，各成员单位…: the clause behind is the first one still."""
_SHORTEST = 5
_LONGEST = 3000
"""A longer sentence is no prose."""


def find_prose(
    text: str, node: Node, stated: list[Statement], begins: int | None = None, vague: bool = True
) -> list[Statement]:
    """Statements of duty in the running text of one task; ``stated``: its lists, and the units at its head.

    ``begins``: the plan's first year; a sentence that opens with a year before it tells what has been done. ``vague``: whether 各地、各有关部门要… counts.
    """
    given = {(text[p.unit.start : p.unit.end], p.role) for s in stated for p in s.parts}
    listed = {name for name, _ in given}
    holes = [(s.start, s.parts[-1].unit.end if s.rule == "unit_first" else s.end) for s in stated]
    covered = _covered_to(node, stated)
    headed = [(s.start, s.end) for s in stated if s.rule == "unit_first"]
    statements = []
    words = prose_words()
    for a, b in _outside(node.body, node.end, holes):
        for sentence in _SENTENCE.finditer(text, a, b):
            start, end = sentence.span()
            told = start >= covered
            cued = words.cues.search(text, start, end) is not None
            bidden = not told and words.bidden.search(text, start, end) is not None
            if not (told or cued or bidden) or end - start < _SHORTEST or _is_past(text, start, begins):
                continue
            has_head = bool(headed) and any(x <= start < y for x, y in headed)
            told_parts = _sentence(text, start, end, told or bidden, cued, has_head)
            if not told_parts:
                continue
            statement = Statement(start, end, "prose")
            for found in told_parts:
                _give(text, found, told, vague, given, listed, statement)
            if statement.parts:
                statements.append(statement)
    return statements


def _is_past(text: str, start: int, begins: int | None) -> bool:
    year = _OPENING_YEAR.match(text, start) if begins else None
    return year is not None and begins is not None and int(year.group(1)) < begins


def _give(
    text: str,
    found: Told,
    told: bool,
    vague: bool,
    given: set[tuple[str, Role]],
    listed: set[str],
    statement: Statement,
) -> None:
    """Add what is not said already: a body named in a list, or told to lead, is not told again by a mere 要."""
    names = [text[u.start : u.end] for u in found.units]
    if found.weak and not told and (found.word not in prose_words().modals or not all(map(_own_name, names))):
        return
    if found.weak and (not vague and found.role == "responsible" and all(map(is_broad, names))):
        return
    for unit, name in zip(found.units, names, strict=True):
        if (name, found.role) in given:
            continue
        if found.weak and (name in listed or (found.role == "responsible" and (name, "lead") in given)):
            continue
        given.add((name, found.role))
        basis = "stated" if found.role == "lead" else "not_stated"
        statement.parts.append(Part(unit, found.role, found.word, basis))  # type: ignore[arg-type]


def _own_name(name: str) -> bool:
    """Beside a list a body counts that is told by its own name, and no collective."""
    return not (is_generic(name) or _NO_OWN_NAME.search(name))


def _sentence(text: str, start: int, end: int, weak: bool, cued: bool, has_head: bool) -> list[Told]:
    """What one sentence tells; ``weak``: whether 要 and bare doing are asked for at all; ``cued``: more than those;
    ``has_head``: the clause lists what the unit at its head is to do."""
    found: list[Told] = []
    if end - start > _LONGEST or prose_words().past.match(text, start, end):
        return found
    first = True
    cues = prose_words().cues
    for clause in _CLAUSE.finditer(text, start, end):
        a, b = clause.span()
        while a < b and text[a] in " 、）":
            a += 1
        if b - a >= 4:
            here = cued and cues.search(text, a, b) is not None
            if here or (weak and not begins_with_deed(text, a, b)):
                found += read_clause(text, a, b, Around(end, bool(found), weak, first, here, has_head))
        first = first and not found and text[a] in _LEADS_IN
    return found


def _covered_to(node: Node, stated: list[Statement]) -> int:
    """How far the lists that name a body speak for the text: one stands behind what it covers, or in the heading."""
    lists = [
        s
        for s in stated
        if s.rule not in ("unit_first", "prose") and any(not p.unit.generic for p in s.parts)
    ]
    if any(s.start <= node.heading_end + 1 for s in lists):
        return node.end
    return max((s.end for s in lists), default=node.body)


def _outside(start: int, end: int, holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for a, b in [*sorted(holes), (end, end)]:
        if start < a:
            found.append((start, a))
        start = max(start, b)
    return found
