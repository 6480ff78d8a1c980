"""The words that begin, fill and end names, in one automaton; scanned once per text.

Every character of a text belongs to at most one token; what no token covers is *unknown*
wording, which is what makes a name a name of its own. The words are data in
``ontology/lexicon`` (kinds, stop_boundaries, entities, short_names, industries, divisions).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, overload

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.naming.divisions import by_full_name, by_name, by_short_name, doubtful
from ontology import words

Sort = Literal[
    "end",  # sentence marks, line ends, brackets: nothing crosses them
    "cut",
    "list",  # 、
    "open",
    "close",  # quotation marks
    "join",
    "link",  # hyphen, plus, middle dot: inside a name
    "lead",
    "held",
    "generic",
    "suffix",
    "known",  # a generally known name
    "office",  # 区科委: prefix and department
    "department",  # 科委
    "division",  # 闵行区
    "short_division",  # 闵行
    "industry",
]

_SENTENCE_MARKS = "，。；：！？《》〈〉〔〕【】（）［］｛｝「」『』…~～/\t\n\r|*#>_=,;:!?()[]{}"
_PREFIXES = ("区", "市", "省", "县", "州", "旗", "盟", "自治区", "自治州", "自治县")


class Token(NamedTuple):
    start: int
    end: int
    sort: Sort
    kind: str
    """Class name for suffix, known, office, department and industry tokens; else empty."""
    rule: str
    """office, proper or place for a suffix; else empty."""


BOUNDARY, WORTH, SHORT, ETC, CUT, OPEN, BRACKET, BUILD, CLOSE = 1, 2, 4, 8, 16, 32, 64, 128, 256
"""What a match is to a quick pass: a boundary of names, the seed of one, 闵行, 等, a verb or particle, “,
（, 建设, ”."""


class Tokens(Sequence[Token]):
    """The tokens of a text from left to right, made only where they are looked at.

    ``matches`` are (pattern, start, end); ``flags[pattern]`` says what a quick pass needs to know;
    ``marked`` are (index, flag, start, end) of those that have a flag, for all the quick passes.
    """

    __slots__ = ("flags", "marked", "matches", "meaning")

    def __init__(
        self,
        matches: list[tuple[int, int, int]],
        meaning: tuple[tuple[Sort, str, str], ...],
        flags: tuple[int, ...],
    ) -> None:
        self.matches = matches
        self.meaning = meaning
        self.flags = flags
        self.marked = [
            (at, flag, start, end)
            for at, (pattern, start, end) in enumerate(matches)
            if (flag := flags[pattern])
        ]

    def __len__(self) -> int:
        return len(self.matches)

    def sort(self, at: int) -> Sort:
        """The sort of one token, without making it."""
        return self.meaning[self.matches[at][0]][0]

    @overload
    def __getitem__(self, at: int) -> Token: ...

    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...

    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        meaning = self.meaning
        if isinstance(at, slice):
            # Made without the named tuple's own constructor, which costs twice as much.
            new = tuple.__new__
            return [new(Token, (start, end, *meaning[pattern])) for pattern, start, end in self.matches[at]]
        pattern, start, end = self.matches[at]
        return Token(start, end, *meaning[pattern])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    automaton: AhoCorasick
    meaning: tuple[tuple[Sort, str, str], ...]
    flags: tuple[int, ...]
    words: tuple[str, ...]
    generic: frozenset[str]
    reach: dict[str, int]
    quoted_only: frozenset[str]
    after_verb: frozenset[str]
    own_office: frozenset[str]
    quoted_kinds: frozenset[str]
    worldwide: frozenset[str]
    not_built: frozenset[str]
    branches: frozenset[str]
    level_named: frozenset[str]
    academies: frozenset[str]
    institute: re.Pattern[str]
    """What follows an academy's name in that of one of its institutes."""

    zones: frozenset[str]
    """高新区, 经开区: ends of the names of zones that have departments of their own."""
    words_and_places: frozenset[str]
    """Ordinary words that are short names of divisions too: 临江, 江南, 滨海."""
    a_division: int
    """The pattern that stands for any division."""

    def tokens(self, text: str, divisions: Sequence[tuple[int, int]] = ()) -> Tokens:
        """The tokens of ``text``, longest first at each place; ``divisions`` are places known to name one."""
        matches = self.automaton.find_matches_as_indexes(text)
        if divisions:
            matches = self._with(matches, divisions)
        return Tokens(matches, self.meaning, self.flags)

    def _with(
        self, matches: list[tuple[int, int, int]], divisions: Sequence[tuple[int, int]]
    ) -> list[tuple[int, int, int]]:
        """``matches`` with a division at each place but those inside a longer match; what they cut is left out."""
        merged: list[tuple[int, int, int]] = []
        at = 0
        for start, end in divisions:
            while at < len(matches) and matches[at][2] <= start:
                merged.append(matches[at])
                at += 1
            if (merged and merged[-1][2] > start) or (
                at < len(matches) and matches[at][1] < start and matches[at][2] >= end
            ):
                continue
            if at < len(matches) and matches[at][1] < start:
                # 、和|县: the head of what is cut is looked at anew.
                merged += self._anew(matches[at], 0, start - matches[at][1])
            tail = at
            while tail < len(matches) and matches[tail][1] < end:
                tail += 1
            last = matches[tail - 1] if tail > at else None
            merged.append((self.a_division, start, end))
            if last is not None and last[2] > end:
                # 安河|县委: the rest of what was cut is looked at anew.
                merged += self._anew(last, end - last[1], last[2] - last[1])
            at = tail
        return merged + matches[at:]

    def _anew(self, cut: tuple[int, int, int], begin: int, end: int) -> list[tuple[int, int, int]]:
        rest, offset = self.words[cut[0]][begin:end], cut[1] + begin
        found = self.automaton.find_matches_as_indexes(rest)
        return [(pattern, offset + a, offset + b) for pattern, a, b in found]


_BOUNDARIES = frozenset({"end", "cut", "list"})
_SEEDS = frozenset({"suffix", "known", "office", "department", "division", "industry"})


def _flags(word: str, sort: Sort, building: frozenset[str]) -> int:
    return (
        (BOUNDARY if sort in _BOUNDARIES else 0)
        | (WORTH if sort in _SEEDS else 0)
        | (SHORT if sort == "short_division" else 0)
        | (ETC if word == "等" else 0)
        | (CUT if sort == "cut" else 0)
        | (OPEN if sort == "open" else 0)
        | (CLOSE if sort == "close" else 0)
        | (BRACKET if word == "（" else 0)
        | (BUILD if word in building else 0)
    )


@cache
def vocabulary() -> Vocabulary:
    kinds = words.table("kinds")
    stops = words.table("stop_boundaries")
    told: dict[str, tuple[Sort, str, str]] = {}

    def tell(names: object, sort: Sort, kind: str = "", rule: str = "") -> None:
        for name in names:  # type: ignore[attr-defined]
            if name:
                told[name] = (sort, kind, rule)

    # Later lines win: a suffix that is also an ordinary word stays a suffix.
    tell(kinds["generic"]["words"], "generic")
    tell(kinds["not_names"]["words"], "generic")
    tell(stops["lead"]["words"], "lead")
    tell(stops["held"]["words"], "held")
    for row in words.rows("industries"):
        tell([row["name"], *row["forms"].split("|")], "industry", "Industry")
    tell(stops["cut"]["words"], "cut")
    for rule in ("proper", "place", "office"):
        for kind, suffixes in kinds[rule].items():
            tell((s for s in suffixes if s not in kinds["not_names"]["words"]), "suffix", kind, rule)
    tell(stops["join"]["words"], "join")
    words_and_places = frozenset(n for n in by_short_name() if n in told and told[n][0] == "generic")
    tell((n for n, found in by_short_name().items() if n not in told), "short_division")
    no_names = {*kinds["not_names"]["words"], *doubtful()}
    tell((name for name in by_name() if name not in no_names), "division")
    tell(by_full_name(), "division")
    for row in words.rows("short_names"):
        for form in [row["full"], *row["forms"].split("|")]:
            if not form:
                continue
            if len(form) > 2 or form not in told:
                tell([form], *kinds_of_department(form))
            tell((prefix + form for prefix in _PREFIXES), "office", "PublicOrganisation")
    tell((prefix + "委" for prefix in "区市省县州"), "office", "PublicOrganisation")
    tell(["自治区党委"], "office", "PublicOrganisation")
    zones = words.table("local_divisions")
    tell(
        (zone + body for zone in zones["zones"] for body in zones["zone_bodies"]),
        "office",
        "PublicOrganisation",
    )
    tell(("团" + prefix + "委" for prefix in "区市省县州"), "known", "Organization")
    for row in words.rows("entities"):
        tell([row["name"]], "known", row["type"])
        for form in row["forms"].split("|"):
            if not form.startswith("*"):
                tell([form], "known", row["type"])
            elif form[1:] not in told:
                tell([form[1:]], "department", row["type"])
    tell(_SENTENCE_MARKS, "end")
    tell("“‘", "open")
    tell("”’", "close")
    tell("、", "list")
    tell("-－—–+＋·・", "link")
    patterns = list(told)
    building = frozenset(kinds["building"]["words"])
    return Vocabulary(
        AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest, store_patterns=False),
        tuple(told.values()),
        tuple(_flags(word, meant[0], building) for word, meant in told.items()),
        tuple(patterns),
        frozenset(kinds["generic"]["words"]),
        dict(kinds["place_reach"]),
        frozenset(kinds["quoted_only"]["words"]),
        frozenset(kinds["after_verb"]["words"]),
        frozenset(kinds["own_office"]["words"]),
        frozenset(kinds["quoted_kinds"]["words"]),
        frozenset(kinds["worldwide"]["words"]),
        frozenset(kinds["not_built"]["words"]),
        frozenset(kinds["branches"]["words"]),
        frozenset(kinds["level_named"]["kinds"]),
        frozenset(kinds["academies"]["names"]),
        re.compile(
            rf"(?:(?![的在与和为将])[一-鿿]){{2,8}}?(?:{'|'.join(kinds['academies']['parts'])})(?![有属在得需谓以])"
        ),
        frozenset(words.table("local_divisions")["zones"]),
        words_and_places,
        patterns.index("北京市"),
    )


def kinds_of_department(form: str) -> tuple[Sort, str, str]:
    """政府 and 人民政府办公室 alone name no body; they are endings of names."""
    return (
        ("suffix", "PublicOrganisation", "office")
        if "政府" in form
        else ("department", "PublicOrganisation", "")
    )
