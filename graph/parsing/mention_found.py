"""A name that was found, and where."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """A name at ``text[start:end]``; ``name`` is the whole name where the text shares out its end."""

    start: int
    end: int
    kind: str
    rule: str
    name: str = ""
    host: str = ""
