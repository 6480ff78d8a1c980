"""Questions over HTTP: the answer, the query that gives the same rows at /sparql, and nothing that breaks it."""

from __future__ import annotations

import pytest

from tests.corpus import DOCUMENTS
from tests.service.conftest import Start
from tests.service.running import Running
from tests.service.test_rest import post


@pytest.fixture(scope="module")
def service(start: Start) -> Running:
    running = start()
    for plan in sorted(DOCUMENTS.glob("*.txt")):
        assert post(running, plan).status == 201
    return running


@pytest.mark.parametrize(
    "question",
    [
        "紫竹高新区要做哪些事？",
        "区科委和大零号湾集团共同负责哪些任务？",
        "哪些任务只列一家责任单位？",
        "概念验证中心写在哪些任务里？",
        "哪些文件的规定不一致？",
    ],
)
def test_the_query_of_an_answer_gives_as_many_rows_at_sparql(service: Running, question: str) -> None:
    answer = service.ask("/api/ask", q=question).json
    assert answer["refusal"] is None
    assert answer["items"]
    rows = service.ask(
        "/sparql", headers={"Accept": "application/sparql-results+json"}, query=answer["sparql"]
    ).json
    assert len(rows["results"]["bindings"]) == len(answer["items"])


def test_a_refusal_is_an_answer_and_no_error(service: Running) -> None:
    reply = service.ask("/api/ask", q="七宝镇负责哪些任务")
    assert reply.status == 200
    assert reply.json["refusal"]["reason"] == "unknown_name"
    assert "马桥镇" in reply.json["refusal"]["suggestions"]


@pytest.mark.parametrize(
    "question", ["", "？", "🐼", "任务" + "9" * 60 + "由谁负责", '" } DROP ALL #', "问" * 400, "问" * 5_000]
)
def test_no_question_is_a_failure_of_the_service(service: Running, question: str) -> None:
    assert service.ask("/api/ask", q=question).status < 500
    assert service.ask("/search", q=question).status < 500


def test_the_search_page_shows_the_answer(service: Running) -> None:
    page = service.ask("/search", q="高价值发明专利拥有量2027年目标是多少，谁负责？").text
    assert "高价值发明专利拥有量2027年9000件。责任单位：区市场局。" in page
