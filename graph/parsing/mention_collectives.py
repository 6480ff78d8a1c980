"""Bodies taken together: 各镇人民政府, 区委各部门, 各市、县、区人民政府, 各区属公司. Words in ``kinds.toml``."""

from __future__ import annotations

import re
from functools import cache

from graph.parsing.mention_candidates import Found
from ontology import words


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = words.table("kinds")["collective"]

    def either(key: str) -> str:
        return "|".join(sorted(map(re.escape, table[key]), key=len, reverse=True))

    level = f"(?:{either('levels')})"
    gloss = f"(?:（{level}(?:、{level}){{0,5}}）)?"
    of_levels = rf"各{level}{gloss}(?:、{level}{gloss}){{0,6}}(?:{either('tails')})"
    of_kinds = rf"各(?:{either('owners')})?(?:{either('kinds')})"
    of_body = rf"(?:{either('bodies')})各(?:有关|相关|工作|直属)?(?:{either('parts')})"
    after = rf"、(?P<after>(?:{either('after')}))"
    return re.compile(f"{of_body}|{of_levels}|{of_kinds}"), re.compile(after)


def find_collectives(text: str) -> list[Found]:
    """Every collective of bodies; time is linear, each pattern being bounded."""
    whole, after = _patterns()
    found: list[Found] = []
    for match in whole.finditer(text):
        found.append(Found(match.start(), match.end(), "CollectiveUnit", "collective"))
        more = after.match(text, match.end())
        if more:
            found.append(Found(more.start("after"), more.end("after"), "CollectiveUnit", "collective"))
    return found
