"""The normalised view of a raw text, with a map back to it, character by character.

What the view leaves out: white space at the ends of lines and wherever it touches a Chinese
character or sign, Markdown marks (bold, headings, bullets, quotes, rules, escapes), page
numbers and page breaks, front matter, web page furniture. What it replaces, one for one:
half-width signs in Chinese context by full-width ones, full-width letters and digits by
half-width ones, radicals by the ordinary characters they stand for, the brackets of a document number by 〔〕, pipes of a Markdown table by tabs.
Lines broken in mid-sentence are joined (``paragraphs.py``). Nothing is ever added:
``offsets`` grows strictly, and each character of the view is its raw character or one of
``REPLACEMENTS`` for it.

Time and space are linear in the text; a character with nothing to change costs no step of
the interpreter of its own.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

from graph.reading.characters import ORDINARY, RANGES
from graph.reading.lines import LINE_ENDS, Line, lines
from graph.reading.paragraphs import Tail, wrap_width

_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u3001-\u3004\u3008-\u3020\u2014\u2018\u2019\u201c\u201d\u2026\uff01-\uff0f\uff1a-\uff20"
    "\uff3b-\uff40\uff5b-\uff65\u00b7"
)
_SPACE = " \\t\xa0\xad\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\ufeff\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
_BRACKETED_YEAR = (
    r"[\[［【﹝〔（(]\s?(?P<year>(?:19|20)[0-9\uff10-\uff19]{2})\s?[\]］】﹞〕）)]"
    r"(?=\s?第?\s?[0-9\uff10-\uff19]{1,5}\s?号)"
)
_EDIT = re.compile(
    # One look at the first character spares trying each alternative everywhere.
    rf"(?=[{_SPACE}*\\&<\[［【﹝〔（()）,;:!?\"\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\uff0b\uff0e{RANGES}])"
    rf"(?:(?P<gap>(?:[{_SPACE}]|\*\*|\\(?=[*_#.\-+()\[\]!|>`~])|&(?:nbsp|emsp|ensp|thinsp);|<br ?/?>)+)"
    rf"|{_BRACKETED_YEAR}"
    r"|\[(?P<label>[^\[\]]{1,200})\]\((?:https?:|mailto:|/|\.|#)[^\s()]{1,500}\)"
    r"|(?P<open>[(（])|(?P<close>[)）])"
    r"|(?P<mark>[,;:!?])"
    r"|(?P<quote>\")"
    rf"|(?P<wide>[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\uff0b\uff0e{RANGES}]))"
)
_CHINESE = re.compile(f"[{_CJK}]")
_SEEN = re.compile(rf"[^{_SPACE}{LINE_ENDS}]")
_LEAD = re.compile(r"(?:>\s?){0,5}(?:(?P<heading>#{1,6})(?:\s+|(?=[^#\s\d]))|(?:[-*+]\s+|[•●◆■□▪]\s*))?")
_FULL = dict(zip("(),;:!?", "（），；：！？", strict=True))
_HALF = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}

REPLACEMENTS: dict[str, str] = {
    **ORDINARY,
    **_FULL,
    **{wide: half for wide, half in _HALF.items() if half.isalnum() or half in "%+."},
    '"': "“”",
    "|": "\t",
    " ": "\n",
    "\u3000": "\n ",
    "\xa0": "\n ",
    **dict.fromkeys(LINE_ENDS, "\n "),
    **dict.fromkeys("[［【﹝", "〔"),
    **dict.fromkeys("]］】﹞", "〕"),
    "(": "（〔",
    ")": "）〕",
    "（": "〔",
    "）": "〕",
    **dict.fromkeys(
        "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t", " "
    ),
}
"""What may stand in the view for a raw character other than itself."""


class _View:
    """The pieces of the view as they are found: text and where in raw each character stands."""

    __slots__ = ("offsets", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.offsets = array("I")

    def keep(self, raw: str, start: int, end: int) -> None:
        if start < end:
            self.parts.append(raw[start:end])
            self.offsets.extend(range(start, end))

    def put(self, char: str, at: int) -> int:
        """Add ``char`` for ``raw[at]``; returns its place among the parts."""
        self.parts.append(char)
        self.offsets.append(at)
        return len(self.parts) - 1


def _is_chinese(char: str) -> bool:
    return bool(char) and _CHINESE.match(char) is not None


def _before(raw: str, start: int, at: int) -> str:
    """The nearest visible character before ``at``, Markdown bold marks passed over."""
    for place in range(at - 1, max(start, at - 8) - 1, -1):
        if raw[place] != "*" and _SEEN.match(raw[place]):
            return raw[place]
    return ""


def _after(raw: str, at: int, end: int) -> str:
    for place in range(at, min(end, at + 8)):
        if raw[place] != "*" and _SEEN.match(raw[place]):
            return raw[place]
    return ""


def _gap(view: _View, raw: str, start: int, end: int, a: int, b: int) -> None:
    """White space and marks ``raw[a:b]`` in the line ``raw[start:end]``: nothing, or one space."""
    if a == start or b == end:
        return
    left, right = _is_chinese(raw[a - 1]), _is_chinese(raw[b])
    if left != right:
        return
    if left:
        # Two bodies that sign side by side are kept apart; the wide spaces of a title are not.
        apart = raw.count("\u3000", a, b) * 2 + raw.count(" ", a, b) + raw.count("\xa0", a, b) >= 4
        if not (apart and end - start <= _SIDE_BY_SIDE and _is_signature(raw, start, end, a, b)):
            return
    space = next((i for i in range(a, b) if raw[i] == " " or " " in REPLACEMENTS.get(raw[i], "")), None)
    if space is not None:
        view.put(" ", space)


_SIDE_BY_SIDE = 120
_SENTENCE = re.compile("[。，；：、]")
_FOUR_CHINESE = re.compile("[\u4e00-\u9fff]{4}")


def _is_signature(raw: str, start: int, end: int, a: int, b: int) -> bool:
    return (
        a - 4 >= start
        and bool(_FOUR_CHINESE.match(raw, a - 4, a))
        and bool(_FOUR_CHINESE.match(raw, b, end))
        and not _SENTENCE.search(raw, start, end)
    )


def _stretch(view: _View, raw: str, start: int, end: int) -> None:
    """Add the view of ``raw[start:end]``, a line or a cell."""
    place = start
    unclosed: list[tuple[int, int, bool]] = []  # part, raw place, must be full-width
    quotes = raw.count('"', start, end)
    quote_open = True
    for found in _EDIT.finditer(raw, start, end):
        kind = found.lastgroup
        a, b = found.span()
        view.keep(raw, place, a)
        place = b
        if kind == "gap":
            _gap(view, raw, start, end, a, b)
        elif kind == "wide":
            view.put(_HALF.get(raw[a]) or ORDINARY.get(raw[a], raw[a]), a)
        elif kind == "year":
            view.put("〔", a)
            for digit in range(*found.span("year")):
                view.put(_HALF.get(raw[digit], raw[digit]), digit)
            view.put("〕", b - 1)
        elif kind == "label":
            _stretch(view, raw, *found.span("label"))
        elif kind == "open":
            full = raw[a] == "（" or _is_chinese(_before(raw, start, a)) or _is_chinese(_after(raw, b, end))
            unclosed.append((view.put("（" if full else "(", a), a, full))
        elif kind == "close":
            full = raw[a] == "）" or _is_chinese(_before(raw, start, a)) or _is_chinese(_after(raw, b, end))
            if unclosed:
                part, _, opened_full = unclosed.pop()
                full = full or opened_full
                if full:
                    view.parts[part] = "（"
            view.put("）" if full else ")", a)
        elif kind == "mark":
            left, right = _before(raw, start, a), _after(raw, b, end)
            chinese = _is_chinese(left) or (_is_chinese(right) and left != "")
            view.put(_FULL[raw[a]] if chinese else raw[a], a)
        else:
            paired = quotes % 2 == 0 and bool(_CHINESE.search(raw, start, end))
            view.put(("“" if quote_open else "”") if paired else '"', a)
            quote_open = not quote_open
    view.keep(raw, place, end)


def _row(view: _View, raw: str, line: Line) -> None:
    """A table row: its cells, with a tab between them for the tab or pipe of the raw text."""
    sign = "|" if raw[line.start] == "|" else "\t"
    start, end = line.start, line.end
    if sign == "|":
        start += 1
        end -= raw[end - 1] == "|" and end - 1 > start
    while True:
        stop = raw.find(sign, start, end)
        last = stop < 0
        a, b = start, end if last else stop
        while a < b and not _SEEN.match(raw[a]):
            a += 1
        while b > a and not _SEEN.match(raw[b - 1]):
            b -= 1
        _stretch(view, raw, a, b)
        if last:
            return
        view.put("\t", stop)
        start = stop + 1


def normalise(raw: str) -> tuple[str, Sequence[int]]:
    """The normalised view and, for each of its characters, the place in ``raw`` it stands for."""
    found = list(lines(raw))
    width = wrap_width(raw, found)
    text: list[str] = []
    offsets = array("I")
    tail: Tail | None = None
    for index, line in enumerate(found):
        lead = _LEAD.match(raw, line.start, line.end)
        start = lead.end() if lead and not line.row else line.start
        heading = bool(lead and lead.group("heading"))
        places: Sequence[int]
        if not line.row and _EDIT.search(raw, start, line.end) is None:
            # Nothing to change: most lines of most documents.
            here, places = raw[start : line.end], range(start, line.end)
        else:
            view = _View()
            if line.row:
                _row(view, raw, line)
            else:
                _stretch(view, raw, start, line.end)
            here, places = "".join(view.parts), view.offsets
        if not here:
            continue
        bold = not line.row and raw.startswith("**", start) and raw.endswith("**", start + 2, line.end)
        if tail is not None:
            if line.bare_number and index + 1 < len(found) and tail.cut and not found[index + 1].row:
                continue  # a page number between the halves of a sentence
            glue = tail.glue(here, line, heading, bold, start > line.start and not heading, width)
            if glue is None:
                text.append("\n")
                offsets.append(tail.stop)
                tail = Tail()
            elif glue:
                text.append(glue)
                offsets.append(tail.stop)
        else:
            tail = Tail()
        tail.add(here, line, heading, bold)
        text.append(here)
        offsets.extend(places)
    return "".join(text), offsets
