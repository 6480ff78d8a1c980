"""Names told by their ending: where each begins, and whether it is a name of its own.

The text between two boundaries (sentence marks, verbs, particles) is a *region*. A name ends with a
suffix of a known kind, begins where its region begins once leading ordinary words are taken off, and
must hold something of its own: an unknown word, a quotation, a division, a known name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.parsing.mention_beginnings import LONGEST, beginning
from graph.parsing.mention_found import Found
from graph.parsing.mention_judgement import (
    LEVELS,
    is_collective,
    is_own_name,
    is_place,
    office_start,
)
from graph.parsing.mention_known import known_name
from graph.parsing.mention_words import BOUNDARY, BRACKET, BUILD, CUT, OPEN, WORTH, Token, Tokens, Vocabulary

_QUOTED_MAX = 20
_QUOTES = frozenset("“‘")
_COUNTERS = frozenset("个家座所处间支批干列次场项")
_COUNT_AFTER = re.compile(r"\d+(?:个|家|座|所|处|条|项|间|支|场)")
_COUNT_BEFORE = re.compile(
    r"(?:\d|(?<!第)[一二两三四五六七八九十百几多])(?:个|家|座|所|处|间|支|批|次|场|项)$|若干个?$|一系列$"
)
_COUNT_INSIDE = re.compile(r"\d(?:余|多)?(?:个|家|座|所|处|条|项|间|支|场|批|次)")
_MARK = re.compile(r"[，。；：、“]")
_GLOSS = re.compile(r"（(?![一二三四五六七八九十]+）)[^（），。；：“”\d]{1,6}）(?=[一-鿿])")
_SHARED_COLLECTIVE = re.compile(r"各(?:区|县|市|镇)[^，。；：（）]*$")


@dataclass(slots=True)
class Names:
    """What one pass over the regions finds."""

    found: list[Found]
    bare: list[Found]
    """Endings with ordinary words before them: no name alone, perhaps a short form of one (科创服务公司)."""


_UPPER = frozenset("市区县旗")
_UNKNOWN_MAX = 3
_NO_COUNTY = ("中共", "驻", "原", "本", "我", "该", "某", "全", "各")
_BEFORE_SHORT = frozenset({"join", "lead", "open", "division", "short_division"})
_DIRECT = frozenset({"known", "office", "department", "division", "industry"})


def find_names(text: str, tokens: Tokens, vocabulary: Vocabulary) -> Names:
    """Every name told by its ending or known as a word, region by region. Linear in the text."""
    names = Names([], [])
    first = 0
    start = 0
    worth = 0
    glosses: list[tuple[int, int]] = []
    skip_to = 0
    quoted_to = 0
    built = False
    for at, flag, begin, end in tokens.marked:
        if not flag & BOUNDARY:
            worth |= flag & WORTH
            if flag & OPEN:
                quoted_to = _quoted_to(text, begin)
            continue
        if flag & CUT and begin < quoted_to:
            continue
        if begin < skip_to:
            continue
        if flag & BRACKET and begin > start and "一" <= text[begin - 1] <= "鿿":
            gloss = _GLOSS.match(text, begin)
            if gloss:
                skip_to = gloss.end()
                glosses.append((begin, skip_to))
                continue
        if worth:
            _region(text, start, _outside(tokens[first:at], glosses), vocabulary, names, built)
        built = bool(flag & BUILD) and at > first and _ends_named(tokens[at - 1], begin)
        first = at + 1
        start = end
        worth = 0
        if glosses:
            glosses = []
    if worth:
        _region(text, start, _outside(tokens[first:], glosses), vocabulary, names, built)
    return names


def _ends_named(token: Token, at: int) -> bool:
    """Whether a name stands right before ``at``: 上海交大|建设."""
    return token.end == at and token.sort in ("known", "suffix")


def _quoted_to(text: str, begin: int) -> int:
    """The end of a short quotation without sentence marks: verbs in it bound no name (“财政资金直达基层”专栏)."""
    close = text.find("”" if text[begin] == "“" else "’", begin + 1, begin + _QUOTED_MAX)
    return close if close > 0 and not _MARK.search(text, begin + 1, close) else 0


def _outside(region: list[Token], glosses: list[tuple[int, int]]) -> list[Token]:
    """The tokens of a region but for those in a bracket that is part of a name: 大零号湾（紫竹）管理办公室."""
    if not glosses:
        return region
    outside: list[Token] = []
    at = 0
    for token in region:
        while at < len(glosses) and glosses[at][1] <= token.start:
            at += 1
        if at == len(glosses) or token.start < glosses[at][0]:
            outside.append(token)
    return outside


def _region(
    text: str, start: int, region: list[Token], vocabulary: Vocabulary, names: Names, built: bool
) -> None:
    """The names of one region, from its end; ``built`` where a named body builds what begins it."""
    taken = len(text) + 1
    for index in range(len(region) - 1, -1, -1):
        token = region[index]
        if token.end > taken:
            continue
        if token.sort == "suffix":
            found = _named(text, start, region, index, vocabulary, names, built)
            if found is not None:
                names.found.append(found)
                taken = found.start
        elif token.sort in _DIRECT:
            found = _direct(text, start, region, index, vocabulary)
            if found is None and token.sort == "office" and text[token.start] not in LEVELS:
                ending = [*region[:index], *_zone_and_body(text, token, vocabulary)]
                found = _named(text, start, ending, index + 1, vocabulary, names, built)
            if found is None and token.sort == "department":
                # 市资源规划局 ends as a department does and is another one.
                ending = [*region[:index], token._replace(sort="suffix", rule="office")]
                found = _named(text, start, ending, index, vocabulary, names, built)
            if found is not None:
                names.found.append(found)
                taken = found.start


def _zone_and_body(text: str, token: Token, vocabulary: Vocabulary) -> tuple[Token, Token]:
    """临港|新区|管委会: the zone has a name of its own."""
    size = max((len(zone) for zone in vocabulary.zones if text.startswith(zone, token.start)), default=1)
    cut = token.start + size
    return (
        Token(token.start, cut, "suffix", "Location", "place"),
        Token(cut, token.end, "suffix", token.kind, "office"),
    )


def _direct(text: str, start: int, region: list[Token], index: int, vocabulary: Vocabulary) -> Found | None:
    token = region[index]
    if token.sort == "office":
        if text[token.start] in LEVELS and is_collective(text, token.start):
            return None
        begin = token.start
        if begin > start and text[begin] in _UPPER:
            unknown = _unknown_before(text, start, region, index)
            if unknown:
                return Found(begin - unknown, token.end, token.kind, "office")
        if begin > start and not _begins(text, start, region, index):
            return None
        if index and region[index - 1].sort == "short_division" and region[index - 1].end == begin:
            # 大理|州农业农村局.
            begin = region[index - 1].start
        return Found(begin, token.end, token.kind, "office")
    if token.sort == "department":
        return _department(text, start, region, index, vocabulary)
    if token.sort == "division":
        # 建制村和县乡道 does not name 和县.
        before = region[index - 1].sort if index else "join"
        if token.end - token.start == 2 and token.start > start and before not in _BEFORE_SHORT:
            return None
        return Found(_from_upper(region, index), token.end, "Location", "division")
    if token.sort == "industry":
        return _industry(text, region, index)
    return known_name(text, start, region, index, vocabulary)


def _unknown_before(text: str, start: int, region: list[Token], index: int) -> int:
    """How many characters before 县农业农村局 are the name of a county that the table does not hold: 安河."""
    begin = region[index].start
    at = index
    while at and region[at - 1].rule == "place" and region[at - 1].end > begin - _UNKNOWN_MAX:
        at -= 1
    border = region[at - 1].end if at else start
    size = begin - border
    if at == index or not 2 <= size <= _UNKNOWN_MAX:
        return 0  # without 河, 山 … in it, it may as well be a verb (抄送|县农业农村局)
    alone = not at or region[at - 1].sort in ("join", "lead", "office", "department")
    return size if alone and not text.startswith(_NO_COUNTY, border) else 0


def _from_upper(region: list[Token], index: int) -> int:
    """Where the divisions begin that stand right before a division: 马鞍山市|和县."""
    while (
        index
        and region[index - 1].end == region[index].start
        and region[index - 1].sort in ("division", "short_division")
    ):
        index -= 1
    return region[index].start


def _department(
    text: str, start: int, region: list[Token], index: int, vocabulary: Vocabulary
) -> Found | None:
    """教育局, and 上海市闵行区科学技术委员会 with the divisions that stand before it."""
    token = region[index]
    first = index
    while (
        first
        and region[first - 1].end == region[first].start
        and (
            region[first - 1].sort in ("division", "short_division")
            or text[region[first - 1].start : region[first - 1].end] in ("国家", "中共")
        )
    ):
        first -= 1
    begin = region[first].start
    if first < index:
        return None if is_collective(text, begin) else Found(begin, token.end, token.kind, "office")
    before = region[index - 1] if index else None
    if (
        before is not None
        and before.end == begin
        and before.sort == "suffix"
        and text[before.start : before.end] in vocabulary.zones
    ):
        # 经开区|财政局, 宜昌高新区|财政局.
        zone = _named(text, start, region, index - 1, vocabulary, Names([], []), False)
        return Found(zone.start if zone else before.start, token.end, token.kind, "office")
    if before is not None and before.sort == "join" and _one_office(text, start, region, index):
        return None
    if (
        begin > start
        and text[begin - 1] in LEVELS
        and (begin - 1 == start or region[index - 1].end == begin - 1)
    ):
        return None if is_collective(text, begin - 1) else Found(begin - 1, token.end, token.kind, "office")
    if not _begins(text, start, region, index) or _SHARED_COLLECTIVE.search(text, max(0, begin - 40), begin):
        return None
    return Found(begin, token.end, token.kind, "department")


def _one_office(text: str, start: int, region: list[Token], index: int) -> bool:
    """Whether 和 before a department joins the halves of one name: 州农牧和|科技局."""
    if index >= 2 and region[index - 2].end == region[index - 1].start:
        return False
    return text[start] in LEVELS or (
        region[0].start == start and region[0].sort in ("division", "short_division")
    )


def _begins(text: str, start: int, region: list[Token], index: int) -> bool:
    """Whether nothing but ordinary words stands before this token in its region."""
    token = region[index]
    if token.start == start:
        return True
    before = region[index - 1] if index else None
    return (
        before is not None
        and before.end == token.start
        and before.sort
        in (
            "lead",
            "join",
            "open",
            "close",
            "held",
            "suffix",
            "division",
            "short_division",
            "office",
            "department",
            "known",
        )
    )


def _industry(text: str, region: list[Token], index: int) -> Found:
    """A field; fields joined by + are one (智算光网+工业智能)."""
    start = end = region[index].end
    start = region[index].start
    while (
        index >= 2
        and region[index - 1].sort == "link"
        and text[region[index - 1].start] in "+＋"
        and region[index - 2].sort == "industry"
        and region[index - 2].end == region[index - 1].start
        and region[index - 1].end == start
    ):
        index -= 2
        start = region[index].start
    return Found(start, end, "Industry", "industry")


def _named(
    text: str,
    start: int,
    region: list[Token],
    last: int,
    vocabulary: Vocabulary,
    names: Names,
    built: bool,
) -> Found | None:
    """The name that ends with the suffix ``region[last]``, if it is one."""
    suffix = region[last]
    if not last and suffix.start == start and not built:
        return None  # an ending alone: 企业, 平台
    begin, first = beginning(text, start, region, last)
    if begin is None or suffix.end - begin > LONGEST:
        return None
    if suffix.rule == "office":
        at = office_start(text, begin, region, first, last, vocabulary)
        return None if at is None or is_collective(text, at) else _found(text, at, suffix, "office")
    if suffix.rule == "proper" and _is_counted(text, begin, suffix.end):
        return None
    if suffix.rule == "place":
        place = _found(text, begin, suffix, "place")
        return (
            place if is_place(text, begin, region, first, last, vocabulary, place.rule == "quoted") else None
        )
    whole = _found(text, begin, suffix, "suffix")
    if whole.rule == "quoted" and suffix.kind in vocabulary.quoted_kinds:
        return whole
    given = text[start - 1 : start] if begin == start else "、"
    if not is_own_name(text, begin, region, first, last, vocabulary, given, built and begin == start):
        if suffix.kind in ("Enterprise", "Event", "Fund"):
            names.bare.append(Found(begin, suffix.end, suffix.kind, "bare"))
        return None
    if is_collective(text, begin):
        return None
    host = region[first]
    if (
        host.sort == "known"
        and host.start == begin
        and text[suffix.start : suffix.end] in vocabulary.branches
    ):
        return Found(whole.start, whole.end, host.kind, "suffix")
    return whole


def _is_counted(text: str, begin: int, end: int) -> bool:
    """产业园10个, 3家示范基地, 一批孵化器: kinds of which there are many, and no names."""
    before = text[begin - 1 : begin]
    if before in _QUOTES or text[begin] in _QUOTES:
        return False
    if _COUNT_INSIDE.search(text, begin, end):
        return True
    if text[end : end + 1].isdigit() and _COUNT_AFTER.match(text, end):
        return True
    return before in _COUNTERS and _COUNT_BEFORE.search(text, max(0, begin - 6), begin) is not None


def _found(text: str, begin: int, suffix: Token, rule: str) -> Found:
    end = suffix.end
    if begin > 0 and text[begin - 1] in "“‘" and end < len(text) and text[end] in "”’":
        return Found(begin - 1, end + 1, suffix.kind, "quoted")
    return Found(begin, end, suffix.kind, rule)
