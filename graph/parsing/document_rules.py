"""The rules that a document states about its own lists: the first one leads; these answer for all below."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.parsing.clauses import Node
from graph.parsing.duty_grammar import Statement, grammar
from graph.parsing.task_tables import TableTask


@dataclass(slots=True)
class Draft:
    """A task in the making."""

    node: Node | None
    row: TableTask | None
    statements: list[Statement]
    path: tuple[int, ...]
    plan: int


def apply_rules(text: str, drafts: list[Draft]) -> None:
    """The document's own rules: the first of a list leads; these units answer for all below."""
    first_from: int | None = None
    carried: dict[int, list[tuple[int, Statement]]] = {}
    for draft in drafts:
        for statement in draft.statements:
            if statement.first_listed and first_from is None:
                first_from = statement.start
            if statement.carried:
                carried.setdefault(draft.plan, []).append((statement.start, statement))
    note = _noted_rule(text, [s for draft in drafts for s in draft.statements])
    if note is not None:
        first_from = note if first_from is None else min(note, first_from)
    if first_from is not None:
        for draft in drafts:
            for statement in draft.statements:
                if statement.start >= first_from:
                    _first_leads(statement)
    for draft in drafts:
        _lead_is_stated(draft.statements)
        at = draft.node.start if draft.node else (draft.row.start if draft.row else 0)
        if draft.node is not None and draft.node.safeguard:
            continue
        for place, giver in carried.get(draft.plan, []):
            if at <= place:
                continue
            named = {text[p.unit.start : p.unit.end] for s in draft.statements for p in s.parts}
            extra = [p for p in giver.carried if text[p.unit.start : p.unit.end] not in named]
            if extra:
                draft.statements.append(Statement(giver.start, giver.end, "carry_forward", parts=extra))


_FIRST = re.compile(r"第一|首(?:位|个|家|名)|最前")
_LEADS = re.compile("牵头|主办|主责")


def _noted_rule(text: str, statements: list[Statement]) -> int | None:
    """Where a sentence outside the lists says that the first leads: from there on, or, where it is a
    note below all lists, from the beginning."""
    if not statements:
        return None
    for hint in _FIRST.finditer(text):
        if not _LEADS.search(text, hint.end(), hint.end() + 40):
            continue
        rule = grammar().first_listed.search(text, max(0, hint.start() - 8), hint.end() + 40)
        if rule and not any(s.start <= rule.start() < s.end for s in statements):
            return rule.start() if any(s.start > rule.start() for s in statements) else 0
    return None


def _lead_is_stated(statements: list[Statement]) -> None:
    """A list that names its lead states it for all its units; lines and cells of one task are one list."""
    groups: list[list[Statement]] = []
    for statement in sorted(statements, key=lambda s: s.start):
        before = groups[-1][-1] if groups else None
        joined = before and (
            before.rule == statement.rule
            and (statement.rule in ("line", "table") or statement.start <= before.end)
        )
        if joined:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    for group in groups:
        if any(p.role == "lead" and p.lead_basis != "first_listed_rule" for s in group for p in s.parts):
            for statement in group:
                statement.parts = [replace(p, lead_basis="stated") for p in statement.parts]


def _first_leads(statement: Statement) -> None:
    parts = statement.parts
    if (
        not parts
        or any(p.role == "lead" for p in parts)
        or parts[0].role != "responsible"
        or parts[0].unit.generic
    ):
        return
    parts[0] = replace(parts[0], role="lead")
    statement.parts = [replace(p, lead_basis="first_listed_rule") for p in parts]
