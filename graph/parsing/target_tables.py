"""Targets in indicator tables: one row per indicator, a column per year or a single target column.

The table comes aligned from ``tables.py``: one header text per column, as many cells per row.
Places are offsets in the normalised view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.model import Assignment, DutyList, Role, SourceText, Target, TargetKind
from graph.parsing.quantities import Quantity, parse_quantities
from graph.parsing.tables import Cell, Row, TableRegion
from graph.parsing.unit_lists import role_words, split_units
from ontology import words

RULE = "indicator-table"
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s?年?(?!\d)")
_YEARS = re.compile(r"20\d{2}\s?年?\s?(?:-|—|–|~|～|至)\s?20\d{2}\s?年?")
_UNIT_IN_NAME = re.compile(r"[（(](?P<unit>[^（）()]{1,12})[）)]$")
_UNIT_AFTER_COMMA = re.compile(r"[，,/](?P<unit>%|[\u4e00-\u9fff/]{1,8})$")
_BARE_NUMBER = re.compile(
    r"\s*(?P<sign>≥|≤|>|<|＞|＜|约|不低于|不少于|不高于|不超过|达到|超过|力争|-)?\s*[\[〔【]?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s*[\]〕】]?\s*(?P<unit>%|[万亿]?[\u4e00-\u9fff%/]{0,6}?)?\s*(?P<after>以上|以内|以下|左右|及以上)?\s*"
)
_SIGNS = {"≥": ">=", "不低于": ">=", "不少于": ">=", "≤": "<=", "不高于": "<=", "不超过": "<=", ">": ">", "＞": ">", "超过": ">", "<": "<=", "＜": "<=", "约": "~"}  # fmt: skip
_AFTER = {"以上": ">=", "及以上": ">=", "以内": "<=", "以下": "<=", "左右": "~"}
_NUMBERED = re.compile(r"(?:\d{1,3}[.、．](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[）)]|[①-⑳])")

_INDICATOR_ENDS = ("指标", "指标名称")


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of an indicator table hold, by place."""

    indicator: int
    values: tuple[tuple[int, int | None, str | None], ...]
    """Column, year, period."""
    unit: int | None
    owners: tuple[tuple[int, Role, str], ...]


@dataclass(frozen=True, slots=True)
class Value:
    number: float
    unit: str
    comparator: str
    wording: str
    cumulative: bool


def _header(text: str) -> str:
    return re.sub(r"\s|[（(][^（）()]*[）)]", "", text)


@cache
def _names(kind: str) -> tuple[str, ...]:
    return tuple(sorted(words.table("targets")["table"][kind], key=len, reverse=True))


def columns(table: TableRegion) -> Columns | None:
    """The columns of an indicator table; None where the table is none."""
    heads = [_header(text) for text in table.header]
    indicator = next(
        (k for name in _names("indicator") for k, head in enumerate(heads) if head == name), None
    )
    if indicator is None:
        indicator = next((k for k, head in enumerate(heads) if head.endswith(_INDICATOR_ENDS)), None)
    if indicator is None:
        return None
    values: list[tuple[int, int | None, str | None]] = []
    for k, (head, written) in enumerate(zip(heads, table.header, strict=True)):
        if k == indicator or any(word in written for word in words.table("targets")["table"]["base"]):
            continue
        span = _YEARS.search(written)
        year = _YEAR.search(written)
        named = any(head == name or head.endswith(name) for name in _names("target"))
        if span and (named or _header(span.group()) == head):
            values.append((k, None, span.group()))
        elif year and not span:
            values.append((k, int(year.group(1)), None))
        elif named:
            values.append((k, None, None))
    if not values:
        return None
    unit = next((k for k, head in enumerate(heads) if head in _names("unit")), None)
    owners = tuple(
        (k, role, head) for k, head in enumerate(heads) if (role := _role(head)) is not None and k != unit
    )
    return Columns(indicator, tuple(values), unit, owners)


def names_indicators(table: TableRegion) -> bool:
    """Whether a column of the table says that it holds indicators."""
    return any(_header(head).endswith(_INDICATOR_ENDS) for head in table.header)


def _role(head: str) -> Role | None:
    if not any(name in head for name in _names("owner")):
        return None
    roles = role_words()
    found = [roles[word] for word in sorted(roles, key=len, reverse=True) if word in head]
    return found[0] if found else "responsible"


def parse_value(cell: str) -> Value | None:
    """The one number of a cell: 67, ≥90, 8%左右, [100] (a total over the period); None where it is none."""
    match = _BARE_NUMBER.fullmatch(cell)
    if match is None or match["sign"] == "-":
        return None
    sign, after = match["sign"] or "", match["after"] or ""
    comparator = _AFTER.get(after) or _SIGNS.get(sign, "=")
    wording = "…".join(part for part in (sign, after) if part)
    return Value(
        float(match["number"].replace(",", "")),
        match["unit"] or "",
        comparator,
        wording,
        bool(re.search(r"[\[〔【]", cell)),
    )


@dataclass(frozen=True, slots=True)
class WordedCell:
    """A value column's cell in words (2023年达到80%，力争2035年达到95%), with its row's indicator and owners."""

    start: int
    end: int
    label: tuple[str, int, int]
    owners: tuple[Assignment, ...]
    unit: str
    year: int | None
    scope: str | None


def table_targets(source: SourceText, table: TableRegion) -> Iterator[Target | WordedCell]:
    """A target for each number of the value columns, with unit, year and owners; cells in words as they are."""
    found = columns(table)
    if found is None:
        return
    scope = table_scope(table.title)
    single = [] if _YEARS.search(table.title) else re.findall(r"(20\d{2})\s?年(?!.?版)", table.title)
    for row in table.rows:
        name = row.cells[found.indicator]
        indicator, unit = _indicator(name.text)
        if not indicator or any(
            _header(cell.text) == _header(table.header[found.indicator]) for cell in (name,)
        ):
            continue
        if found.unit is not None and row.cells[found.unit].text:
            unit = row.cells[found.unit].text
        owners = tuple(_owners(source, row, found))
        for column, year, period in found.values:
            cell = row.cells[column]
            value = parse_value(cell.text)
            year = year or (int(single[0]) if len(single) == 1 else None)
            if value is None:
                if cell.start < cell.end:
                    label = (indicator, name.start, name.end)
                    yield WordedCell(cell.start, cell.end, label, owners, unit, year, scope)
                continue
            yield Target(
                indicator=indicator,
                value=value.number,
                span=source.span(min(name.start, cell.start), max(name.end, cell.end)),
                comparator=value.comparator,  # type: ignore[arg-type]
                year=year,
                period=period,
                year_basis="stated" if year else None,
                wording=value.wording,
                aspiration=value.wording.startswith("力争"),
                unit=value.unit or unit,
                scope=scope,
                kind=kind_of(indicator, value.unit or unit, value.cumulative),
                responsible=owners,
                indicator_span=source.span(name.start, name.end),
                rule=RULE,
            )


def _indicator(name: str) -> tuple[str, str]:
    """高价值发明专利拥有量（件） -> name and unit; a list number before the name is none of it."""
    text = name.strip()
    numbered = _NUMBERED.match(text)
    if numbered:
        text = text[numbered.end() :]
    for pattern in (_UNIT_IN_NAME, _UNIT_AFTER_COMMA):
        match = pattern.search(text)
        if match and is_unit(match["unit"]):
            return text[: match.start()].strip(), match["unit"]
    return text, ""


def is_unit(text: str) -> bool:
    """Whether the words are a unit of quantity: 件, 亿元, %, 件/万人."""
    found: list[Quantity] = list(parse_quantities("1" + text.replace("：", "").removeprefix("单位")))
    return bool(found) and found[0].number_end >= len(text)


def _owners(source: SourceText, row: Row, found: Columns) -> Iterator[Assignment]:
    for column, role, head in found.owners:
        cell: Cell = row.cells[column]
        if not cell.text.strip():
            continue
        units = split_units(source.text, cell.start, cell.end)
        stated = DutyList(source.span(cell.start, cell.end), "table", RULE)
        for position, unit in enumerate(units, 1):
            given = (
                role_words().get(re.sub(r"(?:单位|部门)$", "", unit.role_word)) if unit.role_word else None
            )
            own = given or role
            yield Assignment(
                unit=source.text[unit.start : unit.end].replace("\n", ""),
                span=source.span(unit.start, unit.end),
                stated=stated,
                role=own,
                role_text=unit.role_word or head,
                position=position,
                length=len(units),
                lead_basis="stated" if own == "lead" else "not_stated",
                generic=unit.generic,
            )


def table_scope(title: str) -> str | None:
    """What the title says the numbers cover: 2026-2028年“大零号湾”重点发展指标 -> 大零号湾."""
    text = re.sub(r"^(?:附件|附表|表)\s?\d*[.、：:]?", "", re.sub(r"\s", "", title))
    text = _YEARS.sub("", text)
    text = re.sub(
        r"20\d{2}年(?:度)?|[（(][^（）()]*[）)]|“?(?:十[一二三四五六七]五)”?(?:时期|期间)?", "", text
    )
    for tail in sorted(words.table("targets")["table"]["title_tail"], key=len, reverse=True):
        if text.endswith(tail):
            text = text[: -len(tail)]
            break
    text = text.strip("“”《》的")
    named = 1 < len(text) <= 20 and text not in words.table("targets")["table"]["no_scope"]
    return text if named else None


def kind_of(indicator: str, unit: str, cumulative: bool = False) -> TargetKind:
    """What kind of number an indicator's name and unit promise."""
    table = words.table("targets")
    if cumulative or any(word in indicator for word in table["cumulative"]):
        return "cumulative"
    if unit.endswith("百分点") or indicator.endswith(tuple(table["growth_names"])):
        return "growth"
    if unit in ("%", "‰"):
        return "ratio"
    return "yearly" if indicator.startswith(("新增", "年", "每年", "当年", "全年")) else "end_of_period"
