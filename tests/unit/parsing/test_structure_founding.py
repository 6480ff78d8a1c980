"""The two founding plans: tasks, exact lists of units in order, duties told in running text."""

from __future__ import annotations

from functools import cache

import pytest

from graph.model import SourceText
from graph.parsing.structure import Structure, parse_structure
from graph.reading import read
from tests.corpus import ACTION_PLAN, WORK_PLAN

LISTS = {
    (2, 1, 1): "上海交大、华东师大、区科委",
    (2, 1, 2): "上海交大、华东师大、区科委、大零号湾集团、紫竹高新区",
    (2, 1, 3): "区科委",
    (2, 2, 4): "区科委、大零号湾集团、闵金投公司、紫竹高新区",
    (2, 2, 5): "上海交大、华东师大、区科委、大零号湾集团、紫竹高新区",
    (2, 2, 6): "区经委、区科委、吴泾镇、马桥镇、颛桥镇、江川路街道、大零号湾集团、马桥试验区公司、紫竹高新区",
    (2, 3, 7): "区财政局、区国资委、闵金投公司",
    (2, 3, 8): "区人才局",
    (2, 3, 9): "上海交大、华东师大、区人才局、区经委、区科委、大零号湾集团、紫竹高新区",
    (2, 4, 10): "区总工会、区卫生健康委、区教育局",
    (
        2,
        4,
        11,
    ): "上海交大、区交通委、区规划资源局、区房屋管理局、区绿化市容局、区征收中心、吴泾镇、颛桥镇、江川路街道、"
    "大零号湾集团、紫竹高新区",
    (2, 4, 12): "区商务委、区文化旅游局、区绿化市容局、区水务局、大零号湾集团、紫竹高新区",
}


@cache
def action_plan() -> tuple[SourceText, Structure]:
    source = read(ACTION_PLAN)
    return source, parse_structure(source)


@cache
def work_plan() -> tuple[SourceText, Structure]:
    source = read(WORK_PLAN)
    return source, parse_structure(source)


def test_the_action_plan_has_twelve_numbered_tasks_and_four_safeguards() -> None:
    tasks = action_plan()[1].tasks
    assert [t.path for t in tasks] == [*LISTS, (3, 1), (3, 2), (3, 3), (3, 4)]
    assert [t.safeguard for t in tasks] == [False] * 12 + [True] * 4
    assert tasks[4].title == "高水平推进大学科技园建设"
    assert tasks[4].headings == ("二、工作任务", "（二）促进科技创新和产业创新深度融合")


@pytest.mark.parametrize(("path", "units"), LISTS.items())
def test_a_task_of_the_action_plan_has_its_exact_list_in_order(path: tuple[int, ...], units: str) -> None:
    source, structure = action_plan()
    task = next(t for t in structure.tasks if t.path == path)
    assert [a.unit for a in task.assignments] == units.split("、")
    assert [a.position for a in task.assignments] == list(range(1, len(task.assignments) + 1))
    assert {a.length for a in task.assignments} == {len(task.assignments)}
    assert {(a.role, a.role_text, a.lead_basis, a.stated.basis) for a in task.assignments} == {
        ("responsible", "责任单位", "not_stated", "list")
    }
    quote = source.raw[task.assignments[0].stated.span.start : task.assignments[0].stated.span.end]
    assert quote.startswith("（责任单位：")
    assert quote[-1] in "）)"


def test_the_action_plan_has_58_assignments_of_26_units() -> None:
    assignments = [a for t in action_plan()[1].tasks for a in t.assignments]
    assert len(assignments) == 58
    assert len({a.unit for a in assignments}) == 26
    assert action_plan()[1].lists_units


def test_a_unit_name_broken_by_a_line_end_is_one_unit() -> None:
    source, structure = action_plan()
    task = next(t for t in structure.tasks if t.path == (2, 4, 12))
    broken = task.assignments[2]
    assert broken.unit == "区绿化市容局"
    assert "\n" in source.raw[broken.span.start : broken.span.end]


def test_every_unit_stands_at_its_own_place() -> None:
    for source, structure in (action_plan(), work_plan()):
        for assignment in (a for t in structure.tasks for a in t.assignments):
            quote = source.raw[assignment.span.start : assignment.span.end]
            assert "".join(quote.split()) == assignment.unit
            assert assignment.span.within(assignment.stated.span)


def test_the_measures_of_a_task_leave_its_list_of_units_out() -> None:
    task = action_plan()[1].tasks[4]
    assert [m.text[:9] for m in task.measures] == [
        "加大学生创业支持力",
        "推进上海交通大学国",
        "推进华东师范大学国",
    ]
    assert not any("责任单位" in m.text for t in action_plan()[1].tasks for m in t.measures)


def test_the_work_plan_has_thirteen_tasks_five_of_them_inside_one_paragraph() -> None:
    tasks = work_plan()[1].tasks
    assert [t.path for t in tasks] == [
        *((2, a, b) for a in (1, 2) for b in (1, 2, 3)),
        (2, 3, 1),
        (2, 3, 2),
        *((2, 3, 3, n) for n in range(1, 6)),
    ]
    assert tasks[0].title == "深化三区联动，打造国家级大学科技园"
    assert tasks[8].number == "第一"


def test_the_work_plan_has_no_list_and_four_units_told_in_running_text() -> None:
    structure = work_plan()[1]
    assert not structure.lists_units
    told = [(a.unit, a.role, a.role_text, a.generic) for a in structure.tasks[0].assignments]
    assert told == [
        ("高校", "responsible", "负责", True),
        ("大零号湾集团", "responsible", "匹配", False),
        ("科创服务公司", "support", "协同", False),
        ("科委", "responsible", "配套", False),
    ]
    assert {a.stated.basis for t in structure.tasks for a in t.assignments} == {"running_text"}


def test_parts_of_the_action_plan_are_notice_plan_attachment_and_imprint() -> None:
    parts = action_plan()[1].parts
    assert [p.kind for p in parts.parts] == ["notice", "plan", "attachment", "imprint"]
    assert parts.plans[0].title == "闵行区推进“大零号湾”科技创新策源功能区建设行动计划（2026-2028年）"
    assert [(n.number, n.present) for n in parts.named] == [(1, True), (2, False)]


def test_the_indicator_table_is_a_region_and_no_task_table() -> None:
    structure = action_plan()[1]
    (table,) = structure.tables
    assert table.header == (
        "序号",
        "行动计划",
        "指标名称",
        "目标值 2026年",
        "目标值 2027年",
        "目标值 2028年",
        "责任单位",
    )
    assert len(table.rows) == 11
    assert [c.text for c in table.rows[3].cells][-2:] == ["7", "大零号湾集团、紫竹高新区"]
