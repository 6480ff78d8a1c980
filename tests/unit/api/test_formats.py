from __future__ import annotations

import pytest

from api import formats

JSON, XML, CSV = formats.JSON_RESULTS, formats.XML_RESULTS, formats.CSV


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (f"{JSON};q=0.5, {XML};q=0.9", XML),
        (f"{JSON};q=0, {XML};q=0.1", XML),
        (f"*/*;q=0.1, {XML}", XML),
        ("text/*", CSV),
        ("application/json", JSON),
        ("Application/SPARQL-Results+XML", XML),
        (f"{JSON};q=0.001, {XML};q=0.002", XML),
        (f"{JSON} ; charset=utf-8 ; q=0.1 , {XML} ; q=0.8", XML),
        (f";;;,,q=, a/b;q=2, {CSV}", CSV),
        ("image/png", None),
        (f"{JSON};q=0", None),
    ],
)
def test_the_answer_is_what_the_client_would_rather_have(accept: str | None, chosen: str | None) -> None:
    assert formats.negotiate(accept, formats.TABLES) == chosen


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html", True),
        ("*/*", False),
        (None, False),
        ("text/turtle, text/html;q=0.5", False),
    ],
)
def test_a_page_is_for_those_who_ask_for_it_by_name(accept: str | None, page: bool) -> None:
    assert formats.wants_html(accept) is page
