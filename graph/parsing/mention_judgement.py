"""Whether a stretch that ends like a name is one: what it holds of its own, by the kind its ending tells.

*Own* are characters that no ordinary word of the lexicon covers; a division, a known name or a quotation
makes any stretch a name. All functions judge ``text[begin:]`` up to the end of ``region[last]``, whose
tokens begin with ``region[first]``.
"""

from __future__ import annotations

import re
from itertools import pairwise

from graph.parsing.mention_words import Token, Vocabulary

LEVELS = "省市区县州镇乡"
_UPPER = "省市区县州"
_TOWNSHIPS = frozenset({"镇", "乡", "街道", "苏木"})
"""下浒镇人民政府 begins where 下浒镇 does."""
"""乡人民政府 alone names none."""
_LEVEL_GLOSS = re.compile(r"[^、，。；（）]{0,10}（(?:镇|乡|街道|区|县|市|州|社区|自治县|管委会)）")
OWN_SORTS = frozenset({"division", "short_division", "known", "office", "open"})
_ALL = 100
"""Own enough for any kind."""
_COLLECTIVE = re.compile(r"各(?:[省市区县镇乡州盟旗、（）]|自治区|直辖市|街道)*$")
_COUNTED = re.compile(r"\d")
_NUMBERED = re.compile(
    r"\d|[一二两三四五六七八九十百]+(?:$|[个大条座处家批类级年月日届期纵横])|[一二两三四五六七八九十].[一二两三四五六七八九十]"
)
"""三个镇, 两江, 一江两湾; but 七宝镇 and 四季青镇 bear the figure in their name."""
_LONG_PLACE = 4
"""Characters of a description that has a single unknown one (河湖滨小型湿地)."""
_NOT_AFTER_LEVEL = frozenset("场域属级镇内外区民")
_REACH = 10
_FIELD_KINDS = frozenset(
    {
        "Laboratory",
        "ResearchInstitute",
        "InnovationCentre",
        "Incubator",
        "ConceptCentre",
        "SciencePark",
        "IndustrialPark",
        "Facility",
    }
)
_NO_PLACES = ("中共", "武警")
"""What stands before a place in the name of a body."""
_SEATED = frozenset({"University", "Hospital", "School"})
"""Kinds that are called by a place: 临江|大学."""
_FUND_LEAST, _MONEY_LEAST = 7, 6
"""Characters of a fund named with ordinary words only: 科创项目联合基金, 就业补助资金."""


def own(text: str, begin: int, region: list[Token], first: int, last: int) -> int:
    """How many characters are its own; ``_ALL`` for a division, a known name, a quotation."""
    left = region[last].start - begin
    for index in range(first, last):
        start, end, sort, _, rule = region[index]
        if start < begin:
            continue
        if sort in OWN_SORTS:
            return _ALL
        if rule != "place":
            left -= end - start
    return left


def is_level(text: str, at: int, region: list[Token], first: int) -> bool:
    """Whether 市, 区 or 县 stands at ``at`` as a word of its own: 市|图书馆, not 市场."""
    if text.startswith(("自治区", "自治州"), at):
        return True
    token = region[first]
    return (
        text[at] in LEVELS
        and text[at + 1] not in _NOT_AFTER_LEVEL
        and (token.start > at or token.end == at + 1)
    )


def is_collective(text: str, begin: int) -> bool:
    """各区政府, and 区人民政府 in 各市、县、区人民政府."""
    if text[begin] == "各":
        return True
    if text.find("（", begin, begin + 12) >= 0 and _LEVEL_GLOSS.match(text, begin, begin + 16):
        return True
    before = max(0, begin - 16)
    return text.find("各", before, begin) >= 0 and _COLLECTIVE.search(text, before, begin) is not None


def is_place(
    text: str,
    begin: int,
    region: list[Token],
    first: int,
    last: int,
    vocabulary: Vocabulary,
    quoted: bool,
) -> bool:
    """剑川路, 北横泾, 大零号湾: short, with a word of its own, no number before it, no division alone."""
    suffix = region[last]
    ending = text[suffix.start : suffix.end]
    if begin == suffix.start or text.startswith(_NO_PLACES, begin):
        return False
    if any(
        before.kind == "Enterprise" and token.sort == "lead" for before, token in pairwise(region[first:last])
    ):
        return False  # 省能源集团|整合|港口
    # 新源县那拉提镇, 合峪镇柳坪村: what counts is the part behind the place it lies in.
    upper = next((t for t in reversed(region[first:last]) if t.sort in ("division", "suffix")), None)
    part = upper.end if upper is not None and begin < upper.end < suffix.start else begin
    amount = own(text, begin, region, first, last)
    if amount < 1 or (amount == 1 and suffix.start - begin >= _LONG_PLACE and part == begin):
        return False
    if suffix.start - part > vocabulary.reach.get(ending, _REACH) or is_collective(text, begin):
        return False
    if _NUMBERED.match(text, begin, suffix.start):
        return False
    if quoted:
        return ending not in ("河", "江", "路", "村")
    alone = region[first].sort == "division" and region[first].start == begin and first == last - 1
    return not (alone and region[first].end == suffix.start and len(ending) > 1)


def is_own_name(
    text: str,
    begin: int,
    region: list[Token],
    first: int,
    last: int,
    vocabulary: Vocabulary,
    given: str,
    built: bool,
) -> bool:
    """Whether a platform, firm, fund, programme or event is named rather than described.

    ``given`` is the character before the region, 、 inside a list; ``built`` says that a named body builds it.
    """
    suffix = region[last]
    kind = suffix.kind
    ending = text[suffix.start : suffix.end]
    inside = [t for t in region[first:last] if t.start >= begin]
    amount = own(text, begin, region, first, last)
    if kind in _SEATED and inside and text[begin : inside[0].end] in vocabulary.words_and_places:
        amount = _ALL
    joined = any(t.sort == "join" for t in inside)
    if kind == "Programme":
        after = text[suffix.end : suffix.end + 2]
        if joined or after[:1] == "》" or (after in ("方案", "计划") and ending != "专项行动"):
            return False
    if ending in vocabulary.quoted_only:
        return any(t.sort == "close" or (t.sort == "known" and t.kind == kind) for t in inside)
    if ending in vocabulary.after_verb:
        described = suffix.start - begin >= 4 and given not in ("", "、")
        return (amount >= _ALL or described) and not _COUNTED.search(text, begin, suffix.start)
    if kind == "School" and text[suffix.start - 1] == "系":
        return False
    if kind == "Platform":
        return not joined and _is_platform(text, begin, suffix, inside, amount)
    if kind == "Programme":
        return amount >= _ALL
    if kind == "Fund" and any(t.sort == "link" for t in inside):
        return False
    if amount >= 2:
        return True
    if kind in vocabulary.level_named and is_level(text, begin, region, first):
        return True
    fielded = any(t.sort == "industry" for t in inside)
    if kind in _FIELD_KINDS and fielded:
        return True
    if kind == "Event" and (fielded or amount) and text[begin : begin + 2] in vocabulary.worldwide:
        return True
    if kind == "Fund":
        return suffix.end - begin >= (_FUND_LEAST if ending.endswith("基金") else _MONEY_LEAST)
    return built and kind in _FIELD_KINDS and suffix.end - begin >= 5 and ending not in vocabulary.not_built


def _is_platform(text: str, begin: int, suffix: Token, inside: list[Token], amount: int) -> bool:
    """市政务服务网, 国家政务服务平台; 服务平台 alone is none."""
    if amount >= _ALL:
        return True
    content = text[begin : suffix.start]
    if content[:2] in ("国家", "全国"):
        return suffix.end - begin >= 8
    return content[:1] in LEVELS[:4] and content != "" and not (inside and inside[0].start == begin)


def office_start(
    text: str, begin: int, region: list[Token], first: int, last: int, vocabulary: Vocabulary
) -> int | None:
    """Where the name of a body of government begins: at 区, 上海市, 国家 …, or at a name of its own."""
    suffix = region[last]
    at = _anchor(text, begin, region, first, last)
    if at is not None and at - 2 >= begin and text[at - 2 : at] == "中共":
        at -= 2
    if at is not None and suffix.start > at:
        return None if suffix.start - at == 1 and suffix.end - suffix.start == 1 else at
    if text[suffix.start : suffix.end] in vocabulary.own_office:
        return begin if own(text, begin, region, first, last) >= 2 else None
    return None


def _anchor(text: str, begin: int, region: list[Token], first: int, last: int) -> int | None:
    """The place of the division, level word or known name that the office belongs to."""
    level = text[begin] in _UPPER and text[begin + 1] not in "各级域"
    if level and (first == last or region[first].start > begin or region[first].end == begin + 1):
        return begin
    reached = begin
    for token in region[first:last]:
        if token.start < begin:
            continue
        if token.sort in ("division", "known", "office", "open"):
            return token.start
        if token.sort == "short_division":
            return token.start if token.start == reached else None
        if token.sort == "generic" and text[token.start : token.end] in ("国家", "全国"):
            return token.start if region[last].end - region[last].start == 1 else None
        if token.sort == "lead" and token.end < region[last].start and text[token.end] in _UPPER:
            return token.end
        if token.rule == "place" and token.start > begin and text[token.start : token.end] in _TOWNSHIPS:
            return begin
        if token.sort not in ("lead", "generic", "held"):
            return None
        reached = token.end
    return None
