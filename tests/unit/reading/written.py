"""A plan written as .docx, .html and .pdf, the way offices print it; the same bytes each time.

The pages hold the paragraphs of the given text: titles centred, paragraphs set in by two
characters, tables ruled with merged cells, page numbers and a running header in the PDF.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass
from itertools import groupby

import docx
from docx.shared import Pt
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

FONT = "STSong-Light"
_TITLE = re.compile(r"(?:文件|的通知|工作要点|（2026-2028年）|重点发展指标)$")


@dataclass(frozen=True)
class Block:
    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(view: str) -> list[Block]:
    """The blocks of a normalised text."""
    found = []
    for is_row, lines in groupby(view.split("\n"), key=lambda line: "\t" in line):
        if is_row:
            found.append(Block("table", rows=tuple(tuple(line.split("\t")) for line in lines)))
            continue
        for line in lines:
            title = _TITLE.search(line) and len(line) < 70 and not re.match(r"附件|\d|[（(一二三]", line)
            found.append(Block("title" if title else "paragraph", line))
    return found


def spans(rows: tuple[tuple[str, ...], ...]) -> list[tuple[int, int, int, int]]:
    """Merged cells (column, row, columns, rows): an empty cell belongs to the one before it or above it."""
    found = []
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if not cell:
                continue
            columns = 1
            while y == 0 and x + columns < len(row) and not row[x + columns]:
                columns += 1
            height = 1
            while y + height < len(rows) and columns == 1 and not rows[y + height][x]:
                height += 1
            if columns > 1 or height > 1:
                found.append((x, y, columns, height))
    return found


def as_html(view: str) -> bytes:
    out = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>网站 - 政策文件</title><style>p{text-indent:2em}</style>"
    ]
    out.append("<script>var a = '责任单位：脚本局';</script></head><body>")
    out.append(
        "<nav class='nav'><a href='/'>首页</a> <a href='/zc'>政策</a></nav><div id='crumbs' class='crumbs'><a href='/'>首页</a></div>"
    )
    out.append("<div class='content'><p>发布日期：2026-06-20　浏览次数：12</p>")
    for block in blocks(view):
        if block.kind == "table":
            merged = {(x, y): (c, r) for x, y, c, r in spans(block.rows)}
            hidden = {
                (x + i, y + j) for (x, y), (c, r) in merged.items() for i in range(c) for j in range(r)
            } - set(merged)
            out.append("<table>")
            for y, row in enumerate(block.rows):
                out.append("<tr>")
                for x, cell in enumerate(row):
                    if (x, y) not in hidden:
                        c, r = merged.get((x, y), (1, 1))
                        out.append(f"<td colspan='{c}' rowspan='{r}'><p>{html.escape(cell)}</p></td>")
                out.append("</tr>")
            out.append("</table>")
        else:
            tag = "h1" if block.kind == "title" else "p"
            out.append(f"<{tag}>{html.escape(block.text)}</{tag}>")
    out.append("</div><footer><p>版权所有 主办单位：某区人民政府</p></footer></body></html>")
    return "\n".join(out).encode()


def as_docx(view: str) -> bytes:
    document = docx.Document()
    for block in blocks(view):
        if block.kind == "table":
            table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]))
            for x, y, columns, rows in spans(block.rows):
                table.cell(y, x).merge(table.cell(y + rows - 1, x + columns - 1))
            for y, row in enumerate(block.rows):
                for x, cell in enumerate(row):
                    if cell:
                        table.cell(y, x).text = cell
        elif block.kind == "title":
            document.add_heading(block.text, 1)
        else:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(32)
            middle = len(block.text) // 2
            paragraph.add_run(block.text[:middle]).bold = True  # Word cuts runs anywhere
            paragraph.add_run(block.text[middle:])
    stream = io.BytesIO()
    document.save(stream)
    return _undated(stream.getvalue())


def _undated(package: bytes) -> bytes:
    """The same package with no times in it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in sorted(source.infolist(), key=lambda e: e.filename):
            info = zipfile.ZipInfo(entry.filename, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry.filename))
    return out.getvalue()


def as_pdf(view: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle(
        "body",
        fontName=FONT,
        fontSize=14,
        leading=24,
        wordWrap="CJK",
        firstLineIndent=28,
        alignment=TA_JUSTIFY,
    )
    title = ParagraphStyle(
        "title", fontName=FONT, fontSize=20, leading=30, wordWrap="CJK", alignment=TA_CENTER, spaceBefore=12
    )
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=13, wordWrap="CJK")
    story: list[object] = []
    for block in blocks(view):
        if block.kind == "table":
            style = [("GRID", (0, 0), (-1, -1), 0.6, colors.black)]
            style += [("SPAN", (x, y), (x + c - 1, y + r - 1)) for x, y, c, r in spans(block.rows)]
            few = len(block.rows[0]) < 7
            widths = [448 / len(block.rows[0])] * len(block.rows[0]) if few else [32, 90, 110, 42, 42, 42, 90]
            data = [
                [Paragraph(html.escape(text), cell) if text else "" for text in row] for row in block.rows
            ]
            story.append(Table(data, style=TableStyle(style), colWidths=widths))
        else:
            story.append(Paragraph(html.escape(block.text), title if block.kind == "title" else body))
    stream = io.BytesIO()
    template = SimpleDocTemplate(stream, pagesize=A4, invariant=1, title="", author="")
    template.build(story, onFirstPage=_frame, onLaterPages=_frame)
    return stream.getvalue()


def _frame(canvas: Canvas, template: SimpleDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 30, f"— {template.page} —")
    canvas.drawString(72, A4[1] - 40, "某区人民政府公报")
    canvas.restoreState()


def tables_pdf(pages: list[list[list[str]]]) -> bytes:
    """A PDF with one ruled table on each page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=13, wordWrap="CJK")
    story: list[object] = []
    for rows in pages:
        data = [[Paragraph(html.escape(text), cell) if text else "" for text in row] for row in rows]
        widths = [448 / len(rows[0])] * len(rows[0])
        story += [
            Table(data, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.6, colors.black)]), colWidths=widths)
        ]
        story.append(PageBreak())
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, invariant=1, title="", author="").build(story)
    return stream.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(72, 72, "locked")
    canvas.save()
    return stream.getvalue()


def scanned_pdf() -> bytes:
    """A PDF of two pages that hold a picture and no text."""
    from reportlab.lib.utils import ImageReader

    picture = io.BytesIO(
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
        b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
    )
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for _ in range(2):
        canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[1])
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
