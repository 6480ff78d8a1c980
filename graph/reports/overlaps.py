"""The report on overlapping duties: what it holds, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.overlap import measures, network
from graph.overlap.assembly import findings as assemble
from graph.overlap.duties import Duties
from graph.overlap.finding import Finding, Tier
from graph.overlap.findings import decisions, duties_matrix, finding_json
from graph.overlap.loading import load
from graph.overlap.wording import how, say, task_place
from graph.store.base import Store

Json = dict[str, Any]

SECTIONS: tuple[tuple[str, str, tuple[Tier, ...]], ...] = (
    ("表述不一致", "同一指标或机制，两份文件写法不一致。", (Tier.SAME_SCOPE,)),
    ("待补充事项", "指标责任单位未列任务、附件未见、文中点名而未列的单位。", (Tier.GAP,)),
    (
        "事项交叉",
        "同一事项见于两项以上任务，责任单位不同。交叉本身不是问题，是否需要统筹请核。",
        (Tier.SAME_LEVEL,),
    ),
    ("口径待核", "同名指标的目标值不同，口径不同或未载明。", (Tier.SCOPE_TO_CHECK,)),
    ("多家负责、未明确牵头", "列有两家以上责任单位而未写明牵头单位的任务。", (Tier.FRAGMENTATION,)),
    ("上下衔接", "上级文件与本级、政府文件与部门文件中的同一事项，理应衔接。", (Tier.LINEAGE,)),
    ("责任单位未载明", "同一事项见于两份文件，至少一处未载明责任单位，无法比较。", (Tier.NOT_STATED,)),
    ("背景", "供了解情况，不作为交叉。", (Tier.CONTEXT_GAP, Tier.ORDER)),
    ("共同列责", "两家单位共同列于两项以上任务，宜一并协调。", (Tier.TOGETHER,)),
)


@dataclass(frozen=True)
class Section:
    title: str
    lead: str
    findings: tuple[Json, ...]

    @property
    def brief(self) -> bool:
        """Context whose quotes are folded away or left out."""
        return self.title in ("共同列责", "背景")


@dataclass(frozen=True)
class Report:
    """Sections of ranked findings (Finding JSON), and the duties for the tables behind them."""

    title: str
    source: str
    """The documents it rests on, and the day."""
    note: str | None
    sections: tuple[Section, ...]
    matrix: Json
    duties: Duties
    findings: tuple[Finding, ...]
    how: tuple[tuple[str, str], ...]


def report(
    store: Store,
    documents: Iterable[str] | None = None,
    year: int | None = None,
    measure: str | None = None,
    today: date | None = None,
) -> Report:
    """Of all documents, of some (ids), or of those in force in ``year``; ``measure`` keeps one of M1…M7."""
    duties = load(store, documents, year)
    found = tuple(one for one in assemble(duties) if measure is None or one.measure == measure)
    decided = decisions(store, [one.id for one in found])
    told = [(one.tier, finding_json(duties, one, decided.get(one.id))) for one in found]
    sections = (
        Section(title, lead, tuple(item for tier, item in told if tier in tiers))
        for title, lead, tiers in SECTIONS
    )
    few = len(network.incidence(duties).tasks) < measures.SMALL_SAMPLE
    return Report(
        title="任务交叉核对报告",
        source=_source(duties, year, today or date.today()),
        note=say("small", "zh") if few else None,
        sections=tuple(section for section in sections if section.findings),
        matrix=duties_matrix(duties, "k"),
        duties=duties,
        findings=found,
        how=tuple((f"M{number}", how(f"M{number}")) for number in range(1, 8)),
    )


def _source(duties: Duties, year: int | None, today: date) -> str:
    named = [frame.label() for frame in duties.documents.values()]
    shown = "、".join(named[:8]) + (f"等{len(named)}份文件" if len(named) > 8 else "")
    scope = f"{year}年执行的" if year else ""
    return f"依据{scope}{shown or '（没有文件）'}，{today.year}年{today.month}月{today.day}日整理"


def evidence_label(duties: Duties, item: Json) -> str:
    """闵府发〔2026〕11号任务5 of one Evidence object."""
    frame = duties.documents[item["document"]]
    inside = next(
        (
            task
            for task in duties.tasks
            if task.document == frame.id and task.span.start <= item["start"] < task.span.end
        ),
        None,
    )
    if inside is None:
        return frame.label()
    return f"{frame.label()}{task_place(duties, inside.id).strip()}"


def plain_quote(text: str) -> str:
    """A quote on one line: line breaks of the source are its layout, not its words."""
    return "".join(text.split("\n")).replace("\r", "").replace("\t", "　").strip()


DECISIONS = {"confirmed": "确有此事", "not_an_issue": "不成问题", "watch": "继续关注"}


def decision_label(decision: Json | None) -> str:
    if decision is None:
        return ""
    note = f"：{decision['note']}" if decision["note"] else ""
    return f"{DECISIONS[decision['state']]}{note}"
