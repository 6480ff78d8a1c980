"""Cells with spans to rows of text: the form in which every reader hands on a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LARGEST_SPAN = 200
"""Columns or rows one cell may cover; what claims more is a fault in the file."""

_WHITE = re.compile(r"\s+")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef、。]) (?=[\u2e80-\u9fff\uff00-\uffef])")


BREAK = "\v"
"""Where the author of a cell began a new line or paragraph, unlike a line end where the cell was full."""


def cell_text(text: str) -> str:
    """The text of a cell on one line; a space where its author began a new one."""
    lines = (_BETWEEN_CHINESE.sub("", _WHITE.sub(" ", line).strip()) for line in text.split(BREAK))
    return " ".join(line for line in lines if line)


def rows_of(table: Iterable[Sequence[tuple[str, int, int]]]) -> list[list[str]]:
    """Rows of equal length from cells (text, columns, rows); cells under a merged cell are empty."""
    rows: list[list[str]] = []
    covered: dict[int, int] = {}  # column -> rows still covered
    for cells in table:
        row: list[str] = []
        queue = list(cells)
        while queue or any(column >= len(row) and left > 0 for column, left in covered.items()):
            column = len(row)
            if covered.get(column, 0) > 0:
                covered[column] -= 1
                row.append("")
                continue
            if not queue:
                row.append("")
                continue
            text, columns, height = queue.pop(0)
            for k in range(max(1, min(columns, LARGEST_SPAN))):
                row.append(cell_text(text) if k == 0 else "")
                if height > 1:
                    covered[column + k] = min(height, LARGEST_SPAN) - 1
        rows.append(row)
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line per row, cells apart by tabs; rows with no text left out."""
    return ["\t".join(row) for row in rows if any(row)]
