"""The dataset of a request (SPARQL 1.1 Protocol, section 2.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dataset:
    """Graphs of ``default-graph-uri`` and ``named-graph-uri``; false where neither was given."""

    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.default_graphs or self.named_graphs)
