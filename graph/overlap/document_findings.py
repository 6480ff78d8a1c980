"""Findings about what documents say: M4 gaps, M5 divergences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graph.overlap import divergence, gaps
from graph.overlap.duties import Duties
from graph.overlap.finding import Finding, Quote, Tier, finding_id
from graph.overlap.telling import MOST_QUOTES, in_both
from graph.overlap.wording import cadence_value, joined, say, target_value, task_name, units_named


def gap_findings(duties: Duties) -> Iterator[Finding]:
    several = len(duties.documents) > 1
    for gap in gaps.gaps(duties):
        context = gap.kind in gaps.CONTEXT

        def tell(language: str, gap: gaps.Gap = gap) -> str:
            return say(
                gap.kind,
                language,
                indicator=gap.label,
                label=gap.label,
                section=gap.label,
                n=len(gap.units) if gap.kind == "section_without_indicator" else len(gap.tasks),
                units=units_named(duties, gap.units, language),
                document=duties.documents[gap.document].label(),
                task=task_name(duties, gap.tasks[0], language, several) if gap.tasks else "",
            )

        clause = duties.task[gap.tasks[0]].clause if len(gap.tasks) == 1 else ""
        yield Finding(
            id=finding_id("gap", gap.kind, gap.document, gap.subject),
            measure="M4",
            kind="gap",
            tier=Tier.CONTEXT_GAP if context else Tier.GAP,
            score=_GAP_ORDER.get(gap.kind, 0.0),
            **in_both(tell),
            documents=(gap.document,),
            units=gap.units,
            tasks=gap.tasks,
            indicators=gap.indicators,
            values={"gap": gap.kind, "context": context, "subject": gap.label},
            quotes=tuple(Quote(gap.document, span, clause) for span in gap.spans[:MOST_QUOTES]),
        )


_GAP_ORDER = {
    "indicator_without_task": 4.0,
    "attachment_absent": 3.0,
    "task_without_unit": 2.0,
    "body_named_not_listed": 1.0,
}


def divergences(duties: Duties) -> Iterator[Finding]:
    for each in divergence.targets(duties):
        both = (each.later, each.earlier)
        known = each.later.scope and each.earlier.scope
        key = "target_same" if each.same_scope else "target_differs" if known else "target_unknown"

        def tell(language: str, both: Sequence[Any] = both, key: str = key, year: int = each.year) -> str:
            values = joined((target_value(duties, target, language) for target in both), language)
            return say(key, language, indicator=both[0].indicator, year=year, values=values)

        rows = [
            duties.indicator[target.indicator_id]
            for target in both
            if target.indicator_id in duties.indicator
        ]
        yield Finding(
            id=finding_id(
                "divergence", each.key.base, each.key.counts, each.key.unit, str(each.year),
                *sorted({target.document for target in both}),
            ),
            measure="M5",
            kind="divergence",
            tier=Tier.SAME_SCOPE if each.same_scope else Tier.SCOPE_TO_CHECK,
            score=abs(each.later.value - each.earlier.value) / max(abs(each.later.value), abs(each.earlier.value), 1e-9),
            **in_both(tell),
            documents=tuple(dict.fromkeys(target.document for target in both)),
            units=tuple(dict.fromkeys(part.unit for row in rows for part in row.owners)),
            tasks=tuple(dict.fromkeys(target.task for target in both if target.task)),
            indicators=tuple(row.id for row in rows),
            object_label=each.later.indicator,
            object_aliases=tuple({target.indicator for target in both}),
            values={
                "divergence": "target",
                "year": each.year,
                "scope_to_check": not each.same_scope,
                "sides": [
                    {
                        "document": target.document,
                        "value": target.value,
                        "comparator": target.comparator,
                        "unit": target.unit_text,
                        "scope": target.scope,
                        "indicator": target.indicator,
                    }
                    for target in both
                ],
            },
            quotes=tuple(Quote(target.document, target.span) for target in both),
        )  # fmt: skip
    for row in divergence.cadences(duties):
        pair = (row.later, row.earlier)

        def tell_cadence(language: str, row: divergence.CadenceDivergence = row) -> str:
            values = joined(
                (cadence_value(duties, one, language) for one in (row.later, row.earlier)), language
            )
            return say("cadence", language, actor=row.actor, activity=row.activity, values=values)

        yield Finding(
            id=finding_id(
                "divergence", "cadence", row.actor, row.activity, *sorted({one.document for one in pair})
            ),
            measure="M5",
            kind="divergence",
            tier=Tier.SAME_SCOPE,
            score=1.0,
            **in_both(tell_cadence),
            documents=tuple(dict.fromkeys(one.document for one in pair)),
            tasks=tuple(dict.fromkeys(one.task for one in pair if one.task)),
            object_label=f"{row.actor}{row.activity}",
            values={
                "divergence": "cadence",
                "sides": [
                    {"document": one.document, "text": one.text, "frequency": one.frequency} for one in pair
                ],
            },
            quotes=tuple(Quote(one.document, one.span) for one in pair),
        )
