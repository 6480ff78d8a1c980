"""What a target is about: the indicator's words, its limits as written, its kind and scope."""

from __future__ import annotations

import re
from functools import cache

from graph.model import TargetKind
from graph.parsing.quantities import Quantity
from graph.parsing.target_words import DATE_HEAD, ORDINAL, SEPARATOR, Form, any_of, at_head, at_tail
from ontology import words

_LONGEST = 80
_FUNCTION = re.compile(r"(?:的|地|以|等)$")


def skip_head(text: str, left: int, end: int) -> int:
    """Past separators, numbering, years and words such as 力争 that lead in."""
    while left < end:
        for pattern in (SEPARATOR, ORDINAL, DATE_HEAD):
            match = pattern.match(text, left, end)
            if match and match.end() > left:
                left = match.end()
                break
        else:
            return left
    return left


def sentence_start(text: str, sentence: tuple[int, int], a: int, left: int) -> int:
    """From the year that opens the sentence where only a comma stands between: 到2025年，…"""
    start = a
    ordinal = ORDINAL.match(text, a, left)
    if ordinal:
        start = ordinal.end()
    head = DATE_HEAD.match(text, sentence[0], a)
    if head and head.end() == a:
        return sentence[0]
    while start < left and text[start] in " 、":
        start += 1
    return start


def subject_of(before: str, after: str, form: Form, part: tuple[int, int] | None) -> str:
    before = re.sub(r"（[^（）]*简称[^（）]*）", "", before)
    if part is not None:
        return _own_part(before, *part)
    body = _stripped(before)
    rest = re.sub(r"^(?:及以上|以上)?的?", "", after)
    if form == "change":
        return _every_time().sub("", body)
    if form == "share":
        joined = _FUNCTION.sub("", body) + rest + ("" if rest.endswith(("比例", "率")) else "的比例")
        return _stripped(joined if rest else body)[:_LONGEST]
    if form in ("count", "regular"):
        body = _at_least_or_about().sub("", body)
        amount = _amount_of().search(body)
        if amount and after.startswith("的"):  # 设立规模不低于50亿元的产业基金
            return _stripped(rest + amount.group("amount"))[:_LONGEST]
        body = _placed().sub("", body)
        if form == "regular":
            body = any_of("periods").sub("", body)
        if body.endswith("等") and rest:  # 推进大名、月浦等23个…: the examples are no part of what is counted
            verb = any_of("produce", "advance").match(body)
            body = verb.group() if verb else ""
        return _stripped(body + rest)[:_LONGEST]
    return body


@cache
def _every_time() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('every').pattern})(?=提|增|下|降|减|压|缩)")


@cache
def _amount_of() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of('produce').pattern})?(?:总)?(?P<amount>{any_of('amounts').pattern})$")


@cache
def _placed() -> re.Pattern[str]:
    """在京津冀、长三角等区域|规划布局"""
    return re.compile(rf"^在[^，]{{2,60}}?(?:区域|地区|地方|范围内|领域)(?={any_of('produce').pattern})")


@cache
def _at_least_or_about() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('at_least').pattern}|约$)")


def _own_part(before: str, k: int, of: int) -> str:
    """甲、乙较上年分别下降 and k -> 甲较上年下降 or 乙较上年下降; all of it where the parts do not match the numbers."""
    base, _, change = before.partition("分别" if "分别" in before else "均")
    change = change if any_of("growth").search(change) else ""
    compared = re.search(r"(?:较|比)[^，、]{1,14}$", base)
    tail = compared.group() if compared else ""
    base = _stripped(base.removesuffix(tail))
    parts = [p for p in SEPARATOR.split(base) if p]
    if len(parts) != of:
        return base + tail + change
    own = parts[k]
    if "的" in parts[-1] and "的" not in own:
        own += parts[-1][parts[-1].rindex("的") :]
    return own + tail + change


def _stripped(words_of: str) -> str:
    head, tail = at_head("lead_in"), at_tail("lead_out")
    whole = tuple(words.table("targets")["lead_in_but"])
    text = words_of.strip()
    while True:
        date = DATE_HEAD.match(text)
        found = None if text.startswith(whole) else head.match(text)
        cut = (date.end() if date else 0) or (found.end() if found else 0)
        if not cut:
            break
        text = text[cut:]
    while found := tail.search(text):
        if found.start() == found.end():
            break
        text = text[: found.start()]
    return text


def wording_of(text: str, left: int, q: Quantity, at_least: bool) -> str:
    parts = [w for w in (any_of("at_least").search(text[left : q.start]),) if w] if at_least else []
    aspiration = at_tail("aspiration").search(text[left : q.start])
    head = (aspiration.group() if aspiration else "") + (parts[0].group() if parts else "")
    return head + q.wording


def kind_of(subject: str, form: Form, q: Quantity) -> TargetKind | None:
    """None where the words do not tell a yearly number from one at the end of the period."""
    grows = subject.endswith(tuple(words.table("targets")["growth_names"]))
    if form == "change" or q.unit.endswith("百分点") or grows:
        return "growth"
    if any_of("cumulative").search(subject):
        return "cumulative"
    if q.unit.endswith(("%", "‰")):
        return "growth" if any_of("growth_names").search(subject) else "ratio"
    if form == "regular" or re.search("新增|新认定|全年", subject):
        return "yearly"
    return "end_of_period" if any_of("standing").search(subject + q.before) else None


def scope_of(subject: str) -> str | None:
    found = any_of("scopes").match(subject)
    return found.group() if found else None
