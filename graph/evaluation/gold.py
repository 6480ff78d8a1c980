"""Annotated documents: a gold file (tests/gold/README.md tells its form) with the text it belongs to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import UserError
from graph.evaluation.passages import BLIND, DEVELOPED

SET_ASIDE = ("07", "12", "23", "32")
"""Documents that no rule was written on; the sums of these were looked at while rules were written."""
HELD_OUT = ("15", "30", "36")
"""Documents that no rule was written on, added later; the errors of names in 15 and 36 were seen."""
_GROUPS = {
    **dict.fromkeys(SET_ASIDE, "aside"),
    **dict.fromkeys(HELD_OUT, "held_out"),
    **dict.fromkeys(("000", "002"), "founding"),
}


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated document. ``group``: founding, developed (rules were written on it), aside or held_out."""

    key: str
    group: str
    text: Path
    data: dict[str, Any]


def load(gold_folders: list[Path], text_folders: list[Path]) -> tuple[list[Gold], list[str]]:
    """All gold files of the folders whose texts are at hand, and the names of those whose are not.

    Raises UserError where a folder holds no gold file or a file is not JSON.
    """
    found: list[Gold] = []
    absent: list[str] = []
    for folder in gold_folders:
        for path in sorted(folder.glob("*.json")):
            if path.name in (*DEVELOPED, *BLIND):
                continue
            try:
                data = json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise UserError(f"{path}: not JSON ({error}); expected a gold file") from error
            text = next((f / data["file"] for f in text_folders if (f / data["file"]).exists()), None)
            if text is None:
                absent.append(data["file"])
                continue
            key = path.stem
            group = _GROUPS.get(key, "developed")
            found.append(Gold(key, group, text, data))
    if not found:
        raise UserError(f"no gold file with its text in {', '.join(map(str, gold_folders))}")
    return found, absent
