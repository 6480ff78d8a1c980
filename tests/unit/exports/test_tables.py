"""The tables, read by openpyxl, csv, pyarrow and DuckDB, compared with SPARQL counts."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from graph.exports import VIEWS, export, stream
from graph.exports.csv_tables import guarded
from graph.exports.xlsx import CELL, CUT, fitting
from graph.store import Store
from tests.unit.exports.conftest import afresh, exported
from tests.unit.exports.sample import HOSTILE, entity_id, plan, store_of
from tests.unit.exports.test_graphs import count

EVERY_STORE = pytest.mark.parametrize("which", ["small", "hostile", "empty"])
EVERY_VIEW = pytest.mark.parametrize("view", VIEWS)
COUNTS = {
    "dim_document": ("?d a duty:PolicyDocument", "*"),
    "dim_unit": ("?u duty:isUnit true", "*"),
    "dim_task": ("?t a duty:Task", "*"),
    "dim_indicator": ("?i a duty:Indicator", "*"),
    "dim_entity": ("?e duty:canonicalKey ?k ; skos:prefLabel ?l", "DISTINCT ?e"),
    "fact_assignment": ("GRAPH ?g { ?a a duty:Assignment }", "*"),
    "fact_target": ("?t a duty:Target", "*"),
    "fact_cadence": ("?c a duty:Cadence", "*"),
    "fact_mention": ("GRAPH ?g { ?c a duty:Claim ; rdf:predicate duty:mentionedIn }", "*"),
    "fact_finding": ("GRAPH ?g { ?f a duty:Finding }", "*"),
}
CHINESE = {
    "dim_document": "文件",
    "dim_unit": "单位",
    "dim_task": "任务",
    "dim_indicator": "指标",
    "dim_entity": "名称总表",
    "fact_assignment": "分工",
    "fact_target": "目标值",
    "fact_cadence": "定期机制",
    "fact_mention": "文中提及",
    "fact_finding": "待核提示",
}
BY_VIEW = {
    "full": set(COUNTS) | {"fact_relation", "fact_overlap"},
    "bipartite": {"dim_document", "dim_unit", "dim_task", "fact_assignment"},
    "units": {"dim_document", "dim_unit", "fact_overlap"},
}


def expected(store: Store) -> dict[str, int]:
    return {name: count(store, *query) for name, query in COUNTS.items()}


def unpacked(store: Store, format_: str, view: str = "full") -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(exported(store, format_, view)))
    return {name: archive.read(name) for name in archive.namelist()}


def csv_tables(store: Store, view: str = "full") -> dict[str, list[list[str]]]:
    csv.field_size_limit(2**22)
    return {
        name.split("_", 1)[1].removesuffix(".csv"): list(
            csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        )
        for name, content in unpacked(store, "csv", view).items()
    }


def workbook(store: Store, view: str = "full") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(exported(store, "xlsx", view)))


@pytest.fixture(scope="module")
def hostile_book(hostile: Store) -> openpyxl.Workbook:
    return workbook(hostile)


@EVERY_STORE
def test_every_table_has_as_many_rows_as_sparql_counts(which: str, request: pytest.FixtureRequest) -> None:
    store = request.getfixturevalue(which)
    wanted = expected(store)
    parquet = {
        name: pq.read_table(io.BytesIO(content)) for name, content in unpacked(store, "parquet").items()
    }
    tables = csv_tables(store)
    book = request.getfixturevalue("hostile_book") if which == "hostile" else workbook(store)
    for name, number in wanted.items():
        assert parquet[f"{name}.parquet"].num_rows == number, name
        assert len(tables[CHINESE[name]]) - 1 == number, name
        assert book[CHINESE[name]].max_row - 1 == number, name


def test_the_founding_plans_have_58_and_6_assignments(founding: Store) -> None:
    wanted = expected(founding)
    tables = csv_tables(founding)
    assert {name: len(tables[CHINESE[name]]) - 1 for name in wanted} == wanted
    heading, *rows = tables["分工"]
    to_tasks = [row for row in rows if row[heading.index("任务编号")]]
    assert sum(row[heading.index("发文字号")] == "闵府发〔2026〕11号" for row in to_tasks) == 58


@EVERY_VIEW
def test_a_view_has_its_tables_and_no_other(view: str, small: Store) -> None:
    assert {name.removesuffix(".parquet") for name in unpacked(small, "parquet", view)} == BY_VIEW[view]
    assert len(unpacked(small, "csv", view)) == len(BY_VIEW[view])


@EVERY_STORE
def test_csv_begins_with_a_bom_and_ends_lines_as_excel_does(
    which: str, request: pytest.FixtureRequest
) -> None:
    for name, content in unpacked(request.getfixturevalue(which), "csv").items():
        assert content[:3] == b"\xef\xbb\xbf", name
        assert content.endswith(b"\r\n"), name


def test_no_cell_of_a_csv_begins_a_formula(hostile: Store) -> None:
    cells = [cell for rows in csv_tables(hostile).values() for row in rows for cell in row]
    assert (
        "'=1+1|cmd' /C calc'!A0" in cells and "'+86" in cells and "'-区科委" in cells and "'@SUM(A1)" in cells
    )
    assert not [cell for cell in cells if cell[:1] in "=+@\t\r" and cell]
    assert guarded("7") == "7" and guarded("\t=1") == "'\t=1"


def test_no_cell_of_a_workbook_is_a_formula(hostile_book: openpyxl.Workbook) -> None:
    names = [cell for cell in hostile_book["单位"]["B"] if cell.value in HOSTILE]
    assert {cell.data_type for cell in names} == {"s"}
    assert {"=1+1|cmd' /C calc'!A0", "+86", "@SUM(A1)"} <= {cell.value for cell in names}


def test_a_workbook_has_numbers_dates_frozen_headings_filters_and_links_to_the_words(small: Store) -> None:
    book = workbook(small)
    sheet = book["文件"]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:L2"
    assert sheet["E2"].value == datetime.datetime(2026, 6, 18) and sheet["G2"].value == 2026
    targets = book["目标值"]
    column = {cell.value: cell.column_letter for cell in targets[1]}
    assert targets[f"{column['数值']}3"].value == 7.5 and targets[f"{column['数值']}3"].data_type == "n"
    quote = targets[f"{column['原文']}2"]
    assert quote.value == "规上工业总产值增速 7%"
    sheet_name, place = quote.hyperlink.location.replace("'", "").split("!")
    row = book[sheet_name][place].row
    assert [book[sheet_name].cell(row, at).value for at in (4, 5, 6)] == [
        quote.value, targets[f"{column['起始字符']}2"].value, targets[f"{column['结束字符']}2"].value
    ]  # fmt: skip


def test_a_cell_holds_at_most_32767_characters_and_says_when_it_was_cut(
    hostile_book: openpyxl.Workbook,
) -> None:
    assert fitting("长" * CELL) == "长" * CELL
    cut = fitting("更长" * 17_000)
    assert len(cut) == CELL and cut.endswith(CUT)
    assert len(fitting("𠮷" * 20_000).encode("utf-16-le")) // 2 <= CELL
    assert fitting("_x0041_") == "_x005F_x0041_" and fitting("\x01a\x0b") == "\ufffda\ufffd"
    values = {str(cell.value) for cell in hostile_book["名称总表"]["B"]}
    assert "长" * CELL in values and cut in values


def test_excel_escapes_come_back_as_written(hostile_book: openpyxl.Workbook) -> None:
    names = {cell.value for cell in hostile_book["名称总表"]["B"]}
    assert {"闵府发〔2026〕11号", "表情🏛️👩🏽‍🔬与生僻字𠮷", "<b>&amp;]]></b>", "分号;与,逗号；、"} <= names


def test_parquet_types_say_what_a_column_is(small: Store) -> None:
    files = unpacked(small, "parquet")
    schema = pq.read_schema(io.BytesIO(files["fact_target.parquet"]))
    types = {name: str(schema.field(name).type) for name in ("value", "year", "aspiration", "indicator_id")}
    assert types == {"value": "double", "year": "int64", "aspiration": "bool", "indicator_id": "string"}
    assert (
        str(pq.read_schema(io.BytesIO(files["dim_document.parquet"])).field("issued").type) == "date32[day]"
    )
    finding = pq.read_table(io.BytesIO(files["fact_finding.parquet"])).to_pylist()[0]
    assert (finding["measure"], finding["score"], finding["rank"]) == ("M1", 1.5, 1)


def test_duckdb_joins_the_star(small: Store, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB reads back in tests only; install it to run this")
    export(small, "parquet", "full", tmp_path / "star")
    rows = duckdb.sql(
        f"""SELECT u.name, count(*) FROM '{tmp_path}/star/fact_assignment.parquet' a
            JOIN '{tmp_path}/star/dim_unit.parquet' u ON a.unit_id = u.id
            JOIN '{tmp_path}/star/dim_task.parquet' t ON a.task_id = t.id GROUP BY 1 ORDER BY 2 DESC, 1"""
    ).fetchall()
    assert rows == [("区科委", 2), ("大零号湾集团", 2), ("上海交大", 1)]


@EVERY_VIEW
@pytest.mark.parametrize("format_", ["xlsx", "csv", "parquet"])
def test_tables_of_the_same_store_are_the_same_bytes(format_: str, view: str, small: Store) -> None:
    assert exported(small, format_, view) == afresh(small, format_, view)


def test_a_selection_keeps_the_rows_about_the_chosen() -> None:
    store = store_of(plan())
    chosen = [entity_id("区科委"), "minfufa-2026-11-1a2b3c.2.1.2"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(stream(store, "csv", selection=chosen))))
    ids = {}
    for name in archive.namelist():
        text = archive.read(name).decode("utf-8-sig")
        ids[name.split("_", 1)[1]] = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert ids["分工.csv"] == ["minfufa-2026-11-1a2b3c.2.1.2.a1"]
    assert ids["单位.csv"] == chosen[:1] and ids["任务.csv"] == chosen[1:]
    assert ids["文件.csv"] == [] and ids["待核提示.csv"] == []
