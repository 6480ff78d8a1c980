"""What several tasks act on, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.model import Span


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence: ``span`` of the raw text, as ``written`` there, in a clause and a sentence."""

    task: str
    span: Span
    written: str
    clause: Span
    sentence: Span


@dataclass(frozen=True)
class Matter:
    """What several tasks act on. ``kind``: matter, or field (an industry or technology: an area, no matter)."""

    key: str
    """Stable: depends on the words of the matter alone."""
    label: str
    kind: str
    places: tuple[Place, ...]
    written: tuple[str, ...]
    """How the texts write it, most frequent first, where they differ."""
    reason: str | None = None
    """Why differently written things count as one."""
    narrower: tuple[str, ...] = ()
    covered: frozenset[tuple[str, str]] = frozenset()
    """Pairs of tasks that a more special matter already joins."""
    note: str | None = None
    tasks: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "tasks", tuple(dict.fromkeys(place.task for place in self.places)))

    def at(self, task: str) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.task == task)
