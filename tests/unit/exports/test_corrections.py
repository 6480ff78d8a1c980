"""Corrected tables: dry run, import, survival of re-reading, undoing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from graph import corrections_table
from graph.catalogue import entity, tasks
from graph.check import check
from graph.corrections_import import CorrectionRow, carry_out, correction_rows, plan
from graph.errors import BadRequest
from graph.exports import stream
from graph.ingest import Ingest, reread
from graph.store import Store, open_store

TITLE = "闵行区科技创新行动计划（2026-2028年）"
TEXT = f"""闵行区人民政府关于印发《{TITLE}》的通知

各镇人民政府，街道办事处：
现将《{TITLE}》印发给你们，请认真贯彻执行。

闵行区人民政府
2026年6月18日

{TITLE}

一、工作任务
1. 推进成果转化。支持高校建设概念验证中心。（责任单位：区科委、区教育局、大零号湾集团）
2. 加强人才服务。完善人才公寓供给。（责任单位：区人社局、区科委）
3. 办好学校。引进优质教育资源。（责任单位：区教育局、上海交大）
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store("memory:")
    (tmp_path / "plan.txt").write_text(TEXT, encoding="utf-8")
    assert Ingest(opened).paths([tmp_path / "plan.txt"])[0].ok
    yield opened
    opened.close()


def row_of(store: Store, name: str) -> CorrectionRow:
    return next(row for row in correction_rows(store) if row.name == name or name in row.aliases)


def content(store: Store) -> list[bytes]:
    lines = b"".join(stream(store, "nq")).splitlines()
    return [line for line in lines if b"generatedAtTime" not in line]


def test_a_dry_run_changes_nothing_and_says_what_would(store: Store) -> None:
    before = content(store)
    found = plan(store, [replace(row_of(store, "区科委"), label="闵行区科委")])
    assert [(c.what, c.before, c.after) for c in found.changes] == [("label", None, "闵行区科委")]
    assert len(found.documents) == 1
    assert content(store) == before


def test_a_merge_moves_tasks_survives_re_reading_and_is_undone_by_clearing_the_cell(store: Store) -> None:
    before = content(store)
    old, new = row_of(store, "区教育局"), row_of(store, "区科委")
    held = {each["id"] for name in (old.id, new.id) for each in tasks(store, involves=name)["items"]}
    carry_out(store, plan(store, [replace(old, merge=new.id)]))
    assert {each["id"] for each in tasks(store, involves=new.id)["items"]} == held
    assert {each["id"] for each in tasks(store, involves="区教育局")["items"]} == held
    merged = content(store)
    reread(store, TITLE)
    assert content(store) == merged
    assert check(store) == []
    listed = next(row for row in correction_rows(store) if row.id == old.id)
    assert listed.merge == new.id
    carry_out(store, plan(store, [replace(listed, merge="")]))
    assert content(store) == before


def test_a_new_name_and_kind_survive_re_reading_and_can_be_undone(store: Store) -> None:
    before = content(store)
    row = row_of(store, "大零号湾集团")
    carry_out(store, plan(store, [replace(row, label="大零号湾科创集团", kind="拟设机构")]))
    for _ in range(2):
        found = entity(store, "大零号湾科创集团")
        assert (found["id"], found["type"]) == (row.id, "ProposedOrganization")
        assert "大零号湾集团" in found["aliases"]
        reread(store, TITLE)
    assert check(store) == []
    again = next(each for each in correction_rows(store) if each.id == row.id)
    assert (again.name, again.label, again.kind) == (
        "大零号湾科创集团",
        "大零号湾科创集团",
        "ProposedOrganization",
    )
    assert plan(store, [again]).changes == ()
    carry_out(store, plan(store, [replace(again, label="", kind="")]))
    assert content(store) == before


def test_a_row_that_cannot_be_stops_all_of_them_with_a_sentence_each(store: Store) -> None:
    good, other = row_of(store, "区科委"), row_of(store, "区教育局")
    rows = [
        replace(good, label="别名", line=2),
        replace(other, merge="没有这个单位", line=3),
        replace(row_of(store, "上海交大"), kind="恐龙", line=4),
        CorrectionRow("e-0000000000000000", "不存在", line=5),
    ]
    with pytest.raises(BadRequest) as refused:
        plan(store, rows)
    sentences = str(refused.value).split("\n")
    assert sentences[0] == "表中有不能照办的内容，未作任何更改："
    assert [sentence[:5] for sentence in sentences[1:]] == ["第 3 行", "第 4 行", "第 5 行"]
    with pytest.raises(BadRequest, match="合并成了一圈"):
        plan(store, [replace(good, merge=other.id, line=2), replace(other, merge=good.id, line=3)])
    with pytest.raises(BadRequest, match="填的是它自己"):
        plan(store, [replace(good, merge=good.id, line=2)])


@pytest.mark.parametrize("name", ["table.xlsx", "table.csv"])
def test_a_table_written_and_read_again_asks_for_no_change(name: str, store: Store, tmp_path: Path) -> None:
    rows = correction_rows(store)
    corrections_table.write(rows, tmp_path / name)
    back = corrections_table.read(tmp_path / name)
    assert [(row.id, row.name, row.aliases) for row in back] == [
        (row.id, row.name, row.aliases) for row in rows
    ]
    assert plan(store, back).changes == ()


def test_a_workbook_that_a_person_filled_in_is_understood(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    corrections_table.write(correction_rows(store), file)
    book = openpyxl.load_workbook(file)
    sheet = book["名称更正"]
    row = next(each for each in sheet.iter_rows(min_row=2) if each[0].value == row_of(store, "区科委").id)
    row[6].value, row[7].value = " 闵行区科委 ", "机关和公共机构"
    book.save(file)
    found = plan(store, corrections_table.read(file))
    assert [(change.what, change.after) for change in found.changes] == [("label", "闵行区科委")]


def test_a_csv_in_gb18030_is_read_and_a_strange_file_is_refused(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    corrections_table.write(correction_rows(store), file)
    text = file.read_text(encoding="utf-8-sig")
    file.write_bytes(text.encode("gb18030"))
    assert plan(store, corrections_table.read(file)).changes == ()
    file.write_text("编号,名称\n", encoding="utf-8")
    with pytest.raises(BadRequest, match="缺少这些列：合并到、改名为、改种类"):
        corrections_table.read(file)
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    with pytest.raises(BadRequest, match="不是可读的 Excel 工作簿"):
        corrections_table.read(tmp_path / "a.xlsx")
    with pytest.raises(BadRequest, match=r"应以 .xlsx 或 .csv 结尾"):
        corrections_table.write([], tmp_path / "a.ods")
