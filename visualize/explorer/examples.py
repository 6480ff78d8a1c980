"""Six example questions, made of names the graph holds and kept only where they have an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, islice

from graph import catalogue
from visualize.explorer.answers import answer
from visualize.explorer.reading import Reading

MOST = 6


def examples(now: Reading) -> list[str]:
    """Questions for the first page that this graph answers; fewer where it holds too little."""
    if now.examples is None:
        answered = (question for question in _candidates(now) if _answered(now, question))
        now.examples = list(islice(answered, MOST))
    return now.examples


def _answered(now: Reading, question: str) -> bool:
    found = answer(now, question)
    return bool(found["understood"]) and not found["refusal"]


def _candidates(now: Reading) -> Iterator[str]:
    tasks = list(now.tasks.values())
    names = now.short_names
    order = {unit: i for i, unit in enumerate(names)}
    per_unit: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for task in tasks:
        units = sorted({unit["id"] for unit in task["units"] if unit["id"] in names}, key=order.__getitem__)
        per_unit.update(units)
        if len(units) <= 40:
            pairs.update(combinations(units, 2))
    busy = sorted(per_unit, key=lambda unit: (-per_unit[unit], order[unit]))
    if busy:
        yield f"{names[busy[min(2, len(busy) - 1)]]}要做哪些事？"
    if pairs:
        # The closest pair is often one body and its company; the next names a body the first example does not.
        ranked = sorted(pairs, key=lambda pair: (-pairs[pair], order[pair[0]], order[pair[1]]))
        a, b = ranked[min(1, len(ranked) - 1)]
        yield f"{names[a]}和{names[b]}共同负责哪些任务？"
    targets = [
        each
        for each in catalogue.targets(now.store, limit=200)["items"]
        if each["year"] and each["responsible"]
    ]
    if targets:
        target = targets[min(4, len(targets) - 1)]
        yield f"{target['indicator']['name']}{target['year']}年目标是多少，谁负责？"
    for kind in ("ConceptCentre", "Incubator", "Platform"):
        platforms = catalogue.entities(now.store, type_=kind, limit=1)["items"]
        if platforms:
            yield f"{platforms[0]['name']}写在哪些任务里？"
            break
    if len(now.documents) > 1:
        yield "哪些文件的规定不一致？"
    if tasks:
        yield "哪些任务只列一家责任单位？"
        yield "哪些任务没有明确牵头单位？"
        yield "哪些任务没有责任单位？"
    if busy:
        yield f"{names[busy[0]]}和谁合作最多？"
        yield f"{names[busy[0]]}负责哪些指标？"
        yield f"哪些任务涉及{names[busy[-1]]}？"
    industries = catalogue.entities(now.store, type_="Industry", limit=1)["items"]
    if industries:
        yield f"哪些任务涉及{industries[0]['name']}？"
