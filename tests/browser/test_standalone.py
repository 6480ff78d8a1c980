"""The standalone map: one file, opened from disk with the network cut, that behaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import visiting

VIEWS = ("around", "bipartite", "overlap", "industry")


@pytest.fixture(scope="module")
def files(
    browser: Browser, site: str, ids: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("maps")
    found = {}
    with visiting(browser, site) as (page, _):
        for view in VIEWS:
            centre = f"&around={ids['紫竹高新区']}" if view == "around" else ""
            answer = page.request.get(f"/map?view={view}{centre}&download")
            assert answer.status == 200
            found[view] = folder / f"{view}.html"
            found[view].write_bytes(answer.body())
    return found


def opened(page: Page, file: Path) -> None:
    page.context.set_offline(True)
    page.goto(file.as_uri())
    expect(page.locator("#map canvas")).to_be_visible()


@pytest.mark.parametrize("view", VIEWS)
def test_a_map_opens_from_disk_with_no_network_and_asks_for_nothing(
    browser: Browser, files: dict[str, Path], view: str
) -> None:
    with visiting(browser) as (page, watched):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        opened(page, files[view])
        page.wait_for_timeout(200)
        assert asked == [files[view].as_uri()]
        assert watched.outside == []
        drawn = page.evaluate(
            "(() => { const c = document.querySelector('#map canvas'); const d = c.getContext('2d')"
            ".getImageData(0, 0, c.width, c.height).data; let n = 0;"
            " for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; })()"
        )
        assert drawn > 2000


def test_searching_selects_and_shows_quotes_and_neighbours(browser: Browser, files: dict[str, Path]) -> None:
    with visiting(browser) as (page, _):
        opened(page, files["around"])
        page.locator("#search").fill("推进科技创新成果")
        details = page.locator("#details")
        expect(details.locator("h1")).to_have_text("4 推进科技创新成果高效转化")
        expect(details).to_contain_text("（责任单位：区科委、大零号湾集团、闵金投公司、紫竹高新区）")
        expect(details).to_contain_text("闵府发〔2026〕11号")
        dimmed = page.evaluate("nodes.get().filter((n) => n.opacity < 1).length")
        assert dimmed > 0
        details.get_by_role("button", name="区科委").click()
        expect(details.locator("h1")).to_have_text("区科委")


def test_filtering_by_kind_takes_nodes_off_the_map_and_the_list(
    browser: Browser, files: dict[str, Path]
) -> None:
    with visiting(browser) as (page, _):
        opened(page, files["bipartite"])
        before = page.locator("#list button").count()
        tasks = int(page.locator("#kinds label", has_text="任务").locator("output").inner_text())
        page.locator("#kinds label", has_text="任务").locator("input").uncheck()
        assert page.locator("#list button").count() == before - tasks
        assert page.evaluate("nodes.get().filter((n) => n.hidden).length") == tasks


def test_the_overlap_map_names_the_shared_tasks_of_a_pair(browser: Browser, files: dict[str, Path]) -> None:
    with visiting(browser) as (page, _):
        opened(page, files["overlap"])
        page.locator("#search").fill("紫竹高新区")
        pair = page.locator("#details button", has_text="大零号湾集团")
        expect(pair).to_contain_text("同列任务 7")
        expect(pair).to_contain_text("11 打造宜居宜业的生态环境")
        assert page.evaluate("new Set(edges.get().map((e) => e.width)).size") > 5
        assert page.evaluate("new Set(nodes.get().map((n) => JSON.stringify(n.color))).size") > 2


def test_the_legend_has_a_mark_for_each_kind_on_the_map(browser: Browser, files: dict[str, Path]) -> None:
    with visiting(browser) as (page, _):
        opened(page, files["industry"])
        kinds = page.evaluate("[...new Set(details.map((d) => d.kind))].sort()")
        legend = page.evaluate("[...document.querySelectorAll('#kinds input')].map((i) => i.value).sort()")
        assert legend == kinds
