"""Targets in running text: which quantity of a sentence is a target, and of what.

A quantity is a target where the text bounds it (不低于, 力争超, 左右 …), states a change (增长6%), gives a
share (预留30%的号源) or is the object of a verb that produces things (引育企业100家). It is none where it has
been reached already, sets a rule (3年免租, 最高15万元), explains, or only counts what is listed.
The words for all this are in ``ontology/lexicon/targets.toml``. Offsets are those of the text given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from graph.model import Comparator, TargetKind
from graph.parsing.quantities import Quantity, parse_quantities
from ontology import words

Form = Literal["level", "change", "share", "count", "regular"]

_SENTENCE = re.compile(r"[^。！？\n\t]+")
_CLAUSE = re.compile(r"(?:[^，；：,;（）()]|（[^（）\d]{0,40}）|(?<=\d),(?=\d{3}))+")
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:是|、)|第[一二三四五六七八九十]{1,3}[，,、]|\d{1,2}[.、](?!\d)|—+|[①-⑳])"
)
_SEPARATOR = re.compile(r"[、和及与]+|以及")
_DATE_HEAD = re.compile(
    r"(?:(?:到|至|截至|力争|争取|在|于)*20\d{2}(?:[-—至]20\d{2})?年(?:年底|底|末)?(?:之?前|时)?[，、]?)+"
)
_BARE_CHANGE = re.compile(r"(?:年均|同比|环比|比上年|较上年|较上一年|比上一年)?")
_LONGEST = 80
_WINDOW = 200
"""Characters before a number that are looked at, so that time stays linear in text without commas."""
_FROM = "从由"
_FUNCTION = re.compile(r"(?:的|地|以|等)$")


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


@dataclass(frozen=True, slots=True)
class Chunk:
    """What belongs to one quantity of a clause: from the one before it to the separator after it."""

    clause: int
    """Where the clause begins."""
    left: int
    base: int
    """Where the words for what is counted end: at the number, or at 从 in 从500家增加到1200家."""
    stop: int
    joined: bool
    """The next number follows with no separator: this one is part of what that one counts."""
    verb: str
    """The verb of the number before, where this one has none: 建成50个工厂和500个车间."""


@cache
def _any(*names: str) -> re.Pattern[str]:
    table = words.table("targets")
    many = [word for name in names for word in table[name]]
    return re.compile("|".join(re.escape(word) for word in sorted(many, key=len, reverse=True)))


@cache
def _at_head(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_any(name).pattern})")


@cache
def _at_tail(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_any(name).pattern})$")


def parse_sentences(
    text: str, start: int, end: int, label: tuple[str, int, int] | None = None
) -> Iterator[Found]:
    """The targets of ``text[start:end]`` (a paragraph or a cell).

    ``label`` is what the text is about where its sentences do not say (the row's name in a table), with its place.
    """
    previous: Found | None = None
    for match in _SENTENCE.finditer(text, start, end):
        sentence = match.span()
        first: Found | None = None
        refused = False
        for clause in _CLAUSE.finditer(text, *sentence):
            a, b = clause.span()
            bracketed = a > sentence[0] and text[a - 1] in "（("
            if bracketed and refused:
                continue
            quantities = _distributed(text, a, b)
            several = bool(quantities)
            quantities = quantities or _quantities(text, a, b)
            left, base, verb = a, 0, ""
            for k, quantity in enumerate(quantities):
                following = None if several or k + 1 == len(quantities) else quantities[k + 1]
                stop = _chunk_end(text, quantity, following, b)
                floor = max(a, quantity.start - _WINDOW)
                own = text[max(left, floor) : quantity.start]
                carried = "" if _any("produce", "advance").search(own) else verb
                joined = following is not None and stop == following.start
                chunk = Chunk(floor, max(left, floor), base or quantity.start, stop, joined, carried)
                form = _form(text, chunk, quantity)
                refused = form is None
                verb = ""
                if form == "count":
                    made = _any("produce").search(own)
                    verb = carried or (made.group() if made else "")
                if form is not None:
                    part = (k, len(quantities)) if several else None
                    for found in _read(
                        text, (a, sentence), chunk, quantity, form, first or previous, label, part
                    ):
                        first = found
                        yield found
                base = quantity.start - 1 if refused and text[max(a, quantity.start - 1)] in _FROM else 0
                if not several and not base:
                    left = max(quantity.end, 0 if joined else stop)
        previous = first or previous


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
    at = max((m.start() for m in _SEPARATOR.finditer(text, q.end, following.start)), default=-1)
    return at if at >= 0 else following.start


def _distributed(text: str, a: int, b: int) -> list[Quantity]:
    """甲、乙分别提高到55%、70%以上: the limits before the first and after the last hold for all."""
    at = text.find("分别", a, b)
    if at < 0:
        return []
    found = [q for q in _quantities(text, a, b) if q.number_start > at]
    joined = all(_SEPARATOR.fullmatch(text, x.end, y.number_start) for x, y in pairwise(found))
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


# -- is it a target?


def _form(text: str, chunk: Chunk, q: Quantity) -> Form | None:
    """What kind of target the quantity is in its clause; None where it is none."""
    before, after = text[chunk.clause : q.start], text[q.end : chunk.stop]
    own = text[chunk.left : q.start] if chunk.left <= q.start else ""
    if _refused(text, chunk, before, after, q):
        return None
    if q.unit == "岁" and not q.before.startswith(("达", "提高", "提升")):
        return None  # 65岁以上老年人: an age is a number to reach only where life expectancy is meant
    at_least = _at_least(before, q)
    if q.time:
        cutting = re.search(r"压缩|缩短|压减|控制|提速", before + q.before) or "办结" in after
        return "level" if cutting and (q.before or q.after or after.startswith("内")) else None
    regular = _any("periods").search(before)
    if (
        regular
        and (at_least or _any("organise").search(before))
        and q.unit in ("次", "场", "场次", "期", "回")
    ):
        return "regular"
    percent = q.unit.endswith(("%", "百分点", "‰"))
    counted = not percent and q.unit != ""
    verb = bool(chunk.verb) or _governing(own, after)
    if q.chinese:
        return _in_words(q, after, at_least)
    if _ends_with_change(before) or text[q.number_start] == "翻":
        return "change"
    if counted and chunk.joined and not _any("produce").search(own):
        return None
    if q.high is not None and not (q.before and q.comparator != "="):
        return "count" if counted and verb else None
    if counted and verb and not q.before:
        return "count"
    if q.before or q.after or at_least:
        return _limited(own, after, q, verb, percent, at_least)
    if percent:
        return "share" if _share(own, after) else None
    return None


def _in_words(q: Quantity, after: str, at_least: bool) -> Form | None:
    """Numbers in characters mostly count what is listed (四个集群): only a bound makes them targets."""
    bound = at_least or (q.comparator != "=" and q.before not in ("近", "约", "接近"))
    large = q.unit.startswith(("万", "亿", "百", "千")) and q.before in ("达到", "达")
    if not (bound or large) or after.startswith("的"):
        return None
    return "count" if after else "level"


def _limited(own: str, after: str, q: Quantity, verb: bool, percent: bool, at_least: bool) -> Form | None:
    attributive = after.startswith("的")
    if percent:
        return "share" if after and not q.unit.endswith("百分点") and _goes_on(after) else "level"
    if attributive and not verb:
        return None  # 超过100人的企业: a property, not a number to reach
    if verb and (after or q.before in ("约", "近", "实现", "完成", "为", "占")):
        return "count"
    if q.before in ("约", "大约", "近", "接近", "为", "占", "实现", "完成", "约为"):
        return "level" if q.comparator != "=" and not after and q.before not in ("近", "约", "大约") else None
    if not q.before and not at_least and after:
        return None  # 50人以上企业
    return "level"


def _refused(text: str, chunk: Chunk, before: str, after: str, q: Quantity) -> bool:
    clause = text[chunk.clause : chunk.stop]
    if _any("reached").search(clause.replace("较上年度", "").replace("比上年度", "")):
        return True
    if _any("parameter_before").search(before) or _at_head("parameter_after").match(after):
        return True
    paid = q.unit.endswith(("元", "%")) or q.time
    if paid and _any("payment_before").search(before):
        return True
    if _at_head("condition").match(_ORDINAL.sub("", clause, count=1)) and after.lstrip(
        "及以上下内或"
    ).startswith("的"):
        return True
    if not q.unit.endswith(("%", "百分点")) and _at_head("enumerated").match(after):
        return True
    if text[max(0, q.number_start - 1) : q.number_start] in ("前", "近", "每", "第") and not q.before:
        return True
    return before.endswith(("近", "前", "每", "逾期", "从", "由"))


def _at_least(before: str, q: Quantity) -> bool:
    """至少培育1家, 至少每月更新一次: the limit stands before the verb."""
    return bool(re.search(rf"(?:{_any('at_least').pattern})[^、，]{{0,10}}$", before)) and not q.before


def _ends_with_change(before: str) -> bool:
    return bool(_at_tail("growth").search(before))


def _governing(own: str, after: str) -> bool:
    """Whether a verb before the number makes it a number of things to be made, or an outcome follows."""
    if _any("produce").search(own):
        return True
    return bool(_any("advance").search(own) or re.search("实现|完成|达到", after)) and bool(
        _any("outcomes").search(after)
    )


def _goes_on(after: str) -> bool:
    return bool(re.match(r"的?[\u4e00-\u9fff]{2,}", after))


def _share(own: str, after: str) -> bool:
    if _goes_on(after):
        return True
    return bool(re.search(r"(?:率|比例|占比|比重|强度|份额|比值|程度|度|比)$", own.rstrip("为占达到")))


# -- of what?


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
    left = _skip_head(text, min(chunk.left, q.start), chunk.base)
    after = text[q.end : chunk.stop] if form in ("share", "count", "regular") else ""
    whole = text[chunk.clause : q.start]
    at_least = _at_least(whole, q)
    subject = _subject((chunk.verb if form == "count" else "") + text[left : chunk.base], after, form, part)
    noun = subject
    place = (left, chunk.base)
    if form == "change" or _BARE_CHANGE.fullmatch(subject):
        noun = _at_tail("growth").sub("", subject)
        noun = re.sub(rf"{_BARE_CHANGE.pattern}(?:{_any('periods').pattern})?$", "", noun)
    same = previous is not None and previous.sentence == sentence
    source: tuple[str, int, int] | None = None
    if not noun or subject.startswith("占"):
        if previous is not None and (same or label is None):
            source = (previous.noun, previous.indicator_start, previous.indicator_end)
        elif label is not None:
            source = label
    elif previous is not None and same and subject.endswith("级") and "级" in previous.noun:
        # 省级事项网上可办率不低于90%，市县级不低于70%
        subject = noun = subject + previous.noun.split("级", 1)[1]
    if source is not None:
        noun, place = source[0] + noun, (source[1], source[2])
        subject = source[0] + subject
    subject = subject or (label[0] if label else "")
    period = _any("periods").search(whole)
    bounds: list[tuple[float, Comparator]] = [(q.value, ">=" if at_least and not q.after else q.comparator)]
    if q.high is not None:
        bounds = [(q.value, ">="), (q.high, "<=")]
    for value, comparator in bounds:
        yield Found(
            quantity=q,
            value=value,
            comparator=comparator,
            wording=_wording(text, left, q, at_least),
            indicator=subject,
            noun=noun or subject,
            indicator_start=place[0],
            indicator_end=max(place[1], place[0] + 1),
            start=left if chunk.left > clause else _sentence_start(text, sentence, clause, left),
            end=chunk.stop if after and chunk.stop - q.end <= 80 else q.end,
            sentence=sentence,
            aspiration=bool(_any("aspiration").search(whole)),
            kind=_kind(subject, form, q),
            period=period.group() if period and period.group() != "年均" else None,
            scope=_scope(subject),
            form=form,
        )


def _skip_head(text: str, left: int, end: int) -> int:
    """Past separators, numbering, years and words such as 力争 that lead in."""
    while left < end:
        for pattern in (_SEPARATOR, _ORDINAL, _DATE_HEAD):
            match = pattern.match(text, left, end)
            if match and match.end() > left:
                left = match.end()
                break
        else:
            return left
    return left


def _sentence_start(text: str, sentence: tuple[int, int], a: int, left: int) -> int:
    """From the year that opens the sentence where only a comma stands between: 到2025年，…"""
    start = a
    ordinal = _ORDINAL.match(text, a, left)
    if ordinal:
        start = ordinal.end()
    head = _DATE_HEAD.match(text, sentence[0], a)
    if head and head.end() == a:
        return sentence[0]
    while start < left and text[start] in " 、":
        start += 1
    return start


def _subject(before: str, after: str, form: Form, part: tuple[int, int] | None) -> str:
    before = re.sub(r"（[^（）]*简称[^（）]*）", "", before)
    if part is not None:
        return _own_part(before, *part)
    body = _stripped(before)
    rest = re.sub(r"^(?:及以上|以上)?的?", "", after)
    if form == "change":
        return re.sub(rf"(?:{_any('every').pattern})(?=提|增|下|降|减|压|缩)", "", body)
    if form == "share":
        joined = _FUNCTION.sub("", body) + rest + ("" if rest.endswith(("比例", "率")) else "的比例")
        return _stripped(joined if rest else body)[:_LONGEST]
    if form in ("count", "regular"):
        body = re.sub(rf"(?:{_any('at_least').pattern}|约$)", "", body)
        if form == "regular":
            body = re.sub(rf"(?:{_any('periods').pattern})", "", body)
        if body.endswith("等"):  # 推进大名、月浦等23个…: the examples are no part of what is counted
            verb = _any("produce", "advance").match(body)
            body = verb.group() if verb else ""
        return _stripped(body + rest)[:_LONGEST]
    return body


def _own_part(before: str, k: int, of: int) -> str:
    """甲、乙较上年分别下降 and k -> 甲较上年下降 or 乙较上年下降; all of it where the parts do not match the numbers."""
    base, _, change = before.partition("分别")
    change = change if _any("growth").search(change) else ""
    compared = re.search(r"(?:较|比)[^，、]{1,14}$", base)
    tail = compared.group() if compared else ""
    base = _stripped(base.removesuffix(tail))
    parts = [p for p in _SEPARATOR.split(base) if p]
    if len(parts) != of:
        return base + tail + change
    own = parts[k]
    if "的" in parts[-1] and "的" not in own:
        own += parts[-1][parts[-1].rindex("的") :]
    return own + tail + change


def _stripped(words_of: str) -> str:
    head, tail = _at_head("lead_in"), _at_tail("lead_out")
    text = words_of.strip()
    while True:
        date = _DATE_HEAD.match(text)
        found = head.match(text)
        cut = (date.end() if date else 0) or (found.end() if found else 0)
        if not cut:
            break
        text = text[cut:]
    while found := tail.search(text):
        if found.start() == found.end():
            break
        text = text[: found.start()]
    return text


def _wording(text: str, left: int, q: Quantity, at_least: bool) -> str:
    parts = [w for w in (_any("at_least").search(text[left : q.start]),) if w] if at_least else []
    aspiration = _at_tail("aspiration").search(text[left : q.start])
    head = (aspiration.group() if aspiration else "") + (parts[0].group() if parts else "")
    return head + q.wording


def _kind(subject: str, form: Form, q: Quantity) -> TargetKind | None:
    if _any("cumulative").search(subject):
        return "cumulative"
    if (
        form == "change"
        or q.unit.endswith("百分点")
        or subject.endswith(tuple(words.table("targets")["growth_names"]))
    ):
        return "growth"
    if q.unit.endswith(("%", "‰")):
        return "growth" if _any("growth_names").search(subject) else "ratio"
    if form == "regular" or re.search("新增|新认定|全年", subject):
        return "yearly"
    return "end_of_period" if _any("standing").search(subject + q.before) else None


def _scope(subject: str) -> str | None:
    found = _any("scopes").match(subject)
    return found.group() if found else None
