"""Lists of units as plans write them: 区科委、区经委和各街镇，有关部门 -> the single units with their places.

Separators are 、 ，, ； and white space at the top level of brackets, and 和 及 与 where both sides are units.
各市、县、区政府 and 天津市、河北省相关部门 are one unit each. Everything works on offsets of one text;
time is linear in the length of the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.model import Role
from ontology import words

UNIT_MAX = 40
_OPEN = "（〔【［“《〈"
_CLOSE = "）〕】］”》〉"
_SEPARATORS = "、，,；;\n\t /／"
_AND = re.compile(r"以及|和|及|与|暨")
_QUOTED = re.compile("“([^“”]{1,6})”")
"""村“两委”, “两新”工委."""
_GLOSS = re.compile(r"（([^（）]{1,12})）$")
_ETC = re.compile(r"(?<![高同平均中初优甲乙])等(?!级|待)")
_NUMBERED_ETC = re.compile(r"等\d+(?:个|家|类)")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a list: ``text[start:end]``; ``role_word`` where its own bracket gives one (区科委（牵头）)."""

    start: int
    end: int
    generic: bool
    role_word: str = ""


@cache
def _table() -> dict[str, tuple[str, ...]]:
    return {key: tuple(value) for key, value in words.table("units").items()}


@cache
def role_words() -> dict[str, Role]:
    """Every role word with its role."""
    roles: dict[str, Role] = {}
    table = words.table("roles")
    for role in ("lead", "responsible", "support", "guide"):
        for word in table[role]:
            roles[word] = role
    return roles


@cache
def _endings() -> re.Pattern[str]:
    names = sorted((e for e in _table()["endings"]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?:（[^（）]{{1,20}}）)?$")


@cache
def last_characters() -> frozenset[str]:
    """What a unit's name can end with: a quick way to say that words are none."""
    table = _table()
    return frozenset(word[-1] for key in ("endings", "generic", "generic_whole") for word in table[key]) | {
        "）",
        "”",
    }


@cache
def _level_list() -> tuple[re.Pattern[str], re.Pattern[str]]:
    levels = "|".join(sorted(_table()["levels"], key=len, reverse=True))
    tails = "|".join(sorted(_table()["level_tails"], key=len, reverse=True))
    first = re.compile(rf"(?:[\u4e00-\u9fff]{{0,8}})各(?:有关|相关)?(?:{levels})(?:（[^（）]{{1,6}}）)?$")
    following = re.compile(rf"(?:{levels})(?:（[^（）]{{1,6}}）)?(?:{tails})?(?:（[^（）]{{1,8}}）)?$")
    return first, following


@cache
def _generic_inside() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_table()["generic"], key=len, reverse=True))))


@cache
def _bare() -> frozenset[str]:
    return frozenset(_table()["bare_after_and"])


@cache
def _verbs_before() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_table()["verbs_before"], key=len, reverse=True))))


_FIELD_DEPARTMENT = re.compile(r"^(?![省市县区州各国])[\u4e00-\u9fff]{2,8}(?:行政)?(?:部门|机关)$")
_MODIFIED_GENERIC = re.compile(
    r"(?:有关|相关|其他|其它)[\u4e00-\u9fff、（）]{0,10}(?:部门|单位|机构|企业|地区|街镇|镇|方面|委办局|处室|科室|主体|组织|高校|院所|园区|区县|市县|区|县|市|政府|区政府)$"
    r"|^[^省市县区州国]{0,6}单位$|(?:[者方户]|(?:运营|供应|服务|承包|开发)商|[有运]人|业主)$|^(?!各).*(?:企业|高校|科研院所)$"
    r"|(?:牵头|责任|配合|参与|落实|主管|实施|承办|成员|建设|使用|运营|管理|产权)(?:单位|部门|主体|医院|企业)$"
)


@lru_cache(maxsize=65536)
def is_generic(unit: str) -> bool:
    """Whether the words name no body: 有关部门, 各场景牵头部门, 成员单位."""
    table = _table()
    if unit in table["generic_whole"] or unit.startswith("等"):
        return True
    if any(word in unit for word in table["collective"]) and not re.search("有关|相关", unit):
        return False
    if "、" in unit and unit.endswith("部门"):
        return True  # 公安、卫生健康等部门
    return bool(
        _generic_inside().search(unit) or _MODIFIED_GENERIC.search(unit) or _FIELD_DEPARTMENT.match(unit)
    )


@lru_cache(maxsize=65536)
def is_unit_like(unit: str) -> bool:
    """Whether the words look like one unit's name from outside: a known ending, no verb in front."""
    if "“" in unit:
        unit = _QUOTED.sub(r"\1", unit)
    if not 2 <= len(unit) <= UNIT_MAX or any(c in unit for c in "。；：！？，“《"):
        return False
    if unit in _table()["generic_whole"]:
        return True
    if unit.count("（") != unit.count("）"):
        return False
    if not _endings().search(unit):
        return False
    return _verbs_before().match(unit) is None or unit.startswith(_table()["begins_anyway"])


def may_be_unit(unit: str) -> bool:
    """Whether nothing speaks against it: no verb in front, no sentence; a firm's short name has no ending."""
    return (
        2 <= len(unit) <= 24
        and not any(c in unit for c in "。；：！？，的")
        and (_verbs_before().match(unit) is None or unit.startswith(_table()["begins_anyway"]))
    )


def is_office(words_of_heading: str) -> bool:
    """县级路长, 组长: who holds an office, no body."""
    return len(words_of_heading) <= 16 and words_of_heading.endswith(_table()["offices"])


def split_units(text: str, start: int, end: int) -> list[Unit]:
    """The units of the list ``text[start:end]`` in order."""
    return [Unit(start + u.start, start + u.end, u.generic, u.role_word) for u in _split(text[start:end])]


@lru_cache(maxsize=16384)
def _split(text: str) -> tuple[Unit, ...]:
    # Lists recur within a document and between documents: each wording is split once.
    start, end = 0, len(text)
    pieces = _join_shared(text, _pieces(text, start, end))
    pieces = [part for a, b in pieces for part in _split_and(text, a, b)]
    pieces = [part for a, b in pieces for part in _split_etc(text, a, b)]
    pieces = _join_levels(text, [_trim(text, a, b) for a, b in pieces])
    units = []
    nobody = words.table("duties")["nobody"]
    for a, b in pieces:
        if b <= a or text[a:b] in nobody:
            continue
        word = ""
        gloss = _GLOSS.search(text, a, b) if text[b - 1] == "）" else None
        if gloss:
            inner = gloss.group(1)
            stripped = re.sub(r"(?:单位|部门)$", "", inner)
            if stripped in role_words():
                word = inner
                b = gloss.start()
        if b > a:
            units.append(Unit(a, b, is_generic(text[a:b]), word))
    return tuple(units)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    depth = 0
    a = start
    for i in range(start, end):
        c = text[i]
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
        elif (
            depth == 0
            and c in _SEPARATORS
            and not (c in "/／" and (i == start or i + 1 == end or text[i - 1] in _SEPARATORS))
        ):
            pieces.append((a, i))
            a = i + 1
    pieces.append((a, end))
    return [(x, y) for x, y in pieces if x < y]


_SHARED_HEAD = re.compile(
    r"(?!有关|相关|其他|其它|各|成员|责任|配合|牵头|参与|所属|直属|下属|使用|国务院|国家|[省市县区乡镇])"
    r"(?P<own>[\u4e00-\u9fff]{2,10}?)等?(?:有关|相关|行政|专营)?(?:主管)?(?:部门|单位|机构|企业|力量)$"
)


def _join_shared(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """公安、卫生健康、应急管理等部门 is one unit as printed: the items before share its last word."""
    joined: list[tuple[int, int]] = []
    for a, b in pieces:
        head = _SHARED_HEAD.fullmatch(text, a, b) if joined and text[b - 1] in "门位构业量" else None
        if head and not _names_body(head["own"]):
            while (
                joined
                and text[joined[-1][1] : a] == "、"
                and not _names_body(text[joined[-1][0] : joined[-1][1]])
            ):
                a = joined.pop()[0]
        while joined and text[joined[-1][1] : a] == "、" and text[slice(*joined[-1])] in _LEVELS_ALONE:
            before = joined[-2] if len(joined) > 1 else None
            if text[a] not in "市县区镇乡州旗" or (before and text[before[0]] == "各"):
                break
            a = joined.pop()[0]  # 市、县（区）民政部门
        joined.append((a, b))
    return joined


_LEVELS_ALONE = ("省", "市", "县", "区", "镇", "州")


def _names_body(name: str) -> bool:
    """Whether it is more than a field (公安, 供电, 自然资源)."""
    return len(name) < 2 or len(name) > 10 or (is_unit_like(name) and name not in _fields())


@cache
def _fields() -> frozenset[str]:
    return frozenset(_table()["fields"])


def _trim(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and (
        text[a] in " \t\n、，,；;。：:和及与"
        or (text[a] == "其" and text[a + 1 : a + 2] not in ("他", "它", "余", "中"))
    ):
        a += 1
    while a < b and text[b - 1] in " \t\n、，,；;。：:":
        b -= 1
    return a, b


def _split_and(text: str, a: int, b: int) -> list[tuple[int, int]]:
    """Split at 和 及 与 where the left side is a whole unit and the right side is one too."""
    found = []
    for match in _AND.finditer(text, a, b):
        left, right = text[a : match.start()], text[match.end() : b]
        if left.count("（") != left.count("）") or left.count("“") != left.count("”"):
            continue
        if not left:
            a = match.end()
            continue
        right_head = re.split("以及|和|及|与|等", right, maxsplit=1)[0]
        if right_head in _bare() or right in _bare():
            continue
        if _complete(left) and (_complete(right_head) or _complete(right)):
            found.append((a, match.start()))
            a = match.end()
    found.append((a, b))
    return found


def _complete(name: str) -> bool:
    name = name.strip()
    if len(name) < 2:
        return False
    last = name.rsplit("等", 1)[-1] if name.endswith(("等", "等部门", "等单位")) else name
    return bool(_endings().search(last or name[:-1]))


def _split_etc(text: str, a: int, b: int) -> list[tuple[int, int]]:
    """教育部等有关部门 -> 教育部, 有关部门; a bare 等部门 stays as written."""
    if "、" in text[a:b]:
        return [(a, b)]  # items that share their last word
    match = None
    for match in _ETC.finditer(text, a, b):
        if text.count("（", a, match.start()) == text.count("）", a, match.start()):
            break
    else:
        return [(a, b)]
    assert match is not None
    left_end, right = match.start(), text[match.end() : b]
    if left_end - a < 2:
        return [(a, b)]
    if not right:
        return [(a, left_end)]
    if right in _bare() or _NUMBERED_ETC.match(text, left_end, b):
        return [(a, left_end), (left_end, b)]
    if is_unit_like(right) or is_generic(right):
        return [(a, left_end), (match.end(), b)]
    return [(a, b)]


def _join_levels(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """各市、县、区政府 is one collective; 天津市、河北省相关部门 is one phrase."""
    first, following = _level_list()
    joined: list[tuple[int, int]] = []
    open_list = False
    opened = 0
    tails = tuple(_table()["level_tails"])
    for a, b in pieces:
        if a >= b:
            continue
        piece = text[a:b]
        if joined and text[joined[-1][1] : a] == "、":
            before = text[joined[-1][0] : joined[-1][1]]
            if open_list and following.fullmatch(piece):
                joined.append((a, b))
                open_list = not piece.endswith(tails)
                if not open_list:
                    joined[opened:] = [(joined[opened][0], b)]  # without 政府 behind them 各市、县 stay two
                continue
            region = re.fullmatch(r"[\u4e00-\u9fff]{1,8}[省市区县](?:相关|有关)(?:部门|单位)", piece)
            if region and re.search(r"[省市区县]$", before) and not before.startswith("各"):
                joined[-1] = (joined[-1][0], b)
                open_list = False
                continue
        joined.append((a, b))
        opened = len(joined) - 1
        open_list = bool(first.fullmatch(piece)) or bool(
            re.fullmatch(r"各[\u4e00-\u9fff]{0,4}(?:有关|相关)?", piece) and piece == "各"
        )
    return joined
