"""Frames that say yes or no to a part: 区科委是否负责任务5, 区科委在任务5中承担什么."""

from __future__ import annotations

from collections.abc import Sequence

from graph.catalogue.tasks import describe
from graph.questions import evidence, query
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked
from graph.questions.filters import filters
from graph.questions.parties import parties
from graph.questions.parts import alone, conditions_of, subjects_of
from graph.questions.query import ROLES
from graph.questions.task_names import named_tasks
from graph.questions.telling import listed, task_item, tasks_said


def presumed(asked: Asked) -> Found | None:
    """区科委在任务5中承担什么: the part, if the document gives it one; else the premise is false."""
    if asked.has("who", "yes_no", "except", "deadline", "how_many") or (
        asked.has("unit") and asked.has("which")
    ):
        return None
    if not (asked.kind("task_number") or asked.named("task")) or not asked.bodies:
        return None
    tasks = named_tasks(asked)
    those = parties(asked)
    role = next((each.role for each in those if each.role), None) or "assigned"
    if any(each.negated or each.excluded for each in those) or role == "mention":
        return None
    if asked.has("or") and len(those) == 1:  # 牵头还是配合: whichever it is
        role = those[0].role = "assigned"
        asked.take("lead", "support", "guide", "or")
    at = "、".join(token.text for token in asked.kind("task_number") + asked.named("task"))
    conditions, said = conditions_of(asked, those, role)
    asked.take(
        "which", "task", "why", "responsible", "assigned", "involved", "beyond", "together", "and", "unit"
    )
    sought = query.whole("ask_tasks", [*conditions, f"VALUES ?task {{ {query.iris(tasks)} }}"])
    items = [task_item(row) for row in query.run(asked.names.store, sought)]
    reading = f"{at}中{said}"
    if not items:
        units = [unit["short"] for task in describe(asked.names.store, tasks) for unit in task["units"]]
        listed_there = f"{at}列有：{listed(dict.fromkeys(units))}。" if units else f"{at}原文未列责任单位。"
        names = "、".join(each.name for each in those)
        unstated = "原文未写明牵头单位，" if role == "lead" and not _anyone(asked, tasks, role) else ""
        raise Refused(
            "false_premise",
            f"{names}在{at}中没有{ROLES[role][1]}；{unstated}{listed_there}",
            [f"{at}由谁负责？"],
            reading,
            Found(reading, "", [], evidence.of_assignments(asked.names.store, tasks), sought),
        )
    entities = [one for each in those for one in each.named.ids]
    quotes = evidence.of_parts(asked.names.store, tasks, entities)
    names = "、".join(each.name for each in those)
    parts = {
        query.ROLES[role_][1]
        for role_ in ("lead", "responsible", "support", "guide")
        if query.run(
            asked.names.store,
            query.whole(
                "ask_tasks", [query.part(entities, role_, 0), f"VALUES ?task {{ {query.iris(tasks)} }}"]
            ),
        )
    }
    answer = f"{names}在{at}中{'、'.join(sorted(parts)) or ROLES[role][1]}；原文未写明各家在该任务中的具体分工和理由。"
    return Found(reading, answer, items, quotes, sought)


def _all_listed(asked: Asked, tasks: Sequence[str]) -> str:
    units = [unit["short"] for task in describe(asked.names.store, tasks) for unit in task["units"]]
    return f"列有：{listed(dict.fromkeys(units))}。" if units else ""


def _anyone(asked: Asked, tasks: Sequence[str], role: str) -> bool:
    """Whether any unit has this part in these tasks; in any task, where none is named."""
    among = f"VALUES ?task {{ {query.iris(tasks)} }} " if tasks else ""
    conditions = [f"{among}?anyone {ROLES[role][0]} ?task ."]
    return bool(query.run(asked.names.store, query.whole("ask_tasks", conditions)))


def whether(asked: Asked) -> Found | None:
    """区科委是否负责任务5, A和B有没有共同的任务: 是 or 否, with what says so."""
    if not asked.has("yes_no") or asked.has("which", "who", "how_many", "how_much"):
        return None
    subjects = subjects_of(asked)
    if not subjects:
        return None
    those = parties(asked, subjects)
    tasks = named_tasks(asked)
    found = filters(asked, counts=False)
    role = next((each.role for each in those if each.role), None) or (
        "assigned" if asked.has("together") else "involved"
    )
    if any(each.negated for each in those):
        raise Refused("unsupported", "请用肯定的说法再问一次，如“…是否负责…”，以免把“是”“否”弄反。")
    if alone(asked):
        found.add(query.units_counted("= 1"), "只列一家责任单位")
    conditions, said = conditions_of(asked, those, role)
    if tasks:
        conditions.append(f"VALUES ?task {{ {query.iris(tasks)} }}")
        found.said.append("、".join(item.text for item in asked.kind("task_number") + asked.named("task")))
    asked.take("yes_no", "task", "together", "involved", "responsible", "and", "unit")
    sought = query.whole("ask_tasks", [*conditions, *found.conditions])
    items = [task_item(row) for row in query.run(asked.names.store, sought)]
    reading = f"是否有{said}的任务" + (f"（{'，'.join(found.said)}）" if found.said else "")
    entities = [one for each in those for one in each.named.ids]
    if items:
        quotes = evidence.of_parts(asked.names.store, [item["id"] for item in items], entities)
        return Found(reading, f"是。共 {len(items)} 项：{tasks_said(items)}。", items, quotes, sought)
    answer = "否。没有这样的任务。"
    if role in ("lead", "support", "guide") and not _anyone(asked, tasks, role):
        where = "、".join(found.said) if tasks else "文件"
        raise Refused(
            "not_stated",
            f"{where}原文未写明{ROLES[role][1]}单位。" + _all_listed(asked, tasks),
            reading=reading,
            found=Found(reading, "", [], evidence.of_assignments(asked.names.store, tasks), sought),
        )
    if tasks:
        listed_units = [
            unit["short"] for task in describe(asked.names.store, tasks) for unit in task["units"]
        ]
        answer = (
            f"否。{'、'.join(each.name for each in those)}没有{ROLES[role][1]}；原文列有：{listed(dict.fromkeys(listed_units))}。"
            if listed_units
            else "否。原文未列责任单位。"
        )
        quotes = evidence.of_assignments(asked.names.store, tasks)
        return Found(reading, answer, [], quotes, sought)
    return Found(reading, answer, [], [], sought)
