"""What an export is: the request (``Job``) and the description of a format (``Format``).

A format is one function from a job to chunks of bytes, or, for a format that is a folder, to named
files of chunks. Nothing here knows where the bytes go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.store.base import Store

Chunks = Iterator[bytes]
Files = Iterator[tuple[str, Chunks]]
Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do: quads for RDF, documents for all others."""

VIEWS = ("full", "bipartite", "units")
"""full: all that is known; bipartite: units and tasks; units: units joined by the tasks they share."""


def _silent(done: int, total: int) -> None:
    """The progress of a job that nobody watches."""


@dataclass(frozen=True, slots=True)
class Job:
    """One export: of what, how much of it, and who is told how far it is."""

    store: Store
    view: str = "full"
    selection: frozenset[str] | None = None
    """Local ids (``e-…``, ``doc.2.1``) to keep; None keeps all."""
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Places of a map by local id, x to the right and y downwards; missing ones are computed."""
    progress: Progress = _silent

    def keeps(self, identifier: str) -> bool:
        return self.selection is None or identifier in self.selection


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name. Exactly one of ``chunks`` (a file) and ``files`` (a folder) is given."""

    name: str
    suffix: str
    """Of the file, or of the ZIP archive that a folder becomes on a stream."""
    media_type: str
    zh: str
    en: str
    views: tuple[str, ...] = VIEWS
    chunks: Callable[[Job], Chunks] | None = None
    files: Callable[[Job], Files] | None = None

    @property
    def folder(self) -> bool:
        return self.files is not None
