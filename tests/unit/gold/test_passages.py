"""The passages composed to judge the reading of running text: what they say must stand in their text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import ROOT

FILES = sorted((ROOT / "tests" / "gold").glob("prose_*.json"))
KEYS = {"id", "field", "level", "text", "plan_years", "duties", "targets", "note"}
ROLES = {"lead", "responsible", "support", "guide"}
COMPARATORS = {"=", ">=", "<=", "~", ">"}


def passages_of(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["passages"]
    return entries


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def passages(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return passages_of(request.param)


def test_every_passage_has_all_keys_and_an_id_of_its_own(passages: list[dict[str, Any]]) -> None:
    assert all(passage.keys() == KEYS for passage in passages)
    assert len({passage["id"] for passage in passages}) == len(passages)


def test_no_text_stands_twice_in_any_of_the_files() -> None:
    texts = [passage["text"] for path in FILES for passage in passages_of(path)]
    assert len(texts) == len(set(texts))


def test_every_unit_and_role_word_is_printed_in_the_passage(passages: list[dict[str, Any]]) -> None:
    for passage in passages:
        for duty in passage["duties"]:
            assert duty["unit"] and duty["unit"] in passage["text"], passage["id"]
            assert (duty["role_text"] or "") in passage["text"], passage["id"]
            assert {duty["role"], *duty.get("also_right", ())} <= ROLES, passage["id"]
            assert isinstance(duty["generic"], bool)


def test_a_unit_is_named_once_per_role(passages: list[dict[str, Any]]) -> None:
    for passage in passages:
        named = [(duty["unit"], duty["role"]) for duty in passage["duties"]]
        assert len(named) == len(set(named)), passage["id"]


def test_every_target_is_quoted_once_from_the_passage(passages: list[dict[str, Any]]) -> None:
    for passage in passages:
        for target in passage["targets"]:
            assert passage["text"].count(target["quote"]) == 1, passage["id"]
            assert target["comparator"] in COMPARATORS, passage["id"]
            assert target["indicator"], passage["id"]


def test_a_year_of_the_plan_is_given_only_where_the_plan_has_one_year(passages: list[dict[str, Any]]) -> None:
    for passage in passages:
        for target in passage["targets"]:
            if target.get("year_basis") == "period":
                assert passage["plan_years"] == [target["year"], target["year"]], passage["id"]
