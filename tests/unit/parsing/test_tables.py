"""Task tables: heads, merged cells, one cell per line."""

from __future__ import annotations

from graph.parsing.structure import parse_structure
from graph.reading import source_from_text
from graph.reading.html import html_text


def read_table(text: str) -> list[tuple[tuple[int, ...], str, list[str], str | None]]:
    structure = parse_structure(source_from_text(text))
    return [
        (
            t.path,
            t.title,
            [f"{a.role}:{a.unit}" for a in t.assignments],
            t.deadline.text if t.deadline else None,
        )
        for t in structure.tasks
    ]


def test_rows_of_a_task_table_are_tasks_and_merged_cells_reach_down() -> None:
    table = (
        "某某区2026年任务分工表\n\n序号\t任务内容\t责任分工\t\t完成时限\n\t\t牵头单位\t配合单位\t\n一、科技创新\t\t\t\t\n"
        "1\t建设孵化器\t区科委\t区经委、区财政局\t2026年底\n2\t引进人才\t区人才局\t/\t2026年6月\n\t优化人才服务\t\t\t\n"
        "3\t办教育\t区教育局牵头，区财政局配合\t\t2026年9月\n"
    )
    assert read_table(table) == [
        ((100, 1), "建设孵化器", ["lead:区科委", "support:区经委", "support:区财政局"], "2026年底"),
        ((100, 2, 1), "引进人才", ["lead:区人才局"], "2026年6月"),
        ((100, 2, 2), "优化人才服务", ["lead:区人才局"], "2026年6月"),
        ((100, 3), "办教育", ["lead:区教育局", "support:区财政局"], "2026年9月"),
    ]


def test_rows_that_lack_their_leading_cells_are_aligned_to_the_right() -> None:
    table = (
        "附件1\n任务分工表\n序号\t工作事项\t主要内容\t牵头单位\t配合单位\t\n1\t扩大来源。\t做好一。\t各区政府\t市卫生健康委\t\n"
        "做好二。\t各区政府、市人社局\t/\t\n"
    )
    assert read_table("某某市实施方案\n\n一、任务\n\n（一）甲事。做。\n\n（二）乙事。做。\n\n" + table)[
        2:
    ] == [
        ((101, 1, 1), "扩大来源", ["lead:各区政府", "support:市卫生健康委"], None),
        ((101, 1, 2), "扩大来源", ["lead:各区政府", "lead:市人社局"], None),
    ]


def test_a_table_flattened_to_one_cell_per_line_is_read_and_its_repeated_head_skipped() -> None:
    head = "序号\n重点任务\n具体措施\n牵头单位\n配合单位\n完成时限\n"
    table = (
        f"某某市贯彻落实工作任务分工\n\n{head}1\n加强平台建设\n建设数据平台，完善功能。\n市大数据局\n市科技局、市工信局\n2026年6月\n"
        f"推进平台开放，提升服务。\n市科技局\n市大数据局\n2026年12月\n{head}2\n加强人才引进\n出台人才政策。\n市委组织部\n市人社局\n长期坚持\n"
    )
    assert read_table(table) == [
        (
            (100, 1, 1),
            "加强平台建设",
            ["lead:市大数据局", "support:市科技局", "support:市工信局"],
            "2026年6月",
        ),
        ((100, 1, 2), "加强平台建设", ["lead:市科技局", "support:市大数据局"], "2026年12月"),
        ((100, 2), "加强人才引进", ["lead:市委组织部", "support:市人社局"], "长期坚持"),
    ]


def test_units_in_a_table_of_values_or_of_places_are_no_tasks() -> None:
    text = (
        "某某县实施方案\n\n一、任务\n\n（一）甲事。做。\n\n（二）乙事。做。\n\n附件1\n名录\n"
        "序号\t湿地名称\t湿地面积\t管理机构\t主管单位\n1\t下岸水库\t434.1\t水库管理局\t县水利局\n"
    )
    assert [row[0] for row in read_table(text)] == [(1, 1), (1, 2)]


def test_a_table_without_heads_is_reported() -> None:
    text = "某某县实施方案\n\n一、任务\n\n（一）甲事。做。\n\n（二）乙事。做。\n\n附件1\n名录\n1\t下岸水库建设推进工作安排和各项任务措施\t县水利局\n2\t北岙\t县林业局\n"
    assert [w.code for w in parse_structure(source_from_text(text)).warnings] == ["table-without-header"]


def test_an_empty_lead_cell_under_a_merged_title_repeats_the_one_above() -> None:
    table = (
        "某某区2026年任务分工表\n\n序号\t任务内容\t具体措施\t牵头单位\t配合单位\n1\t建设孵化器\t建平台\t区科委\t区经委\n"
        "\t\t引企业\t\t区投促办\n2\t办教育\t建学校\t区教育局\t\n"
    )
    assert [(row[0], row[2]) for row in read_table(table)] == [
        ((100, 1, 1), ["lead:区科委", "support:区经委"]),
        ((100, 1, 2), ["lead:区科委", "support:区投促办"]),
        ((100, 2), ["lead:区教育局"]),
    ]


def test_a_head_whose_last_cell_is_merged_away_does_not_swallow_the_rows() -> None:
    table = (
        "某某区2026年任务分工表\n\n序号\t任务\t具体措施\t责任分工\t\n\t\t\t牵头单位\t配合单位\n1\t建设孵化器\t建平台\t区科委\t区经委、区财政局\n"
        "\t\t引企业\t区投促办\t区科委\n2\t办教育\t建学校\t区教育局\t/\n"
    )
    assert [(row[0], row[2]) for row in read_table(table)] == [
        ((100, 1, 1), ["lead:区科委", "support:区经委", "support:区财政局"]),
        ((100, 1, 2), ["lead:区投促办", "support:区科委"]),
        ((100, 2), ["lead:区教育局"]),
    ]


def test_a_heading_with_nothing_but_a_task_table_is_no_task_beside_its_rows() -> None:
    table = "序号\t重点任务\t牵头单位\n1\t建设平台\t区科委\n2\t引进人才\t区人才局\n"
    for intro in ("", "具体分工见下表。\n"):
        text = f"某某区实施方案\n\n一、工作目标\n\n做好工作。\n\n二、重点工作\n\n{intro}\n{table}"
        assert [title for _, title, _, _ in read_table(text)] == ["建设平台", "引进人才"]


def test_a_clause_above_a_table_is_not_the_title_of_the_table() -> None:
    text = "某某区工作方案\n\n一、重点工作\n\n1.支持企业。做好。（责任单位：区财政局）\n\n序号\t工作任务\t责任部门\n1\t举办大赛\t区科委\n"
    *_, row = parse_structure(source_from_text(text)).tasks
    assert (row.title, row.headings) == ("举办大赛", ())


def test_the_last_rows_of_a_plan_that_end_with_a_unit_are_no_signature() -> None:
    text = "某某区工作方案\n\n一、重点工作\n\n做好。\n\n序号\t任务\t责任部门\n1\t办大赛\t区科委\n2\t引人才\t区人才局\n"
    assert [title for _, title, _, _ in read_table(text)] == ["重点工作", "办大赛", "引人才"]


def test_units_on_lines_of_their_own_in_a_cell_are_units_of_their_own() -> None:
    cells = "<tr><td>1</td><td>建公园</td><td>{}</td></tr>"
    head = "<tr><th>序号</th><th>工作任务</th><th>责任<br>单位</th></tr>"
    for cell, expected in (
        ("区绿化市容局<br>各街道", ["responsible:区绿化市容局", "responsible:各街道"]),
        ("<p>区绿化市容局</p><p>区房管局</p>", ["responsible:区绿化市容局", "responsible:区房管局"]),
        ("闵行区<br/>财政局", ["responsible:闵行区财政局"]),
    ):
        page, _ = html_text(f"<html><body><table>{head}{cells.format(cell)}</table></body></html>".encode())
        assert [units for _, _, units, _ in read_table(page)] == [expected]


def test_a_boxed_label_in_the_last_line_is_no_signature() -> None:
    text = "某某市工作要点\n\n一、抓好防汛\n\n【牵头单位】市水利局\n【配合单位】市应急局 市气象局\n"
    assert [units for _, _, units, _ in read_table(text)] == [
        ["lead:市水利局", "support:市应急局", "support:市气象局"]
    ]
