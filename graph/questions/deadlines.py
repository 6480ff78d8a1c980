"""The frame of deadlines: what is due by when, and when a task is due."""

from __future__ import annotations

from graph.catalogue.values import text
from graph.questions import query
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked, last_day
from graph.questions.evidence import of_tasks
from graph.questions.filters import Filters, in_documents
from graph.questions.parties import parties
from graph.questions.task_names import named_tasks
from graph.questions.telling import task_item, tasks_said


def deadlines(asked: Asked) -> Found | None:
    """2026年底前要完成哪些任务, 任务5什么时候完成, 哪些任务写明了完成时限."""
    days = asked.kind("day", "year_end")
    years = asked.kind("year") if asked.has("before", "after", "deadline") else []
    if (
        not (days or years or asked.has("deadline"))
        or asked.named("indicator")
        or asked.has("target", "indicator")
    ):
        return None
    if not (asked.has("task", "which", "when", "deadline", "assigned") or asked.kind("task_number")):
        return None
    if asked.has("issue", "issued", "printed") and not asked.has("task"):
        return None
    if asked.kind("month") and not days:
        raise Refused("unsupported", "请写明年份，如“2026年6月底前”。")
    tasks = named_tasks(asked)
    those = parties(asked)
    if any(each.negated or each.excluded for each in those):
        return None
    found = Filters()
    in_documents(asked, found)
    conditions, said = list(found.conditions), list(found.said)
    if tasks:
        conditions.append(f"VALUES ?task {{ {query.iris(tasks)} }}")
        said += [token.text for token in asked.kind("task_number") + asked.named("task")]
    for at, each in enumerate(those):
        role = each.role or "assigned"
        conditions.append(query.part(each.named.ids, role, at))
        said.append(f"{each.name}{query.ROLES[role][1]}")
    limits, wording = _limits(asked)
    conditions += limits
    said += wording
    asked.take(
        "deadline",
        "before",
        "after",
        "task",
        "which",
        "when",
        "assigned",
        "how_many",
        "responsible",
        "together",
        "yes_no",
        "who",
        "unit",
        "regulation",
        "target",
    )
    sought = query.whole("ask_deadlines", conditions)
    rows = query.run(asked.names.store, sought)
    reading = f"{'、'.join(said) + '、' if said else ''}写明完成时限的任务"
    store = asked.names.store
    if rows:
        items = [
            {**task_item(row), "value": str(row["deadlineText"]), "deadline": text(row, "deadline")}
            for row in rows
        ]
        told = "；".join(f"{tasks_said([item])}（{item['value']}）" for item in items[:15])
        more = f"等 {len(items)} 项" if len(items) > 15 else ""
        return Found(
            reading,
            f"共 {len(items)} 项：{told}{more}。",
            items,
            of_tasks(store, [item["id"] for item in items]),
            sought,
        )
    without = [condition for condition in conditions if condition not in limits]
    if not query.run(store, query.whole("ask_deadlines", without)):
        subject = (
            "、".join(token.text for token in asked.kind("task_number") + asked.named("task"))
            or "、".join(found.said)
            or "相关任务"
        )
        raise Refused(
            "not_stated",
            f"原文没有写明{subject}的完成时限。",
            reading=reading,
            found=Found(reading, "", [], of_tasks(store, tasks), sought),
        )
    return Found(reading, "没有这样的任务。", [], [], sought)


def _limits(asked: Asked) -> tuple[list[str], list[str]]:
    """前 after a whole month or year that is named with 底 takes its last day in; 2026年6月前 does not."""
    conditions, said = [], []
    for token in asked.kind("day", "year_end", "year"):
        token.used = True
        day, whole_span = last_day(token)
        after = asked.after(token)
        ends = token.kind == "year_end" or (after is not None and after.text in ("底前", "末前"))
        first = (
            day[:8] + "01"
            if token.kind == "day" and whole_span
            else f"{day[:4]}-01-01"
            if whole_span
            else day
        )
        if asked.has("after"):
            conditions.append(f"FILTER(STR(?deadline) >= {query.literal(first)})")
            said.append(f"{first}以后")
        elif asked.has("before") and not ends:
            conditions.append(f"FILTER(STR(?deadline) < {query.literal(first)})")
            said.append(f"早于{first}")
        elif asked.has("before"):
            conditions.append(f"FILTER(STR(?deadline) <= {query.literal(day)})")
            said.append(f"不晚于{day}")
        else:
            conditions.append(
                f"FILTER(STR(?deadline) >= {query.literal(first)} && STR(?deadline) <= {query.literal(day)})"
            )
            said.append(f"{first}至{day}")
    return conditions, said
