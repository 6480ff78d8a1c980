"""The genre's vocabulary as data: loads the TOML and CSV files of ``ontology/lexicon``."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file ``lexicon/{name}.toml`` as a dictionary. Treat it as read-only."""
    return tomllib.loads((files("ontology") / "lexicon" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lexicon/{name}.csv``, one dictionary per row, keyed by the first line."""
    text = (files("ontology") / "lexicon" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
