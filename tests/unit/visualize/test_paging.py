"""Long lists come in pages whose links keep what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from api.app import Config, close, create_app
from graph.ingest import Ingest
from graph.store import open_store
from tests.corpus import ACTION_PLAN, WORK_PLAN
from visualize.explorer import lists, overlaps


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    store = open_store("memory:")
    Ingest(store).paths([ACTION_PLAN, WORK_PLAN])
    app = create_app(Config(), store)
    yield app.test_client()
    close(app)


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "TASKS_PER_PAGE", 5)
    monkeypatch.setattr(lists, "INDICATORS_PER_PAGE", 10)
    monkeypatch.setattr(overlaps, "FINDINGS_PER_PAGE", 2)


def _links(page: str) -> dict[str, str]:
    return {rel: unescape(href) for rel, href in re.findall(r'rel="(prev|next)" href="([^"]+)"', page)}


def _walk(client: FlaskClient, address: str, what: str) -> list[str]:
    """Everything that the pages hold, page by page."""
    found: list[str] = []
    for _ in range(50):
        page = client.get(address).text
        found += dict.fromkeys(re.findall(what, page))
        following = _links(page).get("next")
        if following is None:
            return found
        address = following
    raise AssertionError("the pages do not end")


def test_every_task_stands_on_one_page(client: FlaskClient) -> None:
    found = _walk(client, "/tasks", r'href="/task/([^"]+)"')
    assert len(found) == len(set(found)) == 29


def test_the_links_keep_the_filter(client: FlaskClient) -> None:
    page = client.get("/tasks?involves=区科委&as=responsible").text
    assert "第 1–5 项，共 8 项" in page
    assert "prev" not in _links(page)
    following = client.get(_links(page)["next"]).text
    assert "第 6–8 项，共 8 项" in following
    assert "next" not in _links(following)
    assert client.get(_links(following)["prev"]).text.count('href="/task/') == page.count('href="/task/')


def test_behind_the_end_the_last_page_is_one_step_away(client: FlaskClient) -> None:
    page = client.get("/tasks?start=500").text
    assert set(_links(page)) == {"prev"}
    assert "第 26–29 项，共 29 项" in client.get(_links(page)["prev"]).text


def test_every_indicator_stands_on_one_page(client: FlaskClient) -> None:
    shown = [
        client.get(f"/targets?start={start}").text.count("<tr data-indicator>") for start in range(0, 40, 10)
    ]
    total = sum(shown)
    assert shown[0] == 10
    assert f"共 {total} 项" in client.get("/targets").text


def test_a_finding_is_shown_on_the_page_that_holds_it(client: FlaskClient) -> None:
    every = _walk(client, "/overlaps", r'data-finding="([^"]+)"')
    assert len(every) == len(set(every)) > 4
    page = client.get(f"/overlaps?finding={every[3]}").text
    assert re.findall(r'data-finding="([^"]+)"', page) == every[2:4]
    assert "第 3–4 项" in page


def test_a_short_list_has_no_page_links(client: FlaskClient) -> None:
    assert 'class="pages' not in client.get("/tasks?q=概念验证").text


def test_pages_are_told_in_english_too(client: FlaskClient) -> None:
    assert "1–5 of 29" in client.get("/tasks?lang=en").text
