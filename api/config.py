"""How a service is set up. Everything here is read somewhere; the command line fills it in."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal

from api.limits import limits_from_environment
from graph.store.limits import Limits


@dataclass(frozen=True, slots=True)
class Config:
    store: str = field(default_factory=lambda: os.environ.get("DUTYGRAPH_STORE", "./dutygraph-store"))
    """As ``graph.store.open_store`` takes it."""
    host: str = "127.0.0.1"
    port: int = 8000
    open_browser: bool = False
    writable: Literal["user", "all"] = "user"
    """Which graphs Update and Graph Store writes may touch."""
    token: str | None = field(default_factory=lambda: os.environ.get("DUTYGRAPH_TOKEN") or None, repr=False)
    """Bearer token for writing; without one these ways of writing are off."""
    key: str | None = field(default=None, repr=False)
    """Key of the person at the machine; see api/security.py."""
    hosts: tuple[str, ...] = field(
        default_factory=lambda: tuple(filter(None, os.environ.get("DUTYGRAPH_HOSTS", "").split(",")))
    )
    """Names under which it may be asked for, besides those of the machine itself; ``*`` for any."""
    cors: bool = True
    """Whether pages of other sites may read /sparql, /graphs, /id and /def."""
    body_limit: int = 64 * 2**20
    """Bytes of a request's body."""
    text_limit: int = 8 * 2**20
    """Bytes of a query or an update."""
    rate: float = 50.0
    """Requests per second that one address may make in the long run; not for the machine itself. 0: no limit."""
    burst: int = 500
    """Requests that one address may make at once."""
    proxies: int = field(default_factory=lambda: int(os.environ.get("DUTYGRAPH_PROXIES", "0")))
    """How many reverse proxies stand in front (whose X-Forwarded-* are believed)."""
    threads: int = 16
    limits: Limits = field(default_factory=limits_from_environment)

    @property
    def on_loopback(self) -> bool:
        return self.host in ("127.0.0.1", "localhost", "::1")
