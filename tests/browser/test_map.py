"""The map: expanding, undo, filters, path, keyboard, list and table in step, permalinks, files of what is seen."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import visiting

SVG = "{http://www.w3.org/2000/svg}"
GEXF = "{http://gexf.net/1.3}"


def opened(page: Page, where: str) -> None:
    page.goto(where)
    expect(page.locator("svg.graph .node").first).to_be_attached(timeout=20_000)
    expect(page.locator("[data-wait]")).to_be_hidden()


def shown(page: Page) -> int:
    return int(
        page.evaluate(
            "[...document.querySelectorAll('.graph .node')].filter((n) => n.style.display !== 'none').length"
        )
    )


def places(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.graph .node')].filter((n) => n.style.display !== 'none')"
        ".map((n) => [n.dataset.id, n.getAttribute('transform')]))"
    )
    return found


@pytest.fixture
def around(ids: dict[str, str]) -> str:
    return f"/map?around={ids['紫竹高新区']}"


def test_around_zizhu_its_seven_tasks_and_their_units_are_drawn(
    browser: Browser, site: str, around: str
) -> None:
    with visiting(browser, site) as (page, _):
        opened(page, around)
        assert page.locator(".graph .node .box").count() >= 7
        assert page.locator(".graph .hub").count() == 1
        assert page.locator("[data-title]").inner_text() == "以紫竹高新区为中心"


def test_drawn_labels_do_not_cover_each_other(browser: Browser, site: str, around: str) -> None:
    overlaps = """() => {
      const boxes = [...document.querySelectorAll('.graph .label')].map((t) => [t.parentElement.dataset.id, t.getBoundingClientRect()]);
      const found = [];
      for (let i = 0; i < boxes.length; i++) for (let j = 0; j < i; j++) {
        const [a, p] = boxes[i], [b, q] = boxes[j];
        if (a !== b && p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 1 && q.top < p.bottom - 1) found.push([a, b]);
      }
      return found; }"""
    with visiting(browser, site) as (page, _):
        for view in (around, "/map?view=bipartite", "/map?view=overlap", "/map?view=industry"):
            opened(page, view)
            assert page.evaluate(overlaps) == [], view


def test_expanding_adds_what_was_counted_and_undo_takes_it_back(
    browser: Browser, site: str, around: str, ids: dict[str, str]
) -> None:
    task = ids["高水平推进大学科技园建设"]
    with visiting(browser, site) as (page, _):
        opened(page, around)
        before, count = places(page), shown(page)
        chip = page.locator(f".chip[data-open='{task}~platform']")
        promised = int(chip.locator("text").text_content().split()[0].lstrip("+"))  # type: ignore[union-attr]
        assert promised > 0
        chip.click()
        expect(page.locator(".graph .node")).to_have_count(count + promised)
        page.locator("[data-do='undo']").click()
        expect(page.locator(".graph .node")).to_have_count(count)
        assert places(page) == before
        expect(page.locator("[data-do='undo']")).to_be_disabled()


def test_the_address_restores_the_exact_view(
    browser: Browser, site: str, around: str, ids: dict[str, str]
) -> None:
    task = ids["高水平推进大学科技园建设"]
    with visiting(browser, site) as (page, _):
        opened(page, around)
        page.locator(f".chip[data-open='{task}~platform']").click()
        page.locator(f".graph [data-id='{ids['区科委']}'] .mark").click()
        page.locator("[data-do='hide']").click()
        page.locator("[data-kind='industry'] input").uncheck()
        page.locator(f".graph [data-id='{task}'] .number").click()
        page.locator("[data-zoom='1']").click()
        page.wait_for_timeout(500)
        seen, frame, link = places(page), page.locator("svg.graph").get_attribute("viewBox"), page.url
        details = page.locator("[data-details]").inner_text()
    with visiting(browser, site) as (page, _):
        opened(page, link)
        page.wait_for_timeout(400)
        assert places(page) == seen
        assert ids["区科委"] not in seen
        assert page.locator("[data-details]").inner_text() == details
        kept = [float(n) for n in page.locator("svg.graph").get_attribute("viewBox").split()]  # type: ignore[union-attr]
        assert kept == pytest.approx([float(n) for n in frame.split()], abs=1.5)  # type: ignore[union-attr]


def test_a_pinned_node_stays_where_it_was_put(
    browser: Browser, site: str, around: str, ids: dict[str, str]
) -> None:
    unit = ids["区科委"]
    with visiting(browser, site) as (page, _):
        opened(page, around)
        mark = page.locator(f".graph [data-id='{unit}'] .mark")
        box = mark.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 5, box["y"] + 5)
        page.mouse.down()
        page.mouse.move(box["x"] + 65, box["y"] + 45, steps=4)
        page.mouse.up()
        moved = places(page)[unit]
        page.wait_for_timeout(300)
        page.reload()
        expect(page.locator("svg.graph .node").first).to_be_attached()
        assert places(page)[unit] == moved
        expect(page.locator(f".graph [data-id='{unit}']")).to_have_class(re.compile(r"\bpinned\b"))


def test_the_keyboard_alone_walks_expands_hides_and_undoes(browser: Browser, site: str, around: str) -> None:
    with visiting(browser, site) as (page, _):
        opened(page, around)
        page.locator("[data-stage]").focus()
        page.keyboard.press("ArrowUp")
        chosen = page.locator(".graph .chosen")
        assert chosen.locator(".box").count() == 1
        title = chosen.locator("title").text_content()
        expect(page.locator("[data-details] h2")).to_have_text(title or "")
        count = shown(page)
        page.keyboard.press("Enter")
        expect(page.locator("[data-do='undo']")).to_be_enabled()
        expect(page.locator(".graph .node")).not_to_have_count(count)
        assert page.locator(".graph .node").count() > count
        page.locator("[data-stage]").focus()
        page.keyboard.press("u")
        expect(page.locator(".graph .node")).to_have_count(count)
        page.locator("[data-stage]").focus()
        page.keyboard.press("h")
        expect(page.locator("[data-list] button")).not_to_have_count(count)
        assert shown(page) < count


def test_list_and_table_show_what_the_canvas_shows(browser: Browser, site: str, around: str) -> None:
    with visiting(browser, site) as (page, _):
        opened(page, around)
        listed = page.locator("[data-list] button")
        assert listed.count() == shown(page)
        lines = page.evaluate(
            "[...document.querySelectorAll('.graph .edge')].filter((e) => e.style.display !== 'none').length"
        )
        assert page.locator("[data-table] tbody tr").count() == lines
        page.get_by_role("tab", name="列表").click()
        page.locator("[data-list] button", has_text="区科委").click()
        expect(page.locator(".graph .chosen title")).to_have_text("闵行区科学技术委员会")
        expect(page.locator("[data-list] [aria-current='true']")).to_contain_text("区科委")
        page.locator("[data-role='mention'] input").uncheck()
        fewer = page.evaluate(
            "[...document.querySelectorAll('.graph .edge')].filter((e) => e.style.display !== 'none').length"
        )
        assert fewer < lines
        assert page.locator("[data-table] tbody tr").count() == fewer


def test_filters_by_kind_document_and_strength_leave_only_what_fits(
    browser: Browser, site: str, around: str, ids: dict[str, str]
) -> None:
    with visiting(browser, site) as (page, _):
        opened(page, around)
        page.locator(f"[data-document='{ids['闵科委〔2026〕11号']}'] input").uncheck()
        assert all(not name.startswith(ids["闵科委〔2026〕11号"]) for name in places(page))
        page.locator("[data-kind='task'] input").uncheck()
        assert set(places(page)) == {ids["紫竹高新区"]}
        opened(page, "/map?view=overlap")
        lines = page.locator("[data-table] tbody tr").count()
        slider = page.locator("[data-weight] input")
        slider.focus()
        page.keyboard.press("End")
        expect(page.locator("[data-table] tbody tr")).not_to_have_count(lines)
        assert page.locator("[data-table] tbody tr").count() < lines
        expect(page.locator("[data-table] tbody")).to_contain_text("紫竹高新区")


def test_a_path_between_two_names_is_drawn(browser: Browser, site: str, around: str) -> None:
    with visiting(browser, site) as (page, _):
        opened(page, around)
        page.locator("[name='from']").fill("区市场局")
        page.locator("[name='to']").fill("高价值发明专利拥有量")
        page.locator("[name='from']").fill("区财政局")
        page.locator("[name='to']").fill("紫竹高新区")
        page.get_by_role("button", name="找路径").click()
        expect(page.locator("[data-title]")).to_have_text("路径")
        drawn = page.locator("[data-list]").inner_text()
        assert "区财政局" in drawn
        assert "紫竹高新区" in drawn


def test_what_is_seen_is_saved_as_svg_png_csv_and_gexf(
    browser: Browser, site: str, around: str, tmp_path: Path
) -> None:
    with visiting(browser, site) as (page, _):
        opened(page, around)
        page.locator("[data-kind='task'] input").check()
        files = {}
        for kind in ("svg", "png", "csv", "gexf"):
            with page.expect_download() as waiting:
                page.locator(f"[data-save='{kind}']").click()
            files[kind] = tmp_path / f"map.{kind}"
            waiting.value.save_as(files[kind])
        nodes = shown(page)
        lines = page.locator("[data-table] tbody tr").count()
    drawing = ElementTree.parse(files["svg"]).getroot()
    assert len(drawing.findall(f".//{SVG}line")) == lines
    assert "紫竹高新区" in "".join(drawing.itertext())
    assert files["png"].read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert files["png"].stat().st_size > 20_000
    rows = list(csv.reader(io.StringIO(files["csv"].read_text(encoding="utf-8-sig"))))
    assert len(rows) == lines + 1
    gexf = ElementTree.parse(files["gexf"]).getroot()
    assert len(gexf.findall(f".//{GEXF}node")) == nodes
    assert len(gexf.findall(f".//{GEXF}edge")) == lines


def test_on_a_phone_the_panes_are_tabs(browser: Browser, site: str, around: str) -> None:
    with visiting(browser, site, width=375, height=812) as (page, _):
        opened(page, around)
        assert page.locator("[data-is='canvas']").is_visible()
        assert not page.locator("[data-is='details']").is_visible()
        page.get_by_role("button", name="详情", exact=True).click()
        assert page.locator("[data-is='details']").is_visible()
        assert not page.locator("[data-is='canvas']").is_visible()
        page.get_by_role("button", name="筛选", exact=True).click()
        assert page.locator("[data-kinds]").is_visible()


def test_a_large_map_is_drawn_on_a_canvas_with_the_same_list(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        page.route("**/map/data*", lambda route: route.fulfill(json=_large(400)))
        page.goto("/map?view=industry")
        expect(page.locator(".vis canvas")).to_be_visible(timeout=15_000)
        page.wait_for_load_state("networkidle")
        assert page.locator("[data-list] button").count() == 400
        with page.expect_download() as waiting:
            page.locator("[data-save='svg']").click()
        assert waiting.value.suggested_filename.endswith(".svg")
        page.get_by_role("tab", name="列表").click()
        page.locator("[data-list] button").nth(3).click()
        assert "sel=" in page.url


def _large(n: int) -> dict[str, object]:
    from visualize.layout import place

    nodes = [
        {"id": f"e-{i}", "label": f"平台{i}", "type": "Platform", "group": "platform", "degree": 2}
        for i in range(n)
    ]
    edges = [
        {"source": f"e-{i}", "target": f"e-{i // 2}", "predicate": "partOf", "role": "relation", "weight": 1}
        for i in range(1, n)
    ]
    graph = place({"nodes": nodes, "edges": edges, "truncated": False}, "industry")
    return {**graph, "title": "大图", "view": "industry", "centre": None}
