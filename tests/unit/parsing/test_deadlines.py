"""Deadlines: the words and the last day they name."""

from __future__ import annotations

import pytest

from graph.parsing.deadlines import last_day
from graph.parsing.structure import parse_structure
from graph.reading import source_from_text


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2019年6月底前", "2019-06-30"),
        ("2024年10月", "2024-10-31"),
        ("2024年2月", "2024-02-29"),
        ("2025年底前", "2025-12-31"),
        ("2026年6月15日前", "2026-06-15"),
        ("2026年3月上旬", "2026-03-10"),
        ("2026年第三季度", "2026-09-30"),
        ("2026年上半年", "2026-06-30"),
        ("2023年12月底前完成并持续推进", "2023-12-31"),
        ("2019年7月底前，以后每年持续实施", "2019-07-31"),
        ("长期坚持", None),
        ("12月底前", None),
        ("2026年13月", None),
        ("2026年2月30日", None),
    ],
)
def test_the_last_day_of_what_is_named(words: str, day: str | None) -> None:
    assert last_day(words) == day


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("做好。（区科委负责，完成时限：2024年10月）", "2024年10月"),
        ("做好。（区科委负责，2023年10月底前完成首批并持续推进）", "2023年10月底前完成首批并持续推进"),
        (
            "做好。\n\n责任单位：区科委\n\n完成时限：2019年7月底前，以后每年持续实施",
            "2019年7月底前，以后每年持续实施",
        ),
        ("做好。（责任单位：区科委；完成时间：长期坚持）", "长期坚持"),
        ("2025年底前，各区完成方案编制。（责任单位：区科委）", "2025年底前"),
        ("在本意见印发之日起30日内制定办法。", "本意见印发之日起30日内"),
        ("到2025年覆盖率达到80%。", None),
    ],
)
def test_a_task_has_the_deadline_that_its_text_states(task: str, words: str | None) -> None:
    text = f"某某区工作方案\n\n一、任务\n\n（一）甲事。{task}\n\n（二）乙事。做。\n"
    deadline = parse_structure(source_from_text(text)).tasks[0].deadline
    assert (deadline.text if deadline else None) == words
