"""Bodies taken together: 各镇人民政府, 区委各部门, 各市、县、区人民政府, 各区属公司. Words in ``kinds.toml``."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from graph.parsing.mention_found import Found
from ontology import words

_BODY_MAX = 8
"""Characters of the body before 各 (自治区人民政府)."""


class _Patterns(NamedTuple):
    body: re.Pattern[str]
    parts: re.Pattern[str]
    whole: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    table = words.table("kinds")["collective"]

    def either(key: str) -> str:
        return f"(?:{'|'.join(sorted(map(re.escape, table[key]), key=len, reverse=True))})"

    level = either("levels")
    gloss = f"(?:（{level}(?:、{level}){{0,5}}）)?"
    return _Patterns(
        re.compile(f"{either('bodies')}$"),
        re.compile(f"各(?:有关|相关|工作|直属)?{either('parts')}"),
        re.compile(
            f"各(?:{level}{gloss}(?:、{level}{gloss}){{0,6}}{either('tails')}|{either('owners')}?{either('kinds')})"
        ),
        re.compile(f"、(?P<after>{either('after')})"),
    )


def find_collectives(text: str) -> list[Found]:
    """Every collective of bodies; time is linear, each pattern being bounded."""
    patterns = _patterns()
    found: list[Found] = []
    at = text.find("各")
    while at >= 0:
        start = at
        body = patterns.body.search(text, max(0, at - _BODY_MAX), at)
        match = patterns.parts.match(text, at) if body else patterns.whole.match(text, at)
        if match:
            start = body.start() if body else at
            found.append(Found(start, match.end(), "CollectiveUnit", "collective"))
            more = patterns.after.match(text, match.end())
            if more:
                found.append(Found(more.start("after"), more.end("after"), "CollectiveUnit", "collective"))
        at = text.find("各", at + 1)
    return found
