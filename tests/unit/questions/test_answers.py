"""Questions that have an answer: exactly these items, and the shown query gives the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from graph.catalogue import document_text, documents
from graph.catalogue.values import known
from graph.questions import ask
from graph.store.base import Store
from graph.store.guard import check_query
from tests.unit.questions.founding_answers import ANSWERS

Answers = Callable[[str], dict[str, Any]]
_ID_COLUMNS = ("item", "task", "unit", "finding", "thing", "doc")


@pytest.fixture(scope="session")
def answers(founded: Store) -> Answers:
    """``ask`` of the founding plans, each question once."""
    return cache(lambda question: ask(founded, question))


@pytest.fixture(scope="session")
def texts(founded: Store) -> dict[str, str]:
    """Raw texts by document."""
    ids = [each["id"] for each in documents(founded)["items"]]
    return {each: document_text(founded, each) for each in ids}


def compact(item: dict[str, Any]) -> str:
    """An item as ``founding_answers`` writes it."""
    if "cadence" in item:
        return str(item["label"])
    if item["type"] == "task":
        number = str(item["number"]).rstrip(".")
        return number if item["id"].startswith("minfufa") else item["id"].split(".", 1)[1]
    if item["type"] == "unit":
        return str(item.get("short") or item["label"])
    if item["type"] == "target":
        return f"{item['year'] or ''}:{item['value']:g}"
    if item["type"] == "document":
        return str(item.get("value") or item["number"])
    if item["type"] == "measure":
        return str(item["label"])[:6]
    return str(item["label"])[:20] if item["type"] == "finding" else str(item["label"])


@pytest.mark.parametrize(("question", "expected"), ANSWERS)
def test_a_question_has_exactly_these_items(answers: Answers, question: str, expected: str) -> None:
    answer = answers(question)
    assert answer["refusal"] is None, answer["refusal"]
    assert " ".join(map(compact, answer["items"])) == expected
    assert answer["understood"]
    assert answer["reading"].startswith("我理解为：")
    assert answer["answer"]


@pytest.mark.parametrize("question", [question for question, _ in ANSWERS])
def test_the_shown_query_gives_the_items_row_by_row(founded: Store, answers: Answers, question: str) -> None:
    answer = answers(question)
    assert check_query(answer["sparql"]).refusal is None
    rows = founded.select(answer["sparql"])
    columns = [next(column for column in _ID_COLUMNS if column in row) for row in rows]
    assert [known(row[column]) for row, column in zip(rows, columns, strict=True)] == [
        item["id"] for item in answer["items"]
    ]


@pytest.mark.parametrize("question", [question for question, expected in ANSWERS if expected])
def test_every_quote_stands_in_the_text_and_every_answer_has_one(
    answers: Answers, texts: dict[str, str], question: str
) -> None:
    answer = answers(question)
    assert answer["evidence"]
    for each in answer["evidence"]:
        text = texts[each["document"]]
        assert text[each["start"] : each["end"]] == each["quote"]
        assert each["url"] == f"/documents/{each['document']}?start={each['start']}&end={each['end']}"


def test_counts_are_said_as_an_office_would(founded: Store) -> None:
    answer = ask(founded, "区科委和大零号湾集团共同负责哪些任务？")
    assert answer["answer"].startswith("共 5 项：闵府发〔2026〕11号任务2、4、5、6、9。")
    assert answer["reading"] == "我理解为：区科委与大零号湾集团共同列为责任单位的任务"


def test_what_each_of_several_answers_for_is_told_apart(founded: Store) -> None:
    answer = ask(founded, "区科委和区经委各负责哪些任务")
    assert answer["answer"].startswith("共 8 项。区科委 8 项：闵府发〔2026〕11号任务1、2、3、4、5、6、9；")
    assert answer["answer"].endswith("区经委 2 项：闵府发〔2026〕11号任务6、9。其中 2 项各家都在内。")


def test_units_of_one_rank_are_all_among_the_first(founded: Store) -> None:
    answer = ask(founded, "任务最多的前6家单位")
    counts = [item["tasks"] for item in answer["items"]]
    assert len(counts) > 6
    assert counts == sorted(counts, reverse=True)
    assert counts[5] == counts[-1]
    assert answer["answer"].endswith(f"（并列，共 {len(counts)} 家）。")


def test_a_part_beside_duties_is_not_hidden(founded: Store) -> None:
    answer = ask(founded, "紫竹高新区要做哪些事？")
    assert "另有 1 项在文中提及：闵科委〔2026〕11号" in answer["answer"]


def test_a_value_and_its_owner_are_answered_together(founded: Store) -> None:
    answer = ask(founded, "高价值发明专利拥有量2027年目标是多少，谁负责？")
    assert answer["answer"] == "高价值发明专利拥有量2027年9000件。责任单位：区市场局。"
    assert [item["type"] for item in answer["items"]] == ["target", "unit"]


def test_documents_that_contradict_each_other_are_said_to(founded: Store) -> None:
    answer = ask(founded, "两份文件对会商频次的规定是否一致？")
    assert answer["answer"].startswith("不一致，请核：")
    assert "每半年" in answer["answer"]
    assert "季度" in answer["answer"]


def test_equal_figures_of_other_scope_are_to_be_checked(founded: Store) -> None:
    answer = ask(founded, "科技服务业营收增幅2026年两份文件一致吗")
    assert answer["answer"].startswith("数值不一致，口径待核：")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("区教育局是否负责任务10", "是。"),
        ("区科委是否负责任务10", "否。区科委没有列为责任单位；原文列有：区总工会、区卫生健康委、区教育局。"),
        ("紫竹高新区有没有参与任务1", "否。"),
        ("上海交大和华东师大有没有共同的任务", "是。共 4 项"),
        ("区法院是抄送单位吗", "是。"),
        ("区财政局是抄送单位吗", "否。"),
    ],
)
def test_yes_and_no_are_said_first(founded: Store, question: str, begins: str) -> None:
    assert ask(founded, question)["answer"].startswith(begins)


def test_small_words_that_were_not_used_are_told(founded: Store) -> None:
    assert ask(founded, "嗯区科委负责哪些任务")["ignored"] == ["嗯"]


def test_the_same_question_is_the_same_in_other_brackets_and_spaces(founded: Store) -> None:
    one = ask(founded, "闵府发〔2026〕11号有多少项任务？")
    for written in (
        "闵府发[2026]11号 有多少项任务",
        "闵府发（2026）11号有多少项任务",
        "闵府发2026年11号有多少项任务",
    ):
        assert ask(founded, written)["items"] == one["items"]


def test_a_local_name_is_told_apart_by_its_document(two_districts: Store) -> None:
    answer = ask(two_districts, "徐府发〔2026〕11号区科委负责哪些任务")
    assert {item["document"]["number"] for item in answer["items"]} == {"徐府发〔2026〕11号"}
    assert len(answer["items"]) == 7


def test_a_local_name_is_told_apart_by_its_district(two_districts: Store) -> None:
    for question in ("徐汇区科委负责哪些任务", "徐汇区的区科委负责哪些任务"):
        answer = ask(two_districts, question)
        assert [item["document"]["number"] for item in answer["items"]] == ["徐府发〔2026〕11号"] * 7
