"""PDF to text: lines gathered into paragraphs, ruled tables as rows, headers, footers and page numbers left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import PdfminerException

from graph.errors import UnreadableFile
from graph.reading.characters import TRANSLATION
from graph.reading.grid import cell_text, table_lines

MOST_PAGES = 2000
_ROW_NUMBER = re.compile(r"[（(]?\d{1,4}[）).、]?$")
_CELL_ENDS = "。；！？;"
_CID = re.compile(r"\(cid:\d+\)")
_PAGE_NUMBER = re.compile(r"[-—–―─·\s]*\d{1,4}[-—–―─·\s]*$|第\s*\d+\s*页.{0,12}$|\d+\s*/\s*\d+$")
_EDGE = 0.09
"""The part of the page height at top and bottom where headers and footers stand."""
_STROKE = 6.0
"""Points: what is shorter is the thickness of a rule, or a mark."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page: int
    table: bool = False


def pdf_text(data: bytes) -> str:
    """The text of a PDF. Raises UnreadableFile, without the file's name."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise UnreadableFile(f"有 {len(pdf.pages)} 页，超过 {MOST_PAGES} 页的上限。请拆分后再读")
            pages, images = [], 0
            for number, page in enumerate(pdf.pages):
                images += len(page.images)
                pages.append((_page_lines(page, number), float(page.height)))
                page.close()
    except (PdfminerException, PDFException, PSException) as broken:
        # pdfplumber hands on what pdfminer raised as the argument of an error of its own.
        if any(isinstance(each, PDFPasswordIncorrect) for each in (broken, *broken.args)):
            raise UnreadableFile("已加密，打不开。请去除密码后再读") from broken
        raise UnreadableFile("不是完整的 PDF 文件，可能没有下载完或已损坏。请重新下载或重新导出") from broken
    text = "\n".join(_paragraphs(_whole_rows(_without_edges(pages)))).translate(TRANSLATION)
    visible = len(re.sub(r"\s", "", text))
    if visible < 10 * max(1, len(pages)) and images:
        raise UnreadableFile(
            "是扫描件，没有文字层，不能直接读取。请先做文字识别（OCR），核对后存为 .docx 或带文字层的 PDF，再读取"
        )
    if not visible:
        raise UnreadableFile("没有可读的文字。若是扫描件，请先做文字识别（OCR），核对后存为 .docx，再读取")
    if sum(len(m.group()) for m in _CID.finditer(text)) > 0.1 * visible:
        raise UnreadableFile(
            "字体没有文字编码，读出的不是汉字。请向制发单位索取 .docx，或做文字识别（OCR）后再读"
        )
    return text


def _page_lines(page: Any, number: int) -> list[_Line]:
    """The lines and table rows of a page, from top to bottom."""
    settings = {"explicit_horizontal_lines": _cut_ends(page)}
    tables = [
        table for table in page.find_tables(settings) if len(table.rows) > 1 and len(table.rows[0].cells) > 1
    ]
    lines: list[_Line] = []
    for table in tables:
        left, top, right, bottom = table.bbox
        rows = [[cell_text(cell or "") for cell in row] for row in table.extract()]
        height = (bottom - top) / max(1, len(rows))
        lines += [
            _Line(row, left, right, top + i * height, top + (i + 1) * height, 0.0, number, True)
            for i, row in enumerate(table_lines(rows))
        ]
    boxes = [table.bbox for table in tables]

    def outside(thing: dict[str, Any]) -> bool:
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(a <= x <= c and b <= y <= d for a, b, c, d in boxes)

    text = page.filter(lambda thing: thing["object_type"] != "char" or outside(thing)) if boxes else page
    for line in text.dedupe_chars().extract_text_lines(return_chars=True, strip=True):
        if line["text"].strip():
            size = Counter(round(char["size"], 1) for char in line["chars"]).most_common(1)[0][0]
            lines.append(
                _Line(line["text"], line["x0"], line["x1"], line["top"], line["bottom"], size, number)
            )
    return sorted(lines, key=lambda line: (line.top, line.left))


def _cut_ends(page: Any) -> list[float]:
    """Where the upright rules of a page end: a table cut by the page end has no level rule there.

    Only the highest and the lowest end: a level rule through the middle of a table would cut merged cells.
    """
    upright = [e for e in page.edges if e["orientation"] == "v" and e["bottom"] - e["top"] > _STROKE]
    if len(upright) < 2:
        return []
    return [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]


def _without_edges(pages: Sequence[tuple[list[_Line], float]]) -> list[_Line]:
    """All lines but page numbers and what stands at the edge of several pages."""

    def at_edge(line: _Line, height: float) -> bool:
        return not line.table and (line.bottom < _EDGE * height or line.top > (1 - _EDGE) * height)

    def key(line: _Line) -> str:
        return re.sub(r"\d+", "0", line.text)

    repeated = Counter(
        k for lines, height in pages for k in {key(line) for line in lines if at_edge(line, height)}
    )
    often = max(2, len(pages) // 3)
    return [
        line
        for lines, height in pages
        for line in lines
        if not (at_edge(line, height) and (_PAGE_NUMBER.match(line.text) or repeated[key(line)] >= often))
    ]


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    """Lines put together: a paragraph ends with a short line, before an indented or a centred one."""
    prose = [line for line in lines if not line.table]
    if not prose:
        return [line.text for line in lines]
    left = _usual(line.left for line in prose)
    right = _usual((line.right for line in prose), largest=True)
    body = _usual(line.size for line in prose)
    paragraphs: list[str] = []
    last: _Line | None = None
    for line in lines:
        if last is not None and _goes_on(last, line, left, right, body):
            paragraphs[-1] += _glue(paragraphs[-1], line.text) + line.text
        else:
            paragraphs.append(line.text)
        last = line
    return paragraphs


def _whole_rows(lines: Sequence[_Line]) -> list[_Line]:
    """The lines with each table row whole that a page end cut, and the head of a table once, not on every page."""
    whole: list[_Line] = []
    head, page, fresh = "", 0, False
    for line in lines:
        if not line.table:
            head, fresh = "", False
        elif not head:
            head, page = line.text, line.page
        elif line.page > page or fresh:
            page, fresh = line.page, line.text == head
            if fresh:
                continue
            joined = _one_row(whole[-1].text.split("\t"), line.text.split("\t"))
            if joined:
                whole[-1] = replace(whole[-1], text="\t".join(joined))
                continue
        whole.append(line)
    return whole


def _one_row(above: list[str], below: list[str]) -> list[str] | None:
    """The row whose rest stands on the next page; None where a new row begins there.

    The rest has no number, leaves cells empty that the row had filled, and goes on with what stops in mid-sentence.
    """
    pairs = list(zip(above, below, strict=False))
    rest = [(a, b) for a, b in pairs if b]
    if len(above) != len(below) or below[0] or not all(a and not _ROW_NUMBER.match(b) for a, b in rest):
        return None
    if len(rest) >= sum(bool(a) for a in above[1:]) or not any(a[-1] not in _CELL_ENDS for a, _ in rest):
        return None
    return [a + (_glue(a, b) + b if b else "") for a, b in pairs]


def _usual(values: Any, largest: bool = False) -> float:
    counted = Counter(round(value) for value in values)
    most = counted.most_common(1)[0][1]
    usual = [value for value, times in counted.items() if times >= 0.3 * most]
    return float(max(usual) if largest else counted.most_common(1)[0][0])


def _goes_on(last: _Line, line: _Line, left: float, right: float, body: float) -> bool:
    if last.table or line.table:
        return False
    em = max(line.size, 1.0)
    if abs(last.size - line.size) > 0.15 * em:
        return False
    if line.size > 1.15 * body:  # a title over several lines
        return line.page == last.page and line.top - last.bottom < 1.2 * em and _centred(last, line, em)
    if line.left > left + 1.2 * em:  # set in, or at the right
        return False
    return last.right > right - 1.6 * em


def _centred(last: _Line, line: _Line, em: float) -> bool:
    return abs((last.left + last.right) - (line.left + line.right)) < 2 * em


def _glue(before: str, after: str) -> str:
    return (
        " "
        if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
        else ""
    )
