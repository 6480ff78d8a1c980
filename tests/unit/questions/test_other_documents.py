"""The same frames on a document that states who leads (国发〔2018〕39号), beside the founding plans."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.ingest import Ingest
from graph.questions import ask
from graph.store import open_store
from graph.store.base import Store
from tests.corpus import ACTION_PLAN, WORK_PLAN, shared


@pytest.fixture(scope="module")
def three() -> Iterator[Store]:
    """The founding plans and an opinion of the State Council whose lists say that the first one leads."""
    opinion = shared("corpus/25_guofa2018_39_cujinjiuye.txt")
    store = open_store("memory:")
    Ingest(store).paths([ACTION_PLAN, WORK_PLAN, opinion])
    yield store
    store.close()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("谁牵头落实失业保险待遇", "人力资源社会保障部"),
        ("国发〔2018〕39号任务五由谁牵头", "人力资源社会保障部"),
        ("失业人员培训由谁负责", "人力资源社会保障部 财政部 教育部"),
        ("财政部牵头的任务有哪些", "（二） （三） （十一）"),
        ("教育部和财政部共同负责哪些任务", "（七）"),
        ("教育部是否牵头开展失业人员培训", ""),
        ("国务院印发了哪些文件", "国发〔2018〕39号"),
        ("教育部配合哪些任务", ""),
    ],
)
def test_leads_are_answered_where_the_document_states_them(
    three: Store, question: str, expected: str
) -> None:
    answer = ask(three, question)
    assert answer["refusal"] is None, answer["refusal"]
    told = [item.get("short") or item["number"] for item in answer["items"]]
    assert " ".join(told) == expected


def test_units_that_lead_nothing_are_told_where_a_lead_is_stated(three: Store) -> None:
    answer = ask(three, "哪些单位没有牵头任务")
    names = [item["short"] for item in answer["items"]]
    assert "财政部" not in names
    assert {"教育部", "民政部", "区科委"} <= set(names)
    assert answer["answer"].endswith("文件没有写明谁牵头的，其中的单位也在内。")


def test_who_leads_is_said_among_the_responsible(three: Store) -> None:
    assert ask(three, "失业人员培训由谁负责")["answer"].endswith("其中人力资源社会保障部牵头。")


def test_a_number_that_two_documents_use_is_ambiguous_only_without_its_document(three: Store) -> None:
    assert ask(three, "闵府发〔2026〕11号任务5由谁负责")["refusal"] is None
    assert ask(three, "国发〔2018〕39号任务5由谁负责")["refusal"] is None


def test_a_document_number_that_is_not_here_is_unknown(three: Store) -> None:
    assert ask(three, "沪科合〔2023〕3号有哪些任务")["refusal"]["reason"] == "unknown_name"
    assert [item["number"] for item in ask(three, "哪些文件引用了沪科合〔2023〕3号")["items"]] == [
        "闵府发〔2026〕11号"
    ]
