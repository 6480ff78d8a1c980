"""Task tables (任务分工表): each row that names units is a task.

Two shapes: tab-separated regions (``tables.py``), and tables flattened to one cell per line, where a
run of text lines followed by a run of unit lines is a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from graph.model import ReadingWarning, Role, SourceText
from graph.parsing import deadlines
from graph.parsing.duties import parse_cell
from graph.parsing.duty_grammar import Statement, grammar, role_of
from graph.parsing.tables import Cell, Row, TableRegion
from graph.parsing.text_lines import Line
from graph.parsing.unit_lists import is_unit_like, split_units
from ontology import words

_ORDINAL = re.compile(r"(\d{1,3})[.、]?$")
_YEAR_HEAD = re.compile(r"20\d\d年?")


@dataclass(slots=True)
class TableTask:
    """A row of a task table; its title and number may stand in a merged cell above it."""

    number: int | None
    mark: str
    title: str
    title_place: tuple[int, int]
    content: tuple[int, int]
    start: int
    end: int
    headings: tuple[str, ...]
    statements: list[Statement] = field(default_factory=list)


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(words.table("duties")[key])


@cache
def _deadline_heads() -> tuple[str, ...]:
    return tuple(words.table("duties")["deadline_labels"])


def duty_column(head: str) -> tuple[Role, str] | None:
    """Role and word of a column head, None where it gives no duty: 市卫健委内牵头处室 -> lead."""
    plain = head.replace(" ", "")
    last = head.rsplit(" ", 1)[-1]
    if last != head and grammar().header_role.search(last):
        plain = last
    person = any(plain.endswith(word) for word in words.table("duties")["person_labels"])
    if any(word in plain for word in _words("table_not_duty")) or (
        person and not re.search("单位|部门|处室|科室", plain)
    ):
        return None
    if grammar().header_role.search(plain) or plain in ("责任分工", "分工", "任务分工", "职责分工"):
        return role_of(plain)
    return None


def _is_values(header: tuple[str, ...]) -> bool:
    return any(any(word in head for word in _words("table_of_values")) for head in header) or (
        sum(1 for head in header if _YEAR_HEAD.search(head)) >= 2
    )


def task_rows(source: SourceText, table: TableRegion) -> tuple[list[TableTask], list[ReadingWarning]]:
    """The tasks of a task table, in order; none where the table is no task table."""
    text = source.text
    if not table.header:
        return [], _headless(source, table)
    duties = [(k, duty) for k, head in enumerate(table.header) if (duty := duty_column(head))]
    if not duties or _is_values(table.header):
        return [], []
    duty_columns = {k for k, _ in duties}
    due = next((k for k, h in enumerate(table.header) if any(w in h for w in _deadline_heads())), None)
    number_at = next((k for k, h in enumerate(table.header) if h in _words("table_numbers")), None)
    content = [
        k
        for k, head in enumerate(table.header)
        if k not in duty_columns
        and k not in (due, number_at)
        and any(w in head for w in _words("table_content"))
    ]
    if not content:
        content = [k for k in range(len(table.header)) if k not in duty_columns and k not in (due, number_at)]
        content = content[:2]
    if not content:
        return [], []
    tasks: list[TableTask] = []
    section = ""
    number: Cell | None = None
    title: Cell | None = None
    before: list[Statement] = []
    for row in table.rows:
        if row.section:
            section = next(cell.text for cell in row.cells if cell.text)
            continue
        if number_at is not None and row.cells[number_at].text:
            number = row.cells[number_at]
        head = row.cells[content[0]]
        if head.text:
            title = head
        body = next((row.cells[k] for k in reversed(content) if row.cells[k].text), None)
        merged = not head.text and (number_at is None or not row.cells[number_at].text)
        statements = _row_statements(text, row, duties, due)
        if merged and any(s.is_duty for s in statements):
            statements = _with_merged(row, duties, statements, before)
        if not any(s.is_duty for s in statements) and body is not None and body is not title:
            statements = before
        elif not any(s.is_duty for s in statements) and not _names_nobody(row, duties):
            statements = before if body is not None else []
        before = statements
        if body is None or title is None:
            continue
        ordinal = _ORDINAL.match(number.text) if number else None
        tasks.append(
            TableTask(
                int(ordinal.group(1)) if ordinal else None,
                number.text if number else "",
                title.text.rstrip("。；"),
                (title.start, title.end),
                (body.start, body.end),
                row.start,
                row.end,
                tuple(x for x in (table.title, section) if x),
                list(statements),
            )
        )
    return tasks, []


def _with_merged(
    row: Row, duties: list[tuple[int, tuple[Role, str]]], statements: list[Statement], before: list[Statement]
) -> list[Statement]:
    """Under a merged title an empty cell of leading or responsible units repeats the one above it."""
    empty = {head for k, (role, head) in duties if not row.cells[k].text and role in ("lead", "responsible")}
    kept = [s for s in before if s.parts and {p.role_text for p in s.parts} & empty]
    return sorted([*kept, *statements], key=lambda s: s.start)


def _names_nobody(row: Row, duties: list[tuple[int, tuple[Role, str]]]) -> bool:
    return any(row.cells[k].text in _words("nobody") for k, _ in duties)


def _row_statements(
    text: str, row: Row, duties: list[tuple[int, tuple[Role, str]]], due: int | None
) -> list[Statement]:
    found = []
    for k, (role, head) in duties:
        cell = row.cells[k]
        if cell.text and cell.text not in _words("nobody"):
            found.append(parse_cell(text, cell.start, cell.end, role, head))
    if due is not None and row.cells[due].text and row.cells[due].text not in _words("nobody"):
        cell = row.cells[due]
        if found:
            found[0].deadline = found[0].deadline or (cell.start, cell.end)
        else:
            found.append(Statement(cell.start, cell.end, "table", deadline=(cell.start, cell.end)))
    return found


def _headless(source: SourceText, table: TableRegion) -> list[ReadingWarning]:
    sample = source.text[table.start : min(table.end, table.start + 60)].replace("\n", " ").replace("\t", " ")
    return [
        ReadingWarning(
            "table-without-header",
            f"表格没有可识别的表头，未作任务表读取：{sample} (a table with no header that could be read)",
            source.span(table.start, table.end),
        )
    ]


# ---------------------------------------------------------------- one cell per line


def flattened_tables(text: str, lines: list[Line]) -> list[tuple[int, int, list[TableTask]]]:
    """Task tables among the lines that stand with one cell per line: (start, end, tasks)."""
    found = []
    i = 0
    while i < len(lines):
        last = _flat_header(lines, i)
        if last is None:
            i += 1
            continue
        header = tuple(line.text for line in lines[i : last + 1])
        stop, tasks = _flat_rows(text, lines, i, last, header, lines[i - 1].text if i else "")
        if tasks:
            found.append((lines[i].start, lines[stop].end, tasks))
            i = stop + 1
        else:
            i = last + 1
    return found


def _flat_header(lines: list[Line], first: int) -> int | None:
    """Index of the last line of a header that begins at ``first``: short heads, one of them of a duty."""
    duty = content = False
    k = first
    while k < len(lines) and k < first + 12:
        head = lines[k].text
        if len(head) > 14 or any(c in head for c in "。；：，、\t"):
            break
        if duty_column(head):
            duty = True
        elif head in _words("table_numbers") or head in _words("table_others") or head in _deadline_heads():
            pass
        elif any(head.endswith(word) for word in _words("table_content")):
            content = True
        else:
            break
        k += 1
    return k - 1 if duty and content and k - first >= 2 else None


def _flat_rows(
    text: str, lines: list[Line], first: int, last: int, header: tuple[str, ...], title_line: str
) -> tuple[int, list[TableTask]]:
    duties = [duty for head in header if (duty := duty_column(head))]
    texts_wanted = sum(
        1 for h in header if any(h.endswith(w) for w in _words("table_content")) and not duty_column(h)
    )
    numbered = header[0] in _words("table_numbers")
    tasks: list[TableTask] = []
    number: Line | None = None
    title: Line | None = None
    pieces: list[Line] = []
    units: list[Line] = []
    due: Line | None = None
    stop = last
    expected = 1

    def close() -> None:
        nonlocal pieces, units, due, title
        if pieces and units:
            if len(pieces) >= max(2, texts_wanted) or title is None or not numbered:
                title = pieces[0]
            body = pieces[-1]
            statements = [
                parse_cell(text, line.start, line.end, role, word)
                for line, (role, word) in zip(units, duties, strict=False)
                if line.text not in _words("nobody")
            ]
            if due is not None and statements:
                statements[0].deadline = statements[0].deadline or (due.start, due.end)
            ordinal = int(number.text.rstrip(".、")) if number else None
            tasks.append(
                TableTask(
                    ordinal,
                    number.text if number else "",
                    title.text.rstrip("。；"),
                    (title.start, title.end),
                    (body.start, body.end),
                    pieces[0].start,
                    units[-1].end,
                    (title_line,) if title_line else (),
                    statements,
                )
            )
        pieces, units, due = [], [], None

    k = last + 1
    while k < len(lines):
        line = lines[k]
        again = _flat_header(lines, k)
        if again is not None and tuple(x.text for x in lines[k : again + 1]) == header:
            close()
            stop = again
            k = again + 1
            continue
        if (
            numbered
            and _ORDINAL.match(line.text)
            and int(line.text.rstrip(".、")) in (expected, expected + 1)
        ):
            close()
            number, title = line, None
            expected = int(line.text.rstrip(".、")) + 1
        elif deadlines.is_deadline(line.text) and len(line.text) <= 20 and (units or pieces):
            due = line
            stop = k if units else stop
        elif pieces and len(units) < len(duties) and _is_unit_cell(text, line):
            units.append(line)
            stop = k
        else:
            if units:
                close()
            if len(pieces) > 12 or re.match(r"附件|[一二三四五六七八九十]+、", line.text):
                break
            pieces.append(line)
        k += 1
    close()
    return stop, tasks


def _is_unit_cell(text: str, line: Line) -> bool:
    if line.text in _words("nobody"):
        return True
    if len(line.text) > 300 or "。" in line.text:
        return False
    found = split_units(text, line.start, line.end)
    return bool(found) and all(is_unit_like(text[u.start : u.end]) for u in found)
