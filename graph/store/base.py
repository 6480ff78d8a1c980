"""The Store protocol: what the rest of the project may ask of any store.

Terms are rdflib's (URIRef, Literal, BNode), translated at each store's own border.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from rdflib.term import Node, URIRef

Quad = tuple[Node, Node, Node, URIRef | None]
"""Subject, predicate, object, graph; ``None`` is the default graph."""

Bindings = Mapping[str, Node]
Row = dict[str, Node]


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What the store is, for messages: ``kind`` embedded | memory | remote, ``place`` as the user gave it."""

    kind: str
    place: str


class Store(Protocol):
    """A quad store. Every write method is one transaction: all of it or nothing."""

    info: StoreInfo

    def select(self, query: str, bindings: Bindings | None = None) -> list[Row]:
        """Rows of a trusted SELECT; unbound variables are absent. ``bindings`` are substituted as terms."""

    def ask(self, query: str, bindings: Bindings | None = None) -> bool: ...

    def construct(self, query: str, bindings: Bindings | None = None) -> Iterator[Quad]: ...

    def writing(self) -> AbstractContextManager[None]:
        """Holds the one write lock (reentrant): for a read and the write that depends on it."""

    def update(self, update: str, base: str | None = None) -> None:
        """One SPARQL Update request of any number of operations, atomic as a whole."""

    def replace_graphs(
        self, drop: Sequence[URIRef], quads: Iterable[Quad], remove: Iterable[Quad] = ()
    ) -> None:
        """Drop ``drop`` (and from the default graph each plain triple that only they state),
        take away the single quads ``remove``, then add ``quads``; all in one transaction.
        Quads whose graph is ``None`` go to the default graph."""

    def quads(self, graph: URIRef | str | None = "*") -> Iterator[Quad]:
        """All quads (``"*"``), those of the default graph (``None``) or of one named graph."""

    def graphs(self) -> list[URIRef]: ...

    def has_graph(self, graph: URIRef) -> bool: ...

    def count(self) -> int:
        """Number of quads."""

    def generation(self) -> str:
        """Changes with every commit; equal strings mean equal content. Used for ETags and caches."""

    def frozen(self) -> Store:
        """The content of this moment, which later commits do not change, to be closed by the caller: for what
        reads it in many queries. A remote server has no such view; there it is the store itself."""

    def backup(self, directory: str) -> None: ...

    def close(self) -> None: ...
