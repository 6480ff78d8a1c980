"""Targets in running text, sentence by sentence.

A sentence is cut into clauses, a clause into chunks of one quantity each; ``target_recognition.py`` says which of
them are targets, ``target_wording.py`` of what. Offsets are those of the text given.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from graph.model import Comparator, TargetKind
from graph.parsing.quantities import Quantity, parse_quantities, quantity_places
from graph.parsing.target_recognition import form_of
from graph.parsing.target_wording import (
    kind_of,
    scope_of,
    sentence_start,
    skip_head,
    subject_of,
    wording_of,
)
from graph.parsing.target_words import (
    BARE_CHANGE,
    DATE_HEAD,
    SEPARATOR,
    Chunk,
    Form,
    any_of,
    at_head,
    at_tail,
    puts_at_least,
)

_SENTENCE = re.compile(r"[^。！？\n\t]+")
_CLAUSE = re.compile(r"(?:[^，；：,;（）()]+|（[^（）\d]{0,40}）|(?<=\d),(?=\d{3}))+")
_WINDOW = 200
"""Characters before a number that are looked at, so that time stays linear in text without commas."""
_FROM_BASE = re.compile(r"[从由](?:20\d\d年(?:底|末)?的?)?$")
"""从500家增加到…, 由2023年的9件提高到…"""
_NO_PAYMENT = re.compile("给予[^，。；]{0,6}(?:支持|指导|配合|帮助|保障|关注|重视)")
_NOT_PAST = ("在", "对", "将", "把", "从", "以", "按", "用", "与", "于")


@dataclass(frozen=True, slots=True)
class Found:
    """A target as its sentence states it; ``quantity`` keeps value, unit, limits and their places."""

    quantity: Quantity
    value: float
    comparator: Comparator
    wording: str
    indicator: str
    noun: str
    """The indicator without its words of change, for what follows in the sentence (…，同比增长6%)."""
    indicator_start: int
    indicator_end: int
    start: int
    end: int
    sentence: tuple[int, int]
    aspiration: bool
    kind: TargetKind | None
    """None where the words do not tell a yearly number from one at the end of the period."""
    period: str | None
    scope: str | None
    form: Form
    part: tuple[int, int] | None
    """Which of how many numbers it is, after 分别."""


def parse_sentences(
    text: str, start: int, end: int, label: tuple[str, int, int] | None = None
) -> Iterator[Found]:
    """The targets of ``text[start:end]`` (a paragraph or a cell).

    ``label`` is what the text is about where its sentences do not say (the row's name in a table), with its place.
    """
    previous: Found | None = None
    places = quantity_places(text, start, end)
    if not places:
        return
    for match in _SENTENCE.finditer(text, start, end):
        sentence = match.span()
        if not _any_within(places, *sentence):
            continue
        first: Found | None = None
        refused = False
        counting = False
        past = rule = False
        carries = any_of("reached_on", "rule_on").search(text, *sentence) is not None
        if at_head("applicants").match(text, *sentence):
            continue
        opens = DATE_HEAD.match(text, *sentence) is not None or any_of("coming").search(text, *sentence)
        for clause in _CLAUSE.finditer(text, *sentence):
            a, b = clause.span()
            bracketed = a > sentence[0] and text[a - 1] in "（("
            if bracketed and refused:
                continue
            rule = rule and text[a - 1] not in "；;"
            if past or rule:
                past, rule = (False, False) if any_of("to_come").search(text, a, b) else (past, rule)
            if carries:
                past = past or _is_past(text, a, b)
                rule = rule or _is_rule(text, a, b)
            if not _any_within(places, a, b):
                counting = False
                continue
            if past:
                refused = True
                continue
            quantities = _distributed(text, a, b)
            several = bool(quantities)
            quantities = quantities or _quantities(text, a, b)
            left, base, verb = a, 0, ""
            listed, counting = counting, False
            for k, quantity in enumerate(quantities):
                following = None if several or k + 1 == len(quantities) else quantities[k + 1]
                stop = _chunk_end(text, quantity, following, b)
                floor = max(a, quantity.start - _WINDOW)
                own = text[max(left, floor) : quantity.start]
                carried = "" if any_of("produce", "advance").search(own) else verb
                joined = following is not None and stop == following.start
                chunk = Chunk(
                    floor,
                    max(left, floor),
                    base or quantity.start,
                    stop,
                    joined,
                    listed,
                    bool(opens or first),
                    carried,
                )
                form = None if rule and _pays(quantity) else form_of(text, chunk, quantity)
                refused = form is None
                verb = ""
                if form == "count":
                    made = any_of("produce").search(own)
                    verb = carried or (made.group() if made else "")
                counting = counting or form == "count"
                if form is not None:
                    part = (k, len(quantities)) if several else None
                    for found in _read(
                        text, (a, sentence), chunk, quantity, form, first or previous, label, part
                    ):
                        first = found
                        yield found
                from_base = (
                    _FROM_BASE.search(text, max(a, quantity.start - 12), quantity.start) if refused else None
                )
                base = from_base.start() if from_base else 0
                if not several and not base and not (refused and (quantity.chinese or joined)):
                    left = max(quantity.end, 0 if joined else stop)
        previous = first or previous


def _is_past(text: str, a: int, b: int) -> bool:
    """已建成…, 全县现有…; but not 在现有基础上."""
    told = any_of("reached_on").search(text, a, b)
    return told is not None and text[told.start() - 1 : told.start()] not in _NOT_PAST


def _is_rule(text: str, a: int, b: int) -> bool:
    """给予10万元奖励, but not 给予大力支持."""
    told = any_of("rule_on").search(text, a, b)
    return told is not None and _NO_PAYMENT.match(text, told.start(), b) is None


def _pays(q: Quantity) -> bool:
    return q.unit.endswith(("元", "%", "百分点"))


def _any_within(places: list[int], a: int, b: int) -> bool:
    at = bisect_left(places, a)
    return at < len(places) and places[at] < b


def _quantities(text: str, a: int, b: int) -> list[Quantity]:
    return [q for q in parse_quantities(text, a, b) if not _quoted(text, a, q.number_start)]


def _quoted(text: str, start: int, at: int) -> bool:
    """Inside a title or quotation marks a number is part of a name."""
    floor = max(0, min(start, at) - 60)
    return any(text.rfind(o, floor, at) > text.rfind(c, floor, at) for o, c in ("《》", "“”"))


def _chunk_end(text: str, q: Quantity, following: Quantity | None, b: int) -> int:
    """The last separator before the next number, else that number, else the clause's end."""
    if following is None:
        return b
    at = max((m.start() for m in SEPARATOR.finditer(text, q.end, following.start)), default=-1)
    return at if at >= 0 else following.start


def _distributed(text: str, a: int, b: int) -> list[Quantity]:
    """甲、乙分别提高到55%、70%以上: the limits before the first and after the last hold for all."""
    at = text.find("分别", a, b)
    if at < 0:
        return _each(text, a, b)
    found = [q for q in _quantities(text, a, b) if q.number_start > at]
    joined = all(SEPARATOR.fullmatch(text, x.end, y.number_start) for x, y in pairwise(found))
    if len(found) < 2 or not joined:
        return []
    first, last = found[0], found[-1]
    comparator = last.comparator if last.after else first.comparator
    wording = "…".join(w for w in (first.wording if not first.after else first.before, last.after) if w)
    return [
        Quantity(
            first.start, last.end, q.number_start, q.number_end, q.value, q.high, q.unit, comparator, wording,
            first.before, last.after, q.chinese, q.time,
        )
        for q in found
    ]  # fmt: skip


_EACH = re.compile(r"(?:均|都)(?=[^，。；]{0,8}\d)")
_RATES = ("率", "比例", "比重", "占比", "度")


def _each(text: str, a: int, b: int) -> list[Quantity]:
    """甲率、乙率均达到100%: one number for each of them."""
    each = _EACH.search(text, a, b)
    if each is None or "、" not in text[a : each.start()]:
        return []
    found = [q for q in _quantities(text, a, b) if q.number_start > each.start()]
    items = SEPARATOR.split(text[a : each.start()])
    # 化肥、农药利用率均在43%以上: the last word is shared.
    shared = items[-1].endswith("率") and all(2 <= len(item) <= 8 for item in items[1:])
    if len(found) != 1 or not (shared or all(item.endswith(_RATES) for item in items)):
        return []
    return found * len(items)


@cache
def _only_doing() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{any_of('produce').pattern})|提升)+")


@cache
def _doing_before() -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{any_of('produce').pattern})|提升)+")


def _read(
    text: str,
    place_in: tuple[int, tuple[int, int]],
    chunk: Chunk,
    q: Quantity,
    form: Form,
    previous: Found | None,
    label: tuple[str, int, int] | None,
    part: tuple[int, int] | None,
) -> Iterator[Found]:
    clause, sentence = place_in
    left = skip_head(text, min(chunk.left, q.start), chunk.base)
    after = text[q.end : chunk.stop] if form in ("share", "count", "regular") else ""
    whole = text[chunk.clause : q.start]
    at_least = puts_at_least(whole, q)
    subject = subject_of((chunk.verb if form == "count" else "") + text[left : chunk.base], after, form, part)
    noun = subject
    place = (left, chunk.base)
    if form == "change" or BARE_CHANGE.fullmatch(subject):
        noun = at_tail("growth").sub("", subject)
        noun = re.sub(rf"{BARE_CHANGE.pattern}(?:{any_of('periods').pattern})?$", "", noun)
    same = previous is not None and previous.sentence == sentence
    source: tuple[str, int, int] | None = None
    if (
        form == "count"
        and same
        and previous is not None
        and q.unit == previous.quantity.unit
        and _only_doing().fullmatch(subject)
    ):
        # 新建高标准农田3.5万亩、改造提升1.2万亩
        subject = noun = subject + _doing_before().sub("", previous.noun)
        place = (previous.indicator_start, previous.indicator_end)
    elif not noun or subject.startswith("占"):
        if previous is not None and (same or label is None):
            source = (previous.noun, previous.indicator_start, previous.indicator_end)
        elif label is not None:
            source = label
        elif clause > sentence[0] + 1 and not noun:
            # 居民人均收入增长与经济增长同步，达到4.2万元
            a = max(text.rfind(mark, sentence[0], clause - 1) for mark in "，；：") + 1 or sentence[0]
            told = text[a : clause - 1]
            source = (told, a, clause - 1) if 2 <= len(told) <= 40 else None
    elif previous is not None and same and subject.endswith("级") and "级" in previous.noun:
        # 省级事项网上可办率不低于90%，市县级不低于70%
        subject = noun = subject + previous.noun.split("级", 1)[1]
    if source is not None:
        noun, place = source[0] + noun, (source[1], source[2])
        subject = source[0] + subject
    subject = subject or (label[0] if label else "")
    period = any_of("periods").search(whole)
    bounds: list[tuple[float, Comparator]] = [(q.value, ">=" if at_least and not q.after else q.comparator)]
    if q.high is not None:
        bounds = [(q.value, ">="), (q.high, "<=")]
    for value, comparator in bounds:
        yield Found(
            quantity=q,
            value=value,
            comparator=comparator,
            wording=wording_of(text, left, q, at_least),
            indicator=subject,
            noun=noun or subject,
            indicator_start=place[0],
            indicator_end=max(place[1], place[0] + 1),
            start=left if chunk.left > clause else sentence_start(text, sentence, clause, left),
            end=chunk.stop if after and chunk.stop - q.end <= 80 else q.end,
            sentence=sentence,
            aspiration=bool(any_of("aspiration").search(whole + q.before)),
            kind=kind_of(subject, form, q),
            period=period.group() if period and period.group() != "年均" else None,
            scope=scope_of(subject),
            form=form,
            part=part,
        )
