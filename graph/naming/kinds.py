"""What kind of body a unit of a duty list is, by its name alone."""

from __future__ import annotations

import re
from functools import cache

from ontology import words

_TOWNSHIP = re.compile(r"(?:镇|乡|街道|区|市|县|州|省|旗|盟|政府)$")
_OFFICE = re.compile(
    r"(?:局|委|办|厅|部|署|委员会|办公室|办公厅|管委会|中心|法院|检察院|处|所|馆|队|院|政协|人大|海关|总局|银保监会|证监会|管理办)$"
)


@cache
def _known() -> dict[str, str]:
    told: dict[str, str] = {}
    for row in words.rows("entities"):
        for form in (*row["forms"].split("|"), row["name"]):
            if form:
                told[form.lstrip("*")] = row["type"]
    return told


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    kinds = words.table("kinds")
    pairs = [
        (suffix, kind)
        for rule in ("proper", "office")
        for kind, suffixes in kinds[rule].items()
        for suffix in suffixes
        if kind not in ("Programme", "Event")
    ]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def kind_of_unit(unit: str) -> str:
    """Local name of a class of duty.ttl: the body a planner means by this unit.

    A park, a platform or a place that bears duties is the body that runs it: Organization.
    """
    order = words.table("entities_order")
    if any(word in unit for word in order["collective_words"]):
        return "CollectiveUnit"
    known = _known().get(unit)
    if known is None:
        known = next((kind for suffix, kind in _endings() if unit.endswith(suffix)), None)
    if known in order["bodies"]:
        return str(known)
    if known is None and unit.endswith("）") and unit.find("（") >= 3:
        # 县农业农村局（县乡村振兴局）: a body and its second signboard.
        return kind_of_unit(unit[: unit.find("（")])
    if known is None and (_TOWNSHIP.search(unit) or _OFFICE.search(unit)):
        return "PublicOrganisation"
    return "Organization"
