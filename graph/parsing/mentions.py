"""Names in a text: bodies, platforms, firms, places, industries, programmes, funds, events.

No model and no tagger: endings and boundaries (``mention_candidates``), lists (``mention_lists``),
words known beforehand (``mention_words``), and then what was found once is found everywhere, in one
scan, the longest name at each place. All rules work on the normalised view, where a name broken
over a line end is whole; spans are those of the raw text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from graph.model import Mention, SourceText, Span
from graph.naming.divisions import by_name, by_short_name
from graph.parsing.mention_candidates import find_names
from graph.parsing.mention_collectives import find_collectives
from graph.parsing.mention_definitions import defined_names
from graph.parsing.mention_divisions import places
from graph.parsing.mention_found import Found
from graph.parsing.mention_lists import find_listed
from graph.parsing.mention_neighbours import city_institutes, neighbours
from graph.parsing.mention_words import CLOSE, SHORT, WORTH, Tokens, vocabulary
from ontology import words

_CONGRESS = re.compile(
    r"(?=[党省市区县州自一二三四五六七八九十])(?:党的[一二三四五六七八九十]+大|(?:党的)?[一二三四五六七八九十]+届(?:[一二三四五六七八九十]中(?:[、和][一二三四五六七八九十]中)*|历次)全会"
    r"|(?:[一二三四五六七八九十]+届)?(?:[省市区县州]委|自治区党委)(?:[一二三四五六七八九十]+届)?[一二三四五六七八九十]+次全(?:会|体会议))"
)
_FIVE_YEARS = re.compile(r"“十[一二三四五六七]五”规划(?!纲)")
_SELF = re.compile(r"我[委局办厅]")
_HERE = re.compile(r"[本我](?<![基样版资根书成标原剧文自].)(?:自治区|[省市区县州旗])(?![域级场间属])")
_NUMBER = re.compile(r"[^，。；：、（）《》\n]{0,4}〔\d{4}〕")
_TITLE_REACH = 200
"""Characters from the beginning in which the title of a document stands."""
_FOUND_ANYWAY = frozenset(
    {
        "short_division",
        "division",
        "known",
        "department",
        "industry",
        "congress",
        "five_years",
        "collective",
        "campaign",
        "self_reference",
        "told_programme",
    }
)
"""Rules that find a name wherever it stands; the others need it to be looked for again."""
_FREE = frozenset({"list", "defined_short", "titled_field", "industry_list"})
"""Rules that find names without an ending of a known kind."""
_ENDING = WORTH | CLOSE
_QUOTED_OUT = str.maketrans("", "", "“”‘’")


class _Patterns(NamedTuple):
    set_up: re.Pattern[str]
    place_use: re.Pattern[str]
    loose: tuple[str, ...]
    titled_field: re.Pattern[str]
    campaign: re.Pattern[str]
    slogan: re.Pattern[str]
    programme: re.Pattern[str]
    not_fields: frozenset[str]


@cache
def _patterns() -> _Patterns:
    table = words.table("kinds")["place_words"]
    titled = words.table("kinds")["titled_field"]
    campaigns = words.table("kinds")["campaigns"]
    told = words.table("kinds")["told_programmes"]
    proposes = words.table("relations")["words"]["proposes"]
    return _Patterns(
        re.compile(f"(?:{'|'.join(proposes)})$"),
        re.compile(f"[^，。；、]{{0,8}}?(?:{'|'.join(table['inside'])})"),
        tuple(table["loose"]),
        re.compile(
            f"(?:{'|'.join(titled['verbs'])})(?P<field>[一-鿿]{{2,10}}?(?:{'|'.join(titled['endings'])}))"
            f"(?={'|'.join(titled['after'])})"
        ),
        re.compile(f"(?:{'|'.join(campaigns['words'])})$"),
        re.compile(f"(?!{'|'.join(campaigns['not_endings'])})[一-鿿]{{2}}”"),
        re.compile(
            f"(?:{'|'.join(told['verbs'])})(?P<name>(?:(?!{'|'.join(told['not_within'])})[^，。；：、“”《》（）\\s]){{4,22}}?"
            f"(?:{'|'.join(sorted(told['endings'], key=len, reverse=True))}))(?![方划])"
        ),
        frozenset(titled["not_fields"])
        | {f"{row['name']}{ending}" for row in words.rows("industries") for ending in titled["endings"]}
        | {row["name"] for row in words.rows("industries")},
    )


class Structured(Protocol):
    """What is used of ``graph.parsing.structure.Structure``."""

    @property
    def duty_spans(self) -> Sequence[Span]: ...


def find_mentions(source: SourceText, structure: Structured, own: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Every mention outside duty lists, in order of place; none overlaps another.

    ``own`` are names of divisions the document belongs to that the table does not hold (安河县).

    ``text`` is the name as written with line breaks taken out, except where a list shares out its last
    words (海洋工程 … 等全国重点实验室): there it is the whole name and the span is the item's own words.
    """
    text = source.text
    known = vocabulary()
    tokens = known.tokens(text, places(text, own))
    names = find_names(text, tokens, known)
    found = names.found + find_listed(text, tokens, known) + _congresses(text) + find_collectives(text)
    found += _titled_fields(text)
    found += [
        Found(m.start("name"), m.end("name"), "Programme", "told_programme")
        for m in _patterns().programme.finditer(text)
    ]
    found += neighbours(text, tokens, found)
    found += city_institutes(text)
    found += _defined(text, found)
    found += _shortened(text, names.bare, found)
    found += _short_divisions(text, tokens, found)
    found = [_in_place(text, one) for one in _everywhere(text, tokens, found) if not _in_number(text, one)]
    duties = _Closed(source, structure.duty_spans)
    return tuple(
        Mention(
            one.name or text[one.start : one.end], source.span(one.start, one.end), one.kind, None, one.rule
        )
        for one in found
        if not duties.hold(one.start, one.end)
    )


_SETTABLE = frozenset({"PublicOrganisation", "Organization", "Enterprise"})
_YEARS = re.compile(r"（\d{4}年?[-—–－~～至]+\d{4}年?）")
_PARKS = frozenset({"IndustrialPark", "SciencePark"})


def _in_place(text: str, one: Found) -> Found:
    """What the words around a name make of it: 设立…办公室 is yet to be set up; 在紫竹高新区…范围内 is a place."""
    if one.kind in _SETTABLE and _patterns().set_up.search(text, max(0, one.start - 4), one.start):
        return one._replace(kind="ProposedOrganization", rule="to_be_set_up")
    if one.kind == "Platform":
        return one._replace(kind="Facility")
    if one.kind == "Programme":
        years = _YEARS.match(text, one.end)
        return one._replace(end=years.end()) if years else one
    if (
        one.kind in _PARKS
        and text[max(0, one.start - 1) : one.start] == "在"
        and _patterns().place_use.match(text, one.end)
    ):
        return one._replace(kind="Location", rule="place_use")
    return one


class _Closed:
    """Stretches in which no mention is sought: the units of a duty list are assignments."""

    def __init__(self, source: SourceText, spans: Iterable[Span]) -> None:
        offsets = source.offsets
        ordered = sorted({(s.start, s.end) for s in spans})
        self._starts = [s for s, _ in ordered]
        self._ends = [e for _, e in ordered]
        self._offsets = offsets

    def hold(self, start: int, end: int) -> bool:
        at = bisect_right(self._starts, self._offsets[start]) - 1
        return at >= 0 and self._offsets[end - 1] < self._ends[at]


def _congresses(text: str) -> list[Found]:
    """Party congresses and plenary sessions, five-year plans, 我委, 本市."""
    found: list[Found] = []
    if "党的" in text or "届" in text:
        found += [Found(m.start(), m.end(), "Event", "congress") for m in _CONGRESS.finditer(text)]
    if "五”规划" in text:
        found += [Found(m.start(), m.end(), "Programme", "five_years") for m in _FIVE_YEARS.finditer(text)]
    if "我" in text:
        found += [
            Found(m.start(), m.end(), "PublicOrganisation", "self_reference") for m in _SELF.finditer(text)
        ]
    if "我" in text or "本" in text:
        found += [Found(m.start(), m.end(), "Location", "self_reference") for m in _HERE.finditer(text)]
    return found


def _defined(text: str, found: list[Found]) -> list[Found]:
    """某某领导小组（以下简称领导小组）: the short name is the long one's, here and everywhere."""
    ending = {one.end: one for one in found}
    return [
        Found(each.start, each.stop, ending[each.end].kind, "defined_short")
        for each in defined_names(text)
        if each.end in ending and text[each.start : each.stop] not in vocabulary().generic
    ]


def _titled_fields(text: str) -> list[Found]:
    """The field a document is about, by its title: 加快发展体育产业的指导意见."""
    fields: list[Found] = []
    for m in _patterns().titled_field.finditer(text, 0, _TITLE_REACH):
        field = m.group("field")
        if field in _patterns().not_fields:
            continue
        # 推进|和县|蔬菜产业发展: the division before a field is no part of it.
        before = next((size for size in range(5, 1, -1) if field[:size] in by_name()), 0)
        if len(field) - before >= 4:
            fields.append(Found(m.start("field") + before, m.end("field"), "Industry", "titled_field"))
    return fields


def _in_number(text: str, one: Found) -> bool:
    """Whether it is part of a document's number: 闵|科委|〔2026〕11号."""
    return text.find("〔", one.end, one.end + 5) >= 0 and _NUMBER.match(text, one.end) is not None


def _shortened(text: str, bare: list[Found], found: list[Found]) -> list[Found]:
    """科创服务公司 where the text names 大零号湾科创服务公司 and no other firm that ends so."""
    if not bare:
        return []
    firms: dict[str, set[str]] = {"Enterprise": set()}
    for each in found:
        if each.kind in firms:
            firms[each.kind].add(text[each.start : each.end].translate(_QUOTED_OUT))
    short: list[Found] = []
    for one in bare:
        if one.kind not in firms:
            continue
        name = text[one.start : one.end]
        ends = sum(firm.endswith(name) and len(firm) > len(name) for firm in firms[one.kind])
        if len(name) >= 4 and ends == 1:
            short.append(Found(one.start, one.end, one.kind, "shortened"))
    return short


def _short_divisions(text: str, tokens: Tokens, found: list[Found]) -> list[Found]:
    """闵行 for 闵行区, where the text names 闵行区 in full; provinces always."""
    named = {text[f.start : f.end] for f in found if f.rule == "division"}
    short: list[Found] = []
    for _, flag, start, end in tokens.marked:
        if not flag & SHORT:
            continue
        divisions = by_short_name()[text[start:end]]
        if any(d.level == "province" or d.name in named or d.full_name in named for d in divisions):
            short.append(_campaign(text, start, end) or Found(start, end, "Location", "short_division"))
    return short


def _campaign(text: str, start: int, end: int) -> Found | None:
    """“北京服务”, 健康广州: what a city calls its campaign is not the city."""
    if text[start - 1 : start] == "“" and _patterns().slogan.match(text, end):
        return Found(start - 1, end + 3, "Programme", "campaign")
    before = _patterns().campaign.search(text, max(0, start - 2), start)
    return Found(before.start(), end, "Programme", "campaign") if before else None


def _everywhere(text: str, tokens: Tokens, found: list[Found]) -> list[Found]:
    """What was found once is found wherever it stands; of overlapping names the longest, then the first."""
    kinds: dict[str, str] = {}
    free: dict[str, str] = {}
    anyway: set[str] = set()
    for one in found:
        name = text[one.start : one.end]
        if one.name or one.rule in _FOUND_ANYWAY:
            anyway.add(name)
            continue
        (free if one.rule in _FREE else kinds).setdefault(name, one.kind)
        if "”" in name or "’" in name:
            bare = name.translate(_QUOTED_OUT)
            if len(bare) >= 4:
                kinds.setdefault(bare, one.kind)
    for name in anyway & free.keys():
        del free[name]
    found = [_without_stray(text, one, kinds) for one in found]
    places = {(one.start, one.end) for one in found}
    again = [
        Found(start, end, kind, "again")
        for start, end, kind in (*_by_ending(text, tokens, kinds), *_anywhere(text, free))
        if (start, end) not in places
    ]
    chosen: list[Found] = []
    taken_to = -1
    for one in sorted(found + again, key=_precedence):
        if one.start >= taken_to:
            chosen.append(one)
            taken_to = one.end
        elif one.end - one.start > chosen[-1].end - chosen[-1].start and one.start > chosen[-1].start:
            # a longer name that begins inside a shorter one
            chosen[-1] = one
            taken_to = one.end
    return chosen


def _by_ending(text: str, tokens: Tokens, kinds: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Names told by an ending stand where an ending stands: each length of name is tried there."""
    lengths: dict[str, list[int]] = {}
    for name in kinds:
        lengths.setdefault(name[-1], []).append(len(name))
    by_tail = {tail: sorted(set(sizes), reverse=True) for tail, sizes in lengths.items()}
    for _, flag, _, end in tokens.marked:
        if not flag & _ENDING or text[end - 1] not in by_tail:
            continue
        for size in by_tail[text[end - 1]]:
            kind = kinds.get(text[end - size : end]) if size <= end else None
            if kind is not None:
                yield end - size, end, kind
                break


def _anywhere(text: str, free: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Names without an ending (骄成超声波), wherever they stand."""
    if free:
        names = list(free)
        automaton = AhoCorasick(
            names, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.NoncontiguousNFA
        )
        for index, start, end in automaton.find_matches_as_indexes(text):
            yield start, end, free[names[index]]


def _without_stray(text: str, one: Found, kinds: dict[str, str]) -> Found:
    """A name that is another one with a stray character before it is that other one: 足|大零号湾, 黄浦江|沿岸."""
    if one.kind == "Location" and one.end - one.start > 3:
        short = text[one.start : one.end - 2]
        if text[one.end - 2 : one.end] in _patterns().loose and kinds.get(short) == "Location":
            return Found(one.start, one.end - 2, one.kind, one.rule)
    if one.rule not in ("suffix", "place") or kinds.get(text[one.start + 1 : one.end]) != one.kind:
        return one
    kinds.pop(text[one.start : one.end], None)
    return Found(one.start + 1, one.end, one.kind, one.rule)


def _precedence(one: Found) -> tuple[int, int, bool, bool, bool]:
    """First place first; there the longest; there what a list makes of it; then what was found on its own."""
    return one.start, -one.end, not one.name, one.rule != "industry_list", one.rule == "again"
