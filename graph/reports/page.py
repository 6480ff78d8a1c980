"""A Word page laid out after GB/T 9704-2012 (党政机关公文格式): A4, margins, faces, sizes, page numbers.

Type area 156 × 225 mm (head 37, left 28, right 26, foot 35 mm); title 方正小标宋 二号, text 仿宋 三号 in lines of
28.95 pt, headings 黑体 and 楷体, page numbers 宋体 四号 between dashes. Each face has a fallback in the font table,
so that a machine without it shows a kindred one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

TITLE, TEXT, HEADING, SUBHEADING, NUMBER = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
FALLBACKS = {
    TITLE: "小标宋;SimSun;Noto Serif CJK SC",
    TEXT: "仿宋;FangSong;STFangsong",
    HEADING: "SimHei;Noto Sans CJK SC",
    SUBHEADING: "楷体;KaiTi;STKaiti",
    NUMBER: "SimSun;Noto Serif CJK SC",
}
LINE = Pt(28.95)
ERHAO, SANHAO, SIHAO, WUHAO, XIAOWU = Pt(22), Pt(16), Pt(14), Pt(10.5), Pt(9)


class Page:
    """A document being written; ``bytes`` ends it."""

    def __init__(self, landscape: bool = False) -> None:
        self.document: Document = new_document()
        self.landscape = landscape
        self._layout()
        self._font_table()
        self._page_number()

    @property
    def width(self) -> float:
        """Width of the type area, in mm."""
        return 225.0 if self.landscape else 156.0

    def title(self, text: str) -> None:
        self._paragraph(text, TITLE, ERHAO, align=WD_ALIGN_PARAGRAPH.CENTER, line=Pt(35), after=Pt(14))

    def note(self, text: str) -> None:
        """A line under the title, such as date and source."""
        self._paragraph(text, SUBHEADING, SANHAO, align=WD_ALIGN_PARAGRAPH.CENTER, after=Pt(14))

    def heading(self, text: str, level: int = 1) -> None:
        face = HEADING if level == 1 else SUBHEADING
        paragraph = self._paragraph(text, face, SANHAO, indent=True)
        paragraph.paragraph_format.keep_with_next = True
        properties = paragraph._p.get_or_add_pPr()
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level - 1))
        properties.append(outline)

    def text(self, text: str) -> None:
        self._paragraph(text, TEXT, SANHAO, indent=True, align=WD_ALIGN_PARAGRAPH.JUSTIFY)

    def quote(self, text: str) -> None:
        self._paragraph(text, SUBHEADING, SIHAO, indent=True, line=Pt(24), align=WD_ALIGN_PARAGRAPH.JUSTIFY)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> Table:
        """A ruled table whose head repeats on every page; ``widths`` in mm are scaled to the type area."""
        scale = self.width / sum(widths)
        table = self.document.add_table(rows=1, cols=len(head))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        self._row(table, 0, head, HEADING)
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
        for at, row in enumerate(rows, 1):
            added = table.add_row()
            whole = OxmlElement("w:cantSplit")
            added._tr.get_or_add_trPr().append(whole)
            self._row(table, at, row, TEXT)
        for column, width in enumerate(widths):
            for cell in table.columns[column].cells:
                cell.width = Mm(width * scale)
        return table

    def bytes(self) -> bytes:
        target = BytesIO()
        self.document.save(target)
        return target.getvalue()

    # -- parts

    def _row(self, table: Table, at: int, texts: Sequence[str], face: str) -> None:
        for cell, text in zip(table.rows[at].cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            for number, line in enumerate(text.split("\n")):
                if number:
                    paragraph = cell.add_paragraph()
                paragraph.paragraph_format.space_after = Pt(0)
                if face == HEADING:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                set_face(paragraph.add_run(line), face, XIAOWU if self.landscape else WUHAO)

    def _paragraph(
        self,
        text: str,
        face: str,
        size: Pt,
        indent: bool = False,
        align: WD_ALIGN_PARAGRAPH | None = None,
        line: Pt | None = None,
        after: Pt | None = None,
    ) -> Paragraph:
        paragraph = self.document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = line or LINE
        shape.space_before, shape.space_after = Pt(0), after or Pt(0)
        if indent:
            shape.first_line_indent = size * 2
        if align is not None:
            paragraph.alignment = align
        set_face(paragraph.add_run(text), face, size)
        return paragraph

    def _layout(self) -> None:
        section = self.document.sections[0]
        short, long = Mm(210), Mm(297)
        section.page_width, section.page_height = (long, short) if self.landscape else (short, long)
        section.orientation = WD_ORIENT.LANDSCAPE if self.landscape else WD_ORIENT.PORTRAIT
        head, left, right, foot = Mm(37), Mm(28), Mm(26), Mm(35)
        if self.landscape:  # the sheet turned by a quarter: the head of the page is its left side
            head, left, right, foot = Mm(28), Mm(37), Mm(35), Mm(26)
        section.top_margin, section.bottom_margin = head, foot
        section.left_margin, section.right_margin = left, right
        section.footer_distance = Mm(18) if self.landscape else Mm(27)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = LATIN, SANHAO
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TEXT)

    def _font_table(self) -> None:
        part = self.document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
        fonts = parse_xml(part.blob)
        for name, other in FALLBACKS.items():
            fonts.append(
                parse_xml(
                    f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{other}"/>'
                    '<w:charset w:val="86"/></w:font>'
                )
            )
        part._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _page_number(self) -> None:
        self.document.settings.odd_and_even_pages_header_footer = True
        section = self.document.sections[0]
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = side
            set_face(paragraph.add_run("— "), NUMBER, SIHAO)
            field = paragraph.add_run()
            set_face(field, NUMBER, SIHAO)
            for kind in ("begin", None, "end"):
                if kind:
                    element = OxmlElement("w:fldChar")
                    element.set(qn("w:fldCharType"), kind)
                else:
                    element = OxmlElement("w:instrText")
                    element.set(qn("xml:space"), "preserve")
                    element.text = "PAGE"
                field._r.append(element)
            set_face(paragraph.add_run(" —"), NUMBER, SIHAO)


def set_face(run: Run, face: str, size: Pt) -> None:
    run.font.name, run.font.size = LATIN, size
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
