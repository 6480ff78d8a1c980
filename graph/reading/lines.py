"""Raw text to lines: line ends, page breaks, front matter, page furniture, table rows.

A document kept on one line separates its paragraphs by pairs of ideographic spaces (U+3000);
each such pair inside a long line counts as a line end here, standing for its first space. In a
line of the length of a document, so does a plain space after the end of a sentence, a title or
a document number, and before a clause number. Where not even those are left, nothing in the
text marks a paragraph: the line stays one paragraph, and the parsers of header and clauses find
their parts by titles, dates and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ontology import words

LINE_ENDS = "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"[^{LINE_ENDS}]+")
_WIDE_GAP = re.compile(r"(?<=[^\u3000\s])\u3000{2,}(?=[^\u3000\s])")
_LONG_LINE = 100
_SPACED = re.compile(r"(?<=[^\s])[ \xa0]+(?=[^\s])")
_DOCUMENT_LINE = 600
_BEFORE_BREAK = re.compile(r"(?:[。；：！？]|[^\d]号|\d号|通知|[局委厅部会室府]|[日）])$")
_AFTER_BREAK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[12]\d{3}年\d{1,2}月\d{1,2}日(?!起|前|后|至|-|—)"
    r"|[\u4e00-\u9fff]{2,12}[〔\[（【]20\d\d[〕\]）】]\s?\d|附件|抄送|第[一二三四五六七八九十]{1,3}[章条]"
)
_RULE = re.compile(r"(?:[-*_=—–─━]\s?){3,}\s*$")
_PIPE_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$")
_PAGE_NUMBER = re.compile(
    r"(?:[-—–―─·~]{1,3}\s*\d{1,4}\s*[-—–―─·~]{1,3}|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*[/／]\s*\d{1,4})$"
)
_BARE_NUMBER = re.compile(r"\d{1,4}$")
_FRONT_MATTER = re.compile(
    r"\A\s*---[ \t]*\r?\n(?:[^\r\n:：]{1,40}[:：][^\r\n]*\r?\n|[ \t]*\r?\n|[ \t]*-[^\r\n]*\r?\n){1,60}?---[ \t]*(?:\r?\n|\Z)"
)
_CELL_GAP = re.compile(r"[^\s\u3000].*\t.*[^\s\u3000]")


@dataclass(frozen=True, slots=True)
class Line:
    """``raw[start:end]`` without white space at its ends; ``stop`` is the raw character that ends it."""

    start: int
    end: int
    stop: int
    indented: bool
    """Set in by two or more ideographic spaces: the start of a paragraph."""
    row: bool
    """A row of a table: cells apart by tabs, or by pipes (Markdown)."""
    bare_number: bool = False
    """Nothing but a number: a page number where it cuts a sentence, else a table cell."""
    blank_before: bool = False


def front_matter(raw: str) -> tuple[int, int] | None:
    """Where the YAML block at the head of a Markdown file stands, marks included."""
    found = _FRONT_MATTER.match(raw, 0, min(len(raw), 8000))
    return found.span() if found else None


@cache
def _chrome() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    table = words.table("header")
    keys = "|".join(map(re.escape, sorted(table["chrome_keys"], key=len, reverse=True)))
    return (
        re.compile(rf"[\[【]?({keys})\s*[:：]"),
        frozenset(table["chrome_lines"]),
        frozenset(table["chrome_needs_company"]),
    )


def is_chrome(line: str) -> bool:
    """Whether a line is web page furniture: only fields such as 发布日期：… 浏览次数：…, or a known button."""
    if len(line) > 120:
        return False
    fields, lines, needs_company = _chrome()
    if line in lines:
        return True
    first = fields.match(line)
    if not first or any(mark in line for mark in "。；"):
        return False
    keys = {found.group(1) for found in fields.finditer(line)}
    return len(keys) > 1 or not keys <= needs_company


def _stretches(raw: str, begin: int) -> Iterator[tuple[int, int]]:
    for found in _LINE.finditer(raw, begin):
        start, end = found.span()
        if "\u3000\u3000" in raw[start:end] and end - start >= _LONG_LINE and "\t" not in raw[start:end]:
            for gap in _WIDE_GAP.finditer(raw, start, end):
                yield start, gap.start()
                start = gap.start()
        elif end - start >= max(_DOCUMENT_LINE, 0.8 * len(raw)) and raw.find("\t", start, end) < 0:
            for gap in _SPACED.finditer(raw, start, end):
                if _BEFORE_BREAK.search(raw, max(start, gap.start() - 3), gap.start()) or _AFTER_BREAK.match(
                    raw, gap.end(), end
                ):
                    yield start, gap.start()
                    start = gap.start()
        yield start, end


def lines(raw: str) -> Iterator[Line]:
    """The lines that belong to the document, in order; blank ones, rules and furniture left out."""
    begin = 0
    matter = front_matter(raw)
    if matter:
        begin = matter[1]
    quoted_head = matter is not None
    blank = True
    last_end = begin
    pending: Line | None = None
    for start, end in _stretches(raw, begin):
        if not blank and raw.count("\n", last_end, start) > 1:
            blank = True
        last_end = end
        piece = raw[start:end]
        text = piece.strip()
        if not text or text == "\ufeff":
            blank = True
            continue
        if quoted_head:
            # A file that carries YAML opens with a note of who put it there, as a quotation.
            if text.startswith(">"):
                blank = True
                continue
            quoted_head = False
        lead = text[0]
        row = False
        if lead == "|" and text.count("|") >= 2:
            if _PIPE_RULE.match(text):
                continue
            row = True
        elif "\t" in piece:
            row = bool(_CELL_GAP.search(piece)) or (
                piece.count("\t") >= 2 and pending is not None and pending.row
            )
        if not row:
            if lead in "-*_=—–─━" and _RULE.match(text):
                blank = True
                continue
            if len(text) <= 20 and _PAGE_NUMBER.match(text):
                continue
            if is_chrome(text):
                blank = True
                continue
        if row and lead != "|":
            a, b = start, end
        else:
            a = start + (len(piece) - len(piece.lstrip()))
            b = a + len(text)
        if pending is not None:
            yield pending
        pending = Line(
            a,
            b,
            end if end < len(raw) else len(raw) - 1,
            piece.startswith("\u3000\u3000"),
            row,
            bool(_BARE_NUMBER.match(text)),
            blank,
        )
        blank = False
    if pending is not None:
        yield pending
