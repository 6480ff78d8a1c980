"""The scores themselves, and the bars on documents annotated by hand."""

from __future__ import annotations

import json

import pytest

from graph.evaluation.counts import Counts, judge, match
from graph.evaluation.judges import assignments, tasks
from graph.extract import extract
from graph.reading import read
from tests.corpus import DOCUMENTS, ROOT, shared


def test_precision_recall_and_f1() -> None:
    counts = Counts(right=8, wrong=2, missed=8)
    assert (counts.precision, counts.recall, counts.f1) == (0.8, 0.5, 8 / 13)
    assert Counts().f1 is None
    assert counts + Counts(1, 1, 1) == Counts(9, 3, 9)


def test_a_find_serves_one_truth_only() -> None:
    assert match([1, 1, 2], [1, 3], lambda a, b: a == b) == ([(0, 0)], [1, 2], [1])
    judged = judge(["a", "b"], ["b", "c"])
    assert (judged.counts, judged.wrong, judged.missed) == (Counts(1, 1, 1), ("c",), ("a",))


@pytest.mark.parametrize("key", ["000", "002"])
def test_the_founding_plans_are_read_without_an_error(key: str) -> None:
    gold = json.loads((ROOT / "tests" / "gold" / f"{key}.json").read_text(encoding="utf-8"))
    document = extract(read(DOCUMENTS / gold["file"]))
    assert assignments(document, gold)["assignments: all"].counts.f1 == 1.0
    assert tasks(document, gold)["tasks"].counts.f1 == 1.0


@pytest.mark.parametrize("key", ["01", "02", "05", "06", "09", "14", "20", "25"])
def test_lists_and_tables_of_annotated_documents_are_read_whole(key: str) -> None:
    gold = json.loads(shared(f"corpus/gold/{key}.json").read_text(encoding="utf-8"))
    document = extract(read(shared(f"corpus/{gold['file']}")))
    verdict = assignments(document, gold)
    assert verdict["assignments: lists, tables"].counts.f1 == 1.0
    assert (verdict["assignments: all"].counts.f1 or 0) >= 0.85
