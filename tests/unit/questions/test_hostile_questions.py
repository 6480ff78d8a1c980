"""Whatever is typed: an Answer, never an error; names are never syntax."""

from __future__ import annotations

import pytest

from graph.questions import ask
from graph.store.base import Store

FIELDS = {"question", "understood", "reading", "answer", "items", "evidence", "sparql", "ignored", "refusal"}
HOSTILE = [
    "", " ", "？", "？？？", "。", "\0", "\n\n", "的", "谁", "哪些", "任务", "a", "1", "🐼", "🐼负责哪些任务", "👨‍👩‍👧‍👦",
    "区科委" * 200, "哪些任务" * 100, "a" * 100_000, "（" * 5_000, "任务" + "9" * 60 + "由谁负责", "第一百亿项任务由谁负责",
    '" } DROP ALL #', "区科委> . ?s ?p ?o } #负责哪些任务", "“\" . } ; DELETE WHERE { ?s ?p ?o } #”写在哪些任务里",
    "哪些任务提到\\", "哪些任务提到\"\"\"", "哪些任务提到'''\n'''", "哪些任务提到{{7*7}}", "哪些任务提到<script>alert(1)</script>",
    "哪些任务提到?x", "哪些任务提到$&", "哪些任务提到(?=a)(a+)+$", "哪些任务提到[", "哪些任务提到%00", "哪些任务提到\\u0022",
    "\ud800区科委负责哪些任务", "区科委\u202e负责哪些任务", "零零零零年有哪些指标", "2026年13月前完成哪些任务", "2026年2月30日前完成哪些任务",
    "9999年有哪些目标", "任务零由谁负责", "任务百百由谁负责", "第十十项任务由谁负责", "两两家责任单位的任务", "1e309家责任单位的任务", "哪些任务列十百千家责任单位",
    "SELECT * WHERE { ?s ?p ?o }", "'; DROP TABLE tasks; --", "../../etc/passwd", "http://example.org/", "null", "undefined", "NaN",
]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_typed_gives_an_answer_object(founded: Store, question: str) -> None:
    before = founded.count()
    answer = ask(founded, question)
    assert set(answer) == FIELDS
    assert answer["answer"]
    assert isinstance(answer["items"], list)
    answer["question"].encode("utf-8")
    assert founded.count() == before


def test_an_empty_store_says_that_it_knows_nothing() -> None:
    from graph.store import open_store

    store = open_store("memory:")
    for question in (
        "区科委负责哪些任务",
        "哪些任务只列一家责任单位？",
        "有哪些文件",
        "任务5由谁负责",
        "行动计划有多少项任务",
        "任务最多的单位",
    ):
        answer = ask(store, question)
        assert answer["items"] == []
    store.close()
