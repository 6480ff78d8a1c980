"""Files of passages: each passage is read as a small plan and judged by what it says, not by places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UserError
from graph.evaluation.counts import Counts
from graph.evaluation.passages import DEVELOPED, Passage, document_of, judge_passage, load_passages
from tests.corpus import ROOT

TEXT = "县财政局负责保障经费，县审计局要加强监督，各村配合。到年底覆盖率达到90%。"


def duty(unit: str, role: str, **more: Any) -> dict[str, Any]:
    return {"unit": unit, "role": role, "role_text": "", "generic": False, **more}


def judged(duties: list[dict[str, Any]], targets: list[dict[str, Any]] | None = None) -> dict[str, Counts]:
    data = {"text": TEXT, "plan_years": [2025, 2025], "duties": duties, "targets": targets or []}
    return {name: verdict.counts for name, verdict in judge_passage(Passage("p", data)).items()}


RIGHT = [duty("县财政局", "responsible"), duty("县审计局", "responsible"), duty("各村", "support")]


def test_units_and_roles_of_a_passage_are_compared() -> None:
    assert judged(RIGHT)["duties"] == Counts(3, 0, 0)
    assert judged(RIGHT[:2])["duties"] == Counts(2, 1, 0)
    assert judged([*RIGHT, duty("县公安局", "lead")])["duties"] == Counts(3, 0, 1)


def test_another_role_may_be_as_right_and_an_optional_entry_does_not_count() -> None:
    assert judged([duty("县财政局", "lead", also_right=["responsible"]), *RIGHT[1:]])["duties"] == Counts(
        3, 0, 0
    )
    optional = [RIGHT[0], duty("县审计局", "responsible", optional=True), RIGHT[2]]
    assert judged(optional)["duties"] == Counts(2, 0, 0)
    assert judged([*RIGHT, duty("县公安局", "lead", optional=True)])["duties"] == Counts(3, 0, 0)


def test_a_target_is_compared_by_value_unit_and_year() -> None:
    target = {"indicator": "覆盖率", "value": 90, "unit": "%", "year": 2025}
    assert judged(RIGHT, [target])["targets"] == Counts(1, 0, 0)
    assert judged(RIGHT, [target | {"year": None}])["targets"] == Counts(0, 1, 1)


def test_the_years_of_the_plan_stand_in_its_title() -> None:
    header = document_of(Passage("p", {"text": TEXT, "plan_years": [2024, 2026]})).header
    assert (header.period_start, header.period_end) == ("2024", "2026")


def test_a_file_that_holds_no_passages_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "passages.json"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(UserError, match="not a file of passages"):
        load_passages(path)


def test_the_passages_that_rules_were_written_on_are_read_almost_without_an_error() -> None:
    total = {"duties": Counts(), "targets": Counts()}
    for passage in (p for name in DEVELOPED for p in load_passages(ROOT / "tests" / "gold" / name)):
        for name, verdict in judge_passage(passage).items():
            if name in total:
                total[name] += verdict.counts
    assert (total["duties"].f1 or 0) >= 0.98
    assert (total["targets"].f1 or 0) >= 0.98


def test_the_passages_keep_their_form() -> None:
    data = json.loads((ROOT / "tests" / "gold" / DEVELOPED[0]).read_text(encoding="utf-8"))
    for passage in data["passages"]:
        assert {"id", "text", "plan_years", "duties", "targets"} <= set(passage)
        assert all(d["role"] in ("lead", "responsible", "support", "guide") for d in passage["duties"])
