"""Answers of many documents stay short and count everything."""

from __future__ import annotations

from typing import Any

from graph.questions.telling import joined, listed, tasks_said


def _tasks(documents: int) -> list[dict[str, Any]]:
    return [
        {
            "type": "task",
            "id": f"d{at}.{number}",
            "label": "建设",
            "number": f"{number}.",
            "document": {"id": f"d{at}", "title": None, "number": f"府发〔2026〕{at}号"},
        }
        for at in range(1, documents + 1)
        for number in (1, 2)
    ]


def test_tasks_of_eight_documents_are_all_told() -> None:
    told = tasks_said(_tasks(8))
    assert told.startswith("府发〔2026〕1号任务1、2；府发〔2026〕2号任务1、2；")
    assert told.endswith("；府发〔2026〕8号任务1、2")


def test_of_more_documents_the_first_are_told_and_the_rest_counted() -> None:
    assert tasks_said(_tasks(9)) == (
        "见于 9 份文件，府发〔2026〕1号任务1、2；府发〔2026〕2号任务1、2；府发〔2026〕3号任务1、2；"
        "等 18 项（其余 6 份文件 12 项见所列条目）"
    )


def test_namesakes_stand_once_with_their_number() -> None:
    assert listed(["区科委", "镇政府", "区科委"]) == "区科委（2家）、镇政府"
    assert listed([f"{at}局" for at in range(16)] + ["0局"]).endswith("、14局等17家")


def test_many_statements_are_counted() -> None:
    assert joined(["甲", "乙"], "条") == "甲；乙"
    assert joined([str(at) for at in range(9)], "条") == "0；1；2；其余 6 条见所列条目"
