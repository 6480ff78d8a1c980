"""Names told by what stands beside them: firms in a list of firms, institutes of a city."""

from __future__ import annotations

import re
from functools import cache

from graph.naming.divisions import by_short_name
from graph.parsing.mention_found import Found
from graph.parsing.mention_words import WORTH, Tokens
from ontology import words

_ITEM_MAX = 6
_STOP = re.compile(r"[、，。；：（）“”《》\n和与及等]")
_INSTITUTE = re.compile(r"所(?<=[一-鿿]{5})(?=[、，。；）和与及等])")


@cache
def _firm_endings() -> tuple[str, ...]:
    return tuple(words.table("kinds")["firm_endings"]["words"])


@cache
def _no_institutes() -> tuple[str, ...]:
    return tuple(words.table("kinds")["no_institutes"]["endings"])


def neighbours(text: str, tokens: Tokens, found: list[Found]) -> list[Found]:
    """浪潮集团、|齐鲁制药|、…: an item beside a firm that ends as firms do is one; found from firm to firm, to the right."""
    firms = [each for each in found if each.kind == "Enterprise"]
    ends = [each.end for each in firms if text[each.end : each.end + 1] == "、"]
    starts = [each.start for each in firms if text[each.start - 1 : each.start] == "、"]
    if not ends and not starts:
        return []
    taken = {each.start for each in found}
    closed = {start for _, flag, start, _ in tokens.marked if flag & WORTH}
    more: list[Found] = []
    while ends:
        at = ends.pop()
        if text[at : at + 1] != "、" or at + 1 in taken:
            continue
        stop = _STOP.search(text, at + 1, at + _ITEM_MAX + 2)
        if stop is not None and _is_firm(text, at + 1, stop.start(), closed):
            more.append(Found(at + 1, stop.start(), "Enterprise", "list"))
            taken.add(at + 1)
            ends.append(stop.start())
    for at in starts:
        while text[at - 1 : at] == "、":
            begin = (
                max((text.rfind(mark, max(0, at - _ITEM_MAX - 2), at - 1) for mark in "、，。；"), default=-1)
                + 1
            )
            if not begin or begin in taken or not _is_firm(text, begin, at - 1, closed):
                break
            more.append(Found(begin, at - 1, "Enterprise", "list"))
            taken.add(begin)
            at = begin
    return more


def _is_firm(text: str, start: int, end: int, closed: set[int]) -> bool:
    """Three to six characters that end as a firm does and hold no seed of another name but a place."""
    return (
        3 <= end - start <= _ITEM_MAX
        and text.endswith(_firm_endings(), start, end)
        and not any(at in closed for at in range(start + 1, end))
    )


def city_institutes(text: str) -> list[Found]:
    """长春光机所, 大连化物所: a city and the short name of an institute."""
    found: list[Found] = []
    for match in _INSTITUTE.finditer(text):
        end = match.start()
        if text.endswith(_no_institutes(), 0, end):
            continue
        for own, city in ((2, 2), (3, 2), (2, 3), (4, 2), (3, 3)):
            begin = end - own - city
            if begin >= 0 and text[begin : begin + city] in by_short_name():
                found.append(Found(begin, match.end(), "ResearchInstitute", "institute"))
                break
    return found
