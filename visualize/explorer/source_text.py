"""The source text as a page shows it: paragraphs of the raw text, with headings, tables, marks and the quote.

Every piece of text on the page is a slice of the raw text and carries where it starts, so that what a reader
selects, copies or links to is the document's own words.
"""

from __future__ import annotations

import itertools
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


def written(raw: str, evidence: Json, forms: list[str]) -> list[tuple[int, int]]:
    """Where inside a quote a name stands, in its longest form; line ends and blanks inside it do not matter."""
    for form in forms:
        pattern = r"[\s“”]*".join(re.escape(character) for character in form if not character.isspace())
        found = [m.span() for m in re.compile(pattern).finditer(raw, evidence["start"], evidence["end"])]
        if found:
            return found
    return []


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
            "goes_on": _goes_on(blocks, raw, clause),
            "head_end": _head_end(raw, clause, shown, end),
            "pieces": pieces(raw, shown, end, marks, chosen, _head_end(raw, clause, shown, end)),
        }
    )


def _goes_on(blocks: list[Json], raw: str, clause: Json | None) -> bool:
    """True where a paragraph was broken by the end of a page: the one before it does not end a sentence."""
    if clause is not None or not blocks or blocks[-1]["type"] != "paragraph":
        return False
    return raw[blocks[-1]["end"] - 1] not in "。；：！？”）)】》.:;"


def _head_end(raw: str, clause: Json | None, start: int, end: int) -> int:
    """Where the heading that opens a paragraph ends; ``start`` where there is none."""
    if clause is None or not clause["heading"]:
        return start
    place = raw.find(clause["heading"], start, end)
    return place + len(clause["heading"]) if 0 <= place - start <= 12 else start


def pieces(
    raw: str, start: int, end: int, marks: list[Mark], chosen: tuple[int, int] | None, head_end: int = 0
) -> list[Json]:
    """The stretch cut at every border of a mark or of the chosen quote."""
    near = [mark for mark in marks if mark[0] < end and start < mark[1]]
    borders = {start, end} | ({head_end} if start < head_end < end else set())
    for first, last, _ in near:
        borders.update((max(first, start), min(last, end)))
    if chosen and chosen[0] < end and start < chosen[1]:
        borders.update((max(chosen[0], start), min(chosen[1], end)))
    points = sorted(borders)
    return [
        {
            "text": raw[a:b],
            "start": a,
            "head": b <= head_end,
            "kind": min(
                (mark for mark in near if mark[0] <= a and b <= mark[1]),
                key=lambda m: m[1] - m[0],
                default=("", "", ""),
            )[2],
            "chosen": bool(chosen and chosen[0] <= a and b <= chosen[1]),
        }
        for a, b in itertools.pairwise(points)
    ]
