"""Whose document this is, and which government 区, 市 and 省 mean in it."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Header
from graph.naming.divisions import Division, by_full_name, by_name, doubtful, leading
from graph.naming.local import written

_BEFORE = (
    "中国共产党",
    "中共",
    "中国共产主义青年团",
    "共青团",
    "国家税务总局",
    "关于印发",
    "关于",
    "《",
    "“",
)
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
    provinces and cities that the text mentions. What the table does not hold (安河县), or cannot tell apart,
    is taken as written. None for the country at large.
    """
    issuers = [cited.value for cited in header.issuers] or [header.issuer.value] if header.issuer else []
    found = [d for d in (_of_name(name, text) or _unknown(name) for name in issuers) if d is not None]
    if found:
        return _common(found)
    if issuers and issuers[0].startswith(("国务院", "中共中央", "中央", "国家", "全国")):
        return None
    rest = [c.value for c in (header.printed_by, header.notice_title, header.title) if c]
    for value in rest:
        division = _of_name(value, text) or _unknown(value) or _inside(value, text)
        if division is not None:
            return division
    for value in (*issuers, *rest):
        division = written(_bare(value))[0]
        if division is not None:
            return division
    return None


def unknown_divisions(header: Header, text: str) -> tuple[str, ...]:
    """Names of the document's divisions that the table does not hold, as the text may write them."""
    division = jurisdiction_of(header, text)
    return tuple(each.name for each in division.chain if not each.adcode) if division else ()


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


def _bare(name: str) -> str:
    for start in _BEFORE:
        name = name.removeprefix(start)
    return name


def _of_name(name: str, text: str) -> Division | None:
    name = _bare(name)
    division, _ = leading(name)
    if division is None:
        return _told_apart(name, text)
    # 苏州市|高新区, 江北市|新城县: what lies in it and the table does not hold.
    return written(name)[0] if division.level != "county" else division


def _unknown(name: str) -> Division | None:
    """A division that the table does not hold; None for one it holds several times."""
    name = _bare(name)
    if any(name[:size] in by_name() for size in range(2, min(12, len(name)) + 1)):
        return None
    return written(name)[0]


def _inside(title: str, text: str) -> Division | None:
    for at in range(len(title) - 2):
        for size in (12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2):
            piece = title[at : at + size]
            if piece in by_name() and (at == 0 or piece not in doubtful()):
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
    """上海市闵行区 -> the division; one that the table does not hold, as it is written."""
    if not full_name:
        return None
    known = by_full_name().get(full_name)
    if known is not None:
        return known
    division, size = written(full_name)
    return division if size == len(full_name) else None
