"""The gold is worth nothing if its quotes are not in the text: each is looked up."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import DOCUMENTS, ROOT, SHARED

GOLD = sorted((ROOT / "tests" / "gold").glob("[0-9]*.json"))
COMMON_KEYS = {
    "file",
    "sha256",
    "document",
    "tasks",
    "tasks_without_units",
    "targets",
    "entities",
    "entities_until",
    "entity_mentions",
    "not_duties",
}
MENTION_TYPES = {
    "PublicOrganisation",
    "University",
    "Enterprise",
    "Hospital",
    "School",
    "CollectiveUnit",
    "ProposedOrganization",
    "Organization",
    "ResearchInstitute",
    "Laboratory",
    "InnovationCentre",
    "Incubator",
    "ConceptCentre",
    "SciencePark",
    "IndustrialPark",
    "Facility",
    "Fund",
    "Programme",
    "Event",
    "Industry",
    "Location",
}
PREDICATES = {
    "hostedBy",
    "operatedBy",
    "locatedIn",
    "focusesOn",
    "partOf",
    "supportedBy",
    "builds",
    "develops",
    "proposed",
}


def gold(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def raw_text(file: str) -> str:
    for folder in (DOCUMENTS, SHARED / "corpus"):
        if (folder / file).exists():
            return (folder / file).read_bytes().decode("utf-8")
    pytest.skip(f"the text of {file} is not at hand")


@pytest.fixture(params=GOLD, ids=lambda path: path.stem)
def annotated(request: pytest.FixtureRequest) -> dict[str, Any]:
    return gold(request.param)


def test_the_hash_is_that_of_the_text(annotated: dict[str, Any]) -> None:
    text = raw_text(annotated["file"])
    assert hashlib.sha256(text.encode("utf-8")).hexdigest() == annotated["sha256"]


def test_every_quote_stands_where_it_is_said_to_stand(annotated: dict[str, Any]) -> None:
    text = raw_text(annotated["file"])
    for key in ("tasks", "targets", "not_duties", "relations", "cadences"):
        for entry in annotated.get(key, ()):
            end = entry["start"] + len(entry["quote"])
            assert entry["quote"]
            assert text[entry["start"] : end] == entry["quote"]


def test_a_clause_without_units_starts_at_its_number(annotated: dict[str, Any]) -> None:
    text = raw_text(annotated["file"])
    for clause in annotated["tasks_without_units"]:
        assert text.startswith(clause["number"], clause["start"])


def test_every_unit_is_printed_in_its_statement(annotated: dict[str, Any]) -> None:
    for task in annotated["tasks"]:
        printed = "".join(task["quote"].split())
        assert task["assignments"]
        for assignment in task["assignments"]:
            assert "".join(assignment["unit"].split()) in printed
            assert (assignment["role_text"] or "") in printed
            assert assignment["role"] in {"lead", "responsible", "support", "guide"}
            assert assignment["lead_basis"] in {"stated", "first_listed_rule", "not_stated"}


def test_mentions_are_spans_of_the_text_that_do_not_overlap(annotated: dict[str, Any]) -> None:
    text = raw_text(annotated["file"])
    last = 0
    for mention in annotated["entity_mentions"]:
        assert last <= mention["start"] < mention["end"]
        assert mention["start"] < annotated["entities_until"]
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert mention["type"] in MENTION_TYPES
        last = mention["end"]


def test_the_form_is_the_same_in_all_files(annotated: dict[str, Any]) -> None:
    assert annotated.keys() >= COMMON_KEYS
    assert all(target["comparator"] in {"=", ">=", "<=", "~", ">"} for target in annotated["targets"])
    assert all(relation["predicate"] in PREDICATES for relation in annotated.get("relations", ()))


def test_the_action_plan_has_its_known_tasks_units_and_targets() -> None:
    plan = gold(ROOT / "tests" / "gold" / "002.json")
    assert [task["number"] for task in plan["tasks"]] == [f"{n}." for n in range(1, 13)]
    units = [a["unit"] for task in plan["tasks"] for a in task["assignments"]]
    assert (len(units), len(set(units)), len(plan["tasks_without_units"])) == (58, 26, 4)
    assert sum("row" in target for target in plan["targets"]) == 33
    owners = {unit for target in plan["targets"] for unit in target.get("responsible", ())}
    assert owners - set(units) == {"区市场局"}


def test_the_shared_laboratory_list_is_six_laboratories_with_two_hosts() -> None:
    plan = gold(ROOT / "tests" / "gold" / "002.json")
    hosts = Counter(r["object"] for r in plan["relations"] if r["predicate"] == "hostedBy")
    assert hosts == {"上海交大": 5, "华东师大": 1}


def test_the_work_plan_has_thirteen_tasks_two_of_which_name_units_in_running_text() -> None:
    plan = gold(ROOT / "tests" / "gold" / "000.json")
    assert (len(plan["tasks"]), len(plan["tasks_without_units"])) == (2, 11)
    assert {task["notation"] for task in plan["tasks"]} == {"prose"}
    assert [c["frequency"] for c in plan["cadences"]] == ["P6M", "P3M", "P2M", "P1Y"]
