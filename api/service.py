"""What the handlers share: the store, its public queries, the configuration."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

from flask import current_app

from api.config import Config
from graph.store import Store
from graph.store.public import PublicQueries
from visualize.layout import LayoutCache


@dataclass(slots=True)
class Service:
    config: Config
    store: Store
    queries: PublicQueries
    layouts: LayoutCache
    draining: bool = False
    """Being stopped: what is under way is finished, nothing new should be sent here."""
    _counted: tuple[str, int] = ("", 0)

    def quads(self) -> int:
        """Number of quads; counted once per content, for counting reads the whole store."""
        generation = self.store.generation()
        if self._counted[0] != generation:
            self._counted = (generation, self.store.count())
        return self._counted[1]

    def etag(self, *parts: str) -> str:
        """Names one representation of the present content."""
        named = "\0".join((self.store.generation(), *parts))
        return hashlib.sha256(named.encode()).hexdigest()[:32]


def service() -> Service:
    """The service of the request under way."""
    return cast(Service, current_app.extensions["dutygraph-service"])
