"""The words and marks by which targets are read, as patterns made from ``ontology/lexicon/targets.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from graph.parsing.quantities import Quantity
from ontology import words

Form = Literal["level", "change", "share", "count", "regular"]
"""How a number becomes a target: a bound or level, a change, a share, things to be made, times per period."""

ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:是|、)|第[一二三四五六七八九十]{1,3}[，,、]|\d{1,2}[.、](?!\d)|—+|[①-⑳])"
)
SEPARATOR = re.compile(r"(?:[、和与]|及(?![时格早]))+|以及")
DATE_HEAD = re.compile(
    r"(?:(?:到|至|截至|力争|争取|在|于)*20\d{2}(?:[-—至]20\d{2})?年(?:年底|底|末)?(?:之?前|时)?[，、]?|(?:到|至|于|在)?(?:\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?|年底|年末|[上下]半年|[一二三四]季度末?)(?:之?前)[，、]?|[一二两三四五六\d]{1,2}年(?:之?内|左右)[，、]?)+"
)
BARE_CHANGE = re.compile(r"(?:年均|同比|环比|比上年|较上年|较上一年|比上一年)?")


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
    listed: bool
    """The clause before counts things too: 新增城镇就业3万人，失业人员再就业1万人."""
    coming: bool
    """The sentence speaks of what is to come, or has given a target before."""
    verb: str
    """The verb of the number before, where this one has none: 建成50个工厂和500个车间."""


@cache
def any_of(*names: str) -> re.Pattern[str]:
    table = words.table("targets")
    many = [word for name in names for word in table[name]]
    firsts = re.escape("".join(sorted({word[0] for word in many})))
    body = "|".join(re.escape(word) for word in sorted(many, key=len, reverse=True))
    return re.compile(f"(?=[{firsts}])(?:{body})")


@cache
def at_head(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(name).pattern})")


@cache
def at_tail(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(name).pattern})$")


def puts_at_least(before: str, q: Quantity) -> bool:
    """至少培育1家, 至少每月更新一次: the limit stands before the verb."""
    return not q.before and _at_least_lately().search(before) is not None


@cache
def _at_least_lately() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('at_least').pattern})[^、，]{{0,10}}$")
