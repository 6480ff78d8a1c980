"""One server and one Chromium for all browser tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from graph import catalogue
from graph.store import Store
from tests.browser.browsing import CHROMIUM, launch
from tests.browser.serving import founding_store, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"needs Chromium at {CHROMIUM} (set CHROMIUM to another path)")
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def store() -> Store:
    return founding_store()


@pytest.fixture(scope="session")
def site(store: Store) -> Iterator[str]:
    with served(store) as address:
        yield address


@pytest.fixture(scope="session")
def ids(store: Store) -> dict[str, str]:
    """Ids of what the tests visit: units by short name, tasks by title, documents by number."""
    found = {
        name: unit["id"]
        for unit in catalogue.units(store)["items"]
        for name in (unit["name"], *unit["aliases"])
    }
    found |= {task["title"]: task["id"] for task in catalogue.tasks(store, limit=1000)["items"]}
    found |= {document["number"]: document["id"] for document in catalogue.documents(store)["items"]}
    return found
