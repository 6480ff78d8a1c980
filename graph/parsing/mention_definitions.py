"""Short names that a text itself gives: 某某领导小组（以下简称领导小组）."""

from __future__ import annotations

import re
from typing import NamedTuple

_DEFINED = re.compile(
    r"（(?:以下)?(?:简称|统称|称)(?:为)?[：:]?[“‘]?(?P<short>[^“”‘’（），。；、\n]{2,16})[”’]?[，）]"
)


class Defined(NamedTuple):
    """The long form ends at ``end``; ``text[start:stop]`` is the short one."""

    end: int
    start: int
    stop: int


def defined_names(text: str) -> list[Defined]:
    """Every short name defined in brackets, in order."""
    return [Defined(m.start(), m.start("short"), m.end("short")) for m in _DEFINED.finditer(text)]
