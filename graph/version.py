"""Which rules read a document: a digest of the reading code and the lexicon.

A document in the store that other rules read is read again; one that the same rules read from the
same bytes is left alone.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

SOURCES = (
    ("graph", ("reading", "parsing", "naming", "extract.py", "statements.py", "identifiers.py", "model.py")),
    ("ontology", ("lexicon",)),
)


@cache
def rules_version() -> str:
    """``0.1.0+1a2b3c4d``: the release and eight hexadecimal digits over code and lexicon."""
    digest = hashlib.sha256()
    for package, names in SOURCES:
        for name in names:
            for path, content in _contents(files(package) / name, name):
                digest.update(f"{path}\0".encode())
                digest.update(content)
    return f"{release()}+{digest.hexdigest()[:8]}"


@cache
def release() -> str:
    try:
        return version("dutygraph")
    except PackageNotFoundError:
        return "0"


def _contents(place: Traversable, path: str) -> list[tuple[str, bytes]]:
    if place.is_file():
        return [(path, place.read_bytes())] if path.endswith((".py", ".toml", ".csv")) else []
    inside = sorted(
        (each for each in place.iterdir() if each.name != "__pycache__"), key=lambda each: each.name
    )
    return [found for each in inside for found in _contents(each, f"{path}/{each.name}")]
