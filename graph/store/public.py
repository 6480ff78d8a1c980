"""What a service may let strangers do with a store: the same calls for an embedded and a remote one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from graph.store.base import Store
from graph.store.dataset import Dataset
from graph.store.embedded import EmbeddedStore
from graph.store.limits import Limits
from graph.store.remote import RemoteStore
from graph.store.remote_queries import RemoteQueries
from graph.store.workers import QueryWorkers


class PublicQueries(Protocol):
    """Queries within limits. Texts are checked (``guard``) by the caller."""

    limits: Limits

    def query(
        self, text: str, media_type: str, dataset: Dataset | None = None, base: str | None = None
    ) -> Iterator[bytes]:
        """The serialised result in chunks. Raises BadRequest, QueryTooCostly, StoreUnavailable."""

    def dump(self, media_type: str, graph: str | None = "*") -> Iterator[bytes]:
        """One graph (``None``: the default graph), or ``"*"`` all of them in N-Quads or TriG."""

    def read_rdf(self, body: bytes, media_type: str, base: str) -> str:
        """A foreign RDF file as N-Triples. Raises BadRequest."""

    def try_query(self, text: str, base: str | None = None) -> None:
        """Raises BadRequest where the query does not parse."""

    def try_update(self, text: str, searches: bool, base: str | None = None) -> None:
        """Raises BadRequest or QueryTooCostly where the update does not parse or does not end in time."""

    def close(self) -> None: ...


def open_queries(
    store: Store, limits: Limits | None = None, prefixes: Mapping[str, str] | None = None
) -> PublicQueries:
    """The queries that belong to this store; ``prefixes`` are used in Turtle."""
    if isinstance(store, EmbeddedStore):
        return QueryWorkers(store, limits, prefixes)
    if isinstance(store, RemoteStore):
        return RemoteQueries(store, limits, prefixes)
    raise TypeError(f"{type(store).__name__} has no public queries")
