"""The report as one HTML page that needs nothing else: no script, no file, no network."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from graph.reports.overlaps import Report, decision_label, evidence_label, plain_quote

MOST_UNITS = 60
"""Units shown in the matrix; of more, those that share most."""
_PALE, _DARK = (0xDC, 0xE8, 0xF0), (0x0A, 0x3A, 0x5C)


def html(report: Report) -> str:
    return template("overlaps.html").render(
        report=report,
        matrix=heat(report.matrix),
        decision_label=decision_label,
        evidence_label=lambda item: evidence_label(report.duties, item),
        plain_quote=plain_quote,
    )


def heat(matrix: dict[str, Any]) -> dict[str, Any]:
    """Rows of the matrix: ``{"units", "rows": [{"name", "cells": [{"value", "colour", "ink"}]}], "left_out"}``."""
    value: dict[tuple[int, int], float] = {}
    total: dict[int, float] = {}
    for row, column, cell in matrix["cells"]:
        value[row, column] = value[column, row] = cell
        total[row] = total.get(row, 0) + cell
        total[column] = total.get(column, 0) + cell
    places = range(len(matrix["units"]))
    shown = sorted(sorted(places, key=lambda at: -total.get(at, 0))[:MOST_UNITS])
    most = max(value.values(), default=1)
    rows = []
    for row in shown:
        cells = []
        for column in shown:
            cell = value.get((row, column), 0)
            share = cell / most
            cells.append(
                {
                    "value": cell,
                    "colour": _colour(share) if cell else "",
                    "ink": "#fff" if share > 0.45 else "#1A1D21",
                    "same": row == column,
                }
            )
        rows.append({"name": matrix["units"][row]["name"], "cells": cells})
    return {
        "units": [matrix["units"][at]["name"] for at in shown],
        "rows": rows,
        "left_out": len(places) - len(shown),
    }


@cache
def template(name: str) -> Template:
    """A template of this package; every value is escaped, an unknown name is an error."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = (files("graph.reports") / "templates" / name).read_text(encoding="utf-8")
    return environment.from_string(text)


def _colour(share: float) -> str:
    mixed = (round(pale + (dark - pale) * share) for pale, dark in zip(_PALE, _DARK, strict=True))
    return "#" + "".join(f"{part:02X}" for part in mixed)
