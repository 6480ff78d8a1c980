"""What one clause of running text tells: who (``prose_subjects.py``), and what part its words give.

What is encouraged, done already or part of a mechanism is no duty.
"""

from __future__ import annotations

import re

from graph.model import Role
from graph.parsing.duty_grammar import role_of
from graph.parsing.prose_predicates import (
    ATTRIBUTIVE,
    COMPOUND,
    Around,
    Told,
    headed,
    plain_part,
    run,
    support,
)
from graph.parsing.prose_subjects import (
    companions,
    is_broad,
    is_role_phrase,
    may_be_told,
    subject,
    units_at_head,
    units_before_doing,
)
from graph.parsing.prose_words import prose_words
from graph.parsing.unit_lists import role_words

_LEAD_IN = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}是|（?(?:\d{1,2}|[一二三四五六七八九十]{1,2})）|\d{1,2}[.、](?!\d)|[①-⑳]|同时|此外|另外|其中|原则上|必要时|并|下一步|今后|日常|平时|目前|[\u4e00-\u9fff]{2,4}(?:前|后|期间|时)(?=[各省市县区国州旗])"
    r"|(?:于|在|到|每年)?(?:20\d\d年|\d{1,2}月|年)(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|末)?(?:之前|以前|前))"
)
_EXPLAINED = ("解释", "解释工作")
"""本办法由X负责解释 is said of the document, not of its work."""
_FORBIDDEN = re.compile("不得|严禁|禁止")
_OFFICE_WORK = re.compile(r"(?:主要|具体|并|统一|统筹)*(?:承担|负责|履行|行使|做好)")
_COMPANY = re.compile(r"(?:要|并|应|主动|积极|及时|加强)*(?P<word>会同|联合|协同|邀请|吸收|与)")
_TOGETHER = re.compile(r"形成.{0,6}合力|协同|联动|密切配合|共同")
_UNDER: dict[str, Role] = {
    "指导": "guide",
    "统筹": "responsible",
    "配合": "support",
    "协助": "support",
}
"""在X指导下."""


def read_clause(text: str, a: int, b: int, around: Around) -> list[Told]:
    """The parts that ``text[a:b]`` gives; the sentence ends at ``around.end``."""
    while lead_in := _LEAD_IN.match(text, a, b):
        a = lead_in.end()
    if text.endswith(_EXPLAINED, a, b):
        return []
    if not around.cued:
        return headed(text, a, b, around) or []
    found = _given(text, a, b, around)
    if around.weak and not around.has_head:
        found += _asked(text, a, b)
    return found + _guided(text, a, b)


def _given(text: str, a: int, b: int, around: Around) -> list[Told]:
    w = prose_words()
    by = _by(text, a, b)
    if by is not None:
        return [*by, *_by_again(text, by, b), *_joined(text, a, b, by)]
    company = _COMPANY.match(text, a, b)
    if company:
        return _with(text, company, b)
    noun = w.role_noun.match(text, a, b)
    if noun:
        units = subject(text, noun.end(), b)
        return [Told(units, role_of(noun.group("as"))[0], noun.group("as"))] if units else []
    housed = _housed(text, a, b, around)
    if housed:
        return housed
    told = headed(text, a, b, around)
    if told is None:
        return []
    return [*told, *_joined(text, a, b, told)]


def _joined(text: str, a: int, b: int, told: list[Told]) -> list[Told]:
    """…会同Y… further on in a clause: vague partners only beside a body that was told."""
    at = text.find("会同", a + 1, b)
    if at < 0 or any(t.word == "会同" for t in told) or ATTRIBUTIVE.search(text, at, b):
        return []
    units = companions(text, at + 2, b)
    return support(units, "会同") if units and (told or not all(u.generic for u in units)) else []


def _by(text: str, a: int, b: int) -> list[Told] | None:
    """由X负责…: None where the clause has no 由 with a unit behind it."""
    w = prose_words()
    at = text.find("由", a, b)
    while at >= 0:
        units, stop, _ = units_at_head(text, at + 1, b)
        if units and text[stop] not in "在就将":
            before = text[a:at]
            if (
                w.mechanism.match(before)
                or ATTRIBUTIVE.search(text, stop, b)
                or (text[at - 1] in w.not_asked_after and text[at - 2 : at] not in w.by_may_follow)
                or is_role_phrase(text, units)
                or text.endswith("组成", stop, b)
            ):
                return []
            manner = w.between.match(text, stop, b)
            head = manner.end() if manner else stop
            compound = COMPOUND.match(text, head, b)
            plain = plain_part(text, units, compound.end() if compound else head, b)
            if plain is not None:
                return plain
            joint = w.joint.match(text, head, b)
            role = role_words().get(joint.group(), "responsible") if joint else "responsible"
            own = Told(units, role, joint.group() if joint else "由")
            return [own, *_organised(text, stop, b), *run(text, stop + 1, b)]
        at = text.find("由", at + 1, b)
    return None


def _by_again(text: str, by: list[Told], b: int) -> list[Told]:
    """由X牵头、由Y配合 in one clause."""
    comma = text.find("、", by[-1].units[-1].end, b) if by else -1
    again = text.find("由", comma, b) if comma >= 0 else -1
    return (_by(text, again, b) or []) if again >= 0 else []


def _organised(text: str, a: int, b: int) -> list[Told]:
    """由X组织Y梳理清单: Y does what X organises."""
    if not text.startswith("组织", a):
        return []
    units, stop = units_before_doing(text, a + 2, b)
    return [Told(units, "responsible", text[stop : stop + 2])] if units else []


def _asked(text: str, a: int, b: int) -> list[Told]:
    """请X报送, 责成X完成, 督促X整改, 组织各村开展: the bidden answer for it."""
    w = prose_words()
    if w.mechanism.match(text, a, b) or _FORBIDDEN.search(text, a, b):
        return []
    found: list[Told] = []
    for match in w.ask.finditer(text, a, b):
        word, at = match.group(), match.end()
        if match.start() > a and (word not in w.ask_anywhere or text[match.start() - 1] in w.not_asked_after):
            continue
        units, stop = units_before_doing(text, at, b, w.bidden_ends)
        if not units or text.startswith(w.encouraged, stop) or not may_be_told(text, units):
            continue
        if word in ("组织", "协调") and any(is_broad(text[u.start : u.end]) for u in units):
            continue
        body_as = w.body_as.match(text, stop, b)
        plain = None if body_as else plain_part(text, units, stop, b)
        if body_as:
            found.append(Told(units, role_of(body_as.group("as"))[0], body_as.group("as"), weak=True))
        else:
            if plain is None and word != "明确":
                plain = [Told(units, "responsible", word, weak=True)]
            found += plain or []
    return found


def _with(text: str, company: re.Match[str], b: int) -> list[Told]:
    """会同Y…, 联合Y…, 与Y形成合力 at the head of a clause: Y supports."""
    word, at = company.group("word"), company.end()
    units, stop = units_before_doing(text, at, b)
    if word in ("邀请", "吸收"):
        return support(units, word) if text.startswith(("参与", "参加", "协助"), stop) else []
    if word in ("会同", "协同"):
        return support(units or companions(text, at, b), word)
    if not units:
        return []
    if word == "与":
        if not _TOGETHER.match(text, stop, stop + 12) or all(u.generic for u in units):
            return []
        word = text[stop:b][:6]
    return support(units, word)


def _housed(text: str, a: int, b: int, around: Around) -> list[Told]:
    """办公室设在X，承担日常工作: the office answers, and the body that houses it."""
    at = text.find("设在", a + 2, b)
    if at < 0 or not _OFFICE_WORK.match(text, b + 1, around.end):
        return []
    units = subject(text, a, at)
    host = subject(text, at + 2, b)
    return [Told([*units, *host], "responsible", "设在")] if units and host else []


def _guided(text: str, a: int, b: int) -> list[Told]:
    """在X指导下开展, 在X统筹下推进: X guides, or answers for the whole."""
    at = text.find("下", a + 4, b)
    word = text[at - 2 : at]
    start = text.rfind("在", a, at) if word in _UNDER else -1
    if start < 0:
        return []
    stop = at - 2
    for filler in ("业务", "具体", "统一", "的"):
        stop = stop - len(filler) if text.endswith(filler, start, stop) else stop
    units = [u for u in subject(text, start + 1, stop) if not u.generic]
    return [Told(units, _UNDER[word], word)] if units else []
