"""Find an entity by part of its name, alias, pinyin or pinyin initials.

The index is made once per state of the store and kept; looking up is a scan over names, which at
100,000 names costs some tens of milliseconds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from graph.queries import load
from graph.store.base import Store
from graph.store.kept import once_per_state
from ontology import terms


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    name: str
    type: str
    is_unit: bool
    matched: str
    """The name or alias that the words were found in."""


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: Hit
    form: str
    pinyin: str
    initials: str


def find(store: Store, words: str | None) -> list[Hit]:
    """Hits, best first: whole name, its beginning, inside it; then pinyin and initials likewise.

    Without words, every entity by name.
    """
    wanted = (words or "").strip().lower()
    best: dict[str, tuple[tuple[int, int, int, str], Hit]] = {}
    for entry in _index(store):
        rank = _rank(entry, wanted)
        if rank is None:
            continue
        key = (rank, 0 if entry.hit.is_unit else 1, len(entry.form), entry.hit.name)
        if entry.hit.id not in best or key < best[entry.hit.id][0]:
            best[entry.hit.id] = (key, entry.hit)
    return [hit for _, hit in sorted(best.values(), key=lambda each: each[0])]


def _rank(entry: _Entry, wanted: str) -> int | None:
    if not wanted:
        return 0
    form = entry.form.lower()
    for rank, matched in enumerate(
        (
            form == wanted,
            form.startswith(wanted),
            wanted in form,
            wanted in (entry.pinyin, entry.initials),
            entry.initials.startswith(wanted),
            entry.pinyin.startswith(wanted),
            len(wanted) > 1 and (wanted in entry.initials or wanted in entry.pinyin),
        )
    ):
        if matched:
            return rank
    return None


@once_per_state
def _index(store: Store) -> tuple[_Entry, ...]:
    names: dict[str, list[str]] = defaultdict(list)
    for row in store.select(load("entity_names")):
        names[str(row["entity"])].append(str(row["name"]))
    entries = []
    for row in store.select(load("entities")):
        entity, label = str(row["entity"]), str(row["label"])
        for form in dict.fromkeys((label, *sorted(names[entity]))):
            hit = Hit(
                entity.removeprefix(terms.PREFIXES["id"]),
                label,
                str(row["type"]).rsplit("#", 1)[-1].rsplit("/", 1)[-1],
                str(row.get("isUnit")) == "true",
                form,
            )
            entries.append(_Entry(hit, form, *_spelled(form)))
    return tuple(entries)


@lru_cache(maxsize=1 << 18)
def _spelled(form: str) -> tuple[str, str]:
    """Pinyin and its initials: the dearest part of the index, and the same after every change of the store."""
    initials = lazy_pinyin(form, style=Style.FIRST_LETTER)
    return "".join(lazy_pinyin(form)).lower(), "".join(initials).lower()
