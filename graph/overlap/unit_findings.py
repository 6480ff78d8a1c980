"""Findings about units: M1 together, M2 no lead, M6 order of lists, M7 load."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from graph.overlap import measures, network
from graph.overlap.duties import Duties, DutyTask
from graph.overlap.finding import Finding, Tier, finding_id
from graph.overlap.telling import MOST_PER_MEASURE, documents_of, in_both, list_quotes, sentences
from graph.overlap.wording import say, task_name

_TOWNS = ("镇", "乡", "街道", "街道办事处")


def together(duties: Duties) -> Iterator[Finding]:
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
            documents=documents_of(duties, tasks),
            units=(a, b),
            tasks=tasks,
            values=values,
            quotes=tuple(list_quotes(duties, tasks)),
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
    return sentences(parts, language)


def fragmentation(duties: Duties) -> Iterator[Finding]:
    protocol = {id_: measures.order(duties, id_).protocol for id_ in duties.documents}
    several = len(duties.documents) > 1
    chosen = [each for each in measures.fragmentation(duties) if each.units > 1 and not each.has_lead]
    for each in chosen[:MOST_PER_MEASURE]:
        task = duties.task[each.task]

        def tell(language: str, task: DutyTask = task, n: int = each.units) -> str:
            parts = [say("fragmentation", language, task=task_name(duties, task.id, language, several), n=n)]
            if protocol[task.document]:
                parts.append(say("fragmentation_order", language))
            return sentences(parts, language)

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
            quotes=tuple(list_quotes(duties, (task.id,))),
        )


def orders(duties: Duties) -> Iterator[Finding]:
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
                lambda lang: say(
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


def loads(duties: Duties) -> Iterator[Finding]:
    documents: dict[str, dict[str, None]] = {}
    for document, parts in duties.shares():
        for part in parts:
            documents.setdefault(part.unit, {})[document] = None
    for each in measures.loads(duties)[:MOST_PER_MEASURE]:
        name = duties.short_name(each.unit)
        yield Finding(
            id=finding_id("load", each.unit),
            measure="M7",
            kind="load",
            tier=Tier.LOAD,
            score=each.load,
            **in_both(partial(say, "load", unit=name, tasks=each.tasks, indicators=each.indicators)),
            documents=tuple(documents[each.unit]),
            units=(each.unit,),
            values={
                "load": round(each.load, 3),
                "tasks": each.tasks,
                "leads": each.leads,
                "indicators": each.indicators,
            },
        )
