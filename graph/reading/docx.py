"""DOCX to text: paragraphs with the numbers Word shows, tables as rows, in the order of the page."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from graph.errors import UnreadableFile
from graph.reading.grid import BREAK, rows_of, table_lines

LARGEST_UNPACKED = 200 * 1024 * 1024
HIGHEST_RATIO = 150
"""A text document packs to a tenth or so; what unpacks to much more is made to fill the memory."""

_DIGITS = "〇一二三四五六七八九"
_SAVE_AGAIN = "请用 Word 或 WPS 打开后重新“另存为”.docx"
_PLACE = re.compile(r"%(\d)")


def docx_text(data: bytes) -> str:
    """The text of a Word document. Raises UnreadableFile, without the file's name."""
    _check_archive(data)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        return "\n".join(_Body(document).lines(body)) if body is not None else ""
    except (
        OpcError,
        zipfile.BadZipFile,
        etree.LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
    ) as broken:
        raise UnreadableFile(f"不是完整的 .docx 文件，可能没有下载完或已损坏。{_SAVE_AGAIN}") from broken


def _check_archive(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            f"扩展名是 .docx，内容却是旧版 .doc 文档或已加密的文档。请去除密码，{_SAVE_AGAIN[1:]}"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
        raise UnreadableFile(f"不是完整的 .docx 文件，可能没有下载完或已损坏。{_SAVE_AGAIN}") from broken
    if not any(entry.filename == "[Content_Types].xml" for entry in entries):
        raise UnreadableFile(f"是压缩包，但不是 Word 文档。{_SAVE_AGAIN}")
    unpacked = sum(entry.file_size for entry in entries)
    bomb = any(
        e.file_size > 4_000_000 and e.file_size > HIGHEST_RATIO * max(1, e.compress_size) for e in entries
    )
    if unpacked > LARGEST_UNPACKED or bomb:
        raise UnreadableFile(f"解压后有 {unpacked // 1024 // 1024} MB，压缩比异常，已停止读取。{_SAVE_AGAIN}")


class _Body:
    def __init__(self, document: Any) -> None:
        self._numbers = _Numbering(document)

    def lines(self, body: Any) -> Iterator[str]:
        for element in _blocks(body):
            if element.tag == qn("w:tbl"):
                yield from self._table(element)
            else:
                yield from self.paragraph(element).split("\n")

    def paragraph(self, element: Any) -> str:
        return self._numbers.label(element) + _run_text(element)

    def _table(self, table: Any) -> Iterator[str]:
        rows = [[self._cell(cell) for cell in row.iterchildren(qn("w:tc"))] for row in _rows(table)]
        if all(len(row) <= 1 for row in rows):
            for row in _rows(table):  # a frame around text, not a table
                for cell in row.iterchildren(qn("w:tc")):
                    yield from self.lines(cell)
            return
        yield from table_lines(rows_of(rows))

    def _cell(self, cell: Any) -> tuple[str, int, int]:
        properties = cell.find(qn("w:tcPr"))
        columns = 1
        if properties is not None:
            span = properties.find(qn("w:gridSpan"))
            value = span.get(qn("w:val"), "1") if span is not None else "1"
            columns = int(value) if value.isdecimal() and len(value) < 6 else 1
            merge = properties.find(qn("w:vMerge"))
            if merge is not None and merge.get(qn("w:val")) != "restart":
                return "", columns, 1
        return BREAK.join(self.lines(cell)), columns, 1


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables, those inside content controls included."""
    for element in body.iterchildren():
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag in (
            qn("w:sdt"),
            qn("w:sdtContent"),
            qn("w:ins"),
            qn("w:customXml"),
            qn("w:smartTag"),
        ):
            yield from _blocks(element)


def _rows(table: Any) -> Iterator[Any]:
    for element in table.iterchildren():
        if element.tag == qn("w:tr"):
            yield element
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
            yield from _rows(element)


_SKIPPED = {
    qn(name)
    for name in (
        "w:del",
        "w:moveFrom",
        "w:pPr",
        "w:rPr",
        "w:instrText",
        "w:txbxContent",
        "w:footnoteReference",
    )
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\u3000", qn("w:noBreakHyphen"): "-"}


def _run_text(element: Any) -> str:
    """What a paragraph shows: deleted text, field codes and drawings left out."""
    found: list[str] = []
    for child in element.iterchildren():
        if child.tag in _SKIPPED:
            continue
        if child.tag == qn("w:t"):
            found.append(child.text or "")
        elif child.tag in _BREAKS:
            found.append(_BREAKS[child.tag])
        elif len(child):
            found.append(_run_text(child))
    return "".join(found)


class _Numbering:
    """The numbers Word sets before paragraphs by itself, which stand in no run."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, Any] = {
            s.style_id: s.element for s in document.styles if s.element is not None
        }
        self._counts: dict[str, dict[int, int]] = {}
        relation = next((r for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if relation is None or relation.is_external:
            return
        root = relation.target_part.element
        for abstract in root.iterchildren(qn("w:abstractNum")):
            levels = {
                int(level.get(qn("w:ilvl"), "0")): _level(level)
                for level in abstract.iterchildren(qn("w:lvl"))
            }
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = levels
        for number in root.iterchildren(qn("w:num")):
            target = number.find(qn("w:abstractNumId"))
            if target is not None:
                self._lists[number.get(qn("w:numId"), "")] = target.get(qn("w:val"), "")

    def label(self, paragraph: Any) -> str:
        """一、 （二） 3. as Word shows it before this paragraph; empty where it shows none."""
        properties = paragraph.find(qn("w:pPr"))
        number = properties.find(qn("w:numPr")) if properties is not None else None
        if number is None and properties is not None:
            number = self._from_style(properties.find(qn("w:pStyle")))
        if number is None:
            return ""
        which, level = number.find(qn("w:numId")), number.find(qn("w:ilvl"))
        key = self._lists.get(which.get(qn("w:val"), "") if which is not None else "", "")
        depth = int(level.get(qn("w:val"), "0")) if level is not None else 0
        levels = self._levels.get(key, {})
        if depth not in levels or not _run_text(paragraph).strip():
            return ""
        counts = self._counts.setdefault(key, {})
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        kind, text, _ = levels[depth]
        if kind in ("bullet", "none"):
            return ""

        def figure(place: re.Match[str]) -> str:
            at = int(place.group(1)) - 1
            form, _, first = levels.get(at, ("decimal", "", 1))
            return _figure(counts.get(at, first), form)

        return _PLACE.sub(figure, text)

    def _from_style(self, style: Any) -> Any:
        name = style.get(qn("w:val")) if style is not None else None
        for _ in range(10):
            element = self._styles.get(name) if name else None
            if element is None:
                return None
            found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                return found
            base = element.find(qn("w:basedOn"))
            name = base.get(qn("w:val")) if base is not None else None
        return None


def _level(level: Any) -> tuple[str, str, int]:
    def value(name: str, default: str) -> str:
        element = level.find(qn(name))
        return element.get(qn("w:val"), default) if element is not None else default

    start = value("w:start", "1")
    return value("w:numFmt", "decimal"), value("w:lvlText", ""), int(start) if start.isdecimal() else 1


def _figure(number: int, form: str) -> str:
    if form.startswith(("chinese", "taiwanese", "ideographDigital", "japaneseCounting")) and 0 < number < 100:
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
        return head + (_DIGITS[ones] if ones else "")
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x245F + number)
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    return str(number)
