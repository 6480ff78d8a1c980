"""The tables as one workbook: frozen headings, filters, numbers as numbers, a link from each fact to its words.

Cells hold at most 32,767 characters (Excel's limit, counted in UTF-16); a longer text is cut and says so.
Sheets hold at most 1,048,576 rows; a longer table goes on in a second sheet. Nothing in the file tells the
time, so the same content gives the same bytes.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell as WrittenCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from graph.exports.archive import entry
from graph.exports.csv_tables import STARTS_A_FORMULA
from graph.exports.format import Chunks, Format, Job
from graph.exports.spool import chunks_of
from graph.exports.table_rows import rows
from graph.exports.tables import PLACE, TABLES, Cell, Column, Row, Table
from graph.exports.xml_text import printable

CELL = 32_767
ROWS = 1_048_576
LINKS = 65_530
"""Hyperlinks that Excel keeps in one sheet; rows beyond have the words, but no link."""
CUT = "…（过长，已截断）"
EVIDENCE = "原文依据"
EVIDENCE_COLUMNS = (Column("row", "依据号", "integer"), *PLACE)
HEADING = Font(bold=True, color="FFFFFF")
GROUND = PatternFill("solid", fgColor="0A3A5C")
LINK = Font(color="0A558C", underline="single")
WIDTHS = {"string": 18, "integer": 10, "number": 12, "boolean": 10, "date": 12}
WIDE = {
    "title": 44,
    "quote": 60,
    "explanation": 60,
    "subject": 40,
    "aliases": 40,
    "path": 36,
    "task": 40,
    "tasks": 50,
}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TIME = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def _xlsx(job: Job) -> Chunks:
    with tempfile.TemporaryDirectory() as folder:
        raw, stable = Path(folder) / "raw.xlsx", Path(folder) / "stable.xlsx"
        book = _Book(job.view)
        for table, row in rows(job):
            book.add(table, row)
        book.book.save(raw)
        _without_clock(raw, stable)
        with stable.open("rb") as file:
            yield from chunks_of(file)


class _Book:
    def __init__(self, view: str) -> None:
        self.book = Workbook(write_only=True)
        tables = [table for table in TABLES if view in table.views]
        self.sheets = {table: _Sheet(self.book, table.zh, table.columns) for table in tables}
        self.evidence = (
            _Sheet(self.book, EVIDENCE, EVIDENCE_COLUMNS) if any(t.quoted for t in tables) else None
        )
        self.quotes: dict[tuple[Cell, ...], int] = {}
        """place of a quote -> its row in the sheet of evidence"""

    def add(self, table: Table, row: Row) -> None:
        if not table.quoted or self.evidence is None:
            self.sheets[table].add(row)
            return
        place = row[-len(PLACE) :]
        link = None
        if place[2] is not None:
            key = (place[0], *place[-2:])
            if key not in self.quotes:
                self.quotes[key] = self.evidence.add((len(self.quotes) + 1, *place))
            link = f"'{EVIDENCE}'!A{self.quotes[key]}"
        self.sheets[table].add(row, link if self.evidence.part == 1 else None)


@dataclass
class _Sheet:
    """One table, over as many sheets as it needs."""

    book: Workbook
    title: str
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        self.part = 0
        self._begin()

    def _begin(self) -> None:
        self.part += 1
        self.row = 0
        self.links = 0
        self.sheet = self.book.create_sheet(self.title if self.part == 1 else f"{self.title} ({self.part})")
        self.sheet.freeze_panes = "A2"
        for number, column in enumerate(self.columns, 1):
            width = WIDE.get(column.name, WIDTHS[column.type])
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        self._append([self._heading(column.zh) for column in self.columns])

    def _append(self, cells: list[WrittenCell]) -> None:
        self.row += 1
        self.sheet.append(cells)
        # written when the sheet is closed, behind its last row
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(self.columns))}{self.row}"

    def _heading(self, text: str) -> WrittenCell:
        cell = WriteOnlyCell(self.sheet, text)
        cell.font, cell.fill, cell.alignment = HEADING, GROUND, Alignment(vertical="center")
        return cell

    def add(self, row: Row, link: str | None = None) -> int:
        """Writes a row and answers its number in the present sheet; ``link`` goes on the words."""
        if self.row == ROWS:
            self._begin()
        cells = [self._cell(cell) for cell in row]
        if link and self.links < LINKS:
            self.links += 1
            at = [column.name for column in self.columns].index("quote")
            cells[at].hyperlink = Hyperlink(ref="", location=link, tooltip="看原文依据")
            cells[at].font = LINK
        self._append(cells)
        return self.row

    def _cell(self, value: Cell) -> WrittenCell:
        if isinstance(value, bool):
            return WriteOnlyCell(self.sheet, "是" if value else "否")
        if not isinstance(value, str):
            return WriteOnlyCell(self.sheet, value)  # type: ignore[arg-type]  # a date will do
        cell = WriteOnlyCell(self.sheet, fitting(value))
        if value.startswith(STARTS_A_FORMULA):
            cell.data_type = "s"  # text, whatever openpyxl takes it for
            cell.quotePrefix = True
        return cell


def fitting(text: str) -> str:
    """What a cell can hold: no control characters, at most 32,767 UTF-16 units, nothing read as an escape."""
    text = printable(text)
    # Excel reads _x0041_ in a cell as the character A (ECMA-376 part 1, 22.9.2.19): its underscore is escaped.
    text = _ESCAPED.sub(lambda match: f"_x005F{match[0]}", text)
    units = len(text.encode("utf-16-le")) // 2
    if units <= CELL:
        return text
    return text.encode("utf-16-le")[: (CELL - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT


def _without_clock(raw: Path, stable: Path) -> None:
    """The same workbook with no time of writing, in its properties or its archive."""
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name == "docProps/core.xml":
                timeless = _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", source.read(name))
                target.writestr(entry(name, len(timeless)), timeless)
                continue
            size = source.getinfo(name).file_size
            with source.open(name) as part, target.open(entry(name, size), "w") as out:
                out.writelines(chunks_of(part))


XLSX = Format(
    "xlsx",
    ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "Excel 工作簿",
    "Excel workbook",
    chunks=_xlsx,
)
