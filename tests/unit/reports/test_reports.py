"""The reports are opened by the programs that offices open them with (their Python readers) and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from graph.errors import BadRequest, UnknownName
from graph.ingest import Ingest
from graph.reports.overlaps import Report, report
from graph.reports.overlaps_html import heat, html
from graph.reports.overlaps_markdown import markdown
from graph.reports.overlaps_word import word
from graph.reports.overlaps_workbook import workbook
from graph.reports.sheets import sheet
from graph.reports.workbook import Book
from graph.store import open_store
from graph.store.base import Store
from tests.corpus import DOCUMENTS


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(str(tmp_path_factory.mktemp("reports") / "store"))
    Ingest(opened).paths([DOCUMENTS])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def made(store: Store) -> Report:
    return report(store, today=date(2026, 7, 1))


class Page(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_markdown_tells_findings_by_section_with_quotes(made: Report) -> None:
    text = markdown(made)
    assert text.startswith(
        "# 任务交叉核对报告\n\n依据闵府发〔2026〕11号、闵科委〔2026〕11号，2026年7月1日整理"
    )
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert sections[:5] == ["表述不一致", "待补充事项", "事项交叉", "口径待核", "多家负责、未明确牵头"]
    assert "样本过小" in text
    assert "> 区校主要领导季度会商——闵科委〔2026〕11号二、（一）一是" in text


def test_the_page_needs_nothing_else_and_runs_nothing(made: Report) -> None:
    tags = Page(html(made)).tags
    assert not {name for name, _ in tags} & {"script", "link", "img", "iframe", "object"}
    for _, attributes in tags:
        assert not any(name.startswith("on") for name in attributes)
        assert not (attributes.get("href") or "#").startswith(("http", "//"))
    ids = {attributes["id"] for _, attributes in tags if "id" in attributes}
    links = {(attributes["href"] or "")[1:] for name, attributes in tags if name == "a"}
    assert links <= ids


def test_markup_in_a_document_stays_text(made: Report) -> None:
    first = made.sections[0]
    hostile = {**first.findings[0], "explanation": "<script>alert(1)</script>"}
    section = type(first)(first.title, first.lead, (hostile,))
    changed = Report(**{**{f: getattr(made, f) for f in made.__dataclass_fields__}, "sections": (section,)})
    assert "<script>" not in html(changed)
    assert "<script>" not in markdown(changed).replace("\\<", "")


def test_the_heat_map_shows_each_pair_twice_and_the_strongest_darkest(made: Report) -> None:
    shown = heat(made.matrix)
    assert len(shown["rows"]) == 26
    values = [
        (cell["value"], cell["colour"]) for row in shown["rows"] for cell in row["cells"] if cell["value"]
    ]
    assert len(values) == 230
    assert {colour for value, colour in values if value == 7} == {"#0A3A5C"}


def test_the_workbook_has_its_sheets_and_rows(made: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(made)))
    assert [name.split()[-1] for name in book.sheetnames] == [
        "findings", "pairs", "tasks", "objects", "gaps", "divergences", "loads",
    ]  # fmt: skip
    rows = {name.split()[-1]: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}
    assert rows["pairs"][1] == ("大零号湾集团", "紫竹高新区", 7, 1, 1, 1.425)
    assert len(rows["pairs"]) == 1 + 115
    assert len(rows["tasks"]) == 1 + 29
    assert rows["loads"][1] == ("区科委", 7, 0, 4, 2.237)
    assert "概念验证" in {row[0] for row in rows["objects"]}


def test_text_that_looks_like_a_formula_is_text() -> None:
    book = Book()
    book.sheet("一", ("甲",), [("=1+1",), ("坏\x00字",)], (10,))
    read = openpyxl.load_workbook(BytesIO(book.bytes()))["一"]
    assert (read["A2"].value, read["A2"].data_type) == ("=1+1", "s")
    assert read["A3"].value == "坏字"


def test_the_word_report_is_laid_out_after_gb_t_9704(made: Report) -> None:
    data = word(made)
    document = docx.Document(BytesIO(data))
    section = document.sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(side.mm) for side in sides if side is not None] == [210, 297, 37, 28]
    title = document.paragraphs[0].runs[0]
    assert title.text == "任务交叉核对报告"
    assert title.font.size is not None
    assert title.font.size.pt == 22
    assert title._r.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    body = next(p for p in document.paragraphs if p.text.startswith("1. "))
    assert body.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    fonts = ZipFile(BytesIO(data)).read("word/fontTable.xml").decode("utf-8")
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋;FangSong' in fonts
    assert "PAGE" in section.footer._element.xml


def test_a_duty_sheet_has_a_row_per_task_and_an_empty_column_for_progress(store: Store) -> None:
    document = docx.Document(BytesIO(sheet(store, ["闵府发〔2026〕11号"], "docx")))
    tasks, indicators = document.tables
    head = [cell.text for cell in tasks.rows[0].cells]
    assert head == ["序号", "工作任务", "具体举措", "责任单位", "完成时限", "目标值", "原文依据", "进展情况"]
    assert len(tasks.rows) == 1 + 16
    fifth = [cell.text for cell in tasks.rows[5].cells]
    assert fifth[3] == "上海交大、华东师大、区科委、大零号湾集团、紫竹高新区"
    assert fifth[6] == "（责任单位：上海交大、华东师大、区科委、大零号湾集团、紫竹高新区）"
    assert fifth[7] == ""
    assert len(indicators.rows) == 1 + 11
    assert document.sections[0].page_width is not None
    assert round(document.sections[0].page_width.mm) == 297
    assert any(paragraph.text.startswith("注：附件说明列有附件2") for paragraph in document.paragraphs)


def test_a_plan_without_units_says_whose_it_is_and_assigns_nothing(store: Store) -> None:
    book = openpyxl.load_workbook(BytesIO(sheet(store, ["闵科委〔2026〕11号"], "xlsx")))
    assert "按发文机关理解为" in str(book["说明"]["A2"].value)
    assert book["任务分工"].max_row == 2 + 13


def test_a_unit_sheet_lists_tasks_by_role_targets_partners_and_findings(store: Store) -> None:
    text = sheet(store, ["大零号湾集团", "区科委"], "html").decode("utf-8")
    assert text.count("<article>") == 2
    first = text.split("</article>")[0]
    assert re.findall(r"<h2>(.+)</h2>", first) == ["任务", "指标", "共同列责的单位", "待核提示"]
    rows = re.findall(r"<tr><td>.*?</tr>", first, re.DOTALL)
    assert sum("<td>责任</td>" in row for row in rows) == 7
    assert "<td>紫竹高新区</td><td>7</td>" in first


def test_what_cannot_be_made_is_refused(store: Store) -> None:
    with pytest.raises(BadRequest):
        sheet(store, ["区科委"], "pdf")
    with pytest.raises(BadRequest):
        sheet(store, [], "docx")
    with pytest.raises(UnknownName):
        sheet(store, ["没有这家单位"], "docx")


def test_a_report_of_a_year_names_only_what_is_in_force(store: Store) -> None:
    assert (
        report(store, year=2028, today=date(2026, 7, 1)).source
        == "依据2028年执行的闵府发〔2026〕11号，2026年7月1日整理"
    )
    empty = report(store, year=2040, today=date(2026, 7, 1))
    assert "没有待核提示" in markdown(empty)
    assert "没有待核提示" in html(empty)
    assert docx.Document(BytesIO(word(empty))).paragraphs
