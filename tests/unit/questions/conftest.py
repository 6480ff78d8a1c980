"""Stores that questions are asked of: the founding plans; the same with a second district's plan beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.ingest import Ingest
from graph.store import open_store
from graph.store.base import Store
from tests.corpus import ACTION_PLAN, WORK_PLAN


@pytest.fixture(scope="session")
def founded() -> Iterator[Store]:
    """Both founding plans. Read only, please."""
    store = open_store("memory:")
    assert [report.status for report in Ingest(store).paths([ACTION_PLAN, WORK_PLAN])] == ["stored", "stored"]
    yield store
    store.close()


@pytest.fixture(scope="session")
def two_districts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The action plan as 闵行 issued it, and as 徐汇 would have."""
    other = Path(tmp_path_factory.mktemp("districts")) / "xuhui.txt"
    raw = ACTION_PLAN.read_bytes().decode("utf-8")
    other.write_text(raw.replace("闵行", "徐汇").replace("闵府发", "徐府发"), encoding="utf-8")
    store = open_store("memory:")
    assert [report.status for report in Ingest(store).paths([ACTION_PLAN, other])] == ["stored", "stored"]
    yield store
    store.close()
