"""The table of entities that people correct, as a workbook or a CSV file.

编号, 名称, 又作, 种类, 所属地区 say what is there; 合并到, 改名为, 改种类 are for people to fill in. A CSV that Excel
saved again may be in GB 18030 instead of UTF-8; both are read.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph.corrections_import import NAMED_KINDS, CorrectionRow
from graph.errors import BadRequest
from graph.exports.csv_tables import BOM, STARTS_A_FORMULA, guarded
from graph.exports.csv_text import record
from graph.exports.xlsx import GROUND, HEADING, fitting
from ontology import terms
from ontology.kinds import class_iri, is_a, kinds

COLUMNS = ("编号", "名称", "又作", "种类", "所属地区", "合并到", "改名为", "改种类")
TO_FILL = COLUMNS[5:]
SHEET = "名称更正"
WIDTHS = (22, 36, 44, 18, 18, 36, 36, 18)
BETWEEN = "；"


def write(rows: Sequence[CorrectionRow], path: Path) -> None:
    """Writes .xlsx or .csv, by the ending of the name. Raises BadRequest for another ending."""
    if path.suffix.lower() == ".xlsx":
        content = _workbook(rows)
    elif path.suffix.lower() == ".csv":
        content = BOM + b"".join(record(map(guarded, cells)) for cells in (COLUMNS, *map(_cells, rows)))
    else:
        raise BadRequest(f"{path}：文件名应以 .xlsx 或 .csv 结尾")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadRequest(f"无法写入 {path}：{error.strerror}") from error


def read(path: Path) -> list[CorrectionRow]:
    """The rows of a table that people have filled in. Raises BadRequest where it is no such table."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadRequest(f"无法读取 {path}：{error.strerror}") from error
    lines = _xlsx_lines(content, path) if path.suffix.lower() == ".xlsx" else _csv_lines(content, path)
    heading = [cell.strip() for cell in next(lines, [])]
    missing = [column for column in ("编号", *TO_FILL) if column not in heading]
    if missing:
        raise BadRequest(
            f"{path}：第一行缺少这些列：{'、'.join(missing)}；请用“dutygraph corrections export”导出的表填写"
        )
    found = []
    for number, cells in enumerate(lines, 2):
        row = dict(zip(heading, cells, strict=False))
        if any(cell.strip() for cell in cells):
            found.append(_row(row, number))
    return found


def _row(cells: dict[str, str], line: int) -> CorrectionRow:
    def cell(column: str) -> str:
        return cells.get(column, "").strip()

    return CorrectionRow(
        cell("编号"),
        cell("名称"),
        tuple(filter(None, cell("又作").split(BETWEEN))),
        cell("种类"),
        cell("所属地区") or None,
        cell("合并到"),
        cell("改名为"),
        cell("改种类"),
        line,
    )


def _cells(row: CorrectionRow) -> tuple[str, ...]:
    kind = terms.label(str(class_iri(row.type))) if row.type else ""
    corrected = terms.label(str(class_iri(row.kind))) if row.kind else ""
    aliases = BETWEEN.join(row.aliases)
    return row.id, row.name, aliases, kind, row.jurisdiction or "", row.merge, row.label, corrected


def _workbook(rows: Iterable[CorrectionRow]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    sheet.append(COLUMNS)
    for cell in sheet[1]:
        cell.font, cell.fill = HEADING, GROUND
    for row in rows:
        sheet.append([fitting(cell) for cell in _cells(row)])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str) and cell.value.startswith(STARTS_A_FORMULA):
                cell.data_type = "s"
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGH"[number]].width = width
    for cell in sheet[1][len(COLUMNS) - len(TO_FILL) :]:
        cell.fill = PatternFill("solid", fgColor="9E1B1E")
        cell.font = Font(bold=True, color="FFFFFF")
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    _offer_kinds(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _offer_kinds(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    """A list to choose from in 改种类; the kinds stand in a sheet of their own."""
    fitting_kinds = [kind for kind in sorted(kinds()) if any(is_a(kind, each) for each in NAMED_KINDS)]
    choices = book.create_sheet("种类")
    for kind in fitting_kinds:
        choices.append([terms.label(str(class_iri(kind))), kind])
    offer = DataValidation("list", formula1=f"'种类'!$A$1:$A${len(fitting_kinds)}", allow_blank=True)
    sheet.add_data_validation(offer)
    offer.add(f"H2:H{max(sheet.max_row, 2)}")


def _xlsx_lines(content: bytes, path: Path) -> Iterator[list[str]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadRequest(f"{path} 不是可读的 Excel 工作簿（.xlsx）") from error
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    for row in sheet.iter_rows(values_only=True):
        yield ["" if cell is None else str(cell) for cell in row]


def _csv_lines(content: bytes, path: Path) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadRequest(f"{path} 的编码不是 UTF-8，也不是 GB 18030；请在 Excel 中另存为“CSV UTF-8”")
    for row in csv.reader(io.StringIO(text, newline="")):
        yield [
            cell[1:] if cell[:1] == "'" and cell[1:].startswith(STARTS_A_FORMULA) else cell for cell in row
        ]
