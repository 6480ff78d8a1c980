"""The one error tree. Every message is a sentence for a person: what, where, what was expected.

DutygraphError
├── UserError                      the request cannot be met; exit 1, HTTP 4xx
│   ├── UnreadableFile             a file that cannot be read as text
│   ├── NotAPlan                   read, but no plan of the genre
│   ├── UnknownName                no such entity, document, task (carries suggestions)
│   ├── AmbiguousName              several entities bear this name
│   ├── BadRequest                 a parameter that is out of its range
│   ├── QueryRefused               a query that may not run here (SERVICE, LOAD, depth)
│   └── Conflict                   the store holds something else already
└── StoreError                     the store failed; exit 1, HTTP 5xx
    ├── StoreInUse                 another process owns the store
    ├── StoreUnavailable           the store or the remote server does not answer
    ├── StoreFull                  no room on disk
    └── QueryTooCostly             deadline, memory or result limit reached
"""

from __future__ import annotations

from collections.abc import Sequence


class DutygraphError(Exception):
    """The root; never raised itself."""


class UserError(DutygraphError):
    """The request cannot be met as it stands."""


class UnreadableFile(UserError):
    """A file that cannot be read as text of a plan."""


class NotAPlan(UserError):
    """Readable text in which no plan of the genre was recognised."""


class UnknownName(UserError):
    """Nothing bears this name; ``suggestions`` are names near it, best first."""

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)


class AmbiguousName(UserError):
    """Several things bear this name; ``suggestions`` tells them apart."""

    def __init__(self, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.suggestions = tuple(suggestions)


class BadRequest(UserError):
    """A parameter is out of its range or not of its form."""


class QueryRefused(UserError):
    """A query that may not run here."""


class Conflict(UserError):
    """What is there already stands against it."""


class StoreError(DutygraphError):
    """The store failed."""


class StoreInUse(StoreError):
    """Another process owns the store."""


class StoreUnavailable(StoreError):
    """The store does not answer."""


class StoreFull(StoreError):
    """No room left where the store lives."""


class QueryTooCostly(StoreError):
    """A limit on time, memory or result size was reached; nothing was cut silently."""
