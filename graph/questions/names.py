"""The names a question may hold: entities, indicators, documents and tasks of the store, as they are written.

Made once per state of the store. All forms are kept plain: no quotation marks, no spaces, one kind of
brackets, small letters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.catalogue.values import known, text
from graph.naming.jurisdiction import division_named
from graph.queries import load
from graph.questions.words import of_names
from graph.store.base import Row, Store
from graph.store.kept import once_per_state
from ontology.kinds import group, is_a

_DROPPED = str.maketrans("", "", "“”‘’\"'「」『』《》〈〉 \t\r\n\u3000\u200b\ufeff")
_HALF = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WRITTEN = {
    "(": "（", "（": "（", ")": "）", "）": "）", "[": "〔", "［": "〔", "【": "〔", "]": "〕", "］": "〕", "】": "〕",
    ",": "，", "，": "，", "?": "？", "？": "？", "!": "！", "！": "！", ";": "；", "；": "；", ":": "：", "：": "：",
}  # fmt: skip
_UNIFIED = str.maketrans(_HALF | _WRITTEN)


def plain(words: str) -> str:
    """One way of writing for names and questions; every character left stands for one of the original."""
    return words.translate(_DROPPED).translate(_UNIFIED).lower()


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that a form may mean."""

    kind: str
    """unit, platform, industry, place, object; indicator, document, task."""
    ids: tuple[str, ...]
    """Ids; for a body the places of its name are folded in behind it."""
    label: str
    type: str = ""
    is_unit: bool = False
    jurisdiction: str | None = None
    part: bool = False
    """True where the form is only a part of the name (高价值发明专利 for 高价值发明专利拥有量)."""

    @property
    def id(self) -> str:
        return self.ids[0]


class Names:
    """All forms of all names, in one state of the store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.forms: dict[str, list[Named]] = defaultdict(list)
        self.short: dict[str, str] = {}
        self.written: set[str] = set()
        """Names as the documents and the registry write them, for suggestions."""
        self.documents = store.select(load("documents"))
        """Every document's row."""
        self.tasks = sorted(store.select(load("task_ids")), key=lambda row: str(row["task"]))
        """Every task's row: task, number, title, doc, order."""
        self._entities()
        self._documents()
        self._indicators()
        self._tasks()
        kept = [form for form in self.forms if len(form) > 1]
        self._automaton = AhoCorasick(kept, matchkind=MatchKind.LeftmostLongest)
        self._kept = kept

    def find(self, asked: str) -> list[tuple[int, int, tuple[Named, ...]]]:
        """Names in a plain question, longest from the left, none inside another."""
        return [
            (start, end, tuple(self.forms[self._kept[at]]))
            for at, start, end in self._automaton.find_matches_as_indexes(asked)
        ]

    @cached_property
    def text(self) -> str:
        """All wording that a question may quote: titles, measures, headings, names; plain, one per line."""
        return "\n".join(self._wording.values())

    @property
    def task_text(self) -> str:
        """Titles and measures."""
        return self._wording["task"]

    @property
    def headings(self) -> str:
        """Headings above tasks."""
        return self._wording["heading"]

    @cached_property
    def issued(self) -> list[Row]:
        """Every document's titles, number and day with each of its issuers, newest first."""
        return self.store.select(load("ask_documents"))

    @cached_property
    def _wording(self) -> dict[str, str]:
        found: dict[str, set[str]] = {"task": set(), "heading": set(), "other": set()}
        for row in self.store.select(load("ask_wording")):
            found[str(row["of"])].add(plain(str(row["text"])))
        return {of: "\n".join(sorted(texts)) for of, texts in found.items()}

    def _entities(self) -> None:
        names: dict[str, set[str]] = defaultdict(set)
        for row in self.store.select(load("entity_names")):
            names[known(row["entity"])].add(str(row["name"]))
        bodies: dict[str, list[Named]] = defaultdict(list)
        places: dict[str, list[Named]] = defaultdict(list)
        others: set[str] = set()
        for row in self.store.select(load("entities")):
            entity, label, kind = known(row["entity"]), str(row["label"]), known(row["type"])
            named = Named(
                group(kind),
                (entity,),
                label,
                kind,
                str(row.get("isUnit")) == "true",
                text(row, "jurisdiction"),
            )
            self.short[entity] = str(row["short"])
            self.written |= {label, str(row["short"]), *names[entity]}
            own = {plain(form) for form in (label, str(row["short"]), *names[entity])} - {""}
            for form in own:
                (places if is_a(kind, "Location") else bodies)[form].append(named)
            if is_a(kind, "Organization"):
                for form in _with_place(own, named.jurisdiction) - own:
                    others.add(form)
                    bodies[form].append(named)
        real = {form for form in (*bodies, *places) if form not in others}
        for form in {*bodies, *places}:
            here = list(dict.fromkeys(bodies.get(form, ())))
            if form in others and form in real:
                here = [named for named in here if plain(named.label) == form] or here
            there = [named.id for named in places.get(form, ())]
            if here:
                self.forms[form] += [_folded(named, there) for named in here]
            else:
                self.forms[form] += list(dict.fromkeys(places[form]))

    def _documents(self) -> None:
        for row in self.documents:
            number, title = text(row, "number"), text(row, "title")
            label = number or title or known(row["doc"])
            named = Named("document", (known(row["doc"]),), label)
            for written in (number, title, text(row, "notice"), text(row, "file")):
                self.written |= {written} if written else set()
                for form in _titles(plain(written or "")):
                    if named not in self.forms[form]:
                        self.forms[form].append(named)

    def _indicators(self) -> None:
        parts: dict[str, list[Named]] = defaultdict(list)
        for row in self.store.select(load("ask_indicator_names")):
            label = str(row["label"])
            named = Named("indicator", (known(row["indicator"]),), label)
            form = plain(label)
            self.written.add(label)
            if named not in self.forms[form]:
                self.forms[form].append(named)
            for part in _parts(form):
                parts[part].append(Named("indicator", named.ids, label, part=True))
        for part, those in parts.items():
            if not any(named.kind == "indicator" for named in self.forms.get(part, ())):
                self.forms[part] += those

    def _tasks(self) -> None:
        for row in self.tasks:
            title = str(row["title"])
            self.forms[plain(title)].append(Named("task", (known(row["task"]),), title))


@once_per_state
def names_of(store: Store) -> Names:
    """The names of the store's present state."""
    return Names(store)


def _folded(body: Named, places: list[str]) -> Named:
    return Named(body.kind, (*body.ids, *places), body.label, body.type, body.is_unit, body.jurisdiction)


def _with_place(forms: set[str], jurisdiction: str | None) -> set[str]:
    """区科委 of 上海市闵行区 is also 闵行区科委 and 上海市闵行区科委."""
    division = division_named(jurisdiction)
    if division is None:
        return set()
    fronts = {division.name, division.full_name, division.short_name}
    if division.parent is not None:
        fronts |= {division.parent.name + division.name, division.parent.short_name + division.name}
    levels = of_names("levels")
    found = set()
    for form in forms:
        if form[0] in levels and len(form) > 2:
            found |= {plain(front) + form[1:] for front in fronts}
    return found


def _titles(title: str) -> set[str]:
    """A title, and what is left without its brackets and its 关于."""
    bare = re.sub(r"（[^）]*）", "", title)
    found = {title, bare, bare.removeprefix("关于")}
    found |= {re.sub(r"〔(\d{4})〕", written, title) for written in (r"（\1）", r"\1年", r"\1年第")}
    found.add(re.sub(r"[〔〕]", "", title) if re.search(r"〔\d{4}〕\d+号", title) else title)
    return {form for form in found if len(form) > 3}


def _parts(form: str) -> set[str]:
    """An indicator's name without what it may lose at its ends."""
    heads = [form, *(form.removeprefix(head) for head in of_names("indicator_heads"))]
    found = {part.removesuffix(tail) for part in heads for tail in ("", *of_names("indicator_tails"))}
    return {part for part in found if len(part) > 3} - {form}
