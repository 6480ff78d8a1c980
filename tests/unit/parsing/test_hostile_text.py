"""Long hostile strings cost time in step with their length, and never fail."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import SourceText
from graph.parsing.structure import parse_structure

PIECES = [
    "（", "）", "（（区科委", "责任单位：", "区科委、", "由区科委", "一、", "1.", "第一，", "和", "等", "\t", "牵头，", "区科委会同",
    "（责任单位：区科委）", "各市、", "一是", "\n（一）推进。", "责任单位\n", "序号\n任务\n牵头单位\n", "附件1\n", "区科委要", "排在第一位",
    "以下均需", "【责任单位】", "\n某某的实施方案\n一、", "1\t区科委\n", "：", "、",
    "督促区科委", "区科委，", "办公室设在区科委，", "区科委积极", "按照职责", "组织各村、", "管理保障监督", "以来",
]  # fmt: skip


def source(text: str) -> SourceText:
    return SourceText("x.txt", "0" * 64, "text/plain", "utf-8", text, text, range(len(text)))


def seconds(text: str) -> float:
    started = time.process_time()
    parse_structure(source(text))
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES)
def test_four_times_the_text_takes_about_four_times_as_long(piece: str) -> None:
    head = "某某工作方案\n\n一、任务\n\n（一）推进建设。"
    short_text, long_text = (head + piece * (size // len(piece)) for size in (4000, 16000))
    # A busy machine makes one run slow; a quadratic rule makes every run slow.
    assert any(seconds(long_text) < 12 * seconds(short_text) + 0.05 for _ in range(4))


@pytest.mark.parametrize("piece", ["督促区科委", "区科委、", "区科委积极", "由区科委", "区科委管理保障"])
def test_long_sentences_full_of_bodies_cost_little_more_than_others(piece: str) -> None:
    head = "某某工作方案\n\n一、任务\n\n（一）推进建设。"
    few, many = (head + (piece * (2800 // len(piece)) + "。") * count for count in (4, 16))
    assert any(seconds(many) < 8 * seconds(few) + 0.05 for _ in range(4))
    assert min(seconds(many) for _ in range(2)) < 1e-4 * len(many)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "区科委", "负责", "\n", "。", "2026年", "推进"]), max_size=60))
def test_any_mixture_of_notations_is_read_without_failing(pieces: list[str]) -> None:
    text = "某某工作方案\n一、任务\n（一）" + "".join(pieces)
    structure = parse_structure(source(text))
    for task in structure.tasks:
        for assignment in task.assignments:
            assert text[assignment.span.start : assignment.span.end].replace("\n", "") == assignment.unit
    assert len({t.path for t in structure.tasks}) == len(structure.tasks)
