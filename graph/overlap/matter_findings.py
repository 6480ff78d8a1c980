"""Findings about matters (M3): pursued by different units, carried out from above, or by units not stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any

from graph.model import Span
from graph.overlap import crossing
from graph.overlap.crossing import Crossing, TaskPair
from graph.overlap.deeds import action_label
from graph.overlap.duties import Duties
from graph.overlap.finding import Finding, Quote, Tier, finding_id
from graph.overlap.levels import Levels
from graph.overlap.matter import Matter
from graph.overlap.objects import find
from graph.overlap.telling import MOST_QUOTES, documents_of, in_both, sentences, with_marks
from graph.overlap.wording import LANGUAGES, joined, say, task_place, tasks_named, units_named

LONGEST_QUOTE = 160


def crossings(duties: Duties) -> Iterator[Finding]:
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
            documents=documents_of(duties, tasks),
            units=tuple(dict.fromkeys(unit for task in tasks for unit in duties.task[task].units())),
            tasks=tasks,
            indicators=each.indicators,
            object_label=matter.label,
            object_aliases=tuple(dict.fromkeys((*matter.written, *matter.narrower))),
            duplication=_duplication(duties, each) if each.relation == "same_level" else None,
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
    documents = documents_of(duties, tasks)
    names = tasks_named(duties, tasks, language)
    if each.relation == "lineage":
        upper = reduce(levels.higher, documents)
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
    return sentences(parts, language)


def _duplication(duties: Duties, each: Crossing) -> dict[str, Any]:
    """Whether two tasks do the same with the matter for the same people or place, or what has to be checked."""
    candidate = each.duplication
    told = [pair for pair in each.pairs if pair.relation == each.relation]
    best = candidate or max(told, key=lambda pair: (len(pair.shared.actions), pair.score), default=None)
    texts = {
        language: _say_duplication(duties, best, candidate is not None, language) for language in LANGUAGES
    }
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


def _matter_quotes(duties: Duties, matter: Matter, tasks: Sequence[str]) -> Iterator[Quote]:
    """For each task the sentence (or clause, where that is long) in which the matter first stands."""
    for id_ in tasks[:MOST_QUOTES]:
        task = duties.task[id_]
        spans: dict[Span, None] = {}
        for place in matter.at(id_):
            short = place.sentence.end - place.sentence.start <= LONGEST_QUOTE
            spans[with_marks(duties, task.document, place.sentence if short else place.clause)] = None
        for span in list(spans)[:2]:
            yield Quote(task.document, span, task.clause)
