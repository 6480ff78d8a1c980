"""Questions that are not answered say why, and never guess."""

from __future__ import annotations

import pytest

from graph.questions import ask
from graph.store.base import Store
from graph.store.guard import check_query
from tests.unit.questions import refused_questions as refused


def _expect(store: Store, question: str, reason: str) -> None:
    answer = ask(store, question)
    assert answer["refusal"] is not None, answer["answer"]
    assert answer["refusal"]["reason"] == reason, answer["refusal"]
    assert answer["refusal"]["message"] == answer["answer"] != ""
    assert answer["understood"] == (reason in ("not_stated", "false_premise"))
    if answer["sparql"]:
        assert check_query(answer["sparql"]).refusal is None
        assert len(store.select(answer["sparql"])) == len(answer["items"])


@pytest.mark.parametrize("question", refused.UNKNOWN_NAME)
def test_a_name_that_is_not_there_is_unknown(founded: Store, question: str) -> None:
    _expect(founded, question, "unknown_name")


@pytest.mark.parametrize("question", refused.UNSUPPORTED)
def test_what_no_plan_states_is_unsupported(founded: Store, question: str) -> None:
    _expect(founded, question, "unsupported")


@pytest.mark.parametrize("question", refused.NOT_STATED)
def test_what_the_plans_leave_open_is_not_stated(founded: Store, question: str) -> None:
    _expect(founded, question, "not_stated")


@pytest.mark.parametrize("question", refused.FALSE_PREMISE)
def test_what_a_question_wrongly_takes_for_granted_is_told(founded: Store, question: str) -> None:
    _expect(founded, question, "false_premise")


@pytest.mark.parametrize("question", refused.AMBIGUOUS)
def test_a_name_of_two_districts_is_ambiguous(two_districts: Store, question: str) -> None:
    _expect(two_districts, question, "ambiguous")
    assert len(ask(two_districts, question)["refusal"]["suggestions"]) == 2


def test_each_reason_is_tried_twenty_times() -> None:
    for questions in (
        refused.UNKNOWN_NAME,
        refused.UNSUPPORTED,
        refused.NOT_STATED,
        refused.FALSE_PREMISE,
        refused.AMBIGUOUS,
    ):
        assert len(set(questions)) >= 20


def test_a_lead_that_is_not_stated_is_not_the_first_listed(founded: Store) -> None:
    answer = ask(founded, "谁牵头任务5")
    assert (
        answer["answer"]
        == "原文未写明任务5的牵头单位。列有 5 家单位：上海交大、华东师大、区科委、大零号湾集团、紫竹高新区。"
    )
    assert [item["short"] for item in answer["items"]] == [
        "上海交大",
        "华东师大",
        "区科委",
        "大零号湾集团",
        "紫竹高新区",
    ]


def test_a_false_premise_names_what_is_listed(founded: Store) -> None:
    answer = ask(founded, "区教育局在任务5中负责什么")
    assert (
        answer["answer"]
        == "区教育局在任务5中没有列为责任单位；任务5列有：上海交大、华东师大、区科委、大零号湾集团、紫竹高新区。"
    )
    assert answer["evidence"][0]["quote"].startswith("（责任单位：上海交大")


def test_a_suggestion_for_an_ambiguous_question_can_be_asked(two_districts: Store) -> None:
    for question in refused.AMBIGUOUS:
        first = ask(two_districts, question)["refusal"]
        for suggestion in first["suggestions"]:
            refusal = ask(two_districts, suggestion)["refusal"]
            assert (
                refusal is None or refusal["reason"] == "not_stated" or refusal["message"] != first["message"]
            )


@pytest.mark.parametrize(
    "question",
    [
        "除区科委以外哪些指标最多",
        "不是2027年的高价值发明专利拥有量目标",
        "区科委负责的任务中前三项",
        "区科委没有和谁一起负责任务",
        "区科委负责的任务里没有提到人工智能的有哪些",
        "区科委在水利方面负责哪些任务",
    ],
)
def test_a_restriction_that_is_not_understood_is_never_dropped(founded: Store, question: str) -> None:
    answer = ask(founded, question)
    everything = {
        tuple(item["id"] for item in ask(founded, all_of)["items"])
        for all_of in ("区科委负责哪些任务", "高价值发明专利拥有量各年目标")
    }
    assert tuple(item["id"] for item in answer["items"]) not in everything
