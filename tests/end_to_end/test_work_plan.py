"""闵科委〔2026〕11号, a work plan with no unit lists."""

from __future__ import annotations

import pytest

from graph.extract import extract
from graph.model import Document
from graph.reading import read
from tests.corpus import WORK_PLAN


@pytest.fixture(scope="module")
def plan() -> Document:
    return extract(read(WORK_PLAN))


def test_it_has_thirteen_tasks_the_last_five_under_one_heading(plan: Document) -> None:
    assert [task.number for task in plan.tasks] == [
        "一是", "二是", "三是", "一是", "二是", "三是", "一是", "二是", "第一", "第二", "第三", "第四", "第五"
    ]  # fmt: skip


def test_it_has_no_list_assignment(plan: Document) -> None:
    assert {each.stated.basis for task in plan.tasks for each in task.assignments} == {"running_text"}


def test_running_text_says_who_does_what_for_the_science_park(plan: Document) -> None:
    first = plan.tasks[0]
    assert [(each.unit, each.role) for each in first.assignments] == [
        ("高校", "responsible"),
        ("大零号湾集团", "responsible"),
        ("科创服务公司", "support"),
        ("科委", "responsible"),
    ]


def test_the_issuer_is_implied_owner_and_never_an_assignment(plan: Document) -> None:
    names = {entity.id: entity.name for entity in plan.entities}
    assert plan.implied_owner
    assert names[plan.implied_owner] == "闵行区科学技术委员会"
    assert not plan.lists_units


def test_section_one_states_its_targets(plan: Document) -> None:
    goals = [target for target in plan.targets if target.task is None]
    assert [(t.value, t.unit, t.comparator, t.wording, t.year) for t in goals] == [
        (8, "%", "~", "左右", 2026),
        (586, "亿元", ">=", "不低于", 2026),
        (300, "亿元", ">", "力争超", 2026),
        (6, "%", "=", "", 2026),
        (15, "%", "=", "达", 2026),
        (80, "项", ">=", "不少于", 2026),
        (320, "项", ">=", "不少于", 2026),
    ]


def test_kewei_in_all_its_forms_is_one_body(plan: Document) -> None:
    owner = next(entity for entity in plan.entities if entity.id == plan.implied_owner)
    forms = {form.text for form in owner.forms}
    assert {"区科委", "科委", "我委", "上海市闵行区科学技术委员会", "闵行区科学技术委员会"} <= forms
