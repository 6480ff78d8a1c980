"""Provinces, cities and counties of China: who lies in whom, and how they are written.

Source of the rows: ``ontology/lexicon/divisions.csv`` (its README names source and date).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from ontology import words

Level = Literal["province", "city", "county"]

_PEOPLES = (
    "壮族|回族|维吾尔|藏族|羌族|彝族|苗族|侗族|布依族|土家族|哈尼族|傣族|景颇族|白族|傈僳族|朝鲜族|蒙古族|蒙古|哈萨克|柯尔克孜|"
    "满族|黎族|瑶族|畲族|土族|撒拉族|东乡族|裕固族|保安族|仡佬族|水族|佤族|拉祜族|纳西族|普米族|独龙族|怒族|达斡尔族|仫佬族|毛南族|各族"
)
_AUTONOMOUS = re.compile(rf"^(.+?)(?:{_PEOPLES})+(?:自治区|自治州|自治县|自治旗)$")
_ENDING = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|林区|矿区|省|市|区|县|盟|旗)$")


@dataclass(frozen=True, eq=False)
class Division:
    adcode: str
    """Six digits; empty for a division that only a document tells of (``local.py``)."""
    name: str
    level: Level
    parent: Division | None

    @cached_property
    def chain(self) -> tuple[Division, ...]:
        """From the province down to this one."""
        return (*self.parent.chain, self) if self.parent else (self,)

    @cached_property
    def full_name(self) -> str:
        """上海市闵行区, 广东省广州市."""
        return "".join(d.name for d in self.chain)

    @cached_property
    def short_name(self) -> str:
        """闵行, 上海, 内蒙古; the whole name where a single character would be left."""
        autonomous = _AUTONOMOUS.match(self.name)
        short = autonomous.group(1) if autonomous else _ENDING.sub("", self.name)
        return short if len(short) >= 2 else self.name

    @cached_property
    def city(self) -> Division:
        """The city it lies in, or its province where no city stands between: 上海市 for 闵行区."""
        return next((d for d in self.chain if d.level == "city"), self.chain[0])

    def lies_in(self, other: Division) -> bool:
        return other in self.chain


@cache
def all_divisions() -> tuple[Division, ...]:
    known: dict[str, Division] = {}
    levels: dict[str, Level] = {"province": "province", "city": "city", "county": "county"}
    for row in sorted(
        words.rows("divisions"), key=lambda r: ("province", "city", "county").index(r["level"])
    ):
        known[row["adcode"]] = Division(
            row["adcode"], row["name"], levels[row["level"]], known.get(row["parent"])
        )
    return tuple(known.values())


@cache
def by_name() -> dict[str, tuple[Division, ...]]:
    """Full own names (闵行区) to divisions; several where the name recurs (朝阳区); 大理州 for 大理白族自治州."""
    pairs = [(d.name, d) for d in all_divisions()]
    pairs += [
        (d.short_name + d.name[-1], d)
        for d in all_divisions()
        if d.name[-1] in "州县旗" and "自治" in d.name and d.short_name != d.name
    ]
    return _grouped(pairs)


@cache
def by_short_name() -> dict[str, tuple[Division, ...]]:
    """Short names (闵行) of two characters and more to divisions."""
    return _grouped((d.short_name, d) for d in all_divisions() if d.short_name != d.name)


@cache
def by_full_name() -> dict[str, Division]:
    """上海市闵行区 to its division."""
    return {d.full_name: d for d in all_divisions()}


@cache
def doubtful() -> frozenset[str]:
    """Names that also read as words of a sentence (会同县, 和县, 合作市): all of two characters, and those of the lexicon."""
    table = words.table("local_divisions")["doubtful"]
    told = frozenset((*table["governing"], *table["words"]))
    return frozenset(name for name in by_name() if len(name) == 2 or name[:-1] in told)


@cache
def governing() -> frozenset[str]:
    """Those of them whose first word joins or governs what follows (会同县, 和县)."""
    told = frozenset(words.table("local_divisions")["doubtful"]["governing"])
    return frozenset(name for name in doubtful() if name[:-1] in told)


def _grouped(pairs: object) -> dict[str, tuple[Division, ...]]:
    grouped: dict[str, list[Division]] = {}
    for name, division in pairs:  # type: ignore[attr-defined]
        grouped.setdefault(name, []).append(division)
    return {name: tuple(found) for name, found in grouped.items()}


def leading(text: str, within: Division | None = None) -> tuple[Division | None, int]:
    """The division that ``text`` begins with, and how many characters tell it.

    上海市闵行区… and 上海闵行区… and 闵行区… give 闵行区; of several of one name the one that lies
    in the division named before it, or in ``within`` or its province; where none is told apart, None.
    Without 区, 市, 县 only a province, what lies in the division just named, and ``within`` and what holds it
    are taken for divisions: 宁德时代 and 瑞金医院 do not lie in 宁德 and 瑞金.
    """
    found: Division | None = None
    at = 0
    while at < len(text):
        step = _next(text, at, found, within)
        if step is None:
            break
        found, at = step
    return found, at


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name[:2] for names in (by_name(), by_short_name()) for name in names)


def _next(text: str, at: int, upper: Division | None, within: Division | None) -> tuple[Division, int] | None:
    if within is not None and not (within.adcode and within.chain[0].adcode):
        own = _own(text, at, upper, within)
        if own is not None:
            return own
    if text[at : at + 2] not in _beginnings():
        return None
    longest = min(len(text) - at, 12)
    for size in range(longest, 1, -1):
        piece = text[at : at + size]
        for names in (by_name(), by_short_name()):
            candidates = names.get(piece)
            if candidates and names is not by_name() and upper is None:
                frame = within.chain if within else ()
                candidates = tuple(d for d in candidates if d.level == "province" or d in frame)
            if not candidates:
                continue
            chosen = _choose(candidates, upper, within)
            if chosen is not None:
                return chosen, at + size
    return None


def _own(text: str, at: int, upper: Division | None, within: Division) -> tuple[Division, int] | None:
    """The document's own division, or one that holds it, where the table does not know it."""
    for division in reversed(within.chain):
        if not division.adcode and (upper is None or division.parent is upper):
            for form in _forms(division):
                if text.startswith(form, at):
                    return division, at + len(form)
    return None


@cache
def _forms(division: Division) -> tuple[str, ...]:
    """How a document writes its own unknown division: 安河县, 安河; 合肥高新技术产业开发区, 合肥高新区."""
    told = [division.name]
    for long, shorts in words.table("local_divisions")["zone_forms"].items():
        if division.name.endswith(long):
            told += [division.name.removesuffix(long) + short for short in shorts]
            told += [long, *shorts]
            break
    if division.name[-1] in "省市县州盟旗" and len(division.name) >= 3:
        told.append(division.name[:-1])
    return tuple(each for each in told if each == division.name or each not in by_name())


def _choose(
    candidates: tuple[Division, ...], upper: Division | None, within: Division | None
) -> Division | None:
    if upper is not None:
        inside = [d for d in candidates if d.lies_in(upper) and d is not upper]
        return inside[0] if len(inside) == 1 else None
    if len(candidates) == 1:
        return None if within is not None and _elsewhere(candidates[0], within) else candidates[0]
    if within is not None:
        for frame in reversed(within.chain):
            near = [d for d in candidates if d.lies_in(frame)]
            if len(near) == 1:
                return near[0]
    tops = [d for d in candidates if d.level != "county"]
    return tops[0] if len(tops) == 1 else None


def _elsewhere(division: Division, within: Division) -> bool:
    """Whether a district stands in a document of another city without its own city before it: 滨江区 in 宁波."""
    if division.level != "county" or division.lies_in(within.city):
        return False
    if not within.city.adcode:
        return True
    return division.name.endswith("区") and not division.name.endswith("新区")
