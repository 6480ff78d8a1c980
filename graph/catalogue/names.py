"""From what a person types to a thing in the graph: an id, a name, an alias."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Literal

from graph.catalogue.values import known, text
from graph.errors import AmbiguousName, UnknownName
from graph.naming.near import suggestions
from graph.queries import load, with_values
from graph.store.base import Row, Store
from ontology import terms
from ontology.kinds import is_a

QUOTES = str.maketrans("", "", "“”\"'‘’「」 ")


@dataclass(frozen=True, slots=True)
class Resolved:
    """An entity found by name. ``folded`` are places of the same name, searched along with it."""

    id: str
    name: str
    type: str
    folded: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.id, *self.folded)


def resolve(store: Store, name: str) -> Resolved:
    """The one entity that bears this id, name or alias, or a short name behind its place (闵行区科委).

    A place and the body of the same name are one answer: the body, with the place folded in.
    Raises UnknownName with near names, AmbiguousName where bodies of several jurisdictions bear it.
    """
    name = name.strip()
    rows = _by_id(store, name) if name.startswith("e-") else _by_name(store, name) or _by_place(store, name)
    if not rows:
        near = suggestions(name, all_names(store))
        raise UnknownName(f"图谱中没有名为“{name}”的单位、平台、产业或地点。", near)
    places = [row for row in rows if is_a(known(row["type"]), "Location")]
    bodies = [row for row in rows if row not in places]
    # 海洋工程 is the industry; that a list also writes a laboratory so makes no question of it.
    bodies = [row for row in bodies if text(row, "label") == name] or bodies
    if len(bodies) > 1:
        told_apart = [f"{text(row, 'label')}（{text(row, 'jurisdiction') or '全国'}）" for row in bodies]
        raise AmbiguousName(f"“{name}”对应多个单位，请写全称。", told_apart)
    chosen = bodies[0] if bodies else places[0]
    entity = known(chosen["entity"])
    folded = [known(row["entity"]) for row in rows if known(row["entity"]) != entity]
    return Resolved(entity, str(chosen["label"]), known(chosen["type"]), tuple(sorted(folded)))


def resolve_document(store: Store, name: str) -> str:
    """The id of the document with this id, 发文字号, file name or (part of a) title."""
    name = name.strip()
    rows = store.select(load("documents"))
    exact = [
        row
        for row in rows
        if name
        in (
            known(row["doc"]),
            text(row, "number"),
            text(row, "title"),
            text(row, "notice"),
            text(row, "file"),
        )
    ]
    partly = exact or [row for row in rows if name and name in (text(row, "title") or "")]
    found = sorted({known(row["doc"]) for row in partly})
    if len(found) == 1:
        return found[0]
    titles = [text(row, "number") or text(row, "title") or known(row["doc"]) for row in partly or rows]
    if found:
        raise AmbiguousName(f"“{name}”对应多份文件，请用文件编号或发文字号。", titles[:5])
    raise UnknownName(f"图谱中没有编号、发文字号或标题为“{name}”的文件。", suggestions(name, titles))


def all_names(store: Store) -> list[str]:
    """Every name and alias in the graph."""
    return sorted({str(row["name"]) for row in store.select(load("entity_names"))})


def _by_id(store: Store, name: str) -> list[Row]:
    replaced = store.select(
        "SELECT ?new WHERE { ?old <http://purl.org/dc/terms/isReplacedBy> ?new }", {"old": terms.ID(name)}
    )
    node = replaced[0]["new"] if replaced else terms.ID(name)
    return store.select(with_values(load("entities"), "entity", [node]))


def _by_name(store: Store, name: str) -> list[Row]:
    for form in dict.fromkeys((name, name.translate(QUOTES))):
        rows = store.select(load("entity_by_name"), {"name": Literal(form)})
        if rows:
            return list({str(row["entity"]): row for row in rows}.values())
    return []


def _by_place(store: Store, name: str) -> list[Row]:
    """闵行区科委, where documents of 闵行区 write 区科委: its place before the short name tells it apart."""
    name = name.translate(QUOTES)
    for k in range(2, len(name) - 1):
        place, short = name[:k], name[k:]
        rows = [
            row
            for row in _by_name(store, short)
            if (text(row, "jurisdiction") or "").endswith((place, place + short[0]))
            and is_a(known(row["type"]), "Organization")
        ]
        if rows:
            return rows
    return []
