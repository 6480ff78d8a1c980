"""The grammar of duty statements, made from the lexicon, and what a statement says once it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from graph.model import LeadBasis, Role
from graph.parsing.unit_lists import Unit, role_words
from ontology import words


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's part as one statement gives it."""

    unit: Unit
    role: Role
    role_text: str
    lead_basis: LeadBasis = "not_stated"


@dataclass(slots=True)
class Statement:
    start: int
    end: int
    rule: str
    parts: list[Part] = field(default_factory=list)
    deadline: tuple[int, int] | None = None
    first_listed: bool = False
    """It states that the first of a list leads, from here on."""
    carried: list[Part] = field(default_factory=list)
    """Units it gives to everything below it."""
    persons: bool = False
    own_line: bool = False

    @property
    def is_duty(self) -> bool:
        return bool(self.parts or self.carried)


def _either(entries: list[str]) -> str:
    return "|".join(map(re.escape, sorted(entries, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class _Grammar:
    label: re.Pattern[str]
    label_ends: frozenset[str]
    boxed_label: re.Pattern[str]
    bare_label: re.Pattern[str]
    header_role: re.Pattern[str]
    tail: re.Pattern[str]
    verb: re.Pattern[str]
    by_tail: re.Pattern[str]
    first_listed: re.Pattern[str]
    carry: re.Pattern[str]
    trigger: re.Pattern[str]


@cache
def grammar() -> _Grammar:
    table = words.table("duties")
    roles = _either(table["label_roles"])
    nouns = _either(table["label_nouns"])
    before = _either(table["label_before"])
    role_group = rf"(?:{roles})(?:[及和、/（]*(?:{roles})）?)*"
    noun_group = rf"(?:{nouns})(?:[及和、/（]*(?:{nouns})）?)*"
    kinds = (
        rf"(?P<person>{_either(table['person_labels'])})"
        rf"|(?P<deadline>{_either(table['deadline_labels'])})"
        rf"|(?P<other>{_either(table['other_labels'])})"
        rf"|(?P<role>(?:{before})?{role_group}(?:{noun_group})?)(?:（[^（）：]{{1,8}}）)?"
    )
    by = rf"(?:(?:{_either(table['by'])})(?:{_either(table['by_what'])}))"
    adverb = rf"(?:{_either(table['adverbs'])})"
    verb = _either([*role_words(), *words.table("roles")["closing"]])
    extra = r"(?:(?:相关|有关|各项|具体|此项|该项)?(?:工作|任务)|到位|等)?"
    return _Grammar(
        label=re.compile(rf"(?:{kinds})\s?[：:]"),
        label_ends=frozenset(
            word[-1]
            for key in ("label_roles", "label_nouns", "person_labels", "deadline_labels", "other_labels")
            for word in table[key]
        )
        | {"）", " "},
        boxed_label=re.compile(rf"[【［\[](?:{kinds})[】］\]]\s?[：:]?"),
        bare_label=re.compile(rf"(?P<role>(?:{before})?{role_group}{noun_group})(?:为|是|有)?[：:]?"),
        header_role=re.compile(rf"(?:{roles})(?={nouns})|(?:{roles})(?=$|[（(])"),
        tail=re.compile(rf"(?:{by}|{adverb})*(?P<verb>{verb})(?:{adverb})?{extra}$"),
        verb=re.compile(rf"(?:{by}|{adverb})*(?P<verb>{_either(list(role_words()))})"),
        by_tail=re.compile(rf"(?:{by}|{adverb})+$"),
        first_listed=re.compile(table["first_listed"]),
        carry=re.compile(table["carry_forward"]),
        trigger=re.compile(
            "牵头|负责|责任|各负其责|落实|配合|参与|统筹|主抓|推进|参加|主办|主责|承办|协办|协助|指导|实施|单位|部门|处室|科室|会同"
        ),
    )


def role_of(words_of_label: str) -> tuple[Role, str]:
    """Role of a label or header: 牵头责任单位 -> lead. The strongest word it holds decides."""
    found = [
        role_words()[w]
        for w in words.table("duties")["label_roles"]
        if w in words_of_label and w in role_words()
    ]
    for role in ("lead", "responsible", "guide", "support"):
        if role in found:
            if (
                role == "responsible"
                and "support" in found
                and "责任" in words_of_label
                and "配合" in words_of_label
            ):
                return "support", words_of_label
            return role, words_of_label
    return "responsible", words_of_label


def role_of_verb(verb: str) -> Role | None:
    return role_words().get(verb)
