"""An Excel workbook of plain tables: heads that stay, widths, wrapped text, filters; text never runs as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | None
_RULE = Side(style="thin", color="FFB8BDC2")
_BORDER = Border(left=_RULE, right=_RULE, top=_RULE, bottom=_RULE)
_HEAD = PatternFill("solid", fgColor="FFDCE8F0")
LONGEST = 32_000
"""Excel holds 32,767 characters in a cell."""


class Book:
    """A workbook being written; ``bytes`` ends it."""

    def __init__(self) -> None:
        self._book = Workbook()
        self._first = True

    def sheet(
        self,
        name: str,
        head: Sequence[str],
        rows: Iterable[Sequence[Value]],
        widths: Sequence[float],
        title: str | None = None,
        landscape: bool = True,
    ) -> Worksheet:
        """One sheet; ``widths`` are in characters. With ``title`` a merged line stands above the head."""
        sheet = self._book.active if self._first else self._book.create_sheet()
        assert isinstance(sheet, Worksheet)
        self._first = False
        sheet.title = name
        at = 1
        if title:
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
            cell = put(sheet, 1, 1, title)
            cell.font = Font(name="宋体", size=16, bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center")
            sheet.row_dimensions[1].height = 32
            at = 2
        for column, text in enumerate(head, 1):
            cell = put(sheet, at, column, text)
            cell.font, cell.fill, cell.border = Font(name="宋体", bold=True), _HEAD, _BORDER
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            sheet.column_dimensions[get_column_letter(column)].width = widths[column - 1]
        last = at
        for last, row in enumerate(rows, at + 1):
            for column, value in enumerate(row, 1):
                filled = put(sheet, last, column, value)
                filled.font, filled.border = Font(name="宋体"), _BORDER
                filled.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.freeze_panes = f"A{at + 1}"
        sheet.auto_filter.ref = f"A{at}:{get_column_letter(len(head))}{last}"
        sheet.print_title_rows = f"{at}:{at}"
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        return sheet

    def bytes(self) -> bytes:
        target = BytesIO()
        self._book.save(target)
        return target.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    cell = sheet.cell(row=row, column=column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
        cell.data_type = "s"
    else:
        cell.value = value
    return cell
