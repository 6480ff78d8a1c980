"""The genre's vocabulary as data: loads the TOML and CSV files of ``ontology/lexicon``."""

from __future__ import annotations

import csv
import os
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LEFT_OUT = "DUTYGRAPH_LEXICON_WITHOUT"
"""Environment variable of the evaluation: the key of the document that is scored."""


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file ``lexicon/{name}.toml`` as a dictionary. Treat it as read-only."""
    return tomllib.loads((files("ontology") / "lexicon" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lexicon/{name}.csv``, one dictionary per row, keyed by the first line.

    Rows learned from the document that ``LEFT_OUT`` names are not there: its score must not rest on them.
    """
    text = (files("ontology") / "lexicon" / f"{name}.csv").read_text(encoding="utf-8")
    left_out = os.environ.get(LEFT_OUT)
    return tuple(
        row
        for row in csv.DictReader(text.splitlines())
        if not left_out or row.get("learned_from") != left_out
    )
