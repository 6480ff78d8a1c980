"""Generally known names: universities with their seat, institutes of academies, branches and longer names of firms."""

from __future__ import annotations

import re

from graph.naming.divisions import by_short_name
from graph.parsing.mention_found import Found
from graph.parsing.mention_judgement import LEVELS
from graph.parsing.mention_words import Token, Vocabulary
from ontology import words

_SEAT_MAX = 8
_BRANCHED = frozenset({"Enterprise", "PublicOrganisation"})
_TAIL_MAX = 3
_TAIL = re.compile(r"[一-鿿]{1,3}(?=[、，。；）])")


def known_name(
    text: str, start: int, region: list[Token], index: int, vocabulary: Vocabulary
) -> Found | None:
    """A generally known name; not 北京大学 in 北京大学生, and 中国地质大学（武汉） with its seat."""
    token = region[index]
    if token.kind == "University":
        if text[token.end : token.end + 1] in ("生", "城"):
            return None
        return Found(token.start, with_seat(text, token.end), token.kind, "known")
    if token.kind == "ResearchInstitute" and text[token.start : token.end] in vocabulary.academies:
        institute = vocabulary.institute.match(text, token.end)
        if institute:
            return Found(token.start, institute.end(), token.kind, "institute")
    begin, end = token.start, token.end
    if token.kind in _BRANCHED:
        # 县|邮储银行 is the county's own branch.
        alone = begin - 1 == start or (index > 0 and region[index - 1].end == begin - 1)
        if begin > start and text[begin - 1] in LEVELS and alone:
            begin -= 1
        # 中远海运|重工: what follows up to the end of the item is part of the firm's name.
        if token.kind == "Enterprise":
            end = _item_end(text, end, region, index)
    return Found(begin, end, token.kind, "known")


def _item_end(text: str, end: int, region: list[Token], index: int) -> int:
    stop = region[index + 1].start if index + 1 < len(region) else end + _TAIL_MAX + 1
    tail = _TAIL.match(text, end)
    ends = tail.end() if tail else end
    return ends if ends == stop or (index + 1 == len(region) and ends <= end + _TAIL_MAX) else end


def with_seat(text: str, end: int) -> int:
    """The end of a name with the seat that stands in brackets behind it: 中国地质大学|（武汉）."""
    if text[end : end + 1] != "（":
        return end
    close = text.find("）", end, end + _SEAT_MAX)
    seats = words.table("kinds")["seats"]["words"]
    return (
        close + 1
        if close > 0 and (text[end + 1 : close] in by_short_name() or text[end + 1 : close] in seats)
        else end
    )
