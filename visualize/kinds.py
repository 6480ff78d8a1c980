"""The kinds of node and the roles of edge that a reader tells apart, and how they look."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Shape = Literal["circle", "box", "diamond", "ring", "hexagon", "star", "triangle", "pentagon", "square"]

ROLES = {
    "leads": "lead",
    "lead": "lead",
    "responsibleFor": "responsible",
    "responsible": "responsible",
    "supports": "support",
    "support": "support",
    "guides": "guide",
    "guide": "guide",
    "mentionedIn": "mention",
    "mention": "mention",
}
"""Local name of a property, or the role's own name, to the role whose line is drawn."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name, words in both languages, mark, and colours for light and dark pages."""

    name: str
    zh: str
    en: str
    shape: Shape
    colour: str
    dark: str
    tint: str
    types: tuple[str, ...]


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name, in the order of the legend."""
    raw = tomllib.loads((files("visualize") / "kinds.toml").read_text(encoding="utf-8"))
    return {
        name: Kind(
            name=name,
            zh=entry["zh"],
            en=entry["en"],
            shape=entry["shape"],
            colour=entry["colour"],
            dark=entry["dark"],
            tint=entry["tint"],
            types=tuple(entry["types"]),
        )
        for name, entry in raw.items()
    }


@cache
def _by_type() -> dict[str, str]:
    return {type_: kind.name for kind in kinds().values() for type_ in kind.types}


def kind_of(type_: str) -> str:
    """The kind's name for a class of the vocabulary (local name or prefixed); ``matter`` for the rest."""
    local = type_.rsplit(":", 1)[-1].rsplit("#", 1)[-1]
    return _by_type().get(local, "matter")


def role_of(predicate: str) -> str:
    """The role whose line an edge takes: lead, responsible, support, guide, mention, or ``relation``."""
    return ROLES.get(predicate.rsplit(":", 1)[-1].rsplit("#", 1)[-1], "relation")
