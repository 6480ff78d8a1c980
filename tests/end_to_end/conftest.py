"""One store with both founding plans, made once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.ingest import Ingest
from graph.store import open_store
from graph.store.base import Store
from tests.corpus import ACTION_PLAN, WORK_PLAN


@pytest.fixture(scope="session")
def founded() -> Iterator[Store]:
    """Both founding plans in a temporary store. Read only, please."""
    store = open_store("memory:")
    reports = Ingest(store).paths([ACTION_PLAN, WORK_PLAN])
    assert [report.status for report in reports] == ["stored", "stored"]
    yield store
    store.close()


@pytest.fixture
def empty() -> Iterator[Store]:
    store = open_store("memory:")
    yield store
    store.close()
