"""Which year a target is for: stated in its sentence, by its deadline, by its section, or the plan's own year."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ontology import words

_MENTION = re.compile(
    # The look behind stands after the figures it guards: a search for 20 is ten times as fast.
    r"(?P<year>20(?<![\d.]20)\d{2})(?:\s?(?:-|—|–|~|～|至|到)\s?(?P<end>20\d{2}))?\s?年"
    r"(?P<part>底|末|年底|上半年|下半年|\d{1,2}月)?"
)
_BASE_BEFORE = re.compile(r"(?:较|比|自|从|根据|对照|参照|与|同|相比于|基于|在|以)(?:于)?$")
_BASE_AFTER = re.compile(r"(?:度)?(?:相比|基础上|为基|同期|以来|版|修订|的\d|水平)")
_DEADLINE = re.compile(
    r"(?P<year>20\d{2})年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|年?末)?(?:之?前|内)?(?:基本)?完成"
)
_SPAN_OF_YEARS = re.compile(
    r"(?:利用|用|通过|未来|今后)(?P<text>\d{1,2}(?:-|—|–|~|～|至)?\d{0,2}年)(?:左右)?(?:的?时间)?"
)


_SENTENCE = 1500
"""Characters before a number in which its sentence may give the year."""
_REACH = 3000
"""Characters over which the year that opens a passage of goals holds."""


@dataclass(frozen=True, slots=True)
class Year:
    year: int | None
    period: str | None
    start: int
    """Where the words of the year begin; the place of the number where no words give it."""
    basis: Literal["stated", "period"] | None


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    year: int
    last: int | None


def mentions(text: str, start: int, end: int) -> list[Mention]:
    """The years that ``text[start:end]`` names as times to come, not as a base of comparison or a title's part."""
    found = []
    for match in _MENTION.finditer(text, start, end):
        if _BASE_BEFORE.search(text[max(start, match.start() - 3) : match.start()]) and not _as_time(
            text, match, end
        ):
            continue
        reached = text[match.start() - 1 : match.start()] in ("到", "至", "达", "为")
        if (_BASE_AFTER.match(text, match.end(), end) and not reached) or _in_title(
            text, start, match.start()
        ):
            continue
        last = match["end"]
        found.append(Mention(match.start(), match.end(), int(match["year"]), int(last) if last else None))
    return sorted([*found, *_period_ends(text, start, end)], key=lambda m: m.start)


def _as_time(text: str, match: re.Match[str], end: int) -> bool:
    """在2025年底前 is a time although 在 stands before it."""
    return bool(re.match(r"(?:底|末)?(?:之?前|内)", text[match.end() : min(end, match.end() + 3)]))


def _in_title(text: str, start: int, at: int) -> bool:
    return text.rfind("《", start, at) > text.rfind("》", start, at)


def year_of(
    text: str, sentence: tuple[int, int], at: int, after: int, part: tuple[int, int] | None = None
) -> Year | None:
    """The year the sentence gives the number at ``at``: the nearest before it, or one right behind it.

    ``part`` (k, n): the number is the k-th of n, each of a year of its own (2024年、2025年分别达到3家、6家).
    """
    sentence = (max(sentence[0], at - _SENTENCE), min(sentence[1], after + 50))
    years = mentions(text, *sentence)
    before = [m for m in years if m.end <= at and not _of_another(text, m, at)]
    behind = [m for m in years if after <= m.start <= after + 3]
    if part is not None and 1 < part[1] <= len(before):
        return _stated(text, before[-part[1] :][part[0]])
    if before:
        last = before[-1].last
        if part is not None and last is not None and last - before[-1].year + 1 == part[1]:
            # 2024—2026年分别新增3个、4个、5个
            return Year(before[-1].year + part[0], None, before[-1].start, "stated")
        return _stated(text, before[-1])
    spans = list(_SPAN_OF_YEARS.finditer(text, sentence[0], at))
    if spans:
        return Year(None, spans[-1]["text"] or spans[-1]["within"], at, None)
    return _stated(text, behind[0]) if behind else None


_OWN_NUMBER = re.compile(r"(?:底|末)?的?\d")


def _of_another(text: str, mention: Mention, at: int) -> bool:
    """提高到2026年的14件，…3件: the year belongs to the number right behind it alone."""
    own = _OWN_NUMBER.match(text, mention.end)
    return own is not None and text[own.end() - 2] == "的" and at >= own.end()


_PLAN_PERIOD_END = re.compile(r"“?(?P<name>十[二三四五六七]五)”?(?:规划)?(?:时期|期)?末")


def _period_ends(text: str, start: int, end: int) -> Iterator[Mention]:
    """到“十四五”末 is 2025."""
    if text.find("五", start, end) < 0:
        return
    periods = words.table("header")["periods"]
    for match in _PLAN_PERIOD_END.finditer(text, start, end):
        if match["name"] in periods and not _BASE_BEFORE.search(
            text[max(start, match.start() - 3) : match.start()]
        ):
            yield Mention(match.start(), match.end(), int(periods[match["name"]][1]), None)


def _stated(text: str, found: Mention) -> Year:
    if found.last is not None:
        return Year(None, text[found.start : found.end], found.start, None)
    return Year(found.year, None, found.start, "stated")


def deadline_year(text: str, start: int, end: int) -> int | None:
    """The year by which what is said before ``start`` is to be done: （…，2023年12月底前完成）."""
    found = _DEADLINE.search(text, start, end)
    return int(found["year"]) if found else None


@dataclass(frozen=True, slots=True)
class Goals:
    """A passage of goals ``text[start:end]`` and the years that open a passage in it: 到2025年，… （一）…"""

    start: int
    end: int
    openings: tuple[Mention, ...]


def goals(text: str, sections: Iterable[tuple[int, int]]) -> tuple[Goals, ...]:
    return tuple(
        Goals(start, end, tuple(m for m in mentions(text, start, end) if _opens(text, start, m)))
        for start, end in sections
    )


def carried(sections: Iterable[Goals], at: int) -> int | None:
    """The year that opens a passage of goals and holds for its items."""
    for section in sections:
        if section.start <= at < section.end:
            before = bisect_right(section.openings, at, key=lambda opening: opening.end)
            opening = section.openings[before - 1] if before else None
            if opening and opening.last is None and opening.start >= at - _REACH:
                return opening.year
    return None


def _opens(text: str, start: int, mention: Mention) -> bool:
    before = text[max(start, mention.start - 2) : mention.start].rstrip("到至，")
    return not before or before[-1] in "。\n：；"
