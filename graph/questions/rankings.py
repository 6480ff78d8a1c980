"""Frames that count the tasks of units: the busiest, the first so many, those without any."""

from __future__ import annotations

from collections.abc import Sequence

from graph.catalogue.values import Json, known
from graph.queries import load, with_values
from graph.questions import evidence, query
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked, Token
from graph.questions.filters import filters
from graph.questions.query import ROLES
from graph.questions.telling import listed, task_item, tasks_said, unit_item
from ontology.terms import ID

_TASKS_SAID = {
    "responsible": "作为责任单位的任务",
    "lead": "牵头任务",
    "support": "配合任务",
    "guide": "指导任务",
    "assigned": "任务",
}


def most(asked: Asked) -> Found | None:
    """任务最多的单位, 责任单位最多的任务."""
    extremes = asked.all("most", "least")
    if len(extremes) != 1 or asked.has("indicator", "target", "document") or asked.bodies:
        return None
    extreme = "MAX" if "most" in extremes[0].tags else "MIN"
    said = "最多" if extreme == "MAX" else "最少"
    units = _sought_is_units(asked, extremes[0])
    if units is None:
        return None
    role = next((tag for tag in ("lead", "support", "guide") if asked.has(tag)), "responsible")
    found = filters(asked, counts=False)
    asked.take(
        "most",
        "least",
        "which",
        "who",
        "task",
        "unit",
        "responsible",
        "lead",
        "support",
        "guide",
        "how_many",
        "assigned",
        "involved",
    )
    store = asked.names.store
    name = "ask_most_tasks" if units else "ask_most_units"
    sought = query.whole(name, found.conditions).replace("#EXTREME", extreme).replace("#PATH", ROLES[role][0])
    rows = query.run(store, sought)
    where = f"（{'，'.join(found.said)}）" if found.said else ""
    if not units:
        items = [{**task_item(row), "units": int(str(row["units"]))} for row in rows]
        quotes = evidence.of_assignments(store, [item["id"] for item in items])
        if not items:
            return Found(f"责任单位{said}的任务{where}", "没有列有责任单位的任务。", [], [], sought)
        answer = f"{tasks_said(items)}，列 {items[0]['units']} 家责任单位。"
        return Found(f"责任单位{said}的任务{where}", answer, items, quotes, sought)
    items = [unit_item(row) for row in rows]
    reading = f"{ROLES[role][1]}的任务{said}的单位{where}"
    first = _first_so_many(asked) if extreme == "MAX" else None
    if first and items:
        ranked = query.whole("ask_ranked_units", found.conditions).replace("#PATH", ROLES[role][0])
        counts = [unit_item(row)["tasks"] for row in query.run(store, ranked.replace("#HAVING", ""))]
        least = counts[min(first, len(counts)) - 1]
        sought = ranked.replace("#HAVING", f"HAVING (COUNT(DISTINCT ?task) >= {least})")
        items = [unit_item(row) for row in query.run(store, sought)]
        reading = f"{ROLES[role][1]}的任务最多的前 {first} 家单位{where}"
        told = listed((f"{item['short']}（{item['tasks']}项）" for item in items), most=20)
        more = f"（并列，共 {len(items)} 家）" if len(items) > first else ""
        return Found(
            reading, f"{told}{more}。", items, _quotes_of(asked, found.conditions, items, role), sought
        )
    if not items:
        if role != "responsible":
            raise Refused("not_stated", f"原文没有写明{ROLES[role][1]}单位。", reading=reading)
        return Found(reading, "没有列有责任单位的任务。", [], [], sought)
    quotes = _quotes_of(asked, found.conditions, items, role)
    return Found(
        reading,
        f"{listed(item['short'] for item in items)}，{'各' if len(items) > 1 else ''} {items[0]['tasks']} 项。",
        items,
        quotes,
        sought,
    )


def _quotes_of(asked: Asked, conditions: Sequence[str], items: Sequence[Json], role: str) -> list[Json]:
    ids = [item["id"] for item in items]
    rows = query.run(asked.names.store, query.whole("ask_tasks", [*conditions, query.part(ids, role, 0)]))
    return evidence.of_parts(asked.names.store, [known(row["task"]) for row in rows], ids)


def _first_so_many(asked: Asked) -> int | None:
    """前5家: the number, where the question asks for so many."""
    for token in asked.unused("number"):
        before = asked.before(token)
        if (
            before is not None
            and before.text == "前"
            and token.text[-1:] in ("家", "个")
            and token.number > 0
        ):
            before.used = token.used = True
            return token.number
    return None


def without(asked: Asked) -> Found | None:
    """哪些单位没有牵头任务, 没有任务的单位."""
    denials = asked.all("not")
    if (
        len(denials) != 1
        or denials[0].text not in ("没有", "没", "无", "未", "不")
        or asked.sought not in ("unit", None)
        or asked.bodies
        or asked.gaps
        or not (asked.has("unit") and asked.has("task"))
    ):
        return None
    at = {
        tag: n for n, token in enumerate(asked.tokens) for tag in token.tags if tag in ("unit", "task", "not")
    }
    if not at["not"] < at["task"] or asked.has("document_kind", "mention", "about", "kind_of_thing"):
        return None
    units_last = at["unit"] > at["task"]
    if not units_last and not (asked.has("which") and at["unit"] < at["not"]):
        return None
    role = next((tag for tag in ("lead", "support", "guide", "responsible") if asked.has(tag)), "assigned")
    asked.take("not", "unit", "task", "which", "how_many", role)
    store, path = asked.names.store, ROLES[role][0]
    reading = f"没有{_TASKS_SAID[role]}的单位"
    sought = query.whole("ask_units_without").replace("#PATH", f"({path})")
    if not query.run(store, query.whole("ask_tasks", [query.those(f"?anyone {path} ?task .")])):
        raise Refused("not_stated", f"原文没有写明{ROLES[role][1]}单位。", reading=reading)
    items = [unit_item(row) for row in query.run(store, sought)]
    if not items:
        return Found(reading, "没有。凡列有分工的单位都有这样的任务。", [], [], sought)
    nodes = [ID(item["id"]) for item in items]
    owned = store.select(with_values(load("indicators_of"), "unit", nodes))
    quotes = evidence.of_assignments(store, sorted({known(row["indicator"]) for row in owned}))
    quotes = quotes or _quotes_of(asked, (), items, "involved")
    answer = (
        f"共 {len(items)} 家：{listed(item['short'] for item in items)}。只计文件列有任务分工或指标的单位。"
    )
    if role in ("lead", "support", "guide"):
        answer += f"文件没有写明谁{ROLES[role][1]}的，其中的单位也在内。"
    return Found(reading, answer, items, quotes, sought)


def _sought_is_units(asked: Asked, extreme: Token) -> bool | None:
    """任务最多的单位 and 哪个单位任务最多 seek units; 责任单位最多的任务 and 哪项任务责任单位最多 seek tasks."""
    at = asked.tokens.index(extreme)
    behind = [tag for token in asked.tokens[at + 1 :] for tag in token.tags if tag in ("unit", "task")]
    if behind:
        return behind[-1] == "unit"
    ahead = [tag for token in asked.tokens[:at] for tag in token.tags if tag in ("unit", "task", "who")]
    if not ahead:
        return None
    return ahead[-1] == "task" or (ahead[-1] == "who")
