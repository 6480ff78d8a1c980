"""Every page: complete, accessible, in two languages, on two grounds, from 375 px to wide, with no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from graph import catalogue
from graph.overlap.generation import is_stale
from graph.store import open_store
from tests.browser.browsing import visiting
from tests.browser.serving import KEY, served

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
PAGES = (
    "home",
    "units",
    "tasks",
    "task",
    "entity",
    "documents",
    "document",
    "map",
    "overlaps",
    "targets",
    "query",
    "ingest",
    "search",
)


def address(name: str, ids: dict[str, str]) -> str:
    plan = ids["闵府发〔2026〕11号"]
    return {
        "home": "/",
        "task": f"/task/{ids['推进科技创新成果高效转化']}",
        "entity": f"/entity/{ids['区科委']}",
        "document": f"/documents/{plan}?start=2003&end=2032",
        "map": f"/map?around={ids['紫竹高新区']}",
        "search": "/search?q=zizhu",
    }.get(name, f"/{name}")


def ready(page: Page, where: str) -> None:
    """Open a page and wait for what its scripts fetch: the map its graph, the first page its unit."""
    page.goto(where)
    if where.startswith("/map"):
        expect(page.locator(".graph .node").first).to_be_attached(timeout=20_000)
        expect(page.locator("[data-details] h2").first).to_be_attached(timeout=20_000)
    elif where.split("?")[0] in ("/", "/query"):
        page.wait_for_load_state("networkidle")


def with_language(where: str, lang: str) -> str:
    return f"{where}{'&' if '?' in where else '?'}lang={lang}"


def serious(page: Page) -> list[str]:
    """Serious and critical findings of axe-core, rule and first element of each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]} ({len(each['nodes'])})"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_accessible_in_chinese(
    browser: Browser, site: str, ids: dict[str, str], name: str
) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, address(name, ids))
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_english_and_dark(
    browser: Browser, site: str, ids: dict[str, str], name: str
) -> None:
    with visiting(browser, site, scheme="dark", unit=(ids["紫竹高新区"], "紫竹高新区")) as (page, _):
        ready(page, with_language(address(name, ids), "en"))
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator(".nav").inner_text().split() == [
            "Home",
            "Bodies",
            "Tasks",
            "Indicators",
            "Overlaps",
            "Map",
            "Documents",
        ]
        assert serious(page) == []


def test_every_page_fits_375_pixels(browser: Browser, site: str, ids: dict[str, str]) -> None:
    with visiting(browser, site, width=375, height=812, unit=(ids["紫竹高新区"], "紫竹高新区")) as (page, _):
        too_wide = []
        for name in PAGES:
            ready(page, address(name, ids))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                too_wide.append(name)
            assert page.locator(".menu summary").is_visible()
        assert too_wide == []


def test_the_chosen_language_is_kept(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        page.goto("/")
        page.get_by_role("link", name="EN", exact=True).click()
        page.goto("/units")
        assert page.locator("h1").inner_text() == "Bodies"
        page.get_by_role("link", name="中文").click()
        assert page.locator("h1").inner_text() == "单位"


def test_dark_and_light_change_at_a_press_and_stay(browser: Browser, site: str) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with visiting(browser, site) as (page, _):
        page.goto("/units")
        light = page.evaluate(ground)
        page.locator("[data-theme-switch]").click()
        dark = page.evaluate(ground)
        assert light != dark
        page.goto("/tasks")
        assert page.evaluate(ground) == dark


def test_my_unit_is_chosen_once_and_shows_its_tasks_indicators_and_partners(
    browser: Browser, site: str, ids: dict[str, str]
) -> None:
    with visiting(browser, site) as (page, _):
        page.goto("/")
        page.get_by_role("link", name="紫竹高新区", exact=True).first.click()
        card = page.locator("#my-unit")
        expect(card.locator(".my-unit-name")).to_have_text("紫竹高新区")
        assert card.locator("tbody").first.locator("tr").count() == 7
        assert "指标 3 项" in card.inner_text()
        assert "合作单位 20 家" in card.inner_text()
        assert "30日内到期：无" in card.inner_text()
        page.reload()
        expect(page.locator(".my-unit-name")).to_have_text("紫竹高新区")
        expect(page.locator("[data-my-unit-link]")).to_have_text("我的单位：紫竹高新区")


def test_the_first_page_shows_no_decimals_and_five_findings(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, "/")
        assert page.locator(".findings").first.locator("> li").count() == 5
        assert page.evaluate(r"/\d\.\d/.test(document.querySelector('main').innerText)") is False
        assert page.evaluate("[...document.scripts].some((s) => /vis-|yasqe/.test(s.src))") is False


def test_the_search_box_finds_by_pinyin_initials_with_the_keyboard_alone(
    browser: Browser, site: str, ids: dict[str, str]
) -> None:
    with visiting(browser, site) as (page, _):
        page.goto("/units")
        page.keyboard.press("/")
        page.keyboard.type("zzgxq")
        expect(page.get_by_role("option").first).to_contain_text("紫竹高新区")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/entity/{ids['紫竹高新区']}")
        assert page.locator("h1").inner_text() == "紫竹高新区"


def test_the_first_stop_of_the_keyboard_skips_to_the_content(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        page.goto("/tasks")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"


def test_the_document_page_scrolls_to_the_quote_and_marks_its_very_characters(
    browser: Browser, site: str, ids: dict[str, str]
) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, f"/task/{ids['推进科技创新成果高效转化']}")
        page.locator(".quote").first.get_by_role("link", name="原文").click()
        mark = page.locator("mark[data-chosen]")
        expect(mark.first).to_be_in_viewport()
        assert "".join(mark.all_inner_texts()) == "（责任单位：区科委、大零号湾集团、闵金投公司、紫竹高新区）"
        assert page.locator(".outline [aria-current]").inner_text().split() == [
            "4",
            "推进科技创新成果高效转化",
        ]


def test_a_quote_is_copied_with_the_number_of_its_document(
    browser: Browser, site: str, ids: dict[str, str]
) -> None:
    with visiting(browser, site) as (page, _):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ready(page, f"/task/{ids['推动关键核心技术攻关']}")
        page.locator(".quote").first.get_by_role("button", name="复制").click()
        expect(page.locator(".said")).to_have_text("已复制")
        assert (
            page.evaluate("navigator.clipboard.readText()")
            == "（责任单位：区科委）（闵府发〔2026〕11号 二、（一）3）"
        )


def test_every_fact_about_a_unit_has_its_quote(browser: Browser, site: str, ids: dict[str, str]) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, f"/entity/{ids['区科委']}")
        for summary in page.locator("#quotes summary").all():
            summary.click()
        quotes = page.locator("#quotes blockquote").all_inner_texts()
        listed = [quote for quote in quotes if quote.startswith("（责任单位：") and "区科委" in quote]
        assert len(listed) == 7


def test_the_matrix_is_walked_by_arrow_keys_and_names_the_pair(
    browser: Browser, site: str, ids: dict[str, str]
) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, "/overlaps?order=document")
        expect(page.locator(".pair-line")).to_contain_text("大零号湾集团、紫竹高新区")
        expect(page.locator(".pair-line")).to_contain_text("7项（任务2、4、5、6、9、11、12）")
        page.locator("[data-row][tabindex='0']").focus()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert page.evaluate("document.activeElement.dataset.column") == ids["区科委"]
        page.keyboard.press("Enter")
        page.wait_for_url("**b=**")
        expect(page.locator(".pair-line")).to_contain_text("区科委")
        expect(page.locator(".pair-line")).to_contain_text("5项")


def test_the_matrix_holds_115_pairs_of_26_units(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, "/overlaps")
        assert page.locator("[data-matrix] tbody tr").count() == 26
        filled = page.evaluate(
            "[...document.querySelectorAll('[data-row]')]"
            ".filter((c) => c.dataset.row !== c.dataset.column && c.textContent.trim()).length"
        )
        assert filled == 2 * 115


def test_a_decision_on_a_finding_is_kept_for_who_has_the_key(browser: Browser, site: str) -> None:
    from tests.browser.serving import KEY

    with visiting(browser, site) as (page, _):
        ready(page, "/overlaps")
        assert page.locator("[data-decide]").count() == 0
        ready(page, f"/overlaps?key={KEY}")
        watch = page.locator(".findings-side [data-finding]").last.locator("[data-decide='watch']")
        watch.click()
        expect(watch).to_have_attribute("aria-pressed", "true")
        page.reload()
        watch = page.locator(".findings-side [data-finding]").last.locator("[data-decide='watch']")
        expect(watch).to_have_attribute("aria-pressed", "true")
        watch.click()
        expect(watch).to_have_attribute("aria-pressed", "false")


def test_the_editor_runs_a_query_and_keeps_it_in_the_address(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, "/query")
        expect(page.locator(".CodeMirror")).to_be_visible()
        page.get_by_role("button", name="运行").click()
        expect(page.locator("[data-results] tbody tr").first).to_be_visible()
        roles = page.locator("[data-results] tbody tr", has_text="responsibleFor")
        assert roles.count() == 7
        link = page.url
        page.goto(link)
        expect(roles).to_have_count(7)


def test_every_example_query_answers(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, "/query")
        for example in page.locator("[data-example]").all():
            example.click()
            expect(page.locator("[data-state]")).to_contain_text("行，")
            assert page.locator("[data-results] tbody tr").count() > 0, example.inner_text()
            page.evaluate("document.querySelector('[data-state]').textContent = ''")


def test_the_editor_completes_from_our_own_vocabulary(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, "/query")
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("SELECT * { ?s duty:respons")
        page.keyboard.press("Control+Space")
        page.wait_for_timeout(300)
        assert (
            "duty:responsibleFor"
            in page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
            or page.locator(".CodeMirror-hint", has_text="duty:responsibleFor").is_visible()
        )


def test_a_dropped_file_is_shown_before_it_is_stored(browser: Browser, site: str, tmp_path: Path) -> None:
    plan = tmp_path / "测试计划.txt"
    plan.write_text(
        "某某市某某区绿化工作行动计划\n\n一、主要任务\n\n"
        "1. 种植行道树。在主要道路两侧种植行道树。（责任单位：区绿化局、区财政局）\n",
        encoding="utf-8",
    )
    with visiting(browser, site) as (page, _):
        ready(page, "/ingest")
        page.locator("input[type=file]").set_input_files(str(plan))
        report = page.locator(".read-report")
        expect(report).to_contain_text("尚未保存", timeout=30_000)
        expect(report).to_contain_text("种植行道树")
        expect(report).to_contain_text("区绿化局、区财政局")
        report.get_by_role("button", name="保存到图谱").click()
        expect(report.locator("[data-outcome]")).to_contain_text("需要写入钥匙", timeout=30_000)
        page.goto("/documents")
        assert page.locator("tbody tr").count() == 2


def test_several_files_are_stored_with_one_button_and_their_crossings_are_found(
    browser: Browser, tmp_path: Path
) -> None:
    files = []
    for number, unit in enumerate(("区绿化局", "区水务局", "区财政局"), 1):
        plan = tmp_path / f"计划{number}.txt"
        plan.write_text(
            f"某某市某某区绿化工作行动计划（第{number}期）\n\n一、主要任务\n\n"
            f"1. 种植行道树。推进智慧灌溉系统建设，在主要道路种植行道树。（责任单位：{unit}、区住建局）\n",
            encoding="utf-8",
        )
        files.append(str(plan))
    own = open_store("memory:")
    with served(own) as address, visiting(browser, address) as (page, _):
        page.goto(f"/?key={KEY}")
        ready(page, "/ingest")
        page.locator("input[type=file]").set_input_files(files)
        expect(page.get_by_role("button", name="保存到图谱")).to_have_count(3, timeout=60_000)
        page.get_by_role("button", name="全部保存").click()
        expect(page.locator("[data-outcome]", has_text="已保存")).to_have_count(3, timeout=60_000)
        expect(page.get_by_role("button", name="全部保存")).to_be_hidden()
        assert not is_stale(own)
        assert catalogue.documents(own)["total"] == 3
    own.close()


def test_what_cannot_be_read_is_said_in_a_sentence(browser: Browser, site: str, tmp_path: Path) -> None:
    picture = tmp_path / "图.png"
    picture.write_bytes(b"\x89PNG\r\n")
    with visiting(browser, site) as (page, _):
        ready(page, "/ingest")
        page.locator("input[type=file]").set_input_files(str(picture))
        expect(page.locator("[data-reports]")).to_contain_text("不是可读的格式")


def test_an_unknown_unit_is_a_page_with_near_names_and_not_a_trace(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        answer = page.goto("/entity/区科技委")
        assert answer is not None
        assert answer.status == 404
        assert "区科委" in page.locator("main").inner_text()


def test_pages_print_without_their_frame(browser: Browser, site: str, ids: dict[str, str]) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, f"/tasks?document={ids['闵府发〔2026〕11号']}")
        page.emulate_media(media="print")
        assert not page.locator(".head").is_visible()
        assert not page.locator(".foot").is_visible()
        assert page.locator("tbody tr").count() == 16


def test_offices_get_their_tables_as_word_and_excel(browser: Browser, site: str, ids: dict[str, str]) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, f"/tasks?document={ids['闵府发〔2026〕11号']}")
        for name in ("Word", "Excel"):
            with page.expect_download() as waiting:
                page.get_by_role("link", name=name).click()
            assert waiting.value.suggested_filename.startswith("任务分工表 闵府发〔2026〕11号.")
            assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"
        for where in (f"/sheet/{ids['区科委']}.docx", "/findings.xlsx"):
            assert page.request.get(where).body()[:2] == b"PK"


def test_a_question_in_the_search_box_is_answered_with_quotes(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, "/search?q=区科委和大零号湾集团共同负责哪些任务？")
        answer = page.locator(".answer")
        expect(answer.locator("h2")).to_contain_text("共 5 项")
        assert answer.locator(".answer-items li").count() == 5
        assert answer.locator(".quote").count() >= 5


def test_every_example_question_of_the_first_page_is_answered(browser: Browser, site: str) -> None:
    with visiting(browser, site) as (page, _):
        ready(page, "/")
        expect(page.locator(".examples a")).to_have_count(6, timeout=20_000)
        questions = page.locator(".examples a").all_inner_texts()
        assert len(questions) == 6
        for question in questions:
            page.goto(f"/search?q={question}")
            assert page.locator(".answer .quote, .answer .answer-items li").count() > 0, question
