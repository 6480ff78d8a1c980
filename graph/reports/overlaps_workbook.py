"""The report as an Excel workbook: findings, pairs, tasks, objects, gaps, divergences, loads."""

from __future__ import annotations

from collections.abc import Iterator

from graph.overlap import divergence, measures, network
from graph.overlap.finding import Finding
from graph.overlap.wording import target_value, task_name
from graph.reports.overlaps import Report, decision_label, evidence_label, plain_quote
from graph.reports.workbook import Book, Value

MOST_ROWS = 100_000


def workbook(report: Report) -> bytes:
    book = Book()
    book.sheet(
        "待核提示 findings",
        ("序号", "类别", "说明", "是否重复", "涉及任务", "涉及单位", "原文", "核对意见"),
        _findings(report),
        (6, 16, 60, 34, 34, 34, 60, 20),
        title=f"{report.title}（{report.source}）",
    )
    book.sheet(
        "共同列责 pairs",
        ("单位甲", "单位乙", "共同任务数", "杰卡德系数", "重叠系数", "权重"),
        _pairs(report),
        (26, 26, 12, 12, 12, 12),
    )
    book.sheet(
        "任务 tasks",
        ("文件", "任务", "单位数", "写明牵头", "分散度", "责任单位"),
        _tasks(report),
        (22, 46, 8, 10, 10, 80),
    )
    book.sheet(
        "事项 objects",
        ("事项", "写法", "关系", "任务数", "任务", "S", "是否重复", "归并理由"),
        _objects(report),
        (24, 36, 14, 8, 60, 8, 40, 40),
    )
    book.sheet(
        "缺项 gaps",
        ("文件", "类别", "说明", "单位", "原文"),
        _gaps(report),
        (22, 24, 60, 40, 60),
    )
    book.sheet(
        "不一致 divergences",
        ("事项", "年度", "说明", "口径待核", "原文"),
        _divergences(report),
        (30, 8, 70, 10, 70),
    )
    book.sheet(
        "承担量 loads",
        ("单位", "任务数", "其中牵头", "指标数", "均分后的承担量"),
        _loads(report),
        (30, 10, 10, 10, 16),
    )
    return book.bytes()


RELATIONS = {"same_level": "事项交叉", "lineage": "上下衔接", "not_stated": "责任单位未载明"}
GAPS = {
    "indicator_without_task": "指标责任单位未列任务",
    "body_named_not_listed": "文中点名、责任单位未列",
    "task_without_unit": "任务未载明责任单位",
    "attachment_absent": "附件未见",
    "safeguards_without_unit": "保障措施未载明单位（背景）",
    "plan_without_units": "文件未列责任单位（背景）",
    "section_without_indicator": "章节未见指标（背景）",
}


def _findings(report: Report) -> Iterator[tuple[Value, ...]]:
    number = 0
    for section in report.sections:
        for item in section.findings:
            number += 1
            yield (
                number,
                section.title,
                item["explanation"],
                item["duplication"]["to_check"] if item["duplication"] else "",
                "\n".join(task_name(report.duties, task["id"], with_document=True) for task in item["tasks"]),
                "、".join(unit["name"] for unit in item["units"]),
                "\n".join(
                    f"{evidence_label(report.duties, each)}：{plain_quote(each['quote'])}"
                    for each in item["evidence"]
                ),
                decision_label(item["decision"]),
            )


def _pairs(report: Report) -> Iterator[tuple[Value, ...]]:
    shared = network.pairs(network.incidence(report.duties))
    names = [report.duties.short_name(unit) for unit in shared.units]
    for at in shared.strongest()[:MOST_ROWS]:
        yield (
            names[shared.left[at]],
            names[shared.right[at]],
            int(shared.k[at]),
            round(float(shared.jaccard[at]), 3),
            round(float(shared.overlap[at]), 3),
            round(float(shared.weight[at]), 3),
        )


def _tasks(report: Report) -> Iterator[tuple[Value, ...]]:
    duties = report.duties
    score = {each.task: each for each in measures.fragmentation(duties)}
    for task in duties.tasks[:MOST_ROWS]:
        found = score.get(task.id)
        yield (
            duties.documents[task.document].label(),
            task_name(duties, task.id),
            found.units if found else 0,
            ("是" if found.has_lead else "否") if found else "",
            round(found.score, 3) if found else None,
            "、".join(map(duties.short_name, task.units())),
        )


def _objects(report: Report) -> Iterator[tuple[Value, ...]]:
    for one in _of(report, "M3"):
        yield (
            one.object_label,
            "、".join(one.object_aliases),
            RELATIONS[one.values["relation"]],
            len(one.tasks),
            "\n".join(task_name(report.duties, task, with_document=True) for task in one.tasks),
            round(one.score, 3) if one.values["relation"] == "same_level" else None,
            one.duplication["to_check"] if one.duplication else "",
            one.values["reason"] or "",
        )


def _gaps(report: Report) -> Iterator[tuple[Value, ...]]:
    duties = report.duties
    for one in _of(report, "M4"):
        yield (
            duties.documents[one.documents[0]].label(),
            GAPS[one.values["gap"]],
            one.zh,
            "、".join(map(duties.short_name, one.units)),
            "\n".join(plain_quote(duties.quote(each.document, each.span)) for each in one.quotes),
        )


def _divergences(report: Report) -> Iterator[tuple[Value, ...]]:
    duties = report.duties
    for one in _of(report, "M5"):
        yield (
            one.object_label,
            one.values.get("year"),
            one.zh,
            "是" if one.values.get("scope_to_check") else "",
            "\n".join(
                f"{duties.documents[each.document].label()}：{plain_quote(duties.quote(each.document, each.span))}"
                for each in one.quotes
            ),
        )
    for pair in divergence.look_alikes(duties)[:MOST_ROWS]:
        yield (
            f"{pair.first.indicator} / {pair.second.indicator}",
            pair.first.year,
            f"字面相近、不是同一指标：{target_value(duties, pair.first, 'zh')}；{target_value(duties, pair.second, 'zh')}",
            "",
            "",
        )


def _loads(report: Report) -> Iterator[tuple[Value, ...]]:
    for each in measures.loads(report.duties)[:MOST_ROWS]:
        name = report.duties.short_name(each.unit)
        yield name, each.tasks, each.leads, each.indicators, round(each.load, 3)


def _of(report: Report, measure: str) -> Iterator[Finding]:
    return (one for one in report.findings if one.measure == measure)
