"""Clauses and tasks: levels, restarts, one line, frames and safeguards."""

from __future__ import annotations

from graph.parsing.structure import parse_structure
from graph.reading import source_from_text


def paths(text: str) -> list[str]:
    return [".".join(map(str, t.path)) for t in parse_structure(source_from_text(text)).tasks]


def test_numbers_are_paths_as_written_at_each_level() -> None:
    text = "某某区工作方案\n\n一、任务\n\n（一）甲\n\n1．推进一。做。\n\n2．推进二。做。\n\n（二）乙\n\n3．推进三。做。\n"
    assert paths(text) == ["1.1.1", "1.1.2", "1.2.3"]


def test_numbering_may_begin_with_arabic_numbers() -> None:
    assert paths("某某区若干措施通知\n\n1.支持创新。给予奖励。\n\n2.支持上市。给予补贴。\n") == ["1", "2"]


def test_each_of_several_plans_numbers_from_one_and_its_ordinal_comes_first() -> None:
    one = "为规范工作，制定本方案。\n\n一、总体要求\n\n坚持。\n\n二、措施\n\n（一）甲事。做。\n\n"
    text = f"某某省关于印发两个方案的通知\n\n现印发。\n\n某某省规范服务专项行动方案\n\n{one}某某省诚信建设专项行动方案\n\n{one}"
    structure = parse_structure(source_from_text(text))
    assert [p.title for p in structure.parts.plans] == [
        "某某省规范服务专项行动方案",
        "某某省诚信建设专项行动方案",
    ]
    assert [t.path for t in structure.tasks] == [(1, 2, 1), (2, 2, 1)]


def test_a_number_that_repeats_stays_unique() -> None:
    assert paths("某某区工作方案\n\n一、任务\n\n（一）甲。做。\n\n（一）乙。做。\n") == ["1.1", "1.1001"]


def test_a_whole_document_on_one_line_is_cut_by_its_numbering() -> None:
    text = (
        "某某县2026年重点工作方案一、总体要求以高质量发展为统领，统一、协调推进各项工作，到2026年取得新的更大实效。二、重点任务"
        "（一）加快产业发展1.培育龙头企业。引进企业1.5万家。（责任单位：县工信局、县商务局）2.建设园区载体。推进标准厂房建设。"
        "（责任单位：县住建局，各乡镇）（二）改善民生3.办好教育。新建学校2所。（责任单位：县教育局）三、保障措施（一）加强领导。成立专班。"
    )
    structure = parse_structure(source_from_text(text))
    assert [(t.path, [a.unit for a in t.assignments]) for t in structure.tasks] == [
        ((2, 1, 1), ["县工信局", "县商务局"]),
        ((2, 1, 2), ["县住建局", "各乡镇"]),
        ((2, 2, 3), ["县教育局"]),
        ((3, 1), []),
    ]
    assert structure.tasks[-1].safeguard


def test_sections_that_set_the_frame_hold_no_tasks() -> None:
    text = (
        "某某区工作方案\n\n一、总体要求和目标\n\n（一）指导思想。坚持。\n\n（二）基本原则。统筹。\n\n二、工作目标：\n\n到2026年建成。\n\n"
        "三、任务\n\n（一）甲事。做。\n\n四、组织保障\n\n（一）加强领导。抓好。\n"
    )
    tasks = parse_structure(source_from_text(text)).tasks
    assert [(t.path, t.safeguard) for t in tasks] == [((3, 1), False), ((4, 1), True)]


def test_run_in_first_second_third_are_measures_and_not_tasks() -> None:
    text = "某某区工作方案\n\n一、任务\n\n（一）引进人才。一是引进人才，给予奖励；二是优化服务；三是强化保障。（责任单位：区人才局）\n"
    structure = parse_structure(source_from_text(text))
    (task,) = structure.tasks
    assert [m.text[:6] for m in task.measures] == ["一是引进人才", "二是优化服务", "三是强化保障"]
    assert [(c.number, c.heading) for c in structure.clauses if c.measure] == [
        ("一是", "引进人才"),
        ("二是", "优化服务"),
        ("三是", "强化保障"),
    ]


def test_a_title_is_the_heading_or_the_first_sentence() -> None:
    text = "某某区工作方案\n\n一、任务\n\n1.做好信息公开，及时发布。（区科委负责）\n\n2.**建设平台，完善功能**。推进建设。\n\n3.办好教育\n\n新建学校。\n"
    assert [t.title for t in parse_structure(source_from_text(text)).tasks] == [
        "做好信息公开，及时发布",
        "建设平台，完善功能",
        "办好教育",
    ]


def test_text_that_stands_twice_is_read_once_and_said_so() -> None:
    body = (
        "各乡镇人民政府：\n为了加强保护，现予公布。\n"
        + "一、任务\n（一）甲事。"
        + "做好各项工作，抓好落实。" * 20
        + "\n（二）乙事。做。\n"
    )
    structure = parse_structure(source_from_text("关于工作的方案\n" + body + body))
    assert [w.code for w in structure.warnings] == ["duplicated-text"]
    assert [t.path for t in structure.tasks] == [(1, 1), (1, 2)]


def test_signature_and_remark_are_not_part_of_the_last_task() -> None:
    text = "某某区工作方案\n\n一、任务\n\n（一）甲事。做。\n\n（二）乙事。完成。\n\n某某区人民政府\n\n2026年1月2日\n\n（此件公开发布）\n"
    source = source_from_text(text)
    last = parse_structure(source).tasks[-1]
    assert source.raw[last.span.start : last.span.end] == "（二）乙事。完成。"


def test_in_a_plan_without_numbers_a_paragraph_that_says_who_answers_is_a_task() -> None:
    text = "某某县人民政府关于加强湿地保护的意见\n\n湿地是重要的生态资源。\n\n明确职责。县林业局负责组织协调，县水利局负责水量调度。\n\n各乡镇要落实属地责任。\n"
    structure = parse_structure(source_from_text(text))
    assert [(t.title, [a.unit for a in t.assignments]) for t in structure.tasks] == [
        ("明确职责", ["县林业局", "县水利局"]),
        ("各乡镇要落实属地责任", ["各乡镇"]),
    ]
