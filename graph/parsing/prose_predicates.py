"""What the words behind a subject make of it: 牵头, 负责, 会同 …; 要 and a bare doing; 配合 and 指导 further on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model import Role
from graph.parsing.duty_grammar import role_of
from graph.parsing.prose_subjects import (
    SUBJECT_MAX,
    companions,
    is_role_phrase,
    may_be_told,
    subject,
    units_at_head,
    units_before_doing,
)
from graph.parsing.prose_words import prose_words
from graph.parsing.unit_lists import Unit, last_characters, role_words

ATTRIBUTIVE = re.compile(r"(?:参与|配合|牵头|负责|组成|协同|参加|分工)的")
_GROUND = re.compile(
    r"(?:严格)?(?:(?:围绕|作为|在|于|就|以)[^，。；]*$|(?:按照?|根据|依据|依照|依|结合|立足|视情|对照)(?:[^，。；]{0,30}(?:职责|分工|要求|规定|原则|部署|实际|情况|标准|程序|需要|精神|安排|目标|任务|办法|制度|职能))?$)"
)
_WHILE = re.compile(r"[在于][^，。；]{2,24}?(?:内|中|上|方面|期间|[架导筹合持助]下|前|时|后)")
_OF_A_THING = re.compile("[^，。；]{1,8}的")
"""审批部门在审批过程中委托开展的服务 is a thing."""
_OF_WHOM = re.compile("[\u4e00-\u9fff]{2,4}的(?!是)")
"""人社部门认定的高技能人才，可…"""
_ONCE = re.compile("(?:后|时|的)$")
_SUPPORTING = re.compile("配合(?:$|，|、|做好)")
_GUIDING = re.compile(r"(?:加强|强化|进行|做好|开展|给予|予以|提供)[^，。；]{0,20}指导$")
_BACKING = re.compile(
    r"(?:给予|予以|提供|做好)[^，。；]{0,8}(?:支持|协助|配合|支援)$|^(?:联动|协力推进|协同推进|密切协作)"
)
"""省体育局给予业务支持; 各主管部门联动."""
_LEADING = re.compile(r"(?:切实|充分|认真|继续|全面|积极)*(?:履行|发挥|做好|承担|落实)好?.{0,3}牵头")
COMPOUND = re.compile(r"负责(?=牵头|配合|协助|协同|参与)")


@dataclass(frozen=True, slots=True)
class Told:
    """A part that a clause gives. ``weak``: by 要 or a bare doing, which a list beside it would say already."""

    units: list[Unit]
    role: Role
    word: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What a clause needs to know of its sentence."""

    end: int
    told_before: bool
    """A clause before it has told a part."""
    weak: bool
    """要 and bare doing are asked for."""
    first: bool
    cued: bool
    """It holds a word such as 由 or 牵头, so that all forms are tried."""
    has_head: bool = False
    """It stands behind 区水务局： and lists that body's doings; others are told by 要 or plain words alone."""


def _before_comma(text: str, a: int, b: int, around: Around) -> list[Told]:
    """各市人民政府，省有关单位要…; 县教育局，要…: the clause behind tells for a list of units before it."""
    if text[b - 1] not in last_characters() or b - a > SUBJECT_MAX:
        return []
    units = subject(text, a, b)
    if not units or text[b] != "，":
        return []
    stop = _clause_end(text, b + 1, around.end)
    w = prose_words()
    if all(u.generic for u in units):
        return (
            (_predicate(text, units, b + 1, stop, around) or []) if w.modal.match(text, b + 1, stop) else []
        )
    if w.modal.match(text, b + 1, stop) or w.strong.match(text, b + 1, stop):
        return _predicate(text, units, b + 1, stop, around) or []
    others, at, known = units_at_head(text, b + 1, stop)
    told = _predicate(text, others, at, stop, around) if others and known else None
    return [Told(units, told[0].role, told[0].word, told[0].weak)] if told else []


def headed(text: str, a: int, b: int, around: Around) -> list[Told] | None:
    """What the units at the head of the clause are to do; None where they are let or praised."""
    units, stop, known = units_at_head(text, a, b)
    if not units:
        return _before_comma(text, a, b, around) if around.weak and b + 1 < around.end else []
    if known:
        return _predicate(text, units, stop, b, around)
    if around.weak and _doing_is_theirs(text, units, around) and not _OF_WHOM.match(text, stop, b):
        return _by_context(text, units, "", stop, stop, b, around)
    return []


def _predicate(text: str, units: list[Unit], at: int, b: int, around: Around) -> list[Told] | None:
    """What the words from ``at`` on make of the units before them; None where they are let or praised."""
    w = prose_words()
    body_as = w.body_as.match(text, at, b)
    if body_as:
        word = body_as.group("as")
        return [Told(units, role_of(word)[0], word, weak=True)]
    if text.startswith(w.encouraged, at):
        return None
    modal = w.modal.match(text, at, b)
    start = modal.end() if modal else at
    manner = w.between.match(text, start, b)
    head = manner.end() if manner else start
    compound = COMPOUND.match(text, head, b)
    head = compound.end() if compound else head
    if is_role_phrase(text, units):
        # 牵头部门要主动对接: a part without a body
        if not modal:
            return None
        role, word = role_of(text[units[0].start : units[0].end])
        if role == "responsible" and text.startswith("配合", head):
            return [Told(units, "support", "配合", weak=True)]
        return [Told(units, role, word[-4:-2], weak=True)]
    plain = plain_part(text, units, head, b)
    if plain is not None:
        return plain
    joint = w.joint.match(text, head, b)
    if joint and (modal or around.told_before or not all(u.generic for u in units)):
        if not modal and ATTRIBUTIVE.search(text, joint.end(), b):
            return []
        told = Told(units, role_words().get(joint.group(), "support"), joint.group(), weak=bool(modal))
        return [told] if modal else [told, *run(text, joint.end(), b)]
    if not around.weak:
        return []
    if not modal and not _doing_is_theirs(text, units, around):
        return []
    return _by_context(text, units, modal.group("word") if modal else "", start, head, b, around)


def plain_part(text: str, units: list[Unit], head: int, b: int) -> list[Told] | None:
    """牵头, 负责, 会同 and their like at the head of what the units do."""
    strong = prose_words().strong.match(text, head, b)
    if strong:
        word = strong.group("word")
        if ATTRIBUTIVE.search(text, strong.end(), b):
            return []
        if word == "会同":
            return [Told(units, "lead", word), *support(companions(text, strong.end(), b), word)]
        return [Told(units, _role(word), word), *run(text, strong.end(), b)]
    joined = text.find("会同", head, min(b, head + 12))
    if joined >= 0 and not ATTRIBUTIVE.search(text, joined, b):
        return [Told(units, "lead", "会同"), *support(companions(text, joined + 2, b), "会同")]
    if _LEADING.match(text, head, b) or "牵头" in text[head : min(head + 14, b)]:
        return [Told(units, "lead", "牵头")]
    if text.startswith("联合", head):
        partners, _ = units_before_doing(text, head + 2, b)
        if partners:
            return [Told(units, "responsible", "联合", weak=True), *support(partners, "联合")]
        return plain_part(text, units, head + 2, b)
    return None


def _by_context(
    text: str, units: list[Unit], modal: str, at: int, head: int, b: int, around: Around
) -> list[Told] | None:
    """要 and a bare doing: to answer for it, unless the words further on tell of support or guidance."""
    w = prose_words()
    word = modal or text[at : at + 2]
    joint = w.joint.match(text, head, b)
    if joint:
        return [Told(units, role_words().get(joint.group(), "support"), joint.group(), weak=True)]
    while_ = _WHILE.match(text, at, b)
    if while_ and while_.end() < b:
        if not modal and _OF_A_THING.match(text, while_.end(), b):
            return []
        manner = w.between.match(text, while_.end(), b)
        inner = w.joint.match(text, manner.end() if manner else while_.end(), b)
        role = role_words().get(inner.group(), "responsible") if inner else "responsible"
        return [Told(units, role, word, weak=True)]
    if _GROUND.match(text, at, b):
        # 按照职责分工，密切配合…; 在分配绩效时，应…: the next clause tells.
        if b + 1 < around.end:
            stop = _clause_end(text, b + 1, around.end)
            if not modal and text[at] in "在于就以" and not w.modal.match(text, b + 1, stop):
                return []
            more = _predicate(text, units, b + 1, stop, around)
            if more is None or more:
                return more
        elif text[at] in "在于就以" and not modal:
            return []
    if not modal and _ONCE.search(text, at, b):
        # 气象部门发布预警后，…: when it is to be done.
        stop = _clause_end(text, min(b + 1, around.end), around.end)
        following = w.modal.match(text, b + 1, stop)
        return [Told(units, "responsible", following.group("word"), weak=True)] if following else []
    if _GUIDING.search(text, at, b):
        return [Told(units, "guide", "指导", weak=True)]
    if (
        _BACKING.search(text[at:b])
        or "配合" in text[at : min(at + 20, b)]
        or (modal and _supports_next(text, b, around.end))
    ):
        return [Told(units, "support", "配合", weak=True)]
    own = Told(units, "responsible", word, weak=True)
    return [own] if modal else [own, *run(text, at + 2, b)]


def _supports_next(text: str, b: int, end: int) -> bool:
    manner = prose_words().between.match(text, b + 1, end)
    return bool(manner and _SUPPORTING.match(text, manner.end(), end))


def _clause_end(text: str, a: int, end: int) -> int:
    stop = text.find("，", a, end)
    return end if stop < 0 else stop


def _doing_is_theirs(text: str, units: list[Unit], around: Around) -> bool:
    if around.has_head or not may_be_told(text, units):
        return False
    return around.first or around.told_before or not any(u.generic for u in units)


def _role(word: str) -> Role:
    return "lead" if "牵头" in word else role_words().get(word, "responsible")


def support(units: list[Unit], word: str) -> list[Told]:
    return [Told(units, "support", word)] if units else []


def run(text: str, a: int, b: int) -> list[Told]:
    """…、B匹配载体资源、C配套政策 behind the first unit and its doing."""
    found: list[Told] = []
    at = text.find("、", a, b)
    while at >= 0:
        following = text.find("、", at + 1, b)
        stop = b if following < 0 else following
        for match in prose_words().run.finditer(text, at + 3, min(stop, at + 40)):
            units = subject(text, at + 1, match.start())
            if units:
                if ATTRIBUTIVE.search(text, match.start(), b):
                    return found
                word = match.group("word")
                role = "support" if word == "联动" else role_words().get(word, "responsible")
                found.append(Told(units, "responsible" if role == "guide" and word != "指导" else role, word))
                break
        at = following
    return found
