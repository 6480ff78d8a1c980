"""The tables as a folder of CSV files that Excel opens as they are: UTF-8 with BOM, CRLF, no live formulas.

Names are in Chinese, as in the workbook. A text that a spreadsheet would take for a formula gets a single
quote before it (OWASP, *CSV Injection*); numbers are written as numbers.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from typing import IO

from graph.exports.csv_text import record
from graph.exports.format import Chunks, Files, Format, Job
from graph.exports.spool import chunks_of, spool
from graph.exports.table_rows import rows
from graph.exports.tables import TABLES, Cell, Table

BOM = "\ufeff".encode()
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _csv(job: Job) -> Files:
    with ExitStack() as spools:
        files = {table: spool(spools) for table in TABLES if job.view in table.views}
        for table, row in rows(job):
            files[table].write(record(map(_text, row)))
        for number, (table, file) in enumerate(files.items(), 1):
            yield f"{number:02d}_{table.zh}.csv", _copied(table, file)


def _copied(table: Table, file: IO[bytes]) -> Chunks:
    yield BOM + record(column.zh for column in table.columns)
    yield from chunks_of(file)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:g}" if abs(cell) < 1e6 and f"{cell:g}" == repr(cell).removesuffix(".0") else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    return guarded(cell.replace("\x00", "\ufffd"))


def guarded(text: str) -> str:
    """The text with a single quote before it where it would be read as a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


CSV = Format("csv", ".zip", "application/zip", "CSV 文件夹（Excel）", "CSV folder for Excel", files=_csv)
