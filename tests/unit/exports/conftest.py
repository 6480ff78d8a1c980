from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.exports import stream
from graph.ingest import Ingest
from graph.store import Store
from graph.store.embedded import TemporaryStore
from tests.corpus import DOCUMENTS
from tests.unit.exports.sample import HOSTILE, plan, store_of


@pytest.fixture(scope="session")
def founding() -> Iterator[Store]:
    """The founding plans as the reader reads them."""
    store = TemporaryStore()
    assert all(report.ok for report in Ingest(store).paths([DOCUMENTS]))
    yield store
    store.close()


@pytest.fixture(scope="session")
def small() -> Iterator[Store]:
    """One plan made by hand, with one finding."""
    store = store_of(plan())
    yield store
    store.close()


@pytest.fixture(scope="session")
def hostile() -> Iterator[Store]:
    """Every hostile text as the name of a unit and as the title of a task."""
    documents = [
        plan(units=HOSTILE[at : at + 2], titles=HOSTILE[at : at + 2], docid=f"hostile-{at}")
        for at in range(0, len(HOSTILE), 2)
    ]
    store = store_of(*documents)
    yield store
    store.close()


@pytest.fixture(scope="session")
def empty() -> Iterator[Store]:
    store = store_of()
    yield store
    store.close()


_kept: dict[tuple[str, str, str], bytes] = {}


def exported(store: Store, format_: str, view: str = "full") -> bytes:
    """The export of a store's present content, made once; ``afresh`` makes it anew."""
    key = (store.generation(), format_, view)
    if key not in _kept:
        _kept[key] = afresh(store, format_, view)
    return _kept[key]


def afresh(store: Store, format_: str, view: str = "full") -> bytes:
    return b"".join(stream(store, format_, view))
