"""The frame of a document, field by field."""

from __future__ import annotations

import json

import pytest

from bench.reading_header import fields, score
from graph.model import Cited, Header
from graph.parsing.frame import iso_date
from graph.parsing.header import parse_header
from graph.reading import read, source_from_text
from tests.corpus import ACTION_PLAN, WORK_PLAN, shared


def values(cited: tuple[Cited, ...]) -> list[str]:
    return [c.value for c in cited]


def value(cited: Cited | None) -> str | None:
    return cited.value if cited else None


def header(text: str) -> Header:
    return parse_header(source_from_text(text))


def test_the_frame_of_the_action_plan() -> None:
    found = parse_header(read(ACTION_PLAN))
    plan = "闵行区推进“大零号湾”科技创新策源功能区建设行动计划（2026-2028年）"
    assert value(found.title) == plan
    assert value(found.notice_title) == f"闵行区人民政府关于印发《{plan}》的通知"
    assert value(found.number) == "闵府发〔2026〕11号"
    assert value(found.issuer) == "闵行区人民政府"
    assert value(found.issued) == value(found.printed) == "2026-06-18"
    assert value(found.printed_by) == "闵行区人民政府办公室"
    assert values(found.addressees) == [
        "各镇人民政府、街道办事处", "莘庄工业区管委会", "区政府各委、办、局", "各区属公司", "有关单位",
    ]  # fmt: skip
    assert values(found.copied_to) == [
        "区委各部门", "区人大办", "区政协办", "区纪委监委", "区法院", "区检察院", "各人民团体",
    ]  # fmt: skip
    assert value(found.publicity) == "主动公开"
    assert (found.period_start, found.period_end) == ("2026", "2028")
    assert values(found.cites) == ["沪科合〔2023〕3号"]
    assert [(a.number, a.title, a.present) for a in found.attachments] == [
        (1, "2026-2028年“大零号湾”重点发展指标", True),
        (2, "闵行区推进“大零号湾”科技创新策源功能区建设行动计划（2026-2028年）任务清单", False),
    ]


def test_the_frame_of_the_work_plan() -> None:
    found = parse_header(read(WORK_PLAN))
    assert value(found.title) == "闵行区科学技术委员会2026年工作要点"
    assert value(found.notice_title) == "关于印发《闵行区科学技术委员会2026年工作要点》的通知"
    assert value(found.number) == "闵科委〔2026〕11号"
    assert value(found.issuer) == "上海市闵行区科学技术委员会"
    assert (value(found.issued), value(found.printed)) == ("2026-02-13", "2026-02-14")
    assert values(found.addressees) == ["各镇、街道、莘庄工业区相关部门", "科委科协各科、部、室及事业单位"]
    assert (found.period_start, found.period_end) == ("2026", "2026")
    assert (found.cites, found.attachments, found.copied_to) == ((), (), ())


@pytest.mark.parametrize("path", [ACTION_PLAN, WORK_PLAN], ids=lambda p: p.stem)
def test_what_is_cited_stands_where_it_says(path) -> None:  # type: ignore[no-untyped-def]
    source = read(path)
    found = parse_header(source)
    for cited in (
        found.title,
        found.notice_title,
        found.number,
        *found.addressees,
        *found.copied_to,
        *found.cites,
    ):
        assert cited is not None
        quote = source.raw[cited.span.start : cited.span.end]
        assert "".join(quote.split()) == cited.value


def test_header_fields_of_the_annotated_documents() -> None:
    points = []
    for path in sorted(shared("corpus/gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        found = fields(parse_header(read(shared("corpus") / gold["file"])))
        points += [score(found[name], want) for name, want in gold["document"].items()]
    assert len(points) == 56
    assert sum(points) / len(points) >= 0.98


def test_a_document_without_a_notice_bears_its_own_title() -> None:
    found = header(
        "国务院关于促进综合保税区\n高水平开放高质量发展的若干意见\n国发〔2019〕3号\n各省人民政府：\n正文。\n一、要求\n国务院\n2019年1月12日\n（此件公开发布）"
    )
    assert value(found.title) == "国务院关于促进综合保税区高水平开放高质量发展的若干意见"
    assert found.notice_title is None
    assert (value(found.number), value(found.issuer), value(found.issued)) == (
        "国发〔2019〕3号",
        "国务院",
        "2019-01-12",
    )
    assert value(found.publicity) == "此件公开发布"


def test_joint_issuers_are_told_apart() -> None:
    notice = "关于印发《甲区绿色发展行动方案》的通知\n各有关单位：\n特此通知。\n"
    run_together = header(
        notice
        + "甲区发展和改革委员会甲区教育局\n甲区文化和旅游局\n2025年2月24日\n甲区绿色发展行动方案\n一、任务"
    )
    assert values(run_together.issuers) == ["甲区发展和改革委员会", "甲区教育局", "甲区文化和旅游局"]
    assert value(run_together.issuer) == "甲区发展和改革委员会、甲区教育局、甲区文化和旅游局"
    apart = header(
        notice + "乙市卫生健康委员会　　　　乙市财政局\n2025年2月24日\n甲区绿色发展行动方案\n一、任务"
    )
    assert values(apart.issuers) == ["乙市卫生健康委员会", "乙市财政局"]


def test_an_office_is_no_second_issuer() -> None:
    found = header(
        "乙市关于印发方案的通知\n各区：\n特此通知。\n乙市政务公开领导小组办公室\n（乙市政务局代章）\n2024年4月22日\n方案\n一、任务"
    )
    assert values(found.issuers) == ["乙市政务公开领导小组办公室"]


@pytest.mark.parametrize(
    "written", ["丙府办〔2024〕7号", "丙府办[2024]7号", "丙府办【2024】7 号", "丙府办（2024）7号"]
)
def test_the_brackets_of_a_number_are_one(written: str) -> None:
    found = header(
        f"丙县人民政府关于印发《丙县工作方案》的通知\n{written}\n各镇：\n根据丁发〔2020〕1号文件，制定方案。\n一、任务"
    )
    assert value(found.number) == "丙府办〔2024〕7号"
    assert values(found.cites) == ["丁发〔2020〕1号"]


def test_a_cited_number_is_not_the_documents_own() -> None:
    found = header(
        "丙县工作方案\n根据《意见》（国办发〔2022〕34号），按照沪府发〔2023〕3号要求，制定本方案。\n一、任务"
    )
    assert found.number is None
    assert values(found.cites) == ["国办发〔2022〕34号", "沪府发〔2023〕3号"]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("丙县行动计划（2024—2026年）", ("2024", "2026")),
        ("丙县三年行动计划（2024年-2026年）", ("2024", "2026")),
        ("丙县2026年工作要点", ("2026", "2026")),
        ("丙县“十五五”发展规划", ("2026", "2030")),
        ("丙县到2027年建成示范区的实施方案", (None, None)),
        ("丙县指标体系方案（2023年版）", (None, None)),
    ],
)
def test_the_period_of_a_title(title: str, period: tuple[str | None, str | None]) -> None:
    found = header(f"{title}\n为推进建设，制定本方案。\n一、任务\n正文。")
    assert (found.period_start, found.period_end) == period


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        (("2024", "2", "4"), "2024-02-04"),
        (("二〇二四", "十二", "三十一"), "2024-12-31"),
        (("二○二四", "二", "十"), "2024-02-10"),
        (("二零二四", "十", "二十"), "2024-10-20"),
        (("2024", "2", "30"), None),
    ],
)
def test_dates_in_arabic_and_chinese_figures(written: tuple[str, str, str], iso: str | None) -> None:
    assert iso_date(*written) == iso


def test_a_number_of_the_front_matter_counts_where_the_text_has_none() -> None:
    found = header(
        "---\n标题: 通知\n文号: 黄发改委办〔2025〕5号\n---\n# 关于印发《甲区行动方案》的通知\n\n各单位：\n\n一、任务"
    )
    assert value(found.number) == "黄发改委办〔2025〕5号"


@pytest.mark.parametrize(
    ("between", "issuer"),
    [
        ("　　", "上海市闵行区科学技术委员会"),
        (" ", "上海市闵行区科学技术委员会"),
        ("", "闵行区科学技术委员会"),  # the head runs into the number: only the signature stands apart
    ],
)
def test_a_document_on_one_line_has_a_frame(between: str, issuer: str) -> None:
    found = header(read(WORK_PLAN).text.replace("\n", between))
    assert value(found.number) == "闵科委〔2026〕11号"
    assert value(found.title) == "闵行区科学技术委员会2026年工作要点"
    assert (value(found.issuer), value(found.issued)) == (issuer, "2026-02-13")


def test_the_head_of_the_page_prints_in_full_what_the_signature_shortens() -> None:
    notice = "{head}\n\n关于印发《工作要点》的通知\n\n各单位：\n现予印发。\n\n{signed}\n2026年3月2日\n\n工作要点\n\n一、做事。\n"
    full = header(notice.format(head="山东省济南市历下区教育和体育局", signed="历下区教育和体育局"))
    assert value(full.issuer) == "山东省济南市历下区教育和体育局"
    other = header(notice.format(head="济南市历下区人民政府", signed="历下区教育和体育局"))
    assert value(other.issuer) == "历下区教育和体育局"
