"""The twelve lists of 闵府发〔2026〕11号 and its indicators, read off the text by position alone.

The measures are tested on these before and beside the parser, so that a fault of reading is not
mistaken for a fault of measuring.
"""

from __future__ import annotations

import re

from graph.model import Span
from graph.overlap.duties import Duties, DutyTask, Frame, IndicatorRow, Name, Part
from tests.corpus import ACTION_PLAN

TITLES = [
    "着力提升基础研究能力",
    "强化重大研发与转化平台建设",
    "推动关键核心技术攻关",
    "推进科技创新成果高效转化",
    "高水平推进大学科技园建设",
    "推进产业高质量发展",
    "加快金融赋能科技创新",
    "打造高水平人才高地",
    "探索开放融通的国际合作范式",
    "完善优质均衡的公共服务",
    "打造宜居宜业的生态环境",
    "丰富包容多彩的文化供给",
]
SAFEGUARDS = [
    "强化市区校联动协同",
    "完善大零号湾体制机制",
    "落实“大零号湾”市级专项资金",
    "加强“大零号湾”品牌宣传力度",
]
DOCUMENT = "plan"


def action_plan() -> Duties:
    """16 tasks, 26 units in 58 assignments, 11 indicators; a unit's id is its written name."""
    raw = ACTION_PLAN.read_bytes().decode("utf-8")
    tasks = []
    lists = list(re.finditer(r"（责任单位：([^）)]+)[）)]", raw))
    for order, (title, stated) in enumerate(zip(TITLES, lists, strict=True), 1):
        start = raw.index(f"{order}. {title}")
        tasks.append(_task(order, f"{order}.", title, start, stated.end(), stated, False))
    ends = [raw.index(f"{title}\n") for title in SAFEGUARDS] + [raw.index("- 附件：")]
    for at, title in enumerate(SAFEGUARDS):
        tasks.append(_task(13 + at, "", title, ends[at], ends[at + 1], None, True))
    indicators = []
    for row in re.finditer(
        r"^(\d+)\t[^\t]*\t([^\t]+)（(.+?)）\t[^\t]+\t[^\t]+\t[^\t]+\t(.+)$", raw, re.MULTILINE
    ):
        owners = [
            Part(unit, "responsible", place, row[4].count("、") + 1, "table", Span(row.start(4), row.end(4)))
            for place, unit in enumerate(row[4].split("、"), 1)
        ]
        indicators.append(
            IndicatorRow(
                f"i{row[1]}", row[2], DOCUMENT, tuple(owners), Span(row.start(2), row.end(2)), row[3]
            )
        )
    frame = Frame(
        DOCUMENT, "行动计划", "闵府发〔2026〕11号", ("区政府",), "闵行区人民政府", "2026-06-18", 2026, 2028, "上海市闵行区",
        True, None, raw,
    )  # fmt: skip
    units = {part.unit for task in tasks for part in task.parts} | {
        p.unit for i in indicators for p in i.owners
    }
    names = {unit: Name(unit, unit, "PublicOrganisation", "上海市闵行区") for unit in units}
    return Duties({DOCUMENT: frame}, tuple(tasks), tuple(indicators), names=names)


def _task(
    order: int, number: str, title: str, start: int, end: int, stated: re.Match[str] | None, safeguard: bool
) -> DutyTask:
    units = re.sub(r"\s", "", stated[1]).split("、") if stated else []
    span = Span(stated.start(), stated.end()) if stated else Span(start, end)
    parts = tuple(
        Part(unit, "responsible", place, len(units), "list", span, written=unit)
        for place, unit in enumerate(units, 1)
    )
    return DutyTask(
        f"t{order}",
        number,
        title,
        DOCUMENT,
        order,
        Span(start, end),
        parts,
        safeguard=safeguard,
        path=_section(order),
    )


def _section(order: int) -> str:
    names = (
        "（一）强化科技创新策源核心功能",
        "（二）促进科技创新和产业创新深度融合",
        "（三）构建一流创新生态和产业生态",
        "（四）打造宜居宜业幸福魅力湾区",
    )
    return "三、保障措施" if order > 12 else f"二、工作任务 > {names[(order - 1) // 3]}"
