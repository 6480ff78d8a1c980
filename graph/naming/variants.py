"""A written name, read in its document -> whose it is, its canonical key, and why.

Rules, each with the id that a ``NameForm`` carries as its reason:

as_written         nothing was changed
quotes             quotation marks and spaces taken off: “大零号湾”金融港 = 大零号湾金融港
well_known_short   a generally known other form: 上海交大 = 上海交通大学
jurisdiction       区科委 in a document of 闵行区 = 闵行区科学技术委员会
department_short   教育局, 科委 with nothing before it: of the document's own government
prefix             a division written before or inside a name: 上海闵行区辛顿… = 辛顿…
township           吴泾镇人民政府 = 吴泾镇 as a body; 江川路街道办事处 = 江川路街道
self_reference     我委 = the issuer; 本市 = the city of the document
defined_short      领导小组, after 某某领导小组（以下简称领导小组）
shortened          科创服务公司 = 大零号湾科创服务公司, named in the same text
shared_ending      海洋工程 = 海洋工程全国重点实验室, in a list that shares its last words
quoted_core        “大零号湾” = “大零号湾”科技创新策源功能区, named in the same text
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from graph.naming.divisions import Division, by_short_name, leading
from graph.naming.jurisdiction import PREFIXES, meant_by
from graph.naming.local import district
from ontology import words

_UNQUOTED = str.maketrans(
    {**dict.fromkeys("“”‘’\"' \u3000\t\n\r", ""), "(": "（", ")": "）", "－": "-", "—": "-", "＋": "+"}
)
_TOWNSHIP = re.compile(r"^(.{2,12}?(?:镇|乡|街道))(?:人民政府|政府|办事处|办)?$")
_AND = re.compile(r"(?<=.)和(?!平|田|县|静|硕|谐)")
_CONGRESS = re.compile(r"党的|[一二三四五六七八九十]+届")
_LEAGUE = re.compile(r"^(?:共青团|共产主义青年团|团)(?P<where>.{1,14}?)委(?:员会)?$")
_COMMITTEE = "委员会"
_SIDE = re.compile(r"（(?P<side>[省市区县州旗盟][^（）]{1,16})）$")
_NATIONWIDE = re.compile(
    r"(?<!老年)(?<!开放)(?<!社区)(?<!职工)(?<!业余)(?<!广播电视)大学(?:（[^（）]{2,6}）)?$"
)
"""No two universities of China bear one name."""
_PLACE = "地点:"


@dataclass(frozen=True, slots=True)
class Canonical:
    """What a written name stands for."""

    jurisdiction: str | None
    key: str
    label: str
    reason: str
    type: str

    @property
    def id(self) -> str:
        return entity_id(self.jurisdiction, self.key)


@lru_cache(maxsize=1 << 16)
def entity_id(jurisdiction: str | None, key: str) -> str:
    """``e-`` and 16 hexadecimal digits of SHA-256(jurisdiction|key)."""
    return "e-" + hashlib.sha256(f"{jurisdiction or ''}|{key}".encode()).hexdigest()[:16]


@cache
def _departments() -> dict[str, str]:
    told: dict[str, str] = {}
    for row in words.rows("short_names"):
        told[row["full"]] = row["full"]
        for form in row["forms"].split("|"):
            if form:
                told[form] = row["full"]
    return told


@cache
def _known() -> dict[str, tuple[str, str, str | None, bool]]:
    """Form -> name, type, home, only in documents of the country at large."""
    told: dict[str, tuple[str, str, str | None, bool]] = {}
    for row in words.rows("entities"):
        home = row["jurisdiction"] or None
        for form in row["forms"].split("|"):
            if form:
                told[form.lstrip("*")] = (row["name"], row["type"], home, form.startswith("*"))
    for row in words.rows("entities"):
        told[row["name"]] = (row["name"], row["type"], row["jurisdiction"] or None, False)
    return told


@cache
def _fields() -> dict[str, str]:
    told: dict[str, str] = {}
    for row in words.rows("industries"):
        for form in (row["name"], *row["forms"].split("|")):
            if form:
                told[form] = row["name"]
    return told


@cache
def _order() -> dict[str, tuple[str, ...]]:
    return {k: tuple(v) for k, v in words.table("entities_order").items() if isinstance(v, list)}


def plain(text: str) -> str:
    """The name without quotation marks and spaces, brackets full width."""
    return text.translate(_UNQUOTED)


@lru_cache(maxsize=1 << 16)
def canonical(text: str, kind: str, document: Division | None) -> Canonical:
    """What ``text``, taken for a thing of class ``kind``, stands for in a document of ``document``."""
    name = plain(text)
    written = "as_written" if name == text else "quotes"
    if kind == "Industry":
        field = _fields().get(name, name)
        return Canonical(None, f"领域:{field}", field, written if field == name else "well_known_short", kind)
    if kind == "Location":
        return _place(name, document, written)
    known = _known().get(name)
    if known is not None and (not known[3] or document is None):
        reason = written if known[0] == name else "well_known_short"
        return Canonical(known[2], known[0], known[0], reason, known[1])
    if kind in _order()["offices"]:
        return _office(name, kind, document, written)
    return _named(name, kind, document, written)


def _place(name: str, document: Division | None, written: str) -> Canonical:
    if name[0] in "本我" and name[1:] in PREFIXES:
        here = meant_by(name[1:], document)
        if here is not None:
            return replace(_place(here.full_name, document, written), reason="self_reference")
    division, size = leading(name, document)
    if division is None and document is not None:
        near = [d for d in by_short_name().get(name, ()) if d.lies_in(document.chain[0])]
        division, size = (near[0], len(name)) if len(near) == 1 else (None, 0)
    if division is not None and size == len(name):
        home = division.parent.full_name if division.parent else None
        reason = written if name == division.name else "jurisdiction"
        return Canonical(home, _PLACE + division.name, division.name, reason, "Location")
    known = _known().get(name)
    if known is not None and not known[3]:
        reason = written if known[0] == name else "well_known_short"
        return Canonical(known[2], _PLACE + known[0], known[0], reason, "Location")
    if division is not None and len(name) - size >= 3:
        return Canonical(division.full_name, _PLACE + name[size:], name, "prefix", "Location")
    return Canonical(_full(document), _PLACE + name, name, written, "Location")


def _office(name: str, kind: str, document: Division | None, written: str) -> Canonical:
    league = _LEAGUE.match(name)
    if league:
        return _league(name, league, kind, document)
    gloss = _SIDE.search(name)
    if gloss and _departments().get(gloss.group("side")[1:]) and len(name) - len(gloss.group()) >= 3:
        # 县农业农村局（县乡村振兴局）: the second signboard of one body.
        return replace(canonical(name[: gloss.start()], kind, document), reason="as_written")
    party = name.startswith(("中共", "中国共产党"))
    bare = name.removeprefix("中国共产党").removeprefix("中共")
    division, size = leading(bare, document)
    reason = "jurisdiction"
    if division is not None and size == len(bare):
        return Canonical(_full(division.parent), f"机关:{division.name}", division.name, written, kind)
    if division is None:
        for prefix in PREFIXES:
            if bare.startswith(prefix) and len(bare) > len(prefix) and not _ordinary(bare, prefix):
                division = meant_by(prefix, document)
                size = len(prefix) if division else 0
                break
    if division is None:
        division, size = district(bare, document)
        if division is not None and size == len(bare):
            return Canonical(_full(division.parent), f"机关:{division.name}", division.name, written, kind)
    rest = bare[size:]
    if division is None:
        return _of_the_document(name, rest, kind, document, written)
    township = _TOWNSHIP.match(rest)
    if township:
        reason = "township" if township.group(1) != name else written
        return Canonical(division.full_name, township.group(1), township.group(1), reason, kind)
    full = _department(rest) if kind != "CollectiveUnit" else rest
    if rest in ("委", "党委") or (party and full == "委员会"):
        return Canonical(division.full_name, "中共委员会", f"中共{division.name}委员会", "jurisdiction", kind)
    if full.startswith(_COMMITTEE) and full != _COMMITTEE:
        # 区委组织部, 中共闵行区委组织部: an office of the party's committee, with or without the party's name.
        label = f"中共{division.name}委{full.removeprefix(_COMMITTEE)}"
        return Canonical(division.full_name, full, label, _why(name, label, party), kind)
    label = division.name + full
    before = bare[:size]
    if rest not in _departments() and before not in PREFIXES and not before.endswith(division.name):
        label = name
    if party:
        return Canonical(
            division.full_name, "中共" + _key(full), "中共" + label, _why(name, label, party), kind
        )
    return Canonical(division.full_name, _key(full), label, _why(name, label, party), kind)


def _league(name: str, found: re.Match[str], kind: str, document: Division | None) -> Canonical:
    """团区委, 共青团闵行区委员会: the Youth League's committee of one division."""
    where = found.group("where")
    division, size = leading(where, document)
    if division is None or size != len(where):
        division = meant_by(where, document) if where in PREFIXES else None
    if division is None:
        return Canonical(_full(document), name, name, "as_written", kind)
    label = f"共青团{division.name}委员会"
    return Canonical(division.full_name, "共青团委员会", label, _why(name, label, False), kind)


def _why(name: str, label: str, party: bool) -> str:
    return "as_written" if name == label or (party and name == "中共" + label) else "jurisdiction"


def _of_the_document(name: str, rest: str, kind: str, document: Division | None, written: str) -> Canonical:
    """No division stands before the name: a department of the document's own government, or a name of its own."""
    if _is_national(name):
        return Canonical(None, _key(_department(rest)), _department(rest), written, kind)
    if rest in _departments() and document is not None:
        full = _department(rest)
        return Canonical(document.full_name, _key(full), document.name + full, "department_short", kind)
    township = _TOWNSHIP.match(rest)
    if township and kind in ("PublicOrganisation", "Organization"):
        body = township.group(1)
        return Canonical(_full(document), body, body, written if body == name else "township", kind)
    if kind == "CollectiveUnit":
        return Canonical(_full(document), name, name, written, kind)
    return _named(name, kind, document, written)


def _named(name: str, kind: str, document: Division | None, written: str) -> Canonical:
    """A name of its own: divisions before it, and the document's own division inside it, are no part of its key."""
    host = _host(name)
    if host:
        full, _, seat, _ = _known()[host]
        key = full + name[len(host) :]
        return Canonical(seat, key, name, written if full == host else "well_known_short", kind)
    if _is_national(name) or (kind == "Event" and _CONGRESS.match(name)):
        return Canonical(None, name, name, written, kind)
    if kind == "University" and name[0] not in PREFIXES and _NATIONWIDE.search(name):
        return Canonical(None, name, name, written, kind)
    division, size = leading(name, document)
    if division is None and kind in _order()["level_named"]:
        for prefix in PREFIXES:
            meant = meant_by(prefix, document) if name.startswith(prefix) else None
            if meant is not None and not _ordinary(name, prefix) and name[len(prefix)] not in "民内外":
                rest = name[len(prefix) :]
                return Canonical(meant.full_name, rest, meant.name + rest, "jurisdiction", kind)
    home = division or document
    key = name
    reason = written
    if division is not None and len(name) - size >= 3 and name[size] != "（":
        key = name[size:]
        reason = "prefix"
    inner = _without_inner_division(key, document) if kind in ("ResearchInstitute", "Enterprise") else key
    if inner != key:
        key, reason = inner, "prefix"
    return Canonical(_full(home), key, name, reason, kind)


def _host(name: str) -> str:
    """The generally known body that a longer name begins with: 上海交大 in 上海交大医疗机器人研究院.

    Not a firm: what 宁德时代 founds in a city is that city's.
    """
    for size in range(min(len(name) - 2, 16), 2, -1):
        known = _known().get(name[:size])
        if known is not None and not known[3] and known[1] in _order()["hosts"]:
            return name[:size]
    return ""


def _without_inner_division(key: str, document: Division | None) -> str:
    """宁德时代上海未来能源研究院 -> 宁德时代未来能源研究院, in a document of Shanghai."""
    if document is None:
        return key
    for division in document.chain:
        for form in (division.name, division.short_name):
            at = key.find(form)
            if at >= 2 and len(key) - at - len(form) >= 4:
                return key[:at] + key[at + len(form) :]
    return key


def _department(rest: str) -> str:
    full = _departments().get(rest)
    if full is not None:
        return full
    if len(rest) >= 4 and rest[0] == "委" and rest[1] not in "员托派":
        return _COMMITTEE + rest[1:]
    if rest.endswith("委") and len(rest) >= 3 and not rest.endswith(_order()["not_committees"]):
        return rest + "员会"
    return rest


def _key(full: str) -> str:
    if full in _departments().values():
        return full
    return _AND.sub("", full.replace("管理委员会", "管委会"))


def _ordinary(name: str, prefix: str) -> bool:
    """市场监管局 does not begin with 市, 区域合作办 not with 区."""
    return name[len(prefix) : len(prefix) + 1] in ("场", "域", "属", "级", "镇")


def _is_national(name: str) -> bool:
    order = _order()
    return name.startswith(order["national"]) and not name.startswith(order["not_national"])


def _full(division: Division | None) -> str | None:
    return division.full_name if division else None


def place_key(key: str) -> str:
    """The key without the mark of its sort: what a place and the body of its name share."""
    return key.split(":", 1)[1] if key.startswith((_PLACE, "机关:")) else key
