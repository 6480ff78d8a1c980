"""Pictures of every page, to be looked at: ``make screenshots`` writes them to ``screenshots/``.

Each page at 1440 and at 375 pixels, light and dark; the pages that offices print also as they print.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from graph import catalogue
from tests.browser.browsing import launch, visiting
from tests.browser.serving import founding_store, served

FOLDER = Path(__file__).resolve().parents[2] / "screenshots"
SIZES = {"1440": (1440, 900), "375": (375, 812)}
PRINTED = ("tasks", "entity", "overlaps", "document")


def pages(ids: dict[str, str]) -> dict[str, str]:
    """Name of the picture and address of the page."""
    zizhu, task = ids["紫竹高新区"], ids["推进科技创新成果高效转化"]
    return {
        "home": "/",
        "units": "/units",
        "tasks": "/tasks",
        "task": f"/task/{task}",
        "entity": f"/entity/{ids['区科委']}",
        "documents": "/documents",
        "document": f"/documents/{ids['闵府发〔2026〕11号']}?start=2003&end=2032",
        "map": f"/map?around={zizhu}&sel={task}",
        "map-bipartite": "/map?view=bipartite",
        "map-overlap": "/map?view=overlap",
        "map-industry": "/map?view=industry",
        "overlaps": "/overlaps",
        "targets": "/targets",
        "query": "/query",
        "ingest": "/ingest",
        "search": "/search?q=zizhu",
        "answer": "/search?q=区科委和大零号湾集团共同负责哪些任务？",
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    store = founding_store()
    ids = {
        name: unit["id"]
        for unit in catalogue.units(store)["items"]
        for name in (unit["name"], *unit["aliases"])
    }
    ids |= {task["title"]: task["id"] for task in catalogue.tasks(store, limit=1000)["items"]}
    ids |= {document["number"]: document["id"] for document in catalogue.documents(store)["items"]}
    unit = (ids["紫竹高新区"], "紫竹高新区")
    with served(store) as site, sync_playwright() as playwright:
        browser = launch(playwright)
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                with visiting(browser, site, width, height, scheme, unit) as (page, _):
                    for name, where in pages(ids).items():
                        page.goto(where)
                        page.wait_for_load_state("networkidle")
                        page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png")
                        if size == "1440" and scheme == "light" and name in PRINTED:
                            page.pdf(path=FOLDER / f"{name}-print.pdf", prefer_css_page_size=True)
        browser.close()


if __name__ == "__main__":
    main()
