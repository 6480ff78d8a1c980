"""Numbers with units in running text: 300亿元, 8%左右, 不少于80项, 1～3个百分点, 一半以上.

Offsets are those of the text given. The scan is one regular expression without nested repetition,
so time is linear in the text. Whether a quantity is a target is for ``target_sentences.py`` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import cn2an

from graph.model import Comparator
from ontology import words

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = "[一二两三四五六七八九十百千]{1,8}"
"""Without 万 and 亿, which stay with the unit as in 3万人: 千亿元 is 1000 亿元."""
_PERCENT = r"\d+(?:\.\d+)?|[一二两三四五六七八九十百零〇点]{1,8}"
_SCALE = {
    "": 1.0,
    "千": 1e3,
    "万": 1e4,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "百亿": 1e10,
    "千亿": 1e11,
    "万亿": 1e12,
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """``text[start:end]`` is the number with its unit and its limiting words (不低于80项, 90%左右)."""

    start: int
    end: int
    number_start: int
    number_end: int
    """End of the unit."""
    value: float
    high: float | None
    """The upper end of a range, else None."""
    unit: str
    """As written, magnitude included: 亿元, 万人."""
    comparator: Comparator
    wording: str
    """不低于, 左右 … as written; 控制在…以内 in two parts joined by …; empty where there is none."""
    before: str = ""
    """The limiting word that stands before the number."""
    after: str = ""
    chinese: bool = False
    """The number is in Chinese characters."""
    time: bool = False
    """The unit is one of time."""


def _alternatives(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    table = words.table("quantities")
    units = _alternatives([*table["units"], *table["time_units"]])
    magnitudes = _alternatives(table["magnitudes"])
    reached = [w for w in table["before"]["="] if len(w) > 1 or w == "达"] + table["bare_after"]
    reaching, reaching_firsts = _alternatives(reached), {w[0] for w in reached}
    # One look at the first character spares trying each alternative everywhere: four times as fast.
    firsts = {*"0123456789一二两三四五六七八九十百千", *(w[0] for w in table["words"]), *reaching_firsts}
    return re.compile(
        rf"(?=[{''.join(sorted(firsts))}])"
        rf"(?:百分之(?P<percent>{_PERCENT})|(?:(?P<arabic>{_ARABIC})(?:%?(?:-|—|–|~|～|至|到)(?P<high>{_ARABIC}))?"
        rf"|(?P<chinese>{_CHINESE}))"
        rf"\s?(?P<plus>余|多)?\s?(?P<magnitude>{magnitudes})?(?P<unit>(?:{units})(?:（[\u4e00-\u9fff]）|/[\u4e00-\u9fff]{{1,4}}(?=[，。；、以左的）\n]|$))?)"
        rf"|(?P<word>{_alternatives(list(table['words']))})"
        # A number without a unit right after a word of reaching: 指数达到65.
        rf"|(?:{reaching})(?P<bare>{_ARABIC})(?=以上|左右|以内|以下|[，。；、）：！？（;()]|$))"
    )


@cache
def _limits(side: str) -> tuple[re.Pattern[str], dict[str, Comparator]]:
    table: dict[str, list[str]] = words.table("quantities")[side]
    meaning: dict[str, Comparator] = {word: sign for sign, many in table.items() for word in many}  # type: ignore[misc]
    body = _alternatives(list(meaning))
    return re.compile(rf"(?:{body})\s?$" if side == "before" else rf"(?:{body})"), meaning


_NOT_NUMBER_BEFORE = re.compile(r"[\d.第每〔\[A-Za-z+×*/=:]$")
_LONGEST_LIMIT = 8
_INSERTED = re.compile(r"(?:20\d\d年(?:底|末)?的?|每[千万百]?[人户名张家个]口?)$")
"""Between the limit and its number: 提高到2026年的14件, 达到每万人4.5人."""
_BEFORE_NUMBER = ("年", "的", "底", "末", "人", "口", "户", "名", "张", "家", "个")


@lru_cache(maxsize=4096)
def number(text: str) -> float:
    """The value of a number in digits or Chinese characters; ValueError where it is none."""
    if text[0].isdigit():
        return float(text.replace(",", ""))
    return float(cn2an.cn2an("一" + text if text[0] in "百千" else text, "smart"))


def parse_quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """The quantities of ``text[start:end]`` from left to right."""
    stop = len(text) if end is None else end
    taken = start
    for match in _pattern().finditer(text, start, stop):
        if match.start() < taken:
            continue
        quantity = _quantity(text, match, taken, stop)
        if quantity is not None:
            taken = quantity.end
            yield quantity


def quantity_places(text: str, start: int, end: int) -> list[int]:
    """Where there may be a quantity in ``text[start:end]``; much cheaper than reading them."""
    return [match.start() for match in _pattern().finditer(text, start, end)]


def _quantity(text: str, match: re.Match[str], floor: int, stop: int) -> Quantity | None:
    groups = match.groupdict()
    table = words.table("quantities")
    high: float | None = None
    if groups.get("percent"):
        at, magnitude, unit = match.start(), "", "%"
        try:
            value = number(groups["percent"])
        except ValueError:
            return None
    elif groups.get("word"):
        value, unit = table["words"][groups["word"]]
        at, magnitude = match.start(), ""
    else:
        written = groups["arabic"] or groups["bare"] or groups["chinese"]
        at = match.end("bare") - len(written) if groups["bare"] else match.start()
        if _NOT_NUMBER_BEFORE.search(text[max(0, at - 1) : at]):
            return None
        try:
            value = number(written)
        except ValueError:
            return None  # a run such as 一二三 that is no number
        high = number(groups["high"]) if groups.get("high") else None
        magnitude, unit = groups.get("magnitude") or "", groups.get("unit") or ""
    if unit == "成" and not magnitude:  # 七成 is 70 %
        value, high, unit = value * 10, high and high * 10, "%"
    before, before_start, before_sign = _limit_before(text, at, floor)
    after, after_end, after_sign = _limit_after(text, match.end(), stop)
    plus = groups.get("plus") or ""
    comparator: Comparator = after_sign or (">" if plus else None) or before_sign or "="
    wording = "…".join(w for w in (before, plus, after) if w)
    return Quantity(
        before_start,
        after_end,
        at,
        match.end(),
        float(value),
        high,
        magnitude + unit,
        comparator,
        wording,
        before,
        after or plus,
        bool(groups.get("chinese")),
        unit in table["time_units"],
    )


def _limit_before(text: str, at: int, floor: int) -> tuple[str, int, Comparator | None]:
    pattern, meaning = _limits("before")
    window = max(floor, at - _LONGEST_LIMIT)
    # search() finds the leftmost start, which is the longest of the words that end at the number.
    found = pattern.search(text, window, at)
    if found is None and text[at - 1 : at] in _BEFORE_NUMBER:
        inner = _INSERTED.search(text, window, at)
        found = (
            pattern.search(text, max(floor, inner.start() - _LONGEST_LIMIT), inner.start()) if inner else None
        )
    if found is None:
        return "", at, None
    word = found.group().rstrip()
    return word, found.start(), meaning[word]


def _limit_after(text: str, at: int, stop: int) -> tuple[str, int, Comparator | None]:
    pattern, meaning = _limits("after")
    found = pattern.match(text, at, stop)
    if found is None or (found.group() in ("多", "余")):
        return "", at, None
    return found.group(), found.end(), meaning[found.group()]


def in_ones(quantity: Quantity) -> tuple[float, str]:
    """Value and unit with the magnitude multiplied in (2.5万人 -> 25000 人), to compare two wordings."""
    for magnitude in sorted(_SCALE, key=len, reverse=True):
        if magnitude and quantity.unit.startswith(magnitude) and len(quantity.unit) > len(magnitude):
            return quantity.value * _SCALE[magnitude], quantity.unit[len(magnitude) :]
    return quantity.value, quantity.unit
