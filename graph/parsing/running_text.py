"""Duties told in running text: X牵头…，Y配合; 由X负责…; X会同Y…; 各区要…; A负责…、B匹配…、C配套….

Plain words (牵头, 负责, 会同, 由) are read anywhere in a task; 要 and bare doing are read only where the
task has no list that names a body, since there the list says it already. The subject must look like
a unit from outside; what is encouraged, done already or part of a mechanism is no duty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph.model import Role
from graph.parsing.clauses import Node
from graph.parsing.duty_grammar import Part, Statement, role_of
from graph.parsing.unit_lists import (
    Unit,
    is_generic,
    is_unit_like,
    last_characters,
    role_words,
    split_units,
)
from ontology import words

_SENTENCE = re.compile(r"[^。！？；\n]+")
_CLAUSE = re.compile(r"[^，：]+")
_SUBJECT_MAX = 160
_SENTENCE_WORDS = re.compile("的|对(?!外|口|台)|可在|可以|应在|已经|正在|可由|可将|没有")


@dataclass(frozen=True, slots=True)
class _Words:
    strong: re.Pattern[str]
    joint: re.Pattern[str]
    strong_here: re.Pattern[str]
    modal: re.Pattern[str]
    doing: re.Pattern[str]
    run: re.Pattern[str]
    between: tuple[str, ...]
    cues: re.Pattern[str]
    plain_cues: re.Pattern[str]
    encouraged: tuple[str, ...]
    mechanism: tuple[str, ...]
    told: tuple[str, ...]
    no_subject: tuple[str, ...]
    body_as: re.Pattern[str]
    supporting: re.Pattern[str]


@cache
def _words() -> _Words:
    table = words.table("running_text")

    def either(key: str) -> str:
        return "|".join(map(re.escape, sorted(table[key], key=len, reverse=True)))

    guard = f"(?!{either('not_before')})"
    firsts = "".join(sorted({word[0] for word in (*table["doing"], *table["between"])}))
    return _Words(
        strong=re.compile(f"(?P<word>{either('strong')}){guard}"),
        joint=re.compile(f"(?P<word>{either('joint')}){guard}"),
        modal=re.compile(f"(?P<word>{either('modal')})(?!求|素|点|件|急|用|对)"),
        strong_here=re.compile(f"(?:{either('between')})*(?P<word>{either('strong')}){guard}"),
        # What a unit can end with, then the first character of a word: soon seen, it spares trying each word.
        doing=re.compile(
            f"[{''.join(sorted(last_characters()))}](?=[{firsts}])(?=(?:{either('between')})*(?:{either('doing')}){guard})"
        ),
        run=re.compile(f"(?P<word>{either('run')}){guard}"),
        between=tuple(table["between"]),
        cues=re.compile(f"{either('strong')}|{either('joint')}|{either('modal')}|由|形成.{{0,6}}合力"),
        plain_cues=re.compile(f"{either('strong')}|{either('joint')}|由|形成.{{0,6}}合力"),
        encouraged=tuple(table["encouraged"]),
        mechanism=tuple(table["mechanism"]),
        told=tuple(table["told_endings"]),
        no_subject=tuple(table["no_subject"]),
        body_as=re.compile(
            f"(?:作为|为|是)(?:[^，。；由]{{0,20}}的)?(?:{either('as_before')})?(?P<as>{either('as')})"
        ),
        supporting=re.compile(f"(?:{either('between')})*配合"),
    )


@dataclass(slots=True)
class _Found:
    units: list[Unit]
    role: Role
    word: str
    weak: bool = False


def find_prose(text: str, node: Node, stated: list[Statement]) -> list[Statement]:
    """Statements of duty in the running text of one task; ``stated``: its lists, and the units at its head."""
    given = {(text[p.unit.start : p.unit.end], p.role) for s in stated for p in s.parts}
    listed = {name for name, _ in given}
    holes = [(s.start, s.parts[-1].unit.end if s.rule == "unit_first" else s.end) for s in stated]
    covered = _covered_to(node, stated)
    statements = []
    for a, b in _outside(node.body, node.end, holes):
        for sentence in _SENTENCE.finditer(text, a, b):
            statement = Statement(sentence.start(), sentence.end(), "prose")
            told = sentence.start() >= covered
            for found in _sentence(text, sentence.start(), sentence.end(), told):
                names = [text[u.start : u.end] for u in found.units]
                if found.weak and (not told or (found.role == "responsible" and all(map(_broad, names)))):
                    continue
                for unit in found.units:
                    name = text[unit.start : unit.end]
                    if (name, found.role) in given or (found.weak and name in listed):
                        continue
                    given.add((name, found.role))
                    basis = "stated" if found.role == "lead" else "not_stated"
                    statement.parts.append(Part(unit, found.role, found.word, basis))  # type: ignore[arg-type]
            if statement.parts:
                statements.append(statement)
    return statements


_BROAD = re.compile(
    r"^(?!其他|其它).*(?:有关|相关)|^(?:全省|全市|全区)?各(?:地|部门|单位|方|级|责任)|^(?:地方|各地|部门|单位|企业|学校|高校|园区)$|(?:牵头|责任|配合|落实)(?:单位|部门)$"
)


def _broad(unit: str) -> bool:
    """So wide that being told to act tells nobody: 各地, 各有关部门; 其他有关部门 ends a list of bodies."""
    return is_generic(unit) and bool(_BROAD.search(unit))


def _covered_to(node: Node, stated: list[Statement]) -> int:
    """How far the lists that name a body speak for the text: one stands behind what it covers, or in the heading."""
    lists = [
        s
        for s in stated
        if s.rule not in ("unit_first", "prose") and any(not p.unit.generic for p in s.parts)
    ]
    if any(s.start <= node.heading_end + 1 for s in lists):
        return node.end
    return max((s.end for s in lists), default=node.body)


def _outside(start: int, end: int, holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for a, b in [*sorted(holes), (end, end)]:
        if start < a:
            found.append((start, a))
        start = max(start, b)
    return found


def _sentence(text: str, start: int, end: int, weak: bool) -> list[_Found]:
    """What one sentence tells; ``weak``: whether 要 and bare doing are asked for at all."""
    found: list[_Found] = []
    w = _words()
    if end - start > 3000:
        return found
    cues = [m.start() for m in (w.cues if weak else w.plain_cues).finditer(text, start, end)]
    if not cues and not weak:
        return found
    k = 0
    head: int | None = None  # where the first clause with words begins
    for clause in _CLAUSE.finditer(text, start, end):
        a, b = clause.span()
        while a < b and text[a] in " 、）":
            a += 1
        while k < len(cues) and cues[k] < a:
            k += 1
        if head is None:
            head = a
        if b - a < 4:
            continue
        # Behind the sentence's own subject a clause may have one of its own: …，市公安局加强巡查.
        may_tell = weak and (bool(found) or a == head)
        if (k < len(cues) and cues[k] < b) or text[a] == "与":
            found += _clause(text, a, b, end, bool(found), may_tell)
        elif may_tell:
            found += _told_plainly(text, a, b, end)
        elif not cues:
            break
    return found


def _clause(text: str, a: int, b: int, sentence_end: int, has_strong: bool, may_tell: bool) -> list[_Found]:
    w = _words()
    by = _by(text, a, b)
    if by is not None:
        return by
    if text.startswith(("会同", "协同", "与"), a):
        return _with(text, a, b)
    for pattern in (w.strong, w.joint):
        for match in pattern.finditer(text, a, min(b, a + _SUBJECT_MAX)):
            units = _subject(text, a, match.start())
            if not units:
                continue
            word = match.group("word")
            if pattern is w.joint and not has_strong and all(u.generic for u in units):
                continue
            if _attributive(text, match.end(), b):
                return []
            found = [_Found(units, _role(word), word)]
            if word == "会同":
                found = [_Found(units, "lead", word), *_companions(text, match.end(), b, word)]
            else:
                found += _run(text, match.end(), b)
            return found
    told = _told(text, a, b, sentence_end, may_tell)
    joined = text.find("会同", a + 1, b)
    if joined >= 0 and not any(f.word == "会同" for f in told) and not _attributive(text, joined, b):
        told += [f for f in _companions(text, joined + 2, b, "会同") if not all(u.generic for u in f.units)]
    return told


def _role(word: str) -> Role:
    return "lead" if "牵头" in word else role_words().get(word, "responsible")


def _subject(text: str, a: int, b: int) -> list[Unit]:
    """The units of ``text[a:b]`` if it is nothing but a list of units."""
    between = _words().between
    while b > a:
        if text.endswith(between, a, b):
            b -= next(len(word) for word in between if text.endswith(word, a, b))
        elif text[b - 1] in "要应须":
            b -= 1
        else:
            break
    if (
        b - a < 2
        or b - a > _SUBJECT_MAX
        or text[b - 1] not in last_characters()
        or _SENTENCE_WORDS.search(text, a, b)
    ):
        return []
    units = split_units(text, a, b)
    if not units or not all(is_unit_like(text[u.start : u.end]) for u in units):
        return []
    names = [text[u.start : u.end] for u in units]
    if any(_ROLE_PHRASE.match(name) or name.startswith(_words().no_subject) for name in names):
        return []
    return units


_ROLE_PHRASE = re.compile(r"(?:牵头|责任|配合|落实|参与)(?:单位|部门)")


def _attributive(text: str, a: int, b: int) -> bool:
    """由A牵头、B参与的工作机制: the duty describes a thing."""
    return bool(re.search(r"(?:参与|配合|牵头|负责|组成|协同|参加|分工)的", text[a:b]))


def _by(text: str, a: int, b: int) -> list[_Found] | None:
    """由X负责…: None where the clause has no 由 with a unit behind it."""
    at = text.find("由", a, b)
    while at >= 0:
        units, stop = _units_before_doing(text, at + 1, b)
        if units and text[stop] not in "在就将":
            before = text[a:at]
            if (
                before.startswith(_words().mechanism)
                or _attributive(text, stop, b)
                or text[at - 1] in "理自缘事经"
            ):
                return []
            match = _words().strong_here.match(text, stop, b)
            word = match.group("word") if match else "由"
            if word == "会同":
                return [
                    _Found(units, "lead", word),
                    *_companions(text, match.end() if match else stop, b, word),
                ]
            return [
                _Found(units, _role(word) if match else "responsible", word),
                *_organised(text, stop, b),
            ]
        at = text.find("由", at + 1, b)
    return None


def _organised(text: str, a: int, b: int) -> list[_Found]:
    """由X组织Y梳理清单: Y does what X organises."""
    if not text.startswith("组织", a):
        return []
    units, stop = _units_before_doing(text, a + 2, b)
    return [_Found(units, "responsible", text[stop : stop + 2])] if units else []


def _units_before_doing(text: str, a: int, b: int) -> tuple[list[Unit], int]:
    """The list of units that begins at ``a`` and ends where a word of doing begins."""
    for match in _words().doing.finditer(text, a + 1, min(b, a + _SUBJECT_MAX)):
        stop = match.end()
        if text[stop - 1] in "、和及与":
            return [], a
        units = _subject(text, a, stop)
        if units:
            return units, stop
    return [], a


def _companions(text: str, a: int, b: int, word: str) -> list[_Found]:
    units, _ = _units_before_doing(text, a, b)
    if not units:
        units = _subject(text, a, _body_end(text, a, b))
    return [_Found(units, "support", word)] if units else []


_BODY = re.compile(
    r"(?:局|委|办|厅|部|署|政府|管委会|委员会|部门|单位|公司|集团|中心)(?:办公室|.{0,4}(?:大队|支队|总队|分局))?(?![室会门长])"
)


def _body_end(text: str, a: int, b: int) -> int:
    """Where the first body of the last item of the list ends, whatever verb follows."""
    last = text.rfind("、", a, min(b, a + _SUBJECT_MAX)) + 1 or a
    match = _BODY.search(text, max(last, a) + 1, min(b, max(last, a) + 24))
    return match.end() if match else a


def _with(text: str, a: int, b: int) -> list[_Found]:
    """会同Y…, 协同Y…, 与Y形成合力 at the head of a clause: Y supports."""
    word = "与" if text[a] == "与" else text[a : a + 2]
    units, stop = _units_before_doing(text, a + len(word), b)
    if not units and word != "与":
        return _companions(text, a + len(word), b, word)
    if not units:
        return []
    if word == "与":
        if not re.match(r"形成.{0,6}合力|协同|联动|密切配合|共同", text[stop : stop + 12]) or all(
            u.generic for u in units
        ):
            return []
        word = text[stop:b][:6]
    return [_Found(units, "support", word)]


def _run(text: str, a: int, b: int) -> list[_Found]:
    """…、B匹配载体资源、C配套政策 behind the first unit and its doing."""
    found: list[_Found] = []
    at = text.find("、", a, b)
    while at >= 0:
        following = text.find("、", at + 1, b)
        stop = b if following < 0 else following
        for match in _words().run.finditer(text, at + 3, min(stop, at + 40)):
            units = _subject(text, at + 1, match.start())
            if units:
                if _attributive(text, match.start(), b):
                    return found
                word = match.group("word")
                found.append(_Found(units, role_words().get(word, "responsible"), word))
                break
        at = following
    return found


def _told(text: str, a: int, b: int, sentence_end: int, may_tell: bool) -> list[_Found]:
    """各区要…, 财政部要…, and at the head of a sentence a body and its doing."""
    w = _words()
    for match in w.modal.finditer(text, a + 2, min(b, a + _SUBJECT_MAX)):
        phrase = _ROLE_PHRASE.fullmatch(text, a, match.start())
        if phrase:  # 牵头部门要主动对接: a part without a body
            return [
                _Found([Unit(a, match.start(), True)], role_of(phrase.group())[0], phrase.group()[:2], True)
            ]
        units = _subject(text, a, match.start())
        if units:
            return _told_role(text, units, match.group("word"), match.end(), b, sentence_end)
    return _told_plainly(text, a, b, sentence_end) if may_tell else []


def _told_plainly(text: str, a: int, b: int, sentence_end: int) -> list[_Found]:
    """A body and its doing at the head of a clause: 医保部门加强协议管理; 区民政局为牵头单位."""
    w = _words()
    reach = min(b, a + 60)
    body_as = w.body_as.search(text, a + 2, reach)
    units = _subject(text, a, body_as.start()) if body_as else []
    if body_as and units:
        word = body_as.group("as")
        return [_Found(units, role_of(word)[0], word, weak=True)]
    asked = text.startswith("请", a)
    units, stop = _units_before_doing(text, a + asked, reach)
    if not units or not all(
        text[a : u.end].endswith(w.told) or is_generic(text[u.start : u.end]) for u in units
    ):
        return []
    if text.startswith(w.encouraged, stop) or text[stop] == "就":
        return []
    if text[stop] in "在于" and not asked:
        # 机构在分配绩效时，应向一线倾斜: when it is to do what the next clause tells.
        modal = w.modal.match(text, b + 1, sentence_end)
        return [_Found(units, "responsible", modal.group("word"), weak=True)] if modal else []
    return [_Found(units, "responsible", text[stop : stop + 2], weak=True)]


def _told_role(text: str, units: list[Unit], word: str, a: int, b: int, sentence_end: int) -> list[_Found]:
    """What 要 tells: 要牵头, 要会同Y, 要加强指导, 要密切配合; else to answer for it."""
    head = text[a : min(a + 14, b)]
    joined = text.find("会同", a, b)
    if 0 <= joined - a <= 10:
        return [_Found(units, "lead", "会同"), *_companions(text, joined + 2, b, "会同")]
    if "牵头" in head:
        return [_Found(units, "lead", "牵头")]
    if re.search("加强.{0,4}指导", head):
        return [_Found(units, "guide", "指导", weak=True)]
    if "配合" in text[a : min(a + 20, b)] or _words().supporting.match(text, b + 1, sentence_end):
        return [_Found(units, "support", "配合", weak=True)]
    return [_Found(units, "responsible", word, weak=True)]
