"""What one public request may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    seconds: float = 10.0
    """Time for one query, from the moment a worker takes it."""
    update_seconds: float = 60.0
    """Time for an update that searches (WHERE), tried on a copy first."""
    parse_seconds: float = 30.0
    """Time to read a foreign RDF file."""
    memory: int = 2**30
    """Bytes of address space of one worker, where the system has such a limit (not on Windows)."""
    result: int = 256 * 2**20
    """Bytes of one result. A larger one is an error, never cut."""
    workers: int = 4
    """Queries at one time."""
    wait_seconds: float = 20.0
    """How long a query may wait for a free worker."""
    queue: int = 8
    """How many queries may wait for one: each holds a thread of the server, and others need some too."""
