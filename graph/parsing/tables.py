"""Tables: regions with rows and cells for all readers of a text.

A table is a run of tab-separated rows. Cells under a merged cell are empty, or missing at the row's
left end; a cell of several lines goes on until the row's closing tab. Places are offsets in the
normalised view. Task tables are read in ``task_tables.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.parsing.duty_grammar import grammar
from graph.parsing.text_lines import Line, text_lines

_HEADER_CELL_MAX = 24
_ORDINAL = re.compile(r"\d{1,3}[.、]?$")


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    """One per column; empty ones have ``start == end``."""
    start: int
    end: int
    section: bool = False
    """One text across all columns."""


@dataclass(frozen=True, slots=True)
class TableRegion:
    """A table at ``text[start:end]``. ``header`` has one text per column, two header rows joined by a
    space; it is empty where the table has none. ``title`` is the line above it."""

    start: int
    end: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""


def find_tables(text: str, end: int) -> list[TableRegion]:
    """All tables in ``text[:end]``, in order."""
    if text.find("\t", 0, end) < 0:
        return []
    lines = text_lines(text[:end])
    found: list[TableRegion] = []
    i = 0
    while i < len(lines):
        if "\t" not in lines[i].text or grammar().label.match(lines[i].text):
            i += 1
            continue
        last = _region_end(lines, i)
        found.append(_region(text, lines[i : last + 1], _title(lines[i - 1].text) if i else ""))
        i = last + 1
    return found


def _title(line: str) -> str:
    """The line above a table as its title; a sentence or a list of units is none."""
    return "" if len(line) > 90 or "。" in line or grammar().label.match(line.lstrip("（")) else line


def _region_end(lines: list[Line], first: int) -> int:
    """Index of the last line: rows, and between rows the lines of a cell that runs on."""
    closed = _is_closed(lines, first)
    last = first
    k = first + 1
    while k < len(lines):
        if "\t" in lines[k].text and not grammar().label.match(lines[k].text):
            last = k
        elif not (closed and not lines[last].text.endswith("\t") and k - last <= 12):
            break
        k += 1
    return last


def _is_closed(lines: list[Line], first: int) -> bool:
    """Whether every row ends with a tab of its own, so that one without it goes on in the next line.

    A head whose last cell is merged away ends with a tab too; then all rows have as many tabs.
    """
    run = []
    k = first
    while k < len(lines) and "\t" in lines[k].text:
        run.append(lines[k].text)
        k += 1
    if not run[0].endswith("\t"):
        return False
    return all(row.endswith("\t") for row in run) or len({row.count("\t") for row in run}) > 1


def _region(text: str, lines: list[Line], above: str) -> TableRegion:
    closed = _is_closed(lines, 0)
    raw_rows: list[list[Cell]] = []
    k = 0
    while k < len(lines):
        start, end = lines[k].start, lines[k].end
        while closed and not text[start:end].endswith("\t") and k + 1 < len(lines) and end - start < 20000:
            following = lines[k + 1]
            if "\t" in following.text and _ORDINAL.match(following.text.split("\t", 1)[0]):
                break
            k += 1
            end = following.end
        cells = _cells(text, start, end)
        if closed and cells and cells[-1].start == cells[-1].end:
            cells.pop()
        raw_rows.append(cells)
        k += 1
    header, body = _header(raw_rows)
    width = len(header) or max((len(cells) for cells in raw_rows), default=0)
    rows = []
    for cells in body:
        if not any(cell.text for cell in cells) or (
            header and tuple(c.text for c in cells) == _texts(raw_rows[0])
        ):
            continue
        rows.append(_aligned(cells, width, header))
    return TableRegion(lines[0].start, lines[-1].end, header, tuple(rows), above)


def _texts(cells: list[Cell]) -> tuple[str, ...]:
    return tuple(cell.text for cell in cells)


def _cells(text: str, start: int, end: int) -> list[Cell]:
    cells = []
    a = start
    while a <= end:
        b = text.find("\t", a, end)
        b = end if b < 0 else b
        x, y = a, b
        while x < y and text[x] in " \n":
            x += 1
        while y > x and text[y - 1] in " \n":
            y -= 1
        cells.append(Cell(text[x:y].replace("\n", ""), x, y))
        a = b + 1
    return cells


def _header(raw_rows: list[list[Cell]]) -> tuple[tuple[str, ...], list[list[Cell]]]:
    """Column heads and the rows below them."""
    first = 0
    while first < len(raw_rows) - 1 and sum(1 for c in raw_rows[first] if c.text) <= 1:
        first += 1
    head = raw_rows[first]
    named = [c for c in head if c.text]
    if (
        len(named) < 2
        or any(len(c.text) > _HEADER_CELL_MAX or "。" in c.text for c in named)
        or _ORDINAL.match(named[0].text)
    ):
        return (), raw_rows
    texts = list(_texts(head))
    body = raw_rows[first + 1 :]
    if body and len(raw_rows) > first + 2:
        second = _texts(body[0])
        if (
            len(second) == len(texts)
            and not second[0]
            and texts[0]
            and any(second)
            and all(len(x) <= _HEADER_CELL_MAX for x in second)
        ):
            return tuple(_joined(texts, second)), body[1:]
        data_width = len(raw_rows[first + 2])
        if (
            1 < len(second) < len(texts) + 1
            and data_width == len(texts) - 1 + len(second)
            and all(0 < len(x) <= _HEADER_CELL_MAX for x in second)
        ):
            at = max(
                range(len(texts)),
                key=lambda k: (len(set(texts[k]) & set("".join(second))), "分工" in texts[k]),
            )
            joined = [f"{texts[at]} {x}" for x in second]
            return (*texts[:at], *joined, *texts[at + 1 :]), body[1:]
    return tuple(texts), body


def _joined(first: list[str], second: tuple[str, ...]) -> list[str]:
    joined = []
    parent = ""
    for upper, lower in zip(first, second, strict=True):
        parent = upper or parent
        joined.append(f"{parent} {lower}".strip() if lower else upper)
    return joined


def _aligned(cells: list[Cell], width: int, header: tuple[str, ...]) -> Row:
    start, end = cells[0].start, cells[-1].end
    filled = [cell for cell in cells if cell.text]
    section = len(filled) == 1 and width > 2 and not _ORDINAL.match(filled[0].text) and bool(cells[0].text)
    missing = width - len(cells)
    if missing > 0 and not section:
        numbered = bool(header) and header[0] in ("序号", "编号", "序") and _ORDINAL.match(cells[0].text)
        blank = Cell("", start, start)
        cells = [*cells, *[Cell("", end, end)] * missing] if numbered else [*[blank] * missing, *cells]
    elif missing < 0:
        cells = cells[:width]
    return Row(tuple(cells), start, end, section)
