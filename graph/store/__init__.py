"""The store: where the graph is kept. ``open_store`` opens it from what the user wrote after ``--store``."""

from __future__ import annotations

from graph.store.base import Bindings, Quad, Row, Store, StoreInfo
from graph.store.embedded import EmbeddedStore, TemporaryStore
from graph.store.remote import RemoteStore

__all__ = ["Bindings", "Quad", "Row", "Store", "StoreInfo", "open_store"]


def open_store(spec: str, read_only: bool = False) -> Store:
    """``memory:``, ``sparql+http://host/query[,http://host/update]`` or the folder of an embedded store.

    ``read_only`` opens a view of the state at this moment, also while another process owns the store.
    Raises StoreInUse, StoreUnavailable.
    """
    if spec == "memory:":
        return TemporaryStore()
    if spec.startswith(("sparql+http://", "sparql+https://")):
        return RemoteStore(spec, read_only=read_only)
    return EmbeddedStore(spec, read_only=read_only)
