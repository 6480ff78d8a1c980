"""A folder as one ZIP archive, made while it is read; entries carry no clock time, so bytes are stable."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator

from graph.exports.format import Chunks, Files
from graph.exports.spool import chunks_of

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP entry can have (APPNOTE 4.4.6); it says nothing."""


class _Outbox(io.RawIOBase):
    """Takes what ``zipfile`` writes and gives it away again; cannot be sought, as a socket cannot."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # zipfile hands over bytes
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> Iterator[bytes]:
        waiting, self._waiting = self._waiting, []
        return iter(waiting)


def zipped(files: Files) -> Chunks:
    """The archive of these files, chunk by chunk; each waits on disk until its size is known.

    With its size known an entry needs no ZIP64 fields, which some unpackers cannot read in a stream.
    """
    outbox = _Outbox()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, chunks in files:
            with tempfile.TemporaryFile() as waiting:
                waiting.writelines(chunks)
                with archive.open(entry(name, waiting.tell()), "w") as file:
                    for chunk in chunks_of(waiting):
                        file.write(chunk)
                        yield from outbox.taken()
            yield from outbox.taken()
    yield from outbox.taken()


def entry(name: str, size: int) -> zipfile.ZipInfo:
    """A deflated entry of so many bytes with no clock time and the access rights of a plain file."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.file_size = size
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info
