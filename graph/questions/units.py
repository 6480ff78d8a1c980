"""Frames that answer with units: who answers for something, units of a document, partners, the busiest."""

from __future__ import annotations

from collections.abc import Sequence

from graph.catalogue.tasks import describe
from graph.catalogue.values import Json, known
from graph.questions import evidence, query
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked, Token
from graph.questions.filters import Filters, filters, in_documents, nothing_holds
from graph.questions.parties import parties
from graph.questions.query import ROLES
from graph.questions.task_names import named_tasks
from graph.questions.telling import listed, number_of, unit_item

_PREDICATES = {
    "responsible": "duty:responsibleFor, duty:leads",
    "lead": "duty:leads",
    "support": "duty:supports",
    "guide": "duty:guides",
    "assigned": "duty:responsibleFor, duty:leads, duty:supports, duty:guides",
}
_SAID = {
    "responsible": "责任单位",
    "lead": "牵头单位",
    "support": "配合单位",
    "guide": "指导单位",
    "assigned": "责任、配合等单位",
}
_BY_TASK = 4


def _asks_for_units(asked: Asked) -> bool:
    if asked.has("who") or asked.sought == "unit":
        return True
    if asked.has("which", "how_many") and asked.has("unit") and asked.sought is None:
        return True
    return bool(asked.kind("task_number")) and asked.has("unit", "lead", "support") and not asked.bodies


def owners(asked: Asked) -> Found | None:
    """谁负责X, 任务5由谁牵头, 任务5有几家责任单位, 除A以外还有谁, 行动计划涉及哪些单位."""
    if not _asks_for_units(asked) or asked.has("publisher", "issue", "most", "least"):
        return None
    if not asked.has("who") and asked.sought == "task" and not asked.kind("task_number"):
        return None
    role = next((tag for tag in ("lead", "support", "guide", "responsible") if asked.has(tag)), None)
    role = role or ("assigned" if asked.has("involved", "assigned", "mention") else "responsible")
    tasks = named_tasks(asked)
    those = parties(asked)
    excluded = [each for each in those if each.excluded]
    about = [each for each in those if not each.excluded]
    if any(each.negated for each in those) or (
        about and (tasks or not asked.has("who") or asked.has("and", "or", "together"))
    ):
        return None
    found = Filters()
    if tasks:
        in_documents(asked, found)
        found.add(
            f"VALUES ?task {{ {query.iris(tasks)} }}",
            "、".join(t.text for t in asked.kind("task_number") + asked.named("task")),
        )
    else:
        found = filters(asked, counts=False)
        for each in about:
            found.things += each.named.ids
            found.add(query.mentioning(each.named.ids, len(found.conditions)), f"提到“{each.name}”")
        _matter(asked, found)
        if not found.conditions and not (asked.has("unit") and not asked.gaps):
            return None
    asked.take(
        "who",
        "which",
        "how_many",
        "unit",
        "task",
        "responsible",
        "lead",
        "support",
        "guide",
        "assigned",
        "involved",
        "mention",
        "and",
        "about",
        "together",
    )
    said = _SAID[role]
    apart = [one for each in excluded for one in each.named.ids]
    if excluded:
        said += f"（除{'、'.join(each.name for each in excluded)}以外）"
    sought = _listed(found.conditions, role, apart)
    shared = len(tasks) > 1 and any(token.text not in ("都", "均") for token in asked.all("together"))
    if shared:
        sought = sought.replace("ORDER BY", f"HAVING (COUNT(DISTINCT ?task) = {len(tasks)})\nORDER BY")
        said = f"共同的{said}"
    items = [unit_item(row) for row in query.run(asked.names.store, sought)]
    of_tasks = "的任务的" if found.said and not tasks and not found.said[-1].endswith("任务") else "的"
    reading = f"{'、'.join(found.said) + of_tasks if found.said else '全部任务的'}{said}"
    meant = tasks or _tasks(asked, found)
    quotes = evidence.of_assignments(asked.names.store, meant)
    if shared and not items:
        return Found(reading, "没有各项任务共同的单位。", [], quotes, sought)
    if items:
        return Found(
            reading, _told(asked, items, meant, role, shared or bool(excluded)), items, quotes, sought
        )
    if not meant and found.words:
        raise nothing_holds(asked, found.words)
    if not meant:
        return Found(reading, "没有这样的任务。", [], [], sought)
    raise _silent(asked, found, meant, role, reading)


def _listed(conditions: Sequence[str], role: str, apart: Sequence[str] = ()) -> str:
    """The query of the units that have this part in such tasks, without those named ``apart``."""
    among = f"FILTER(?predicate IN ({_PREDICATES[role]}))"
    if apart:
        among += f" FILTER(?unit NOT IN ({query.iris(apart).replace(' ', ', ')}))"
    return query.whole("ask_owners", conditions).replace("#AMONG", among)


def _matter(asked: Asked, found: Filters) -> None:
    """A gap that stands for what is to be answered for: 谁负责人才安居."""
    if found.words is None:
        for gap in asked.unused("gap"):
            if len(gap.text) < 2:
                continue
            gap.used = True
            if gap.text not in asked.names.task_text and gap.text not in asked.names.headings:
                raise nothing_holds(asked, gap.text)
            headings = gap.text not in asked.names.task_text
            found.words = gap.text
            found.add(query.wording(gap.text, len(found.conditions), headings), f"题目或举措含有“{gap.text}”")
            return
        for token in asked.tokens:
            kinds = [tag for tag in token.tags if tag.startswith("kind:")]
            if kinds and not token.used and not _after_which(asked, token):
                token.used = True
                found.words = token.text
                found.add(query.wording(token.text, len(found.conditions)), f"题目或举措含有“{token.text}”")
                return


def _after_which(asked: Asked, token: Token) -> bool:
    before = asked.before(token)
    return before is not None and bool({"which", "how_many"} & set(before.tags))


def _tasks(asked: Asked, found: Filters) -> list[str]:
    rows = query.run(asked.names.store, query.whole("ask_tasks", found.conditions))
    return [known(row["task"]) for row in rows]


def _told(asked: Asked, items: Sequence[Json], tasks: Sequence[str], role: str, alike: bool) -> str:
    """Per task where they are few; where no lead is stated, that is said."""
    if len(tasks) == 1 or alike:
        answer = f"共 {len(items)} 家：{listed(item['short'] for item in items)}。"
    elif len(tasks) <= _BY_TASK:
        parts = []
        for task in describe(asked.names.store, list(tasks)):
            names = list(
                dict.fromkeys(unit["short"] for unit in task["units"] if unit["role"] in _roles(role))
            )
            parts.append(
                f"{number_of({**task, 'label': task['title']})}：{listed(names) if names else '未载明'}"
            )
        answer = f"共 {len(items)} 家。{'；'.join(parts)}。"
    else:
        answer = f"{len(tasks)} 项任务，共 {len(items)} 家：{listed(item['short'] for item in items)}。"
    if role == "responsible" and len(tasks) == 1 and len(items) > 1 and not alike:
        led = [
            unit["short"]
            for task in describe(asked.names.store, list(tasks))
            for unit in task["units"]
            if unit["role"] == "lead"
        ]
        answer += f"其中{listed(led)}牵头。" if led else "原文未写明牵头单位，列名次序不等于牵头。"
    return answer


def _roles(role: str) -> tuple[str, ...]:
    return (
        ("lead", "responsible", "support", "guide")
        if role == "assigned"
        else ("lead", "responsible")
        if role == "responsible"
        else (role,)
    )


def _silent(asked: Asked, found: Filters, tasks: Sequence[str], role: str, reading: str) -> Refused:
    """What is said where the tasks are there and state no such unit."""
    sought = _listed(found.conditions, "assigned")
    items = [unit_item(row) for row in query.run(asked.names.store, sought)]
    one = describe(asked.names.store, list(tasks)[:1])[0]
    name = number_of({**one, "label": one["title"]}) if len(tasks) == 1 else f"这 {len(tasks)} 项任务"
    quotes = evidence.of_assignments(asked.names.store, list(tasks)) or evidence.of_tasks(
        asked.names.store, list(tasks)[:5]
    )
    message = f"原文未写明{name}的{_SAID[role]}。"
    if items:
        message += f"列有 {len(items)} 家单位：{listed(item['short'] for item in items)}。"
    elif len({task.split(".")[0] for task in tasks}) == 1:
        message += _implied(asked, one["document"]["id"])
    return Refused("not_stated", message, reading=reading, found=Found(reading, "", items, quotes, sought))


def _implied(asked: Asked, document: str) -> str:
    rows = asked.names.store.select(
        query.whole("ask_implied_owner").replace("#DOCUMENT", query.iris([document]))
    )
    return f"该文件不列责任单位，按发文机关理解由{rows[0]['label']}负责，未作为分工记录。" if rows else ""


def partners(asked: Asked) -> Found | None:
    """A和哪些单位共同负责任务, 谁和A一起, 和A合作最多的单位."""
    if not asked.bodies or not (asked.has("who") or (asked.has("which", "most") and asked.has("unit"))):
        return None
    if not asked.has("together", "and", "most") or asked.kind("task_number"):
        return None
    if asked.has("most") and not asked.has("together", "and"):
        return None
    those = parties(asked)
    excluded = [one for each in those if each.excluded for one in each.named.ids]
    named = [each for each in those if not each.excluded]
    if len(named) != 1 or named[0].negated:
        return None
    party = named[0]
    found = filters(asked, counts=False)
    role = party.role if party.role in ("responsible", "lead", "support", "guide") else "assigned"
    path = ROLES[role][0]
    conditions = [*found.conditions, query.part(party.named.ids, role, 0)]
    apart = query.iris([*party.named.ids, *excluded]).replace(" ", ", ")
    others = f"?unit {path} ?task . FILTER(?unit NOT IN ({apart}))"
    if role in ("responsible", "assigned"):
        conditions.append(query.listed_together(party.named.ids, 0))
        others += (
            " GRAPH ?g { ?entry rdf:object ?task ; rdf:subject ?unit ; duty:basis ?basis . "
            'FILTER(?basis != "running_text") }'
        )
    most = bool(asked.take("most"))
    asked.take(
        "who", "which", "unit", "task", "together", "and", "responsible", "assigned", "involved", "how_many"
    )
    sought = query.whole("ask_partners", conditions).replace("#OTHERS", others)
    items = [unit_item(row) for row in query.run(asked.names.store, sought)]
    if most and items:
        best = items[0]["tasks"]
        items = [item for item in items if item["tasks"] == best]
        sought = sought.replace("ORDER BY", f"HAVING (COUNT(DISTINCT ?task) = {best})\nORDER BY")
    reading = (
        f"与{party.name}在同一任务中{ROLES[role][1]}的单位"
        + (f"（{'，'.join(found.said)}）" if found.said else "")
        + ("，共同任务最多的" if most else "")
    )
    if not items:
        return Found(reading, f"没有。{party.name}没有与其他单位同列的任务。", [], [], sought)
    told = listed((f"{item['short']}（{item['tasks']}项）" for item in items), most=10)
    tasks = query.run(asked.names.store, query.whole("ask_tasks", conditions))
    quotes = evidence.of_parts(asked.names.store, [known(row["task"]) for row in tasks], party.named.ids)
    return Found(reading, f"共 {len(items)} 家：{told}。", items, quotes, sought)
