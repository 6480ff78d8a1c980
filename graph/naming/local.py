"""Divisions that the table does not hold, as a document writes them: 安河县, 合肥高新技术产业开发区.

They keep two documents apart that both say 县农业农村局; they lie in the division written before them, if any.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from graph.naming.divisions import Division, Level, by_short_name, leading
from ontology import words

_NAME_MAX = 6
_LEVELS: dict[str, Level] = {"省": "province", "市": "city", "州": "city", "盟": "city"}


class _Patterns(NamedTuple):
    unit: re.Pattern[str]
    zone: re.Pattern[str]
    body: re.Pattern[str]
    not_divisions: tuple[str, ...]
    zones: tuple[str, ...]
    either: tuple[str, ...]


@cache
def _patterns() -> _Patterns:
    table = words.table("local_divisions")

    def either(key: str) -> str:
        return "|".join(sorted(map(re.escape, table[key]), key=len, reverse=True))

    return _Patterns(
        re.compile(
            rf"(?:(?!{either('not_within')})[一-鿿]){{1,{_NAME_MAX}}}?"
            rf"(?:自治县|自治州|自治旗|{either('zones')}|[省市县区州盟旗])(?!{either('not_after')})"
        ),
        re.compile(
            rf"(?:(?!{either('not_within')})[一-鿿]){{1,{_NAME_MAX}}}?(?:{either('zones')})(?!{either('not_after')})"
        ),
        re.compile(either("bodies")),
        tuple(table["not_divisions"]),
        tuple(table["zones"]),
        tuple(table["either"]),
    )


@lru_cache(maxsize=4096)
def local_division(name: str, parent: Division | None) -> Division:
    """One value for one name in one place; its ``adcode`` is empty."""
    return Division("", name, _LEVELS.get(name[-1], "county"), parent)


def written(text: str) -> tuple[Division | None, int]:
    """The division that ``text`` begins with, known or not, and how many characters tell it."""
    division, at = leading(text)
    while True:
        size = _unit(text, at, division)
        if not size:
            return division, at
        name = text[at : at + size]
        parent = division or _seat(name)
        division, at = local_division(name, parent), at + size


def names_a_body(text: str, at: int) -> bool:
    """Whether a body of a government stands right at ``at``: 安河县|人民政府."""
    return _patterns().body.match(text, at) is not None


def _unit(text: str, at: int, upper: Division | None) -> int:
    """The length of one unknown division at ``at``; 0 where none stands there."""
    if upper is not None and upper.level == "county":
        return 0
    found = _patterns().unit.match(text, at)
    if found is None:
        return 0
    if found.end() - at < 3 and upper is None:
        # 苏州|工业园区 is one name.
        found = _patterns().zone.match(text, at) or found
    name = found.group()
    zone = name.endswith(_patterns().zones)
    if zone:
        # 新区, 高新区 alone are the zone of the division before them.
        return len(name) if upper is not None or name not in _patterns().zones else 0
    if len(name) < 3 and name[-1] in "省市区州盟旗" and upper is None:
        return 0
    return len(name) if _may_be(name, text, at + len(name)) else 0


def _may_be(name: str, text: str, end: int) -> bool:
    """Whether ``name``, which ends at ``text[end]``, is no ordinary word: 龙山区|人民政府, not 贫困山区."""
    if name.endswith(_patterns().either) and not (len(name) >= 3 and names_a_body(text, end)):
        return False
    return (
        not name.endswith(_patterns().not_divisions)
        and name[0] not in "省市县区州盟旗某"
        and name[:2] != "自治"
    )


def _seat(name: str) -> Division | None:
    """合肥市 of 合肥高新技术产业开发区; None for a division that is no zone."""
    if not name.endswith(_patterns().zones):
        return None
    for size in (4, 3, 2):
        found = [d for d in by_short_name().get(name[:size], ()) if d.level != "county"]
        if len(found) == 1 and len(name) - size >= 2:
            return found[0]
    return None


def district(text: str, document: Division | None) -> tuple[Division | None, int]:
    """江北区 in 江北区政府, of a document in whose city the table knows no 江北区: a district of that city."""
    if document is None:
        return None, 0
    found = _patterns().unit.match(text)
    if found is None or not 3 <= found.end() <= 4 or found.group()[-1] not in "县区旗市":
        return None, 0
    name = found.group()
    if not _may_be(name, text, found.end()) or name.endswith(_patterns().zones):
        return None, 0
    if found.end() < len(text) and not names_a_body(text, found.end()):
        return None, 0
    holder = document
    if document.level == "county" and document.name[-1] != "市" and document.parent:
        holder = document.parent
    return local_division(name, holder), found.end()
