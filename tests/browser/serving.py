"""The real application on a free port of this machine, over a temporary store with the founding plans."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from api.app import close, create_app
from api.config import Config
from graph.ingest import Ingest
from graph.store import Store, open_store
from tests.corpus import DOCUMENTS

KEY = "key-of-the-tests"


def founding_store() -> Store:
    """A temporary store filled from the two founding plans."""
    store = open_store("memory:")
    reports = Ingest(store).paths([DOCUMENTS])
    assert all(report.ok for report in reports), [report.error for report in reports]
    return store


@contextmanager
def served(store: Store) -> Iterator[str]:
    """The address of the application while the block runs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(Config(key=KEY), store)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        close(app)
