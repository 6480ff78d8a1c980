"""From measures to ranked findings, each told in zh and en with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from graph.model import Span
from graph.overlap import crossing, divergence, gaps, measures, network
from graph.overlap.crossing import Crossing, TaskPair
from graph.overlap.deeds import action_label
from graph.overlap.duties import Duties, DutyTask
from graph.overlap.finding import Finding, Quote, Tier, finding_id, ranked
from graph.overlap.levels import Levels
from graph.overlap.objects import Matter, find
from graph.overlap.wording import (
    LANGUAGES,
    cadence_value,
    joined,
    say,
    target_value,
    task_name,
    task_place,
    tasks_named,
    units_named,
)

MOST_PER_MEASURE = 2_000
"""Of each measure of context (M1, M2, M7) the strongest are kept as findings; the functions give all."""
MOST_QUOTES = 12
LONGEST_QUOTE = 160
_OPENING, _CLOSING = "“‘「『《（", "”’」』》）"
_TOWNS = ("镇", "乡", "街道", "街道办事处")


def findings(duties: Duties) -> list[Finding]:
    """All findings on these duties, ranked."""
    return ranked([each for section in (_together, _fragmentation, _crossings, _gaps, _divergences, _orders, _loads)
                   for each in section(duties)])  # fmt: skip


def in_both(make: Callable[[str], str]) -> dict[str, str]:
    """The sentence in each language, as the fields ``zh`` and ``en`` of a Finding."""
    return {language: make(language) for language in LANGUAGES}


# -- M1


def _together(duties: Duties) -> Iterator[Finding]:
    who = network.incidence(duties)
    shared = network.pairs(who)
    adjusted = measures.significance(shared, len(who.tasks))
    chosen = [at for at in shared.strongest() if shared.k[at] > 1][:MOST_PER_MEASURE]
    rows = {who.units[at]: at for at in range(len(who.units))}
    for at in chosen:
        a, b = who.units[shared.left[at]], who.units[shared.right[at]]
        k, jaccard, overlap = int(shared.k[at]), float(shared.jaccard[at]), float(shared.overlap[at])
        values: dict[str, Any] = {
            "k": k,
            "jaccard": round(jaccard, 3),
            "overlap": round(overlap, 3),
            "weight": round(float(shared.weight[at]), 3),
        }
        if adjusted is not None:
            values["p_adjusted"] = float(f"{adjusted[at]:.3g}")
        tasks = _shared_tasks(who, rows[a], rows[b])
        smaller = a if shared.tasks_of[shared.left[at]] <= shared.tasks_of[shared.right[at]] else b
        yield Finding(
            id=finding_id("co_responsibility", *sorted((a, b))),
            measure="M1",
            kind="co_responsibility",
            tier=Tier.TOGETHER,
            score=float(shared.weight[at]),
            **in_both(lambda lang: _say_together(duties, a, b, k, jaccard, overlap, smaller, lang)),  # noqa: B023
            documents=_documents(duties, tasks),
            units=(a, b),
            tasks=tasks,
            values=values,
            quotes=tuple(_list_quotes(duties, tasks)),
        )


def _shared_tasks(who: network.Incidence, first: int, second: int) -> tuple[str, ...]:
    table = who.matrix
    mine = table.indices[table.indptr[first] : table.indptr[first + 1]]
    theirs = table.indices[table.indptr[second] : table.indptr[second + 1]]
    return tuple(who.tasks[at] for at in np.intersect1d(mine, theirs))


def _say_together(
    duties: Duties, a: str, b: str, k: int, jaccard: float, overlap: float, smaller: str, language: str
) -> str:
    names = {unit: duties.short_name(unit) for unit in (a, b)}
    parts = [say("together", language, a=names[a], b=names[b], k=k)]
    if jaccard > 0.999:
        parts.append(say("together_same", language))
    elif overlap > 0.999:
        parts.append(say("together_inside", language, a=names[smaller], b=names[a if smaller == b else b]))
    if all(name.endswith(_TOWNS) for name in names.values()):
        parts.append(say("together_territory", language))
    return _sentences(parts, language)


# -- M2


def _fragmentation(duties: Duties) -> Iterator[Finding]:
    protocol = {id_: measures.order(duties, id_).protocol for id_ in duties.documents}
    several = len(duties.documents) > 1
    chosen = [each for each in measures.fragmentation(duties) if each.units > 1 and not each.has_lead]
    for each in chosen[:MOST_PER_MEASURE]:
        task = duties.task[each.task]

        def tell(language: str, task: DutyTask = task, n: int = each.units) -> str:
            parts = [say("fragmentation", language, task=task_name(duties, task.id, language, several), n=n)]
            if protocol[task.document]:
                parts.append(say("fragmentation_order", language))
            return _sentences(parts, language)

        yield Finding(
            id=finding_id("fragmentation", task.id),
            measure="M2",
            kind="fragmentation",
            tier=Tier.FRAGMENTATION,
            score=each.score,
            **in_both(tell),
            documents=(task.document,),
            units=task.units(),
            tasks=(task.id,),
            values={"n": each.units, "fragmentation": round(each.score, 3), "lead_stated": each.has_lead},
            quotes=tuple(_list_quotes(duties, (task.id,))),
        )


# -- M3


def _crossings(duties: Duties) -> Iterator[Finding]:
    levels = Levels(duties)
    tiers = {"same_level": Tier.SAME_LEVEL, "lineage": Tier.LINEAGE, "not_stated": Tier.NOT_STATED}
    for each in crossing.crossings(duties, find(duties)):
        if each.relation not in tiers:
            continue
        matter = each.matter
        tasks = _tasks_told(each)
        yield Finding(
            id=finding_id("object_overlap", matter.key),
            measure="M3",
            kind="object_overlap",
            tier=tiers[each.relation],
            score=each.score if each.relation == "same_level" else max(p.likeness for p in each.pairs),
            **in_both(lambda lang: say_crossing(duties, each, levels, lang)),  # noqa: B023
            documents=_documents(duties, tasks),
            units=tuple(dict.fromkeys(unit for task in tasks for unit in duties.task[task].units())),
            tasks=tasks,
            indicators=each.indicators,
            object_label=matter.label,
            object_aliases=tuple(dict.fromkeys((*matter.written, *matter.narrower))),
            duplication=_duplication(duties, each),
            values={
                "relation": each.relation,
                "df": len(matter.tasks),
                "reason": matter.reason,
                "note": matter.note,
                "pairs": [_pair(pair) for pair in each.pairs],
            },
            quotes=tuple(_matter_quotes(duties, matter, tasks)),
        )


def _tasks_told(each: Crossing) -> tuple[str, ...]:
    """The tasks of the pairs of the relation that is told, in reading order; the others stay in the values."""
    told = [pair for pair in each.pairs if pair.relation == each.relation and (
        each.relation != "same_level" or pair.score > 0)]  # fmt: skip
    wanted = {task for pair in told for task in (pair.left, pair.right)}
    return tuple(task for task in each.matter.tasks if task in wanted)


def say_crossing(duties: Duties, each: Crossing, levels: Levels, language: str) -> str:
    matter = each.matter
    tasks = _tasks_told(each)
    documents = _documents(duties, tasks)
    names = tasks_named(duties, tasks, language)
    if each.relation == "lineage":
        upper = min(documents, key=lambda one: (levels.higher(one, documents[0]) != one, documents.index(one)))
        above = [task for task in tasks if duties.task[task].document == upper]
        below = [task for task in tasks if duties.task[task].document != upper]
        parts = [
            say(
                "lineage",
                language,
                object=matter.label,
                upper=tasks_named(duties, above, language),
                lower=tasks_named(duties, below, language),
            )
        ]
    elif each.relation == "not_stated":
        parts = [say("not_stated", language, object=matter.label, tasks=names)]
    else:
        parts = [say("crossing", language, object=matter.label, tasks=names)]
        owners = (
            say(
                "crossing_part",
                language,
                task=(duties.documents[duties.task[task].document].label() if len(documents) > 1 else "")
                + task_place(duties, task, language).strip(),
                units=units_named(duties, duties.task[task].units(), language),
            )
            for task in tasks
        )
        parts.append(("；" if language == "zh" else "; ").join(owners) + ("。" if language == "zh" else "."))
    shown = tuple(dict.fromkeys((*matter.written, *matter.narrower)))
    if len(shown) > 1:
        parts.append(say("written", language, forms=joined(shown, language)))
    if matter.reason and language == "zh":
        parts.append(say("reason", language, reason=matter.reason))
    if matter.note and language == "zh":
        parts.append(matter.note + "。")
    if each.indicators:
        named = (duties.indicator[one].name for one in each.indicators)
        parts.append(say("indicator_too", language, indicators=joined(dict.fromkeys(named), language)))
    return _sentences(parts, language)


def _duplication(duties: Duties, each: Crossing) -> dict[str, Any]:
    """Whether two tasks do the same with the matter for the same people or place, or what has to be checked."""
    candidate = each.duplication
    told = [pair for pair in each.pairs if pair.relation == each.relation]
    best = candidate or max(told, key=lambda pair: (len(pair.shared.actions), pair.score), default=None)
    texts = {language: _say_duplication(duties, best, candidate is not None, language) for language in LANGUAGES}
    return {
        "candidate": candidate is not None,
        "to_check": texts["zh"],
        "to_check_en": texts["en"],
        "tasks": [best.left, best.right] if best else [],
    }


def _say_duplication(duties: Duties, pair: TaskPair | None, candidate: bool, language: str) -> str:
    if pair is None or not pair.shared.actions:
        return say("duplication_none", language)
    actions = joined((action_label(each, language) for each in sorted(pair.shared.actions)), language)
    if not candidate:
        return say("duplication_action", language, actions=actions)
    places = sorted(duties.names[each].name for each in pair.shared.locations)
    shared = joined((*sorted(pair.shared.beneficiaries), *places), language)
    return say("duplication", language, actions=actions, shared=shared)


def _pair(pair: TaskPair) -> dict[str, Any]:
    return {
        "tasks": [pair.left, pair.right],
        "relation": pair.relation,
        "likeness": round(pair.likeness, 3),
        "jaccard": None if pair.jaccard is None else round(pair.jaccard, 3),
        "s": round(pair.score, 3),
        "actions": sorted(pair.shared.actions),
        "beneficiaries": sorted(pair.shared.beneficiaries),
    }


# -- M4


def _gaps(duties: Duties) -> Iterator[Finding]:
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


# -- M5


def _divergences(duties: Duties) -> Iterator[Finding]:
    for each in divergence.targets(duties):
        both = (each.later, each.earlier)
        known = each.later.scope and each.earlier.scope
        key = "target_same" if each.same_scope else "target_differs" if known else "target_unknown"

        def tell(language: str, both: Sequence[Any] = both, key: str = key, year: int = each.year) -> str:
            values = joined((target_value(duties, target, language) for target in both), language)
            return say(key, language, indicator=both[0].indicator, year=year, values=values)

        rows = [duties.indicator[target.indicator_id] for target in both if target.indicator_id in duties.indicator]
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
            values = joined((cadence_value(duties, one, language) for one in (row.later, row.earlier)), language)
            return say("cadence", language, actor=row.actor, activity=row.activity, values=values)

        yield Finding(
            id=finding_id("divergence", "cadence", row.actor, row.activity, *sorted({one.document for one in pair})),
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


# -- M6, M7


def _orders(duties: Duties) -> Iterator[Finding]:
    for document, frame in duties.documents.items():
        order = measures.order(duties, document)
        if order.lists < 2:
            continue
        key = "order_fixed" if order.protocol else "order_none" if not order.recurring else "order_free"
        yield Finding(
            id=finding_id("order", document),
            measure="M6",
            kind="order",
            tier=Tier.ORDER,
            score=float(order.recurring),
            **in_both(
                lambda lang: say(  # noqa: B023
                    key, lang, document=frame.label(), lists=order.lists,  # noqa: B023
                    recurring=order.recurring, reversals=order.reversals,  # noqa: B023
                )
            ),
            documents=(document,),
            values={
                "lists": order.lists,
                "pairs": order.pairs,
                "recurring": order.recurring,
                "reversals": order.reversals,
                "acyclic": order.acyclic,
                "protocol": order.protocol,
            },
        )  # fmt: skip


def _loads(duties: Duties) -> Iterator[Finding]:
    documents: dict[str, dict[str, None]] = {}
    for owner in (*duties.tasks, *duties.indicators):
        parts = owner.counted() if isinstance(owner, DutyTask) else owner.owners
        for part in parts:
            documents.setdefault(part.unit, {})[owner.document] = None
    for each in measures.loads(duties)[:MOST_PER_MEASURE]:
        name = duties.short_name(each.unit)
        yield Finding(
            id=finding_id("load", each.unit),
            measure="M7",
            kind="load",
            tier=Tier.LOAD,
            score=each.load,
            **in_both(lambda lang: say("load", lang, unit=name, tasks=each.tasks, indicators=each.indicators)),  # noqa: B023
            documents=tuple(documents[each.unit]),
            units=(each.unit,),
            values={
                "load": round(each.load, 3),
                "tasks": each.tasks,
                "leads": each.leads,
                "indicators": each.indicators,
            },
        )


# -- evidence


def _list_quotes(duties: Duties, tasks: Sequence[str]) -> Iterator[Quote]:
    """The places that state who answers for the tasks."""
    for id_ in tasks[:MOST_QUOTES]:
        task = duties.task[id_]
        for span in dict.fromkeys(part.span for part in task.counted()):
            yield Quote(task.document, span, task.clause)


def _matter_quotes(duties: Duties, matter: Matter, tasks: Sequence[str]) -> Iterator[Quote]:
    """For each task the sentence (or clause, where that is long) in which the matter first stands."""
    for id_ in tasks[:MOST_QUOTES]:
        task = duties.task[id_]
        spans: dict[Span, None] = {}
        for place in matter.at(id_):
            short = place.sentence.end - place.sentence.start <= LONGEST_QUOTE
            spans[_with_marks(duties, task.document, place.sentence if short else place.clause)] = None
        for span in list(spans)[:2]:
            yield Quote(task.document, span, task.clause)


def _with_marks(duties: Duties, document: str, span: Span) -> Span:
    """The span with quotation marks that stand at its edges: a reading has none."""
    raw = duties.documents[document].raw
    start, end = span.start, span.end
    while end < len(raw) and raw[end] in _CLOSING:
        end += 1
    while start > 0 and raw[start - 1] in _OPENING:
        start -= 1
    return Span(start, end)


def _documents(duties: Duties, tasks: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(duties.task[task].document for task in tasks))


def _sentences(parts: Sequence[str], language: str) -> str:
    return ("" if language == "zh" else " ").join(parts)
