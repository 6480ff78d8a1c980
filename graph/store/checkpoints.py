"""Read-only views of the embedded store for the query workers, made when first asked for after a commit."""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.store.embedded import EmbeddedStore


class Checkpoints:
    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._generation: str | None = None
        self._current: Path | None = None
        self._readers: dict[Path, int] = {}

    @contextmanager
    def current(self) -> Iterator[Path]:
        """A view that holds every commit acknowledged before the call; kept while in use."""
        with self._lock:
            if self._current is None or self._generation != self._store.generation():
                target = self._new_path()
                self._generation = self._store.checkpoint(target)
                old, self._current = self._current, target
                self._readers[target] = 0
                if old is not None and self._readers[old] == 0:
                    self._remove(old)
            view = self._current
            self._readers[view] += 1
        try:
            yield view
        finally:
            with self._lock:
                self._readers[view] -= 1
                if self._readers[view] == 0 and view != self._current:
                    self._remove(view)

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """A checkpoint of one's own, which may be written to and is thrown away."""
        target = self._new_path()
        try:
            self._store.checkpoint(target)
            yield target
        finally:
            shutil.rmtree(target, ignore_errors=True)

    def close(self) -> None:
        with self._lock:
            if self._current is not None and self._readers[self._current] == 0:
                self._remove(self._current)
            self._current = None

    def _new_path(self) -> Path:
        folder = self._store.directory.checkpoints
        folder.mkdir(exist_ok=True)
        return folder / secrets.token_hex(6)

    def _remove(self, view: Path) -> None:
        del self._readers[view]
        shutil.rmtree(view, ignore_errors=True)
