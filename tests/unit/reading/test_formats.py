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
from graph.reading.pdf import pdf_text
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


MERGED = """南山县人民政府关于印发《南山县2026年重点工作任务分工方案》的通知
各镇人民政府，县政府各部门：
现将《南山县2026年重点工作任务分工方案》印发给你们，请认真组织实施。
2026年3月1日
南山县2026年重点工作任务分工方案
为抓好2026年重点工作，制定本方案。
一、总体要求
坚持目标导向、问题导向、结果导向。
二、任务分工
序号\t类别\t工作任务\t牵头单位\t配合单位
1\t产业发展\t建设南山县生物医药产业园，新增企业20家。\t县发展改革局\t县科技局、县财政局
2\t\t举办南山茶文化节，推介地方特产。\t县文化旅游局\t各镇人民政府
3\t民生保障\t改造老旧小区12个。\t县住房城乡建设局\t县财政局、县民政局
4\t\t新增养老床位300张。\t县民政局\t县卫生健康局
三、有关说明
""" + "\n".join(
    f"（{n}）本方案所称重点工作，以县人民代表大会通过的政府工作报告为准，年度内有调整的从其调整，统计口径与上年一致。"
    for n in "一二三四五六七八九"
)


@pytest.mark.parametrize("form", WRITERS)
def test_a_task_table_with_merged_cells_reads_the_same_in_every_format(form: str) -> None:
    source = read_bytes(MERGED.encode(), "分工.txt")
    plain = extract(source)
    units = [[(a.unit, a.role) for a in t.assignments] for t in plain.tasks if t.assignments]
    assert units[0] == [("县发展改革局", "lead"), ("县科技局", "support"), ("县财政局", "support")]
    assert len(units) == 4
    other = read_bytes(WRITERS[form](source.text), f"分工.{form}")
    assert other.text == source.text
    assert content(extract(other)) == content(plain)


def test_a_row_cut_by_the_page_end_is_one_row_and_the_head_stands_once() -> None:
    head = ["序号", "工作任务", "责任单位", "完成时限"]
    first = ["2", "推进老旧小区改造，", "区住房城乡建设局、区财", "2026年12月底"]
    rest = ["", "完善配套设施。", "政局", ""]
    pages = [
        [head, ["1", "建设公园。", "区绿化市容局", "2026年6月底"], first],
        [head, rest, ["3", "新建学校。", "区教育局", "2026年9月底"]],
    ]
    assert pdf_text(written.tables_pdf(pages)).split("\n") == [
        "序号\t工作任务\t责任单位\t完成时限",
        "1\t建设公园。\t区绿化市容局\t2026年6月底",
        "2\t推进老旧小区改造，完善配套设施。\t区住房城乡建设局、区财政局\t2026年12月底",
        "3\t新建学校。\t区教育局\t2026年9月底",
    ]


def test_a_new_row_under_a_merged_cell_of_the_page_before_stays_a_row() -> None:
    pages = [
        [["类别", "序号", "工作任务", "责任单位"], ["产业", "1", "建设园区", "区经委"]],
        [["", "2", "举办茶文化节", ""], ["", "3", "改造小区", "区房管局"]],
    ]
    lines = pdf_text(written.tables_pdf(pages)).split("\n")
    assert [line.split("\t")[1] for line in lines] == ["序号", "1", "2", "3"]


@pytest.mark.parametrize("form", WRITERS)
def test_a_plan_without_a_heading_is_named_after_its_file(form: str) -> None:
    text = "一、任务\n1. 建设孵化器。（责任单位：区科委、区经委）\n2. 改造小区。（责任单位：区房管局）"
    document = extract(read_bytes(WRITERS[form](text), f"上传/2026年重点任务.{form}"))
    assert document.header.title is None
    assert document.title == "2026年重点任务"


def test_a_damaged_or_locked_file_is_refused_in_words_a_planner_knows() -> None:
    pdf = written.as_pdf("一、任务\n1. 建设孵化器。")
    with pytest.raises(UnreadableFile) as damaged:
        read_bytes(b"%PDF-1.7\nnothing more", "坏.pdf")
    assert str(damaged.value) == "坏.pdf：不是完整的 PDF 文件，可能没有下载完或已损坏。请重新下载或重新导出。"
    with pytest.raises(UnreadableFile) as locked:
        read_bytes(written.locked_pdf(), "锁.pdf")
    assert str(locked.value) == "锁.pdf：已加密，打不开。请去除密码后再读。"
    assert read_bytes(pdf, "好.pdf").text


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
