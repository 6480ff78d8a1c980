"""任务分工表 and 单位任务清单 as Word, Excel and HTML."""

from __future__ import annotations

from collections.abc import Sequence

from graph.catalogue.names import resolve, resolve_document
from graph.errors import BadRequest, UnknownName
from graph.overlap.assembly import findings
from graph.overlap.loading import load
from graph.reports.duty_sheet import Sheet, duty_sheet
from graph.reports.overlaps_html import template
from graph.reports.page import Page
from graph.reports.unit_sheet import unit_sheet
from graph.reports.workbook import Book
from graph.store.base import Store

FORMATS = ("docx", "xlsx", "html")


def sheet(store: Store, names: Sequence[str], format: str) -> bytes:
    """任务分工表 where ``names`` is one document (id, number or title), else 单位任务清单 of the units.

    Raises UnknownName, AmbiguousName, BadRequest.
    """
    if format not in FORMATS:
        raise BadRequest(f"格式应为 {'、'.join(FORMATS)} 之一，收到 {format}。")
    if not names:
        raise BadRequest("请给出一份文件，或一家以上单位。")
    return {"docx": word, "xlsx": excel, "html": html}[format](sheets(store, names))


def sheets(store: Store, names: Sequence[str]) -> list[Sheet]:
    """One Sheet of a document, or one per unit."""
    if len(names) == 1 and (document := _document(store, names[0])):
        return [duty_sheet(load(store), document)]
    units = [resolve(store, name).id for name in names]
    duties = load(store)
    found = findings(duties)
    return [unit_sheet(duties, unit, found) for unit in units]


def _document(store: Store, name: str) -> str | None:
    try:
        return resolve_document(store, name)
    except UnknownName:
        return None


def word(made: Sequence[Sheet]) -> bytes:
    page = Page(landscape=True)
    for number, one in enumerate(made):
        if number:
            page.document.add_page_break()
        page.title(one.title)
        page.note(one.source)
        for table in one.tables:
            page.heading(table.title)
            page.table(table.head, table.rows, table.widths)
        for note in one.notes:
            page.text(f"注：{note}")
    return page.bytes()


def excel(made: Sequence[Sheet]) -> bytes:
    book = Book()
    used: set[str] = set()
    for one in made:
        for table in one.tables:
            name = _tab(one.title if len(made) > 1 else "", table.title, used)
            widths = [max(6.0, width * 1.6) for width in table.widths]
            book.sheet(name, table.head, table.rows, widths, title=f"{one.title}（{one.source}）")
        if one.notes:
            name = _tab(one.title if len(made) > 1 else "", "说明", used)
            book.sheet(name, ("说明",), [(note,) for note in one.notes], (80,))
    return book.bytes()


def html(made: Sequence[Sheet]) -> bytes:
    return template("sheet.html").render(sheets=made).encode("utf-8")


def _tab(prefix: str, title: str, used: set[str]) -> str:
    """A name that Excel takes: 31 characters, none of []:*?/\\, once."""
    plain = "".join(letter for letter in f"{prefix[:20]}{title}" if letter not in "[]:*?/\\")[:28] or "表"
    name, number = plain, 2
    while name in used:
        name, number = f"{plain}{number}", number + 1
    used.add(name)
    return name
