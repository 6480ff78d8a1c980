"""Whether a line goes on with the sentence of the line before it.

A page break or a fixed line width cuts sentences, names and duty brackets anywhere. The rules
join on evidence that the sentence is open (an open bracket, a comma at the end, an unfinished
sentence after a finished one, a line filled to the width all lines are filled to), and never
across a new clause number, heading, label, table row or indented paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from graph.reading.lines import Line
from ontology import words

_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}[章节条部编]|[一二三四五六七八九十百]{1,4}[、.]|[（(][一二三四五六七八九十百]{1,4}[）)]"
    r"|\d{1,3}[.、](?!\d)|[（(]\d{1,3}[）)]|\d{1,3}[）)]|[①-⑳⑴-⒛]|[一二三四五六七八九十]{1,3}是|第[一二三四五六七八九十]{1,3}[，、]"
    r"|附件?\s?[\d一二三四五六七八九十]{0,2}(?:[：:]|$)|专栏\s?\d"
)
_ARABIC = re.compile(r"\d{1,3}\.(\d)?")
_DATE = re.compile(
    r"[（(]?(?:[12]\d{3}|[一二三四五六七八九〇○零O0]{4})年\d{0,2}[一二三四五六七八九十]{0,3}月"
)
_ENDS = re.compile(r"[。！？；：…!?;:]")
_FINAL = "。！？；：…!?;:"
_COMMAS = "、，,（(《〈“‘〔+/"
_PUNCTUATION = re.compile("[。；！？，、）]")
_BRACKETS = re.compile("[（）《》“”〔〕]")
_CLOSING = {"）": "（", "》": "《", "”": "“", "〕": "〔"}
_REACH = {"（": 600, "《": 90, "“": 120, "〔": 10}
"""How far a bracket may reach over a line end, in characters; one open for longer was forgotten."""
_NO_ENTRY = ("/", "／")
"""A cell with nothing in it, of a table that stands with one cell per line."""
_ASCII_WORD = re.compile("[A-Za-z]")
_LONG_TITLE = 60


@cache
def _labels() -> re.Pattern[str]:
    labels = sorted(words.table("header")["line_labels"], key=len, reverse=True)
    return re.compile(rf"[（(]?(?:{'|'.join(map(re.escape, labels))})[\d一二三]?(?:：|:|$)")


@cache
def _genre_ending() -> re.Pattern[str]:
    types = sorted(words.table("header")["document_types"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, types))})(?:（[^（）]{{1,30}}）)?》?(?:的通知)?$")


def starts_anew(text: str) -> bool:
    """Whether normalised ``text`` begins with a clause number, a label or a date of its own."""
    return bool(_NUMBERED.match(text) or _labels().match(text))


def wrap_width(raw: str, lines: Sequence[Line]) -> int | None:
    """The width in characters all lines are filled to, or None where lines are paragraphs.

    A text is filled where at least four lines in ten, and eight at least, are as long as the
    longest usual line, to within three characters, and that is 20 to 60 characters.
    """
    lengths = sorted(line.end - line.start for line in lines if not line.row)
    if len(lengths) < 12:
        return None
    width = lengths[int(len(lengths) * 0.95)]
    full = sum(width - 3 <= length <= width + 1 for length in lengths)
    return width if 20 <= width <= 60 and full >= 8 and full >= 0.4 * len(lengths) else None


class Tail:
    """The paragraph read so far, as far as the question needs it."""

    __slots__ = (
        "_bold",
        "_ended",
        "_heading",
        "_last",
        "_length",
        "_line",
        "_numbered",
        "_open",
        "_row",
        "_text",
        "stop",
    )

    def __init__(self) -> None:
        self.stop = 0
        """Where in raw the last line ends: the place of a line end that stays."""
        self._length = 0
        self._text = ""
        self._ended = False
        self._last = ""
        self._open: list[tuple[str, int]] = []
        self._heading = self._bold = self._row = self._numbered = False
        self._line = 0

    def add(self, text: str, line: Line, heading: bool, bold: bool) -> None:
        if not self._length:
            self._heading, self._bold, self._row = heading, bold, line.row
            self._numbered = starts_anew(text)
        if self._length < _LONG_TITLE * 2:
            self._text += text
        for found in _BRACKETS.finditer(text):
            sign = found.group()
            if sign not in _CLOSING:
                self._open.append((sign, self._length + found.start()))
            elif self._open and self._open[-1][0] == _CLOSING[sign]:
                self._open.pop()
        del self._open[:-8]
        self._ended = self._ended or bool(_ENDS.search(text, 0, max(0, len(text) - 1)))
        self._last = text.rstrip("”’")[-1:] or text[-1:]
        self._length += len(text)
        self._line = len(text)
        self.stop = line.stop

    @property
    def _bracket(self) -> bool:
        return any(self._length - at <= _REACH[sign] for sign, at in self._open)

    @property
    def cut(self) -> bool:
        """Whether what is read so far plainly stops in mid-sentence."""
        if self._row or self._heading or self._text in _NO_ENTRY:
            return False
        if self._bracket or self._last in _COMMAS:
            return True
        if self._last in _FINAL or self._last in "）)":
            return False
        return self._ended and self._length >= 20

    def glue(
        self, text: str, line: Line, heading: bool, bold: bool, bullet: bool, width: int | None
    ) -> str | None:
        """What joins ``text`` to this paragraph: nothing, or a space between Latin words; None if it is a new one."""
        if self._row or line.row or bullet:
            return None
        if self._title_goes_on(text, line, heading):
            return ""
        if heading or self._heading or (bold and self._bold) or self._new(text):
            return None
        if line.indented or not (self.cut or self._phrase_goes_on(text) or self._filled(text, line, width)):
            return None
        if self._ended and not self._bracket and self._last not in _COMMAS and not _PUNCTUATION.search(text):
            return None
        return " " if _ASCII_WORD.match(text) and _ASCII_WORD.match(self._last) else ""

    def _new(self, text: str) -> bool:
        number = _NUMBERED.match(text)
        label = _labels().match(text)
        if label and self._bracket and text[:1] not in "（(":
            return False  # （牵头单位：甲；⏎配合单位：乙）
        return bool(number or label or (_DATE.match(text) and self._last not in _COMMAS and not self._ended))

    def _phrase_goes_on(self, text: str) -> bool:
        """A first sentence cut before its end: long, with commas, and the rest has punctuation too."""
        if self._last in _FINAL or self._last in "）)》" or self._bold:
            return False
        least = 60 if self._numbered else 28
        return self._length >= least and "，" in self._text and bool(_PUNCTUATION.search(text))

    def _filled(self, text: str, line: Line, width: int | None) -> bool:
        if width is None or self._last in "。！？；：":
            return False
        return width - 3 <= self._line <= width + 1 and not line.blank_before

    def _title_goes_on(self, text: str, line: Line, heading: bool) -> bool:
        """A title over two lines: …关于⏎加快推进…的意见."""
        if heading != self._heading or self._length > _LONG_TITLE or len(text) > _LONG_TITLE:
            return False
        if self._numbered or starts_anew(text) or _ENDS.search(self._text) or "，" in self._text:
            return False
        if not _genre_ending().search(text) or _ENDS.search(text):
            return False
        if self._bracket:
            return True
        if _genre_ending().search(self._text) or self._last in "）)":
            return False
        return "关于" in self._text or (
            not line.blank_before and len(text) <= 14 and self._length >= 6 and not _DATE.match(self._text)
        )
