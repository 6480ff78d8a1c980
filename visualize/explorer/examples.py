"""Six example questions, made of names the graph holds, so that each of them has an answer."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from graph import catalogue
from visualize.explorer.reading import Reading


def examples(now: Reading) -> list[str]:
    """Questions for the first page; fewer where the graph holds too little."""
    tasks = list(now.tasks.values())
    names = now.short_names
    per_unit: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for task in tasks:
        units = sorted({unit["id"] for unit in task["units"] if unit["id"] in names})
        per_unit.update(units)
        if len(units) <= 40:
            pairs.update(combinations(units, 2))
    found: list[str] = []
    busiest = sorted(per_unit, key=lambda unit: (-per_unit[unit], list(names).index(unit)))
    if busiest:
        found.append(f"{names[busiest[0]]}要做哪些事？")
    if pairs:
        most = max(pairs.values())
        # Of the closest pairs one that the first question does not name, where there is one.
        a, b = min(
            (pair for pair in pairs if pairs[pair] >= max(2, most - 2)),
            default=max(pairs, key=pairs.__getitem__),
        )
        found.append(f"{names[a]}和{names[b]}共同负责哪些任务？")
    targets = [
        each
        for each in catalogue.targets(now.store, limit=200)["items"]
        if each["year"] and each["responsible"]
    ]
    if targets:
        target = targets[min(4, len(targets) - 1)]
        found.append(f"{target['indicator']['name']}{target['year']}年目标是多少，谁负责？")
    platforms = (
        catalogue.entities(now.store, type_="ConceptCentre", limit=1)["items"]
        or catalogue.entities(now.store, type_="Platform", limit=1)["items"]
    )
    if platforms:
        found.append(f"{platforms[0]['name']}写在哪些任务里？")
    if tasks:
        found.append("哪些任务只列一家责任单位？")
    if len(now.documents) > 1:
        found.append("哪些文件的规定不一致？")
    return found[:6]
