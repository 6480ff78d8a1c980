"""Reading one statement of duty: who answers for a task, by labels and by verbs.

Two grammars meet in it: labels (牵头单位：A、B；配合单位：C) and verbs that close a list (A牵头，会同B、C按职责分工负责，
2024年10月底前完成). Words are data: ``ontology/lexicon/duties.toml`` and ``roles.toml``. All places are offsets in
the normalised view. Where statements stand is told in ``duty_places.py``.
"""

from __future__ import annotations

import re

from graph.model import LeadBasis, Role
from graph.parsing import deadlines
from graph.parsing.duty_grammar import Part, Statement, grammar, role_of, role_of_verb
from graph.parsing.unit_lists import is_generic, is_unit_like, may_be_unit, role_words, split_units

STATEMENT_MAX = 3000
_LABEL_MAX = 24
_SEPARATORS = "、，,；;。\n\t "


def parse_statement(text: str, start: int, end: int, rule: str, whole: tuple[int, int]) -> Statement | None:
    """Read ``text[start:end]`` as a statement of duty that stands at ``whole``; None where it is none."""
    if end - start > STATEMENT_MAX or not grammar().trigger.search(text, start, end):
        return None
    statement = Statement(whole[0], whole[1], rule)
    start, end = _take_rules(text, start, end, statement)
    labels = _labels(text, start, end)
    if labels:
        if not _labelled(text, start, end, labels, statement):
            return None
    else:
        bare = grammar().bare_label.match(text, start, end)
        if bare and all_units(text, bare.end(), end):
            _give(text, [(bare.end(), end)], *role_of(bare.group("role")), statement)
        elif not read_verbs(text, start, end, statement, None):
            return None
    return statement if statement.is_duty or statement.deadline or statement.persons else None


def _labels(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The labels of a statement in order: 责任单位： and 【责任单位】."""
    found = [m for m in labels_by_colon(text, start, end) if _label_may_begin(text, start, m)]
    if any(mark in text[start : start + 1] for mark in "【［[") or "【" in text[start:end]:
        boxed = list(grammar().boxed_label.finditer(text, start, end))
        found = sorted(
            [*boxed, *(m for m in found if not any(b.start() <= m.start() < b.end() for b in boxed))],
            key=lambda m: m.start(),
        )
    return found


def labels_by_colon(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Every label of a long text, found from its colon backwards: colons are few."""
    found = []
    floor = start
    at = text.find("：", start, end)
    while at >= 0:
        if text[at - 1 : at] in grammar().label_ends:
            label = grammar().label.search(text, max(floor, at - _LABEL_MAX), at + 1)
            if label:
                found.append(label)
        floor = at + 1
        at = text.find("：", floor, end)
    return found


def _label_may_begin(text: str, start: int, match: re.Match[str]) -> bool:
    """A label begins the statement, follows a separator, or follows units whose space was dropped."""
    a = match.start()
    if a == start or text[a - 1] in _SEPARATORS or text[a - 1] in "）（】":
        return True
    return match.lastgroup in ("role", "deadline", "person") and len(match.group()) >= 5


def all_units(text: str, start: int, end: int) -> bool:
    units = split_units(text, start, end)
    return bool(units) and all(is_unit_like(text[u.start : u.end]) for u in units)


def _take_rules(text: str, start: int, end: int, statement: Statement) -> tuple[int, int]:
    """Note the document's own rules that stand in the statement; return it without them."""
    first = grammar().first_listed.search(text, start, end)
    if first:
        statement.first_listed = True
        end = _back_to_separator(text, start, first.start())
    carry = grammar().carry.search(text, start, end)
    if carry:
        tail = re.search(
            "落实|负责|实施|参与|配合|牵头|承担|执行", carry.group()[carry.end("units") - carry.start() :]
        )
        word = tail.group() if tail else "负责"
        role = role_of_verb(word) or "responsible"
        for unit in split_units(text, carry.start("units"), carry.end("units")):
            statement.carried.append(Part(unit, role, word, "stated" if role == "lead" else "not_stated"))
        end = _back_to_separator(text, start, carry.start())
    while end > start and text[end - 2 : end] == "下同":
        end = _back_to_separator(text, start, end - 2)
    return start, end


def _back_to_separator(text: str, start: int, at: int) -> int:
    while at > start and text[at - 1] not in "，,；;。":
        at -= 1
    while at > start and text[at - 1] in "，,；;。 ":
        at -= 1
    return at


def _labelled(text: str, start: int, end: int, labels: list[re.Match[str]], statement: Statement) -> bool:
    if labels[0].start() > start and not read_verbs(text, start, labels[0].start(), statement, None):
        return False
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        a = label.end()
        b = following.start() if following else end
        while b > a and text[b - 1] in "，,；;。、 \n\t":
            b -= 1
        while a < b and text[a] in " \t\n":
            a += 1
        if a >= b:
            continue
        match label.lastgroup:
            case "deadline":
                statement.deadline = statement.deadline or (a, b)
            case "person":
                statement.persons = True
            case "role":
                stop = _sentence_stop(text, a, b)
                role, role_text = role_of(label.group().strip("：: 【】［］[]\n"))
                if not read_verbs(text, a, stop, statement, (role, role_text)):
                    return False
    return True


def _sentence_stop(text: str, a: int, b: int) -> int:
    stop = text.find("。", a, b)
    return b if stop < 0 else stop


def _chunks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    depth = 0
    a = start
    for i in range(start, end):
        c = text[i]
        if c in "（【〔(［[〈":
            depth += 1
        elif c in "）】〕)］]〉":
            depth = max(0, depth - 1)
        elif depth == 0 and c in _SEPARATORS:
            if a < i:
                found.append((a, i))
            a = i + 1
    if a < end:
        found.append((a, end))
    return found


def read_verbs(
    text: str, start: int, end: int, statement: Statement, default: tuple[Role, str] | None
) -> bool:
    """Units closed by verbs; with ``default`` (a label's role) also units that no verb closes."""
    g = grammar()
    closed_by = ""
    pending: list[tuple[int, int]] = []
    joined: list[tuple[int, int]] = []
    joining = False
    in_object = False
    gave = False
    for a, b in _chunks(text, start, end):
        chunk = text[a:b]
        label = deadlines.deadline_label().match(chunk)
        if (
            label
            or deadlines.is_deadline(chunk)
            or (
                statement.deadline
                and chunk.startswith(("以后", "此后", "并", "之后"))
                and statement.deadline[1] >= a - 1
            )
        ):
            if statement.deadline and statement.deadline[1] >= a - 1:
                statement.deadline = (statement.deadline[0], b)
            elif not statement.deadline:
                statement.deadline = (a + (label.end() if label else 0), b)
            continue
        for word in ("由", "请"):
            if chunk.startswith(word) and len(chunk) > 3:
                a, chunk = a + 1, chunk[1:]
        for word in ("会同", "联合", "商请"):
            at = chunk.find(word)
            while at > 0 and not is_unit_like(_without_verb(chunk[:at])):
                at = chunk.find(word, at + 1)
            if at == 0 and word == "联合" and not (pending or gave):
                at = -1
            if at >= 0 and len(chunk) > at + len(word):
                before = _stripped(chunk[:at])
                if before:
                    pending.append((a, a + len(before)))
                tail_before = g.tail.search(chunk[:at])
                if pending and tail_before and role_of_verb(tail_before.group("verb")):
                    pending[-1] = (pending[-1][0], a + tail_before.start())
                    verb = tail_before.group("verb")
                    _give(text, pending, role_of_verb(verb) or "responsible", verb, statement)
                    pending, gave = [], True
                elif pending:
                    _give(text, pending, "lead", word, statement)
                    pending, gave = [], True
                joining, a, chunk = True, a + at + len(word), chunk[at + len(word) :]
                break
        tail = g.tail.search(chunk)
        inner = None
        if tail and tail.start() and not is_unit_like(chunk[: tail.start()]):
            inner = _verb_inside(chunk)
            if inner or role_of_verb(tail.group("verb")) is None:
                tail = None
        if tail:
            if tail.start() > 0:
                (joined if joining else pending).append((a, a + tail.start()))
            verb = tail.group("verb")
            role = role_of_verb(verb)
            if joining:
                gave = _give(text, joined, "support", "会同", statement) or gave
                joined, joining = [], False
            if pending and role:
                gave = _give(text, pending, role, verb, statement) or gave
                pending = []
            closed_by = verb
            in_object = False
            continue
        inner = inner or _verb_inside(chunk)
        if inner and not joining:
            unit_length, verb = inner
            pending.append((a, a + unit_length))
            gave = _give(text, pending, role_of_verb(verb) or "responsible", verb, statement) or gave
            pending, in_object = [], True
            continue
        if in_object and not is_unit_like(chunk):
            continue
        by = g.by_tail.search(chunk)
        if by:
            if by.start() == 0:
                continue
            b = a + by.start()
        (joined if joining else pending).append((a, b))
    if joining and joined:
        gave = _give(text, joined, "support", "会同", statement) or gave
    if pending:
        if default is None and closed_by and not gave:
            # （区科委、区经委共同推进）: a closing verb alone makes them answer for it.
            default = ("responsible", closed_by)
        if default is None:
            leftover = [text[a:b] for a, b in pending]
            return gave and in_object and not any(is_unit_like(x) for x in leftover)
        gave = _give(text, pending, default[0], default[1], statement) or gave
    if default is None:
        named = [text[p.unit.start : p.unit.end] for p in statement.parts]
        if not gave:
            return statement.deadline is not None and not statement.parts
        known = sum(1 for n in named if is_unit_like(n) or is_generic(n))
        return 2 * known >= len(named) and all(may_be_unit(n) for n in named)
    return True


def _stripped(words_before: str) -> str:
    by = grammar().by_tail.search(words_before)
    return words_before[: by.start()] if by else words_before


def _without_verb(words_before: str) -> str:
    tail = grammar().tail.search(words_before)
    return words_before[: tail.start()] if tail else _stripped(words_before)


def _verb_inside(chunk: str) -> tuple[int, str] | None:
    """区科委负责政策制定 -> (3, 负责): a unit, a role verb, and what it does."""
    for match in grammar().verb.finditer(chunk):
        if match.start() >= 2 and match.end() < len(chunk) and is_unit_like(chunk[: match.start()]):
            return match.start(), match.group("verb")
    return None


def _give(
    text: str,
    ranges: list[tuple[int, int]],
    role: Role,
    role_text: str,
    statement: Statement,
    stated: bool = True,
) -> bool:
    """Give the role to every unit of the ranges (those next to each other read as one list)."""
    merged: list[tuple[int, int]] = []
    for a, b in ranges:
        if merged and all(c in _SEPARATORS for c in text[merged[-1][1] : a]):
            merged[-1] = (merged[-1][0], b)
        else:
            merged.append((a, b))
    gave = False
    for a, b in merged:
        for unit in split_units(text, a, b):
            own, own_text = role, role_text
            if unit.role_word:
                own_role, own_text = role_of(unit.role_word)
                own = own_role
            basis: LeadBasis = "stated" if own == "lead" else "not_stated"
            statement.parts.append(Part(unit, own, own_text, basis))
            gave = True
    return gave


_DUTY_BREAK = re.compile(r"[；;。\n]|（?\d{1,2}）|[①-⑳]")


_GROUND = re.compile(r"(?:按照?|根据|依据|依照|结合|围绕|在)[^，；。]{2,30}，")
_COMPOUND = re.compile(r"负责(?=牵头|配合|协助|协同|指导|参与)")


def leading_role(text: str, start: int, end: int) -> tuple[Role, str]:
    """The role that the duties behind 区水务局： give it: 牵头… lead, 配合… support, 指导… guide.

    One duty among several does not make it a mere support or guide, and 会同 makes it lead only alone.
    """
    heads: list[str | None] = []
    at = start
    for stop in [*(m.start() for m in _DUTY_BREAK.finditer(text, start, end)), end]:
        while at < stop and text[at] in "；;。\n \t":
            at += 1
        if stop - at >= 4:
            ground = _GROUND.match(text, at, stop)
            at = ground.end() if ground else at
            match = _COMPOUND.match(text, at, stop)
            at = match.end() if match else at
            match = grammar().verb.match(text, at, min(stop, at + 24))
            alone = match and text[match.end() : match.end() + 1] not in "的人"
            heads.append(match.group("verb") if match and alone else None)
        at = stop
    first = heads[0] if heads else None
    if first is None:
        return "responsible", ""
    role = role_words()[first]
    if role in ("lead", "responsible"):
        return role, first
    if len(heads) > 1 and any(h is None or role_words()[h] != role for h in heads):
        return "responsible", ""
    return ("lead" if first == "会同" else role), first


def parse_cell(text: str, start: int, end: int, role: Role, head: str) -> Statement:
    """The units of a table cell; its column's head gives the role unless the cell itself does."""
    statement = Statement(start, end, "table")
    labels = _labels(text, start, end)
    read = (
        _labelled(text, start, end, labels, statement)
        if labels
        else read_verbs(text, start, end, statement, (role, head))
    )
    if not read:
        statement.parts = []
        _give(text, [(start, end)], role, head, statement)
    return statement
