"""What a file is made of: notice, plans, attachments, imprint (GB/T 9704 frame of an official document).

All places in ``Part`` and ``NamedAttachment`` are offsets in ``SourceText.text`` (the normalised view);
``SourceText.span`` turns them into places of the raw text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Literal

from graph.model import ReadingWarning, SourceText
from graph.parsing.attachments import attachment_heads, listed_attachments
from graph.parsing.text_lines import NUMERALS, Line, numeral, text_lines
from ontology import words

PartKind = Literal["notice", "plan", "attachment", "imprint"]

_DATE_LINE = re.compile(r"[（(]?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日(?:印发)?[)）]?$")
_IMPRINT = re.compile(
    r"(?:公开属性|公开方式|信息公开选项|主题词|抄送|抄报|分送|印送|主送)[：:]|.{2,40}(?:19|20)\d{2}年\d{1,2}月\d{1,2}日印发$"
)
_TOP_CLAUSE = re.compile(
    rf"(?P<cn>[{NUMERALS}]{{1,3}})[、.](?=\S)|（(?P<pcn>[{NUMERALS}]{{1,3}})）(?=\S)|(?P<dot>\d{{1,2}})[.、](?!\d)"
)
_IN_FORCE = re.compile(
    r"本[\u4e00-\u9fff]{2,8}(?:自|从).{0,24}(?:施行|实施|执行|生效)|本[\u4e00-\u9fff]{2,8}由.{2,30}负责解释"
)
_PRINTED = re.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日印发$")
_TITLE_MAX = 90


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch ``text[start:end]``; the title's own place is empty (0, 0) where there is none."""

    kind: PartKind
    start: int
    end: int
    ordinal: int = 0
    """Plans and attachments: their number, from 1."""
    title: str = ""
    title_start: int = 0
    title_end: int = 0


@dataclass(frozen=True, slots=True)
class NamedAttachment:
    """An attachment as the list 附件：1.… names it, and whether the text holds it."""

    number: int
    title: str
    start: int
    end: int
    present: bool


@dataclass(frozen=True, slots=True)
class Parts:
    parts: tuple[Part, ...]
    named: tuple[NamedAttachment, ...]
    warnings: tuple[ReadingWarning, ...]

    def of(self, kind: PartKind) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind == kind)

    @property
    def notice(self) -> Part | None:
        return next(iter(self.of("notice")), None)

    @property
    def plans(self) -> tuple[Part, ...]:
        return self.of("plan")


@cache
def _genre() -> re.Pattern[str]:
    names = "|".join(sorted(words.table("clauses")["genres"], key=len, reverse=True))
    return re.compile(rf"(?:{names})(?:[（(〔《“”》][^（）()]{{0,30}}[）)〕》”]?)*$")


def is_title(line: str) -> bool:
    """Whether a line of its own reads as the title of a plan, list or table."""
    return (
        7 <= len(line) <= _TITLE_MAX
        and "\t" not in line
        and not any(mark in line for mark in "。；：！？")
        and not line.startswith(("附件", "关于印发", "现将"))
        and not _TOP_CLAUSE.match(line)
        and bool(_genre().search(line))
    )


def parse_parts(source: SourceText) -> Parts:
    """Cut the document into its parts. Never fails: a text with no frame is one plan."""
    text = source.text
    lines = text_lines(text)
    warnings: list[ReadingWarning] = []
    stop = _second_copy(lines)
    if stop is not None:
        warnings.append(
            ReadingWarning(
                "duplicated-text",
                "正文在文件中重复出现，第二份未再读取 (the text stands twice in the file; the second copy is not read)",
                source.span(lines[stop].start, lines[-1].end),
            )
        )
        lines = lines[:stop]
    if not lines:
        return Parts((), (), tuple(warnings))

    listed, list_lines = listed_attachments(lines)
    imprint = _imprint_lines(lines)
    heads = attachment_heads(lines, list_lines, imprint)
    body_end = heads[0][0] if heads else len(lines)
    parts = _body_parts(lines, body_end, list_lines, imprint)
    has_plan = any(part.kind == "plan" for part in parts)
    annexes = _attachment_parts(lines, heads, imprint)
    if not has_plan:
        plans = [part for part in annexes if _has_clauses(text, part)]
        annexes = [part for part in annexes if part not in plans]
        parts += [
            Part("plan", p.start, p.end, i, p.title, p.title_start, p.title_end)
            for i, p in enumerate(plans, 1)
        ]
        if not plans:
            parts = [
                Part("plan", p.start, p.end, 1, p.title, p.title_start, p.title_end)
                if p.kind == "notice"
                else p
                for p in parts
            ]
    parts += annexes
    if imprint:
        first, last = lines[min(imprint)], lines[max(imprint)]
        parts.append(Part("imprint", first.start, last.end))
    present = {part.ordinal for part in annexes} | (
        {part.ordinal for part in parts if part.kind == "plan"} if not has_plan else set()
    )
    titles = {_squeezed(part.title) for part in parts if part.title}
    named = tuple(
        NamedAttachment(n, title, a, b, (bool(heads) and n in present) or _squeezed(title) in titles)
        for n, title, a, b in listed
    )
    return Parts(tuple(sorted(parts, key=lambda p: (p.start, p.end))), named, tuple(warnings))


def _squeezed(title: str) -> str:
    return re.sub(r"[\s“”\"《》（）()]", "", title)


def _second_copy(lines: list[Line]) -> int | None:
    """Where the text begins a second time, if what follows repeats, line by line, to the end."""
    first: dict[str, int] = {}
    tried = 0
    for j, line in enumerate(lines):
        i = first.setdefault(line.text, j)
        if i == j or len(line.text) < 8 or tried >= 20:
            continue
        tried += 1
        length = len(lines) - j
        if length >= 3 and i + length <= len(lines) and i + length <= j + 2:
            same = all(lines[i + k].text == lines[j + k].text for k in range(length))
            if same and sum(len(x.text) for x in lines[j:]) > 200:
                return j
    return None


def _imprint_lines(lines: list[Line]) -> set[int]:
    found = {i for i, line in enumerate(lines) if len(line.text) <= 200 and _IMPRINT.match(line.text)}
    for i, line in enumerate(lines):
        if _PRINTED.match(line.text):
            found.add(i)
            if i and len(lines[i - 1].text) <= 40 and not any(c in lines[i - 1].text for c in "。；：，"):
                found.add(i - 1)
    return found


def _attachment_parts(lines: list[Line], heads: list[tuple[int, int, str]], imprint: set[int]) -> list[Part]:
    parts = []
    for (i, number, title), following in zip(heads, [*heads[1:], None], strict=False):
        last = following[0] if following else len(lines)
        while last > i + 1 and (last - 1) in imprint:
            last -= 1
        inside = next((k for k in range(i, last) if k in imprint), last)
        a, b = lines[i].end - len(title), lines[i].end
        if (
            not title
            and i + 1 < inside
            and "\t" not in lines[i + 1].text
            and len(lines[i + 1].text) <= _TITLE_MAX
        ):
            title, a, b = lines[i + 1].text, lines[i + 1].start, lines[i + 1].end
        end = lines[max(inside - 1, i)].end
        parts.append(
            Part("attachment", lines[i].start, end, number, title, a if title else 0, b if title else 0)
        )
    return parts


def _has_clauses(text: str, part: Part) -> bool:
    marks = 0
    for line in text_lines(text[part.start : part.end]):
        if "\t" not in line.text and _TOP_CLAUSE.match(line.text):
            marks += 1
            if marks >= 2:
                return True
    return False


def _body_parts(lines: list[Line], body_end: int, list_lines: set[int], imprint: set[int]) -> list[Part]:
    """Notice and plans: a plan begins at its title, the last one before a numbering that starts anew."""
    usable = [i for i in range(body_end) if i not in list_lines and i not in imprint]
    starts = _plan_titles(lines, usable)
    if not starts:
        first, last = usable[0] if usable else 0, usable[-1] if usable else 0
        return [
            Part("notice" if not _numbered(lines, usable) else "plan", lines[first].start, lines[last].end, 1)
        ]
    parts = []
    skipped = list_lines | imprint
    if starts[0] > usable[0]:
        last = usable[bisect_left(usable, starts[0]) - 1]
        parts.append(Part("notice", lines[usable[0]].start, lines[last].end))
    for ordinal, (start, following) in enumerate(zip(starts, [*starts[1:], body_end], strict=False), 1):
        end = usable[bisect_left(usable, following) - 1]
        while end > start and (end in skipped or _closing(lines[end].text, lines[end - 1].text)):
            end -= 1
        title = lines[start]
        parts.append(Part("plan", title.start, lines[end].end, ordinal, title.text, title.start, title.end))
    return parts


def _numbered(lines: list[Line], usable: list[int]) -> bool:
    return any(_TOP_CLAUSE.match(lines[i].text) for i in usable) or any(
        len(lines[i].text) > 1500 for i in usable
    )


def _closing(line: str, before: str) -> bool:
    """A line of the end of a letter: date, signature above it, remark that it may be published."""
    if (
        _DATE_LINE.match(line)
        or _IN_FORCE.match(line)
        or line.strip("（）()") in words.table("clauses")["closing_lines"]
    ):
        return True
    return (
        len(line) <= 40
        and not any(c in line for c in "。；：，、（【［[\t")
        and bool(re.search(r"(?:政府|办公厅|办公室|委员会|局|厅|部|院|委|领导小组)$", line))
        and not before.endswith("：")
    )


def _plan_titles(lines: list[Line], usable: list[int]) -> list[int]:
    """Indices of the title lines of the plans of the body."""
    restarts: list[int] = []
    level: str | None = None
    for i in usable:
        line = lines[i].text
        if "\t" in line:
            continue
        mark = _TOP_CLAUSE.match(line)
        if not mark or mark.lastgroup is None:
            continue
        kind, number = mark.lastgroup, numeral(mark.group(mark.lastgroup))
        if level is None:
            level = kind
        if kind != level:
            if kind == "cn" and number == 1 and not restarts:
                level = kind
            else:
                continue
        if number == 1:
            restarts.append(i)
    if not restarts:
        found = [i for i in usable[:-1] if is_title(lines[i].text)]
        return found[:1]
    titles: list[int] = []
    position = {i: k for k, i in enumerate(usable)}
    floor = 0
    for first in restarts:
        at = position[first]
        window = usable[max(floor, at - 25) : at]
        candidates = [i for i in window if is_title(lines[i].text)]
        if candidates:
            titles.append(candidates[-1])
        floor = at + 1
    return titles
