"""Hostile text in every field and every parameter: it is shown as text, and nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.store import Store
from tests.browser.browsing import visiting
from tests.browser.hostile import POISON, poisoned
from tests.browser.serving import served
from tests.browser.test_pages import PAGES, address, ready


@pytest.fixture(scope="module")
def hostile(store: Store) -> Iterator[str]:
    with served(poisoned(store)) as site:
        yield site


def nothing_ran(page: Page) -> None:
    assert page.evaluate("window.__ran") is None
    assert page.locator("img[src='x']").count() == 0
    assert page.locator("[onerror], [onload], [onmouseover], [onfocus]").count() == 0


def test_hostile_text_in_the_store_stays_text_on_every_page(
    browser: Browser, hostile: str, ids: dict[str, str]
) -> None:
    with visiting(browser, hostile, unit=(ids["紫竹高新区"], "紫竹高新区")) as (page, _):
        for name in PAGES:
            ready(page, address(name, ids))
            nothing_ran(page)
            if name not in ("query", "ingest"):
                assert "{{7*7}}" in page.content(), name


def test_hostile_labels_stay_text_in_the_maps_panes_and_in_suggestions(
    browser: Browser, hostile: str, ids: dict[str, str]
) -> None:
    with visiting(browser, hostile) as (page, _):
        page.goto(f"/map?around={ids['紫竹高新区']}")
        expect(page.locator(".graph .node").first).to_be_attached()
        for tab in ("列表", "表格", "详情"):
            page.get_by_role("tab", name=tab).click()
        for node in page.locator("[data-list] button").all()[:3]:
            node.dispatch_event("click")
        page.wait_for_load_state("networkidle")
        nothing_ran(page)
        page.goto("/units")
        page.locator("[role=search] input").fill("zizhu")
        expect(page.get_by_role("option").first).to_be_visible()
        nothing_ran(page)


def test_hostile_parameters_stay_text(browser: Browser, site: str) -> None:
    words = quote(POISON)
    with visiting(browser, site) as (page, _):
        for where in (
            f"/search?q={words}",
            f"/tasks?q={words}&involves={words}&as={words}&document={words}",
            f"/map?around={words}&sel={words}&open={words}~platform&from={words}",
            f"/overlaps?measure={words}&order={words}&kind={words}&a={words}&b={words}",
            f"/query?query={words}",
            f"/entity/{words}",
            f"/documents/{words}?start=<&end=>",
            f"/task/{words}",
            f"/?lang={words}&theme={words}",
        ):
            answer = page.goto(where)
            assert answer is not None
            assert answer.status < 500, where
            page.wait_for_load_state("load")
            nothing_ran(page)


def test_a_hostile_file_name_and_text_stay_text_on_the_way_in(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    name = "<img src=x onerror=window.__ran=1>.txt"
    plan = tmp_path / name
    evil = "<script>window.__ran=1</script>"
    plan.write_text(
        f"某某区{evil}行动计划\n\n一、任务\n\n1. 工作{evil}。做好{evil}工作。（责任单位：区{evil}局、区财政局）\n",
        encoding="utf-8",
    )
    with visiting(browser, site) as (page, _):
        page.goto("/ingest")
        page.locator("input[type=file]").set_input_files(str(plan))
        expect(page.locator("[data-reports] .card").first).not_to_contain_text("正在读取", timeout=30_000)
        nothing_ran(page)


def test_a_standalone_map_of_hostile_text_runs_nothing(
    browser: Browser, hostile: str, ids: dict[str, str], tmp_path: Path
) -> None:
    with visiting(browser, hostile) as (page, _):
        answer = page.request.get(f"/map?around={ids['紫竹高新区']}&download")
        file = tmp_path / "map.html"
        file.write_bytes(answer.body())
    with visiting(browser) as (page, _):
        page.goto(file.as_uri())
        expect(page.locator("#map canvas")).to_be_visible()
        page.locator("#list button").first.click()
        assert "{{7*7}}" in page.locator("#details").inner_text()
        nothing_ran(page)
