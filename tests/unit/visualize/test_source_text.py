"""The source text on the page: every piece is a slice of the raw text, marks and quote to the character."""

from __future__ import annotations

from typing import Any

from tests.corpus import ACTION_PLAN
from visualize.explorer.source_text import lay_out, pieces, written

RAW = ACTION_PLAN.read_bytes().decode("utf-8")
QUOTE = "（责任单位：区科委、大零号湾集团、闵金投公司、紫竹高新区）"


def _all_pieces(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for block in blocks:
        found.extend(block.get("pieces", []))
        for row in block.get("rows", []):
            for cell in row:
                found.extend(cell)
    return found


def test_every_piece_is_a_slice_of_the_raw_text_and_no_letter_is_lost() -> None:
    shown = _all_pieces(lay_out(RAW, [], [], None))
    assert all(RAW[piece["start"] : piece["start"] + len(piece["text"])] == piece["text"] for piece in shown)
    letters = [c for c in RAW if c.isalnum()]
    assert [c for piece in shown for c in piece["text"] if c.isalnum()] == letters


def test_the_chosen_quote_is_marked_to_the_character() -> None:
    start = RAW.index(QUOTE)
    marked = [
        p["text"] for p in _all_pieces(lay_out(RAW, [], [], (start, start + len(QUOTE)))) if p["chosen"]
    ]
    assert "".join(marked) == QUOTE


def test_the_table_of_indicators_is_a_table() -> None:
    tables = [block for block in lay_out(RAW, [], [], None) if block["type"] == "table"]
    assert len(tables) == 1
    assert len(tables[0]["rows"]) == 13


def test_marks_that_meet_inside_a_quote_cut_it_without_changing_it() -> None:
    raw = "推进上海交大建设"
    cut = pieces(raw, 0, len(raw), [(2, 6, "unit")], (0, len(raw)))
    assert [(p["text"], p["kind"], p["chosen"]) for p in cut] == [
        ("推进", "", True),
        ("上海交大", "unit", True),
        ("建设", "", True),
    ]


def test_a_name_broken_by_a_line_end_or_in_quotation_marks_is_found() -> None:
    raw = "打造电子信息与先进装备\n\n公共实验室，推进“大零号湾”金融港"
    evidence = {"start": 0, "end": len(raw)}
    assert written(raw, evidence, ["电子信息与先进装备公共实验室"]) == [(2, 18)]
    assert [raw[a:b] for a, b in written(raw, evidence, ["大零号湾金融港"])] == ["大零号湾”金融港"]


def test_a_paragraph_broken_by_a_page_end_goes_on() -> None:
    raw = "打造电子信息与先进装备\n\n公共实验室，孵育企业。\n\n下一段。"
    assert [block["goes_on"] for block in lay_out(raw, [], [], None)] == [False, True, False]
