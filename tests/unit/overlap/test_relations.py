"""Which documents can overlap at all, and what is no gap: levels, jurisdictions, task tables of an annex."""

from __future__ import annotations

import pytest

from graph.model import Span
from graph.overlap.duties import Duties, DutyTask, Frame, Part
from graph.overlap.gaps import gaps
from graph.overlap.levels import Levels, governs


def frame(id_: str, issuer: str, jurisdiction: str | None, cites: tuple[str, ...] = ()) -> Frame:
    return Frame(
        id_,
        id_,
        f"{id_}号",
        (id_,),
        issuer,
        "2026-01-01",
        2026,
        2026,
        jurisdiction,
        True,
        None,
        "",
        cites=cites,
    )


def levels(*frames: Frame) -> Levels:
    return Levels(Duties({each.id: each for each in frames}, ()))


DISTRICT = frame("district", "上海市闵行区人民政府", "上海市闵行区")
CITY = frame("city", "上海市人民政府办公厅", "上海市")
DEPARTMENT = frame("department", "闵行区科学技术委员会", "上海市闵行区")
OTHER_DEPARTMENT = frame("other", "闵行区教育局", "上海市闵行区")
OTHER_DISTRICT = frame("huangpu", "上海市黄浦区人民政府", "上海市黄浦区")
STATE = frame("state", "国务院", None)


@pytest.mark.parametrize(
    ("first", "second", "lineage"),
    [
        (DISTRICT, DEPARTMENT, True),
        (CITY, DISTRICT, True),
        (CITY, DEPARTMENT, True),
        (STATE, CITY, True),
        (DEPARTMENT, OTHER_DEPARTMENT, False),
        (DISTRICT, OTHER_DISTRICT, False),
    ],
)
def test_a_plan_under_another_is_lineage(first: Frame, second: Frame, lineage: bool) -> None:
    found = levels(first, second)
    assert found.lineage(first.id, second.id) is lineage
    assert found.lineage(second.id, first.id) is lineage


def test_a_plan_that_cites_another_carries_it_out() -> None:
    citing = frame("citing", "闵行区经济委员会", "上海市闵行区", cites=("department号",))
    assert levels(citing, DEPARTMENT).lineage("citing", "department")


def test_two_districts_of_one_city_are_apart() -> None:
    assert levels(DISTRICT, OTHER_DISTRICT).apart("district", "huangpu")
    assert not levels(CITY, OTHER_DISTRICT).apart("city", "huangpu")
    assert not levels(STATE, OTHER_DISTRICT).apart("state", "huangpu")


def test_the_higher_of_two_is_the_one_from_above() -> None:
    found = levels(CITY, DISTRICT, DEPARTMENT)
    assert found.higher("department", "district") == "district"
    assert found.higher("district", "city") == "city"


def test_no_department_tasks_its_government() -> None:
    assert governs("闵行区人民政府")
    assert governs("中共闵行区委员会")
    assert not governs("闵行区科学技术委员会")


def task(order: int, title: str, units: tuple[str, ...], safeguard: bool = False) -> DutyTask:
    parts = tuple(
        Part(unit, "responsible", place, len(units), "table", Span(0, 1))
        for place, unit in enumerate(units, 1)
    )
    return DutyTask(f"d.{order}", f"{order}.", title, "d", order, Span(0, 1), parts, safeguard=safeguard)


def test_a_task_that_an_annex_assigns_under_its_title_has_its_units() -> None:
    document = Frame("d", "方案", "d号", (), "某区人民政府", "2026-01-01", 2026, 2026, None, True, None, "文")
    rows = (
        task(1, "强化健康管理", ()),
        task(2, "加强宣传", ()),
        task(3, "1. 强化健康管理", ("a", "b")),
        task(4, "组织领导", (), safeguard=True),
    )
    duties = Duties({"d": document}, rows)
    assert duties.echoes == {"d.1"}
    assert [gap.tasks for gap in gaps(duties) if gap.kind == "task_without_unit"] == [("d.2",)]
