"""One finding (待核提示): something to check, with its evidence, never a verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from graph.model import Span

Kind = Literal["co_responsibility", "fragmentation", "object_overlap", "gap", "divergence", "order", "load"]
KINDS: tuple[Kind, ...] = (
    "co_responsibility",
    "fragmentation",
    "object_overlap",
    "gap",
    "divergence",
    "order",
    "load",
)
MEASURES = ("M1", "M2", "M3", "M4", "M5", "M6", "M7")


class Tier(IntEnum):
    """Rank across measures: a lower tier stands before a higher one; within a tier the score decides."""

    SAME_SCOPE = 0
    GAP = 1
    SAME_LEVEL = 2
    SCOPE_TO_CHECK = 3
    FRAGMENTATION = 4
    LINEAGE = 5
    NOT_STATED = 6
    CONTEXT_GAP = 7
    TOGETHER = 8
    ORDER = 9
    LOAD = 10


CONTEXT = frozenset({Tier.CONTEXT_GAP, Tier.TOGETHER, Tier.ORDER, Tier.LOAD})
"""Context for a planner (who should sit together), never overlap."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence: a span of a document's raw text and the clause that holds it."""

    document: str
    span: Span
    clause: str = ""


@dataclass(frozen=True)
class Finding:
    id: str
    measure: str
    kind: Kind
    tier: Tier
    score: float
    zh: str
    en: str
    documents: tuple[str, ...]
    units: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    object_label: str | None = None
    object_aliases: tuple[str, ...] = ()
    duplication: dict[str, Any] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()


def finding_id(*identity: str) -> str:
    """``f-`` and 16 hexadecimal digits: of the kind and the object or pair, never of the set of tasks."""
    return "f-" + hashlib.sha256("|".join(identity).encode()).hexdigest()[:16]


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """In the order in which they are shown."""
    return sorted(findings, key=lambda each: (each.tier, -round(each.score, 9), each.zh, each.id))
