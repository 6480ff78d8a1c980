"""A result on disk while it grows: written by one thread, read by another."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from typing import IO

from graph.errors import DutygraphError


class Spool:
    """Frees the worker as fast as it can work, and lets the client read as slowly as it must."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="dutygraph-result-")  # noqa: SIM115
        self._changed = threading.Condition()
        self._written = 0
        self._finished = False
        self._abandoned = False
        self._error: DutygraphError | None = None

    def put(self, data: bytes) -> bool:
        """False where nobody reads any more."""
        with self._changed:
            if self._abandoned:
                return False
            self._file.seek(self._written)
            self._file.write(data)
            self._written += len(data)
            self._changed.notify()
            return True

    def finish(self, error: DutygraphError | None) -> None:
        with self._changed:
            self._finished, self._error = True, error
            if self._abandoned:
                self._file.close()
            self._changed.notify()

    def abandon(self) -> None:
        with self._changed:
            self._abandoned = True
            if self._finished:
                self._file.close()

    def chunks(self) -> Iterator[bytes]:
        read = 0
        while True:
            with self._changed:
                while read == self._written and not self._finished:
                    self._changed.wait()
                if read == self._written:
                    if self._error:
                        raise self._error
                    return
                self._file.seek(read)
                data = self._file.read(min(256 * 1024, self._written - read))
            read += len(data)
            yield data
