"""The same plan as .html, .docx and .pdf; damaged, hostile and unreadable files."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import time
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from graph.errors import UnreadableFile
from graph.extract import extract
from graph.model import Document
from graph.reading import read, read_bytes, sandbox
from graph.reading.docx import docx_text
from graph.reading.html import html_text
from tests.corpus import ACTION_PLAN, WORK_PLAN
from tests.unit.reading import written

WRITERS = {"html": written.as_html, "docx": written.as_docx, "pdf": written.as_pdf}
DAMAGED = int(os.environ.get("DUTYGRAPH_DAMAGED_FILES", "40"))
"""Damaged files read per format; the seed is fixed, so more of them begin with the same ones."""


def content(document: Document) -> tuple[object, ...]:
    tasks = [
        (
            t.number,
            t.title,
            [(a.unit, a.role, a.position, a.length, a.entity) for a in t.assignments],
            t.deadline and t.deadline.date,
        )
        for t in document.tasks
    ]
    targets = [
        (t.indicator, t.value, t.year, t.unit, t.comparator, [a.unit for a in t.responsible])
        for t in document.targets
    ]
    return tasks, targets, document.id


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("path", [ACTION_PLAN, WORK_PLAN], ids=lambda p: p.stem)
def test_a_plan_in_another_format_reads_the_same(path, form: str) -> None:  # type: ignore[no-untyped-def]
    source = read(path)
    data = WRITERS[form](source.text)
    assert data == WRITERS[form](source.text)
    other = read_bytes(data, f"plan.{form}")
    assert other.text == source.text
    assert content(extract(other)) == content(extract(source))


def test_html_keeps_tables_and_drops_the_furniture_of_the_page() -> None:
    page = """<html><body><ul class="nav"><li><a href="/">首页</a></li></ul><script>责任单位</script>
    <div style="display:none">隐藏</div><p>一、主要<b>任务</b><br>（一）甲</p>
    <table><tr><th rowspan="2">序号</th><th colspan="2">目标</th></tr><tr><td>2026年</td><td>2027年</td></tr>
    <tr><td>1</td><td><p>67</p></td><td>68</td></tr></table></body></html>"""
    text, encoding = html_text(page.encode("gb18030").replace(b"<body>", b"<meta charset=gb2312><body>"))
    assert encoding == "gb18030"
    assert text == "一、主要任务\n（一）甲\n序号\t目标\t\n\t2026年\t2027年\n1\t67\t68"


def test_a_layout_table_of_a_page_is_text() -> None:
    page = "<table><tr><td><p>一、任务</p><p>正文。</p></td></tr></table>"
    assert html_text(page.encode())[0] == "一、任务\n正文。"


def test_numbers_word_sets_by_itself_are_read() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1">'
            '<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in (
        ("总体要求", 0),
        ("主要任务", 0),
        ("做好甲事。", 1),
        ("做好乙事。", 1),
        ("保障措施", 0),
        ("加强领导。", 1),
    ):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
        )
    stream = io.BytesIO()
    document.save(stream)
    assert docx_text(stream.getvalue()).split("\n") == [
        "一、总体要求", "二、主要任务", "1.做好甲事。", "2.做好乙事。", "三、保障措施", "1.加强领导。",
    ]  # fmt: skip


def test_deleted_words_of_a_word_document_are_not_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("责任单位：区科委")
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="1"><w:r><w:delText>、区经委</w:delText></w:r></w:del>')
    )
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2"><w:r><w:t>、区教育局</w:t></w:r></w:ins>'))
    stream = io.BytesIO()
    document.save(stream)
    assert docx_text(stream.getvalue()) == "责任单位：区科委、区教育局"


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match=r"扫描.pdf：是扫描件，没有文字层.*OCR"):
        read_bytes(written.scanned_pdf(), "扫描.pdf")


def test_an_old_word_file_under_a_new_name_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"旧版 .doc"):
        read_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 4000, "方案.docx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 60_000_000)
    begun = time.perf_counter()
    with pytest.raises(UnreadableFile, match="压缩比异常"):
        docx_text(stream.getvalue())
    assert time.perf_counter() - begun < 1


def test_an_entity_bomb_in_a_word_document_does_not_grow() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "啊啊啊啊啊啊啊啊啊啊">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    package = written.as_docx("一、任务\n正文。")
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = old.read(entry.filename)
            if entry.filename == "word/document.xml":
                data = data.replace(b"<w:document", bomb.encode() + b"]><w:document", 1).replace(
                    "正文".encode(), b"&i;"
                )
            new.writestr(entry.filename, data)
    answer = sandbox.answer("docx", stream.getvalue())
    assert len(answer.get("text", "")) < 1000


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(UnreadableFile, match=r"慢.pdf：0 秒内没有读完"):
        sandbox.foreign_text("pdf", written.as_pdf("一、任务"), "慢.pdf", seconds=0.01)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """``data`` cut, overwritten, doubled or shuffled somewhere."""
    wounded = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(wounded))
        match chance.randrange(4):
            case 0:
                del wounded[at : at + chance.randrange(1, 400)]
            case 1:
                wounded[at : at + 8] = chance.randbytes(8)
            case 2:
                wounded[at:at] = wounded[at : at + chance.randrange(1, 400)]
            case _:
                wounded[at] ^= 1 << chance.randrange(8)
        if not wounded:
            break
    return bytes(wounded[: chance.randrange(1, len(wounded) + 1)] if chance.random() < 0.2 else wounded)


def refusal_of(data: bytes) -> str | None:
    try:
        read_bytes(data, "x.txt")
    except UnreadableFile as refused:
        return str(refused)
    return None


@pytest.mark.parametrize("form", ["txt", "html", "docx", "pdf"])
def test_damaged_files_are_read_or_refused_and_never_hang(form: str) -> None:
    view = read(WORK_PLAN).text[:900]
    whole = view.encode() if form == "txt" else WRITERS[form](view)
    chance = random.Random(20260213)
    slowest = 0.0
    for _ in range(DAMAGED):
        data = damaged(whole, chance)
        begun = time.perf_counter()
        if form == "txt":
            refusal = refusal_of(data)
            assert refusal is None or refusal.startswith("x.txt：")
        else:
            answer = sandbox.answer(form, data)
            assert set(answer) in ({"problem"}, {"text", "encoding"})
        slowest = max(slowest, time.perf_counter() - begun)
    assert slowest < 10


@pytest.mark.skipif(
    sys.platform != "linux", reason="RLIMIT_AS is the system's; elsewhere the deadline stands alone"
)
def test_the_process_of_a_parser_may_not_take_two_gigabytes() -> None:
    script = "from graph.reading import sandbox; sandbox._limit(); bytearray(2 * 1024**3)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=sandbox._ROOT, check=False)
    assert b"MemoryError" in done.stderr


def test_paragraphs_of_a_cell_stay_apart() -> None:
    file = docx.Document()
    table = file.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "建设公园"
    table.rows[0].cells[1].text = "区绿化市容局"
    table.rows[0].cells[1].add_paragraph("区房管局")
    data = io.BytesIO()
    file.save(data)
    assert docx_text(data.getvalue()) == "建设公园\t区绿化市容局 区房管局"
