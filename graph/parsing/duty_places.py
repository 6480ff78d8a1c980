"""Where statements of duty stand: brackets, lines of their own, labels behind a sentence."""

from __future__ import annotations

import re

from graph.parsing.duties import all_units, labels_by_colon, parse_statement, read_verbs
from graph.parsing.duty_grammar import Statement, grammar
from graph.parsing.unit_lists import is_unit_like
from ontology import words

_OPENS = "（【［[(〔〈"
_CLOSES = "）】］])〕〉"
_BRACKET = re.compile(r"[（）【】［］()\[\]〔〕〈〉\n]")


def brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Outermost brackets of each line, (open, close + 1); an unclosed one ends with its line."""
    found = []
    stack: list[int] = []
    for mark in _BRACKET.finditer(text, start, end):
        c = mark.group()
        if c == "\n":
            if stack and len(stack) <= 2:
                found.append((stack[0], mark.start()))
            stack.clear()
        elif c in _OPENS:
            stack.append(mark.start())
        elif stack:
            opened = stack.pop()
            if not stack:
                found.append((opened, mark.end()))
    if stack and len(stack) <= 2:
        found.append((stack[0], end))
    return found


def find_statements(
    text: str, start: int, end: int
) -> tuple[list[Statement], list[Statement], list[tuple[int, int]]]:
    """All statements in brackets and after labels in ``text[start:end]``; brackets at the end of a
    paragraph that hold nothing but units (duties, if the document has the habit); and brackets that
    look like duties and did not parse."""
    statements: list[Statement] = []
    bare: list[Statement] = []
    unread: list[tuple[int, int]] = []
    for a, b in brackets(text, start, end):
        closed = text[b - 1] in _CLOSES
        inner_end = b - 1 if closed else b
        if inner_end - a < 4:
            continue
        if not grammar().trigger.search(text, a, inner_end):
            only = _only_units(text, a, b, inner_end) if b >= end or text[b] in "\n。" else None
            if only:
                bare.append(only)
            continue
        if not _may_be_duty(text, a, b, start, end):
            continue
        statement = parse_statement(text, a + 1, inner_end, "bracket", (a, b))
        if statement:
            before = a == start or text[a - 1] == "\n"
            after = b >= end or text[b] in "\n。"
            statement.own_line = before and after
            statements.append(statement)
        elif _looks_like_duty(text[a:b]):
            unread.append((a, b))
        elif b >= end or text[b] in "\n。":
            only = _only_units(text, a, b, inner_end)
            if only:
                bare.append(only)
    taken = [(s.start, s.end) for s in statements]
    statements += _label_statements(text, start, end, taken)
    statements.sort(key=lambda s: s.start)
    return statements, bare, unread


def _only_units(text: str, a: int, b: int, inner_end: int) -> Statement | None:
    """（区科委、区经委，2026年12月） behind a full stop: units and perhaps a date, no word of duty."""
    if inner_end - a > 300 or text[a] not in _OPENS or (a and text[a - 1] not in "。；！？\n"):
        return None
    statement = Statement(a, b, "bare_bracket")
    if not read_verbs(text, a + 1, inner_end, statement, ("responsible", "")) or not statement.parts:
        return None
    table = words.table("running_text")
    told, more = tuple(table["told_endings"]), (*table["told_endings"], *table["told_endings_more"])
    names = [text[p.unit.start : p.unit.end] for p in statement.parts]
    if not all(
        is_unit_like(n) and (n.endswith(more) or p.unit.generic)
        for n, p in zip(names, statement.parts, strict=True)
    ) or not any(n.endswith(told) for n in names):
        return None
    return None if all(p.unit.generic for p in statement.parts) else statement


def _may_be_duty(text: str, a: int, b: int, start: int, end: int) -> bool:
    if grammar().label.match(text, a + 1, b) or grammar().bare_label.match(text, a + 1, b):
        return True
    before = text[a - 1] if a > start else "\n"
    after = text[b] if b < end else "\n"
    return before in "。；;！？\n：” " or after in "。；;，,、！\n" or after in _OPENS or before in _CLOSES


def _looks_like_duty(bracket: str) -> bool:
    return bool(
        re.search(r"(?:责任|牵头|配合|参与|负责|落实|承办|协办|主办)(?:单位|部门|处室|科室)[：:]", bracket)
        or re.search(r"(?:负责|牵头|负责落实|配合)[）】］\])〕〉]$", bracket)
    )


def _label_statements(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[Statement]:
    """Labels outside brackets: a line of its own, or behind the last sentence of a paragraph."""
    found: list[Statement] = []
    free_from = start
    spans = iter(sorted(taken))
    bracket = next(spans, None)
    labels = labels_by_colon(text, start, end)
    if "【" in text[start:end] or "［" in text[start:end]:
        labels = sorted([*labels, *grammar().boxed_label.finditer(text, start, end)], key=lambda m: m.start())
    for match in labels:
        if match.start() < free_from:
            continue
        while bracket and bracket[1] <= match.start():
            bracket = next(spans, None)
        if bracket and bracket[0] <= match.start() < bracket[1]:
            continue
        a = match.start()
        before = text[a - 1] if a > start else "\n"
        own_line = before == "\n"
        if match.lastgroup == "other" or (match.lastgroup == "person" and not own_line):
            continue
        boxed = text[a] in "【［["
        if match.lastgroup == "role" and not grammar().bare_label.match(text, a + boxed, match.end()):
            continue
        stop = text.find("\n", a, end)
        stop = end if stop < 0 else stop
        if not (own_line or before in "。；;！？”）】 、") and not (
            match.lastgroup == "role"
            and before not in "各和及与的定确由按向对将立等明"
            and stop - match.end() <= 400
            and all_units(text, match.end(), _without_stop(text, match.end(), stop))
        ):
            continue
        if own_line and match.end() >= stop and stop < end:
            # 责任单位： alone on its line: the units stand on the next.
            following = text.find("\n", stop + 1, end)
            following = end if following < 0 else following
            if match.lastgroup == "deadline" or all_units(
                text, stop + 1, _without_stop(text, stop + 1, following)
            ):
                stop = following
        if not own_line and match.lastgroup == "deadline":
            full = text.find("。", a, stop)
            stop = stop if full < 0 else full
        statement = parse_statement(
            text, a, stop, "line" if own_line else "label", (a, _without_stop(text, a, stop))
        )
        if statement is None and match.lastgroup == "deadline":
            statement = Statement(
                a, stop, "line", deadline=(match.end(), _without_stop(text, match.end(), stop))
            )
        if statement:
            statement.own_line = own_line
            found.append(statement)
            free_from = stop
    return found


def _without_stop(text: str, a: int, b: int) -> int:
    while b > a and text[b - 1] in "。；; ":
        b -= 1
    return b
