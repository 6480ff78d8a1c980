"""Who a clause speaks of: the list of units at its head, or behind 由, 会同, 请.

A unit ends where a word of doing begins; the words of that are in ``ontology/lexicon/running_text.toml``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.parsing.prose_words import prose_words
from graph.parsing.unit_lists import Unit, is_generic, is_unit_like, last_characters, split_units
from ontology import words

SUBJECT_MAX = 160
_HEAD_MAX = 60
_SENTENCE_WORDS = re.compile(
    # The first characters are seen before the words are tried.
    r"(?=[的对可应已正没由请抄报移联纳不或是向经书同负主长\d])(?:的(?!士|市|(?:运营|管理|使用|养护|建设|监管|经营|产权|主管){0,2}(?:部门|单位))|对(?!外|口|台)|可[在以由将]|应在|已经|正在|没有"
    r"|由(?!于)|请|抄送|报送|报(?=[省市县区国])|移交|联系|纳入|不得|或|是|向(?!阳)|(?<![农财商])经(?!济|信|委|开|贸|发|营|科|办|协|合)"
    r"|书记|同志|负责人|主任|长(?<=[局县市区镇乡院校所站行馆厅处科司]长)|\d{1,4}[家个名所项])"
)
_ACTED_ON = re.compile(r"被[\u4e00-\u9fff]{2,4}(?:单位|机构|企业|部门)")
_ROLE_PHRASE = re.compile(r"(?:牵头|责任|配合|落实|参与)(?:单位|部门)")
_WHOLE_PLACE = re.compile(r"[全我本该]\w|群团|有关|相关")
_DOING_INSIDE = re.compile(
    "^自(?!治|然|贸|来)|社会$|[时从]应|应[从在按当]|排在|禁止|严厉|查处|行为|包括|简化|批准|有权|及时|发现|进一步|切实|积极|主动|认真|全力|加强|落实|推动|^(?!负有|负责|承担|具有|履行).*的(?!市|(?:运营|管理|使用|养护|建设|监管|经营|产权|主管){0,2}(?:部门|单位))|(?:干部|全部|内部|外部)$"
)
_OF_A_PLACE = re.compile(r"各(?!类|项|种|级|个)|[省市县区州旗盟](?!级|域|场|民|内|外|区)")
_TWO_BODIES = re.compile(
    r"(?:(?<!总)局|厅|委员会|(?:管委会|政府)(?=[^，、]{0,6}[省市县区各镇])|部门|办公室)(?!分局)[^，、]{1,12}(?:[^分商总]局|[区县市镇乡村园州旗省港厂台网库社]|社区|街道|企业|学校)$"
)
"""市财政局商市教育局 holds a body and what it does; 县公安局交警大队 is one."""
_BODY = re.compile(
    r"(?:局|委|办|厅|部|署|政府|管委会|委员会|部门|单位|公司|集团|中心)(?:办公室|.{0,4}(?:大队|支队|总队|分局))?(?![室会门长])"
)
_ALL_OF_A_KIND = re.compile(
    r"各[镇乡村县区市州旗]$|[沿库产属灾][线海江湖边区地][省市县区镇乡村州旗](?:（[^（）]{1,4}）)?$|[二三四五六七八九十两]区$|^[村镇乡县区市](?:（[^（）]{1,4}）)$"
)
"""沿海各镇, 铁路沿线县（区）."""
_BRACKET_TAIL = re.compile(r"（[^（）]{1,12}）$")


def subject(text: str, a: int, b: int) -> list[Unit]:
    """The units of ``text[a:b]`` if it is nothing but a list of units."""
    manner = prose_words().manner
    while b > a and text.endswith(manner, a, b):
        b -= next(len(word) for word in manner if text.endswith(word, a, b))
    if (
        b - a < 2
        or b - a > SUBJECT_MAX
        or text[a] in "与和及"
        or text[b - 1] not in last_characters()
        or _SENTENCE_WORDS.search(text, a, b)
    ):
        return []
    units = split_units(text, a, b)
    if not units or not all(is_unit_like(text[u.start : u.end]) for u in units):
        return []
    names = [text[u.start : u.end] for u in units]
    return [] if any(map(_is_no_subject, names)) else units


@lru_cache(maxsize=16384)
def _is_no_subject(name: str) -> bool:
    """Words of the sentence before the name, or a place as a whole: 配合市科委, 全市."""
    if _ROLE_PHRASE.fullmatch(name):
        return False
    if name.endswith(("网站", "官网", "举办", "承办")):
        return True
    if _ACTED_ON.fullmatch(name):
        return False
    if name[0] in "获被受让使给" and name[1] in "国省市县区州旗各有相":
        return True
    return bool(
        (name.startswith(prose_words().no_subject) and not name.startswith(prose_words().begins_anyway))
        or _TWO_BODIES.search(name)
        or _DOING_INSIDE.search(name)
        or _WHOLE_PLACE.fullmatch(name)
        or prose_words().ask.match(name)
        or (
            prose_words().begins_with_deed.match(name)
            and "、" not in name
            and not name.startswith(prose_words().begins_anyway)
        )
    )


_TAIL = re.compile("[局厅署会委部办处心站所室院队构位体组司关班盟门业、]")
"""What a body's name that begins as a doing does (建设局, 施工、监理单位) has soon."""
_EACH_OTHER = re.compile("签订|签署|结成|结对|沟通|对接|衔接")


def _without_partner(text: str, units: list[Unit], stop: int) -> list[Unit]:
    """县政府与各乡镇签订责任书: what the first does with the second."""
    if len(units) > 1 and _EACH_OTHER.match(text, stop):
        for k in range(1, len(units)):
            if text[units[k].start - 1] == "与":
                return units[:k]
    return units


def units_before_doing(
    text: str, a: int, b: int, ends: re.Pattern[str] | None = None
) -> tuple[list[Unit], int]:
    """The list of units that begins at ``a`` and ends where a word of doing begins, and that place."""
    for match in (ends or prose_words().ends).finditer(text, a + 1, min(b, a + SUBJECT_MAX)):
        stop = match.end()
        if text[stop - 1] in "、和及与":
            return [], a
        units = subject(text, a, stop)
        if units:
            return _without_partner(text, units, stop), stop
        if _SENTENCE_WORDS.search(text, a, stop):
            return [], a  # a longer piece holds the same words
    return [], a


def begins_with_deed(text: str, a: int, b: int) -> bool:
    """As most clauses do and a list of units does not: 加强管理; but 施工、监理单位, 建设局 and 应急管理局."""
    w = prose_words()
    words_of = w.deeds.get(text[a : a + 2]) or w.deeds.get(text[a])
    if words_of is None:
        return False
    for deed in words_of:
        if text.startswith(deed, a, b):
            break
    else:
        return False
    behind = a + len(deed)
    if not _TAIL.search(text, behind, min(b, a + 10)):
        return text[behind : behind + 1] != "、"
    return (
        w.begins_with_deed.match(text, a, b) is not None
        and text.find("、", a, min(b, a + 8)) < 0
        and not text.startswith(w.begins_anyway, a)
    )


def units_at_head(text: str, a: int, b: int) -> tuple[list[Unit], int, bool]:
    """The subject of a clause, where it ends, and whether a word of doing is known to follow."""
    units, stop = units_before_doing(text, a, b)
    if units:
        return units, stop, True
    w = prose_words()
    for pattern in (w.whatever, w.lesser) if _OF_A_PLACE.match(text, a, b) else (w.whatever,):
        for match in pattern.finditer(text, a + 1, min(b, a + _HEAD_MAX)):
            units = subject(text, a, match.end())
            if units:
                return units, match.end(), False
            if _SENTENCE_WORDS.search(text, a, match.end()):
                break
    return [], a, False


def companions(text: str, a: int, b: int) -> list[Unit]:
    """The units behind 会同: up to their doing, to the end of the clause, or to where the last body ends."""
    units = subject(text, a, b) if b - a <= SUBJECT_MAX else []
    if not units:
        units, _ = units_before_doing(text, a, b)
    return units or subject(text, a, _body_end(text, a, b))


def _body_end(text: str, a: int, b: int) -> int:
    """Where the first body of the last item of the list ends, whatever verb follows."""
    last = text.rfind("、", a, min(b, a + SUBJECT_MAX)) + 1 or a
    match = _BODY.search(text, max(last, a) + 1, min(b, max(last, a) + 24))
    return match.end() if match else a


def may_be_told(text: str, units: list[Unit]) -> bool:
    """Whether all are bodies for certain, or vague ones, so that a bare doing behind them is theirs."""
    names = [text[u.start : u.end] for u in units]
    return all(
        name.startswith("各")
        or _ALL_OF_A_KIND.search(name)
        or _BRACKET_TAIL.sub("", name).endswith(prose_words().told)
        or is_generic(name)
        for name in names
    )


def is_role_phrase(text: str, units: list[Unit]) -> bool:
    """牵头部门: a part without a body."""
    return any(_ROLE_PHRASE.search(text, u.start, u.end) for u in units)


@lru_cache(maxsize=4096)
def is_broad(unit: str) -> bool:
    """So wide that being told to act tells nobody: 各地, 各有关部门; 其他有关部门 ends a list of bodies."""
    return unit in words.table("running_text")["nobody_in_particular"]
