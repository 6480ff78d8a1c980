"""The source text as a page shows it: paragraphs of the raw text, with headings, tables, marks and the quote.

Every piece of text on the page is a slice of the raw text and carries where it starts, so that what a reader
selects, copies or links to is the document's own words.
"""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]
Mark = tuple[int, int, str]

_FRAME = re.compile(r"^\s*(#{1,6}\s+|---+\s*$|-\s+(?=附件))")


def lay_out(raw: str, clauses: list[Json], marks: list[Mark], chosen: tuple[int, int] | None) -> list[Json]:
    """Blocks: ``{"type": heading|paragraph|table|rule, "level", "start", "end", "clause", "pieces" or "rows"}``.

    A piece is ``{"text", "start", "kinds": […], "chosen": bool}``. Paragraphs broken by the end of a page
    stay broken where the text is: nothing is joined that the document holds apart.
    """
    heads = {clause["start"]: clause for clause in clauses}
    blocks: list[Json] = []
    start = 0
    for line in raw.splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n"))
        body = raw[start:end]
        if body.strip():
            _add(blocks, raw, start, end, heads, marks, chosen)
        start += len(line)
    return blocks


def _add(
    blocks: list[Json],
    raw: str,
    start: int,
    end: int,
    heads: dict[int, Json],
    marks: list[Mark],
    chosen: tuple[int, int] | None,
) -> None:
    line = raw[start:end]
    if re.fullmatch(r"\s*-{3,}\s*", line):
        blocks.append({"type": "rule", "start": start, "end": end})
        return
    sign = _FRAME.match(line)
    shown = start + (sign.end() if sign else len(line) - len(line.lstrip()))
    clause = next((heads[i] for i in range(start, min(end, shown + 12) + 1) if i in heads), None)
    if "\t" in line:
        cells, cell = [], start
        for part in line.split("\t"):
            cells.append(pieces(raw, cell, cell + len(part), marks, chosen))
            cell += len(part) + 1
        if blocks and blocks[-1]["type"] == "table":
            blocks[-1]["rows"].append(cells)
            blocks[-1]["end"] = end
        else:
            blocks.append({"type": "table", "start": start, "end": end, "rows": [cells]})
        return
    heading = bool(sign and sign.group(1).lstrip().startswith("#"))
    blocks.append(
        {
            "type": "heading" if heading else "paragraph",
            "level": len(sign.group(1).strip()) if sign and heading else 0,
            "start": start,
            "end": end,
            "clause": clause,
            "chosen": bool(chosen and chosen[0] < end and start < chosen[1]),
            "pieces": pieces(raw, shown, end, marks, chosen),
        }
    )


def pieces(raw: str, start: int, end: int, marks: list[Mark], chosen: tuple[int, int] | None) -> list[Json]:
    """The stretch cut at every border of a mark or of the chosen quote."""
    near = [mark for mark in marks if mark[0] < end and start < mark[1]]
    borders = {start, end}
    for first, last, _ in near:
        borders.update((max(first, start), min(last, end)))
    if chosen and chosen[0] < end and start < chosen[1]:
        borders.update((max(chosen[0], start), min(chosen[1], end)))
    points = sorted(borders)
    return [
        {
            "text": raw[a:b],
            "start": a,
            "kind": min(
                (mark for mark in near if mark[0] <= a and b <= mark[1]),
                key=lambda m: m[1] - m[0],
                default=("", "", ""),
            )[2],
            "chosen": bool(chosen and chosen[0] <= a and b <= chosen[1]),
        }
        for a, b in zip(points, points[1:], strict=False)
    ]
