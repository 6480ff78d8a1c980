"""Where a name begins, seen from its ending: back to a boundary, a whole name before a join, a quotation."""

from __future__ import annotations

import re
from functools import cache

from graph.parsing.mention_judgement import LEVELS, OWN_SORTS
from graph.parsing.mention_words import Token
from ontology import words

LONGEST = 34
"""Characters; no name of the genre is longer without a boundary."""
_SIGHT = 100
"""Characters before an ending within which its beginning is sought: keeps every text linear."""
_COUNTED = re.compile(
    r"\d[\d.]*(?:多|余)?(?:[万亿]?(?:个|家|项|条|座|所|名|人|年|月|日|次|类|批|场|期|元)|[万亿])?"
    r"|[一二两三四五六七八九十几数多]{1,3}[次场]"
)
_UNDIVIDED = frozenset({"University", "Hospital", "Facility"})
"""Kinds whose names hold no 和."""
_BODIES = frozenset({"office", "department", "known"})
_AFTER_BETWEEN = frozenset({"office", "division", "short_division", "known"})
_COMPLETE = frozenset({"suffix", "known", "office", "department", "division", "short_division", "close"})


@cache
def worldwide() -> tuple[str, ...]:
    """中国国际数字和|软件服务交易会 is one event."""
    return tuple(words.table("kinds")["worldwide"]["words"])


@cache
def between() -> frozenset[str]:
    return frozenset(words.table("stop_boundaries")["between"]["words"])


@cache
def fields() -> tuple[str, ...]:
    """Two-character ends of fields: 养老|科技 及 … names half of what 概念验证平台 is for."""
    return tuple(each for each in words.table("kinds")["industry_endings"]["words"] if len(each) == 2)


def beginning(text: str, start: int, region: list[Token], last: int) -> tuple[int | None, int]:
    """Where the name that ends with ``region[last]`` begins, and its first token; None for no place."""
    begin, first = start, 0
    depth = 0
    horizon = region[last].start - _SIGHT
    for index in range(last - 1, -1, -1):
        token = region[index]
        if token.start < horizon:
            return None, 0
        if token.sort == "close":
            depth += 1
        elif token.sort == "open":
            depth -= 1
            if depth < 0:
                begin, first = token.end, index + 1
                break
            if depth == 0 and index and not _leans(text, region, index, start):
                begin, first = token.start, index
                break
        elif depth == 0 and (
            (token.sort == "join" and _parts(text, start, region, index, last))
            or (token.sort == "lead" and index and _between(text, region, index))
        ):
            begin, first = token.end, index + 1
            break
        elif depth == 0 and token.sort == "known" and index and text[token.start] in "“‘":
            if not _leans(text, region, index, start):
                begin, first = token.start, index
                break
        elif (
            depth == 0
            and token.sort in ("division", "office")
            and index
            and region[index - 1].sort == "suffix"
            and region[index - 1].rule == "office"
            and region[index - 1].end == token.start
        ):
            begin, first = token.start, index
            break
    if depth > 0:
        return None, 0
    return _stripped(text, begin, region, first, last)


def _between(text: str, region: list[Token], lead: int) -> bool:
    """县司法局|联合|县人民法院: a body before the word, and a level, a division or a body behind it."""
    token, before = region[lead], region[lead - 1]
    if before.end != token.start or text[token.start : token.end] not in between():
        return False
    if before.sort not in _BODIES and not (before.sort == "suffix" and before.rule == "office"):
        return False
    after = region[lead + 1]
    return text[token.end] in LEVELS or (after.start == token.end and after.sort in _AFTER_BETWEEN)


def _parts(text: str, start: int, region: list[Token], join: int, last: int) -> bool:
    """Whether one name ends before a join and another begins behind it."""
    token, suffix = region[join], region[last]
    adjoins = join > 0 and region[join - 1].end == token.start
    if adjoins and (region[join - 1].sort in _COMPLETE or _ordinary_only(text, start, region, join)):
        return True
    # No town, university or hall bears a 和: 胜利油田与|齐鲁工业大学; but 太和路 and 万和家园路.
    left = token.start - max(
        start, region[join - 2].end if join > 1 and region[join - 2].sort == "join" else start
    )
    return (
        (suffix.rule == "place" or suffix.kind in _UNDIVIDED) and left >= 3 and suffix.start - token.end >= 2
    )


def _ordinary_only(text: str, start: int, region: list[Token], join: int) -> bool:
    """Whether all before a join is ordinary wording (高企培育与|张江闵行园), so that no name reaches across."""
    own = region[join].start - start
    if text.startswith(worldwide(), start):
        return False
    if own > LONGEST or (own >= 4 and text.startswith(fields(), region[join].start - 2)):
        return False
    for token in region[:join]:
        if token.sort in OWN_SORTS or token.sort == "industry":
            return False
        own -= token.end - token.start
    return own < 2


def _leans(text: str, region: list[Token], index: int, start: int) -> bool:
    """Whether what stands right before a quotation belongs to the name (京津冀“一网通办”专区)."""
    before = region[index - 1]
    return before.end == region[index].start and before.sort in (
        "division",
        "short_division",
        "known",
        "office",
    )


def _stripped(text: str, begin: int, region: list[Token], first: int, last: int) -> tuple[int | None, int]:
    """Ordinary words, numbers and joins that lead the name are no part of it."""
    while first <= last:
        counted = _COUNTED.match(text, begin)
        if counted and counted.end() <= region[last].start and counted.end() > begin:
            begin = counted.end()
            while first < last and region[first].start < begin:
                first += 1
            continue
        token = region[first]
        if token.start != begin or first == last:
            return begin, first
        if token.sort in ("lead", "join", "link", "close", "cut"):
            begin = token.end
            first += 1
            continue
        return begin, first
    return None, 0
