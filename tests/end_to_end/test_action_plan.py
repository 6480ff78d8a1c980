"""闵府发〔2026〕11号, read from the file: the exact tasks, lists, indicators and frame."""

from __future__ import annotations

import pytest

from graph.extract import extract
from graph.model import Document
from graph.reading import read
from tests.corpus import ACTION_PLAN

LISTS = {
    "1.": "上海交大、华东师大、区科委",
    "2.": "上海交大、华东师大、区科委、大零号湾集团、紫竹高新区",
    "3.": "区科委",
    "4.": "区科委、大零号湾集团、闵金投公司、紫竹高新区",
    "5.": "上海交大、华东师大、区科委、大零号湾集团、紫竹高新区",
    "6.": "区经委、区科委、吴泾镇、马桥镇、颛桥镇、江川路街道、大零号湾集团、马桥试验区公司、紫竹高新区",
    "7.": "区财政局、区国资委、闵金投公司",
    "8.": "区人才局",
    "9.": "上海交大、华东师大、区人才局、区经委、区科委、大零号湾集团、紫竹高新区",
    "10.": "区总工会、区卫生健康委、区教育局",
    "11.": "上海交大、区交通委、区规划资源局、区房屋管理局、区绿化市容局、区征收中心、吴泾镇、颛桥镇、江川路街道、大零号湾集团、紫竹高新区",
    "12.": "区商务委、区文化旅游局、区绿化市容局、区水务局、大零号湾集团、紫竹高新区",
}
INDICATORS = {
    "市级及以上创新平台": ("个", (67, 68, 69), "区科委"),
    "高价值发明专利拥有量": ("件", (8750, 9000, 9300), "区市场局"),
    "规上企业研发投入强度": ("%", (15, 15, 15), "区科委"),
    "规上工业总产值增速": ("%", (7, 7, 7), "大零号湾集团、紫竹高新区"),
    "新增高新技术企业": ("家", (100, 100, 100), "区科委"),
    "累计专精特新企业": ("家", (310, 325, 340), "区经委"),
    "估值过亿元企业": ("家", (140, 155, 170), "大零号湾集团、紫竹高新区"),
    "科技服务业营收增幅": ("%", (25, 15, 15), "区科委"),
    "累计集聚基金规模": ("亿元", (390, 420, 450), "闵金投公司"),
    "累计首次获得投资企业": ("家", (310, 330, 350), "大零号湾集团、紫竹高新区"),
    "累计海外高层次人才": ("人", (1890, 1990, 2090), "区人才局"),
}


@pytest.fixture(scope="module")
def plan() -> Document:
    return extract(read(ACTION_PLAN))


def test_it_has_twelve_numbered_tasks_and_four_safeguards(plan: Document) -> None:
    assert [task.number for task in plan.tasks if not task.safeguard] == list(LISTS)
    assert [(task.number, task.title) for task in plan.tasks if task.safeguard] == [
        ("（一）", "强化市区校联动协同"),
        ("（二）", "完善大零号湾体制机制"),
        ("（三）", "落实“大零号湾”市级专项资金"),
        ("（四）", "加强“大零号湾”品牌宣传力度"),
    ]


def test_each_list_names_its_units_in_order(plan: Document) -> None:
    lists = {
        task.number: "、".join(each.unit for each in task.assignments if each.stated.basis == "list")
        for task in plan.tasks
        if not task.safeguard
    }
    assert lists == LISTS


def test_there_are_58_assignments_of_26_units_and_no_lead(plan: Document) -> None:
    listed = [each for task in plan.tasks for each in task.assignments if each.stated.basis == "list"]
    assert len(listed) == 58
    assert len({each.entity for each in listed}) == 26
    assert {each.role for each in listed} == {"responsible"}
    assert {each.lead_basis for each in listed} == {"not_stated"}


def test_a_unit_name_broken_by_a_line_end_is_one_unit(plan: Document) -> None:
    task = next(task for task in plan.tasks if task.number == "12.")
    greening = task.assignments[2]
    assert greening.unit == "区绿化市容局"
    assert plan.source.raw[greening.span.start : greening.span.end] == "区绿化\n\n市容局"


def test_annex_1_gives_eleven_indicators_over_three_years(plan: Document) -> None:
    table = [target for target in plan.targets if target.indicator in INDICATORS]
    assert len(table) == 33
    for name, (unit, values, owners) in INDICATORS.items():
        rows = sorted((t for t in table if t.indicator == name), key=lambda t: t.year or 0)
        assert [(t.year, t.value, t.unit) for t in rows] == [
            (year, value, unit) for year, value in zip((2026, 2027, 2028), values, strict=True)
        ]
        assert {"、".join(o.unit for o in t.responsible) for t in rows} == {owners}


def test_running_text_of_tasks_2_and_5_gives_targets(plan: Document) -> None:
    by_task = {task.path: task.number for task in plan.tasks}
    found = sorted(
        (by_task[target.task], target.value, target.unit)
        for target in plan.targets
        if target.task in by_task and by_task[target.task] in ("2.", "5.")
    )
    assert found == [
        ("2.", 30, "项"),
        ("2.", 50, "个"),
        ("2.", 500, "次"),
        ("5.", 60, "家"),
        ("5.", 100, "家"),
    ]


def test_task_6_names_five_industries(plan: Document) -> None:
    task = next(task for task in plan.tasks if task.number == "6.")
    names = {each.text for each in task.mentions if each.type == "Industry"}
    assert {"空天经济", "生命健康", "智能经济", "先进能源", "海洋工程"} <= names


def test_annex_2_is_named_and_absent(plan: Document) -> None:
    assert [(each.number, each.present) for each in plan.header.attachments] == [(1, True), (2, False)]
    assert any(each.code == "attachment-absent" for each in plan.warnings)


def test_the_frame_of_the_document(plan: Document) -> None:
    header = plan.header
    assert header.number and header.number.value == "闵府发〔2026〕11号"
    assert header.title and header.title.value == (
        "闵行区推进“大零号湾”科技创新策源功能区建设行动计划（2026-2028年）"
    )
    assert header.issuer and header.issuer.value == "闵行区人民政府"
    assert header.issued and header.issued.value == "2026-06-18"
    assert header.printed and header.printed.value == "2026-06-18"
    assert header.printed_by and header.printed_by.value == "闵行区人民政府办公室"
    assert (header.period_start, header.period_end) == ("2026", "2028")
    assert [each.value for each in header.cites] == ["沪科合〔2023〕3号"]
    assert header.publicity and header.publicity.value == "主动公开"
    assert [each.value for each in header.copied_to] == [
        "区委各部门", "区人大办", "区政协办", "区纪委监委", "区法院", "区检察院", "各人民团体"
    ]  # fmt: skip


def test_task_ids_follow_the_clause_path(plan: Document) -> None:
    assert plan.id == "minfufa-2026-11-0ef6c1"
    task = next(task for task in plan.tasks if task.number == "5.")
    assert plan.task_id(task.path) == "minfufa-2026-11-0ef6c1.2.2.5"
