"""The normalised view: what goes, what is joined, and that it leads back to every raw character."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.reading import read, source_from_text
from graph.reading.normalise import REPLACEMENTS, normalise
from tests.corpus import ACTION_PLAN, WORK_PLAN, shared

_SIGNS = "一、 （一） (二) １． 责任单位： 区科委 上海交大 、 ， , ; ( ) （ ） 《 》 “ 。 ** | — 3 附件： 抄送： 2026 年 AI ⽅ ［ \\* &nbsp; 𠮷"
_MARKS = [
    "1. ",
    "# ",
    "- ",
    "> ",
    '"',
    "\t",
    " ",
    "\u3000\u3000",
    "\xa0",
    "\n",
    "\n\n",
    "\r\n",
    "\f",
    "---\n",
    "\u200b",
    "\x00",
]
_NUMBERS = ["[2026]11号", "〔2026〕3 号", "[链接](https://a.cn)", "— 3 —\n"]
_PIECES = st.sampled_from([*_SIGNS.split(), *_MARKS, *_NUMBERS])
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map("".join))


def assert_maps(raw: str) -> None:
    text, offsets = normalise(raw)
    assert len(text) == len(offsets)
    assert all(a < b for a, b in pairwise(offsets))
    for char, place in zip(text, offsets, strict=True):
        assert char == raw[place] or char in REPLACEMENTS[raw[place]]


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_every_character_of_the_view_stands_for_one_raw_character(raw: str) -> None:
    assert_maps(raw)


@pytest.mark.parametrize("path", [ACTION_PLAN, WORK_PLAN], ids=lambda p: p.name)
def test_the_founding_plans_map_back_to_the_character(path) -> None:  # type: ignore[no-untyped-def]
    source = read(path)
    assert source.raw == path.read_bytes().decode("utf-8")
    assert_maps(source.raw)


def test_real_documents_map_back_to_the_character() -> None:
    for name in ("01", "02", "05", "06", "09", "14", "15", "20", "25", "30", "36"):
        for path in shared("corpus").glob(f"{name}_*.txt"):
            assert_maps(read(path).raw)


def test_a_line_end_of_the_view_stands_for_a_raw_line_end() -> None:
    source = read(ACTION_PLAN)
    assert {source.raw[source.offsets[i]] for i, c in enumerate(source.text) if c == "\n"} == {"\n"}


def test_a_unit_name_broken_by_a_line_end_is_one_unit() -> None:
    source = read(ACTION_PLAN)
    start = source.text.index("区绿化市容局、区水务局")
    span = source.span(start, start + len("区绿化市容局"))
    assert source.raw[span.start : span.end] == "区绿化\n\n市容局"


def test_names_broken_by_a_page_end_are_whole() -> None:
    assert "辛顿时空智能创新研究院开展" in read(ACTION_PLAN).text
    assert "规范科普项目与培训市场管理，做好2025年科普项目" in read(WORK_PLAN).text


def test_every_paragraph_of_the_action_plan_is_one_line() -> None:
    lines = read(ACTION_PLAN).text.split("\n")
    assert len(lines) == 58
    numbered = [line for line in lines if line[:1].isdigit() and "（责任单位：" in line]
    assert len(numbered) == 12
    assert all(line.endswith("）") for line in numbered)


def test_a_table_row_keeps_its_empty_cells() -> None:
    lines = read(ACTION_PLAN).text.split("\n")
    assert "\t\t\t2026年\t2027年\t2028年\t" in lines
    assert "2\t\t高价值发明专利拥有量（件）\t8750\t9000\t9300\t区市场局" in lines


@pytest.mark.parametrize(
    ("raw", "view"),
    [
        ("**（三）以大企业为抓手**\n\n正文。", "（三）以大企业为抓手\n正文。"),
        ("(牵头单位:区绿化市容局;配合单位:各街镇)", "（牵头单位：区绿化市容局；配合单位：各街镇）"),
        ("第一, 扎实落实, 加强 AI 与 5G 应用", "第一，扎实落实，加强AI与5G应用"),
        ("f(x, y) = 10:30, 1,000", "f(x, y) = 10:30, 1,000"),
        ("１．到２０２５年达到６.５％以上", "1.到2025年达到6.5%以上"),
        ("闵府发[2026]11号", "闵府发〔2026〕11号"),
        ("闵府发（2026） 11号", "闵府发〔2026〕11号"),
        ("闵⾏区⼈⺠政府部⻔", "闵行区人民政府部门"),
        ("| 序号 | 任务 |\n|---|---|\n| 1 |  |", "序号\t任务\n1\t"),
        (
            "支持高校建设新型研发机构，集聚领军企业。推进\n\n— 3 —\n\n成果转化。",
            "支持高校建设新型研发机构，集聚领军企业。推进成果转化。",
        ),
        (
            "一、主要任务\n\n（一）建设工程\n\n结合空间资源，推进建设。",
            "一、主要任务\n（一）建设工程\n结合空间资源，推进建设。",
        ),
        (
            "国务院关于促进综合保税区\n 高水平开放的若干意见\n 国发〔2019〕3号",
            "国务院关于促进综合保税区高水平开放的若干意见\n国发〔2019〕3号",
        ),
        ("区科委\n2026年2月13日\n工作要点", "区科委\n2026年2月13日\n工作要点"),
        ("（牵头单位：甲局；\n配合单位：乙局）", "（牵头单位：甲局；配合单位：乙局）"),
        ("发布日期：2023-11-07  浏览次数：-\n正文。", "正文。"),
        ("---\n标题: 通知\n文号: 甲发〔2025〕5号\n---\n> 转载说明\n\n# 通知", "通知"),
        ("各有关单位：\n\n现将方案印发。", "各有关单位：\n现将方案印发。"),
        ("做好“大零号\n湾”建设。", "做好“大零号湾”建设。"),
        ("1.有序推进。落实到位\n2.不断优化。", "1.有序推进。落实到位\n2.不断优化。"),
    ],
)
def test_the_view_of_a_text(raw: str, view: str) -> None:
    assert normalise(raw)[0] == view
    assert_maps(raw)


def test_bodies_that_sign_side_by_side_stay_apart() -> None:
    raw = "　　广州市卫生健康委员会            广州市财政局"
    assert normalise(raw)[0] == "广州市卫生健康委员会 广州市财政局"


def test_a_document_on_one_line_is_cut_at_its_ideographic_spaces() -> None:
    base = read(WORK_PLAN).text
    assert source_from_text(base.replace("\n", "　　")).text == base


def test_lines_filled_to_one_width_are_joined() -> None:
    sentence = "推进科技创新和产业创新深度融合并持续完善全链条服务体系建设同时提升承载能力" * 20 + "。"
    lines = [sentence[i : i + 30] for i in range(0, len(sentence), 30)]
    assert normalise("\n".join(lines))[0] == sentence


_HOSTILE = [
    "(",
    "（",
    "中\n",
    "（中\n",
    "**",
    "> ",
    "[",
    "|a",
    "a\t",
    "1.\n",
    "---\n",
    "中 ",
    "中　　",
    '"中',
    "来源：",
    "[2026]",
    "一",
    "〔2026〕",
]


@pytest.mark.parametrize("piece", _HOSTILE)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        raw = piece * (length // len(piece))
        begun = time.process_time()
        normalise(raw)
        return time.process_time() - begun

    short = min(seconds(5_000) for _ in range(3))
    assert seconds(40_000) < 8 * 4 * short + 0.5


def test_an_empty_cell_that_stands_alone_is_not_joined_with_the_next() -> None:
    assert normalise("推进事项\n区科委\n/\n区经委\n／\n12月底前\n")[0].split("\n") == [
        "推进事项",
        "区科委",
        "/",
        "区经委",
        "／",
        "12月底前",
    ]
