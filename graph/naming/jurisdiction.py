"""Whose document this is, and which government 区, 市 and 省 mean in it."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Header
from graph.naming.divisions import Division, by_full_name, by_name, leading

_BEFORE = ("中国共产党", "中共", "国家税务总局", "关于印发", "关于", "《", "“")
_LEVELS: dict[str, tuple[str, ...]] = {
    "区": ("county",),
    "县": ("county",),
    "旗": ("county",),
    "市": ("county", "city", "province"),
    "州": ("city",),
    "盟": ("city",),
    "省": ("province",),
    "自治区": ("province",),
}
PREFIXES = ("自治区", "区", "县", "旗", "市", "州", "盟", "省")


def jurisdiction_of(header: Header, text: str) -> Division | None:
    """The division the issuer belongs to; of joint issuers the one that holds them all.

    Where the issuer does not tell, the titles do; where a name recurs in China (朝阳区), the names of the
    provinces and cities that the text mentions. None for the country at large.
    """
    issuers = [cited.value for cited in header.issuers] or [header.issuer.value] if header.issuer else []
    found = [d for d in (_of_name(name, text) for name in issuers) if d is not None]
    if found:
        return _common(found)
    if issuers and issuers[0].startswith(("国务院", "中共中央", "中央", "国家", "全国")):
        return None
    rest = [c.value for c in (header.printed_by, header.notice_title, header.title) if c]
    for value in rest:
        division = _of_name(value, text) or _inside(value, text)
        if division is not None:
            return division
    return None


def meant_by(prefix: str, document: Division | None) -> Division | None:
    """市 in a document of 闵行区 is 上海市; 区 is 闵行区 itself; None where the document has no such level."""
    if document is None:
        return None
    for division in reversed(document.chain):
        if division.level not in _LEVELS[prefix]:
            continue
        if division.name.endswith(prefix) or (
            prefix in ("区", "县") and division.level == "county" and division.name[-1] in "区县旗"
        ):
            return division
        if prefix == "区" and division.name.endswith("自治区"):
            return division
    return None


def _of_name(name: str, text: str) -> Division | None:
    for start in _BEFORE:
        name = name.removeprefix(start)
    division, _ = leading(name)
    return division or _told_apart(name, text)


def _inside(title: str, text: str) -> Division | None:
    for at in range(len(title) - 2):
        for size in (12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2):
            if title[at : at + size] in by_name():
                return _of_name(title[at:], text)
    return None


def _told_apart(name: str, text: str) -> Division | None:
    """Of several divisions of one name, the one whose province or city the text names most."""
    for size in range(min(12, len(name)), 1, -1):
        candidates = by_name().get(name[:size])
        if candidates:
            ranked = sorted(
                ((sum(text.count(d.short_name) for d in c.chain[:-1]), c.adcode, c) for c in candidates),
                key=lambda r: (-r[0], r[1]),
            )
            if ranked[0][0] and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
                return ranked[0][2]
            return None
    return None


def _common(divisions: Iterable[Division]) -> Division | None:
    chains = [d.chain for d in divisions]
    common: Division | None = None
    for level in zip(*chains, strict=False):
        if len({d.adcode for d in level}) > 1:
            break
        common = level[0]
    return common


def division_named(full_name: str | None) -> Division | None:
    """上海市闵行区 -> the division."""
    return by_full_name().get(full_name) if full_name else None
