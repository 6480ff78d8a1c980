"""Frames that answer with tasks: of a unit, of several, of a matter, by number of units."""

from __future__ import annotations

from collections.abc import Sequence

from graph.catalogue.values import Json, known, text
from graph.questions import evidence, query
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked
from graph.questions.filters import Filters, filters, nothing_holds
from graph.questions.parties import Party, part_of, parties
from graph.questions.parts import alone, conditions_of, subjects_of
from graph.questions.query import ROLES
from graph.questions.task_names import named_tasks
from graph.questions.telling import document, joined, listed, task_item, tasks_said


def of_units(asked: Asked) -> Found | None:
    """哪些任务由A负责, A和B共同负责哪些, A负责而B不负责的."""
    subjects = subjects_of(asked)
    if not subjects or not (asked.has("task", "which", "how_many") or _part_alone(asked)):
        return None
    those = parties(asked, subjects)
    if asked.kind("task_number") or asked.named("task"):
        return None
    if asked.has("who") or asked.sought == "unit":
        return None
    found = filters(asked, counts=False)
    if alone(asked):
        found.add(query.units_counted("= 1"), "只列一家责任单位")
    role = next((each.role for each in those if each.role), None) or "assigned"
    conditions, said = conditions_of(asked, those, role)
    shared = _shared(asked, those, role)
    if shared:
        conditions += [query.listed_together(each.named.ids, at) for at, each in enumerate(those)]
    reading = f"{said}的任务" + (f"（{'，'.join(found.said)}）" if found.said else "")
    asked.take(
        "task",
        "which",
        "how_many",
        "together",
        "separately",
        "but",
        "involved",
        "mention",
        "responsible",
        "yes_no",
    )
    sought = query.whole("ask_tasks", [*conditions, *found.conditions])
    items = [task_item(row) for row in query.run(asked.names.store, sought)]
    positive = [each for each in those if not each.negated and not each.excluded]
    entities = [one for each in positive for one in each.named.ids]
    quotes = evidence.of_parts(asked.names.store, [item["id"] for item in items], entities)
    if not positive:
        quotes = evidence.of_tasks(asked.names.store, [item["id"] for item in items])
    if items:
        if len(positive) > 1 and asked.has("separately"):
            answer = f"共 {len(items)} 项。{_each(asked, positive, role, found.conditions)}"
        else:
            answer = f"共 {len(items)} 项：{tasks_said(items)}。" + _more(
                asked, those, role, found.conditions
            )
        if shared:
            answer += _in_sentences(asked, those, role, items)
        return Found(reading, answer, items, quotes, sought)
    return _none(asked, those, role, reading, sought, bool(found.conditions))


def _each(asked: Asked, those: Sequence[Party], role: str, within: Sequence[str]) -> str:
    """区科委 8 项：…。区经委 2 项：…。 and what they have in common."""
    said, lists = [], []
    for each in those:
        tasks = _tasks_as(asked, each, each.role or role, within)
        lists.append({task["id"] for task in tasks})
        said.append(f"{each.name} {len(tasks)} 项" + (f"：{tasks_said(tasks)}。" if tasks else "。"))
    shared = len(set.intersection(*lists))
    return "".join(said) + (f"其中 {shared} 项各家都在内。" if shared else "")


def measures(asked: Asked) -> Found | None:
    """任务5有哪些举措: what is to be done, as the document words it."""
    if not asked.has("measure") or asked.bodies or asked.has("who", "not", "most", "least"):
        return None
    tasks = named_tasks(asked)
    if not tasks:
        return None
    named = "、".join(token.text for token in asked.kind("task_number") + asked.named("task"))
    asked.take("measure", "which", "how_many", "mention", "task", "regulation", "kind_of_thing")
    sought = query.whole("ask_measures", [f"VALUES ?task {{ {query.iris(tasks)} }}"])
    rows = query.run(asked.names.store, sought)
    reading = f"{named}的举措"
    if not rows:
        quotes = evidence.of_tasks(asked.names.store, tasks)
        raise Refused(
            "not_stated",
            f"{named}没有分列举措。",
            reading=reading,
            found=Found(reading, "", [], quotes, sought),
        )
    items: list[Json] = [
        {
            "type": "measure",
            "id": known(row["item"]),
            "label": str(row["text"]),
            "number": None,
            "task": known(row["task"]),
            "document": document(row),
        }
        for row in rows
    ]
    told = joined([item["label"].rstrip("。；") for item in items], "条")
    quotes = evidence.of_measures(asked.names.store, [item["id"] for item in items])
    return Found(reading, f"共 {len(items)} 条：{told}。", items, quotes, sought)


def _part_alone(asked: Asked) -> bool:
    return any(part_of(token) for token in asked.tokens) and not asked.has("yes_no")


def _more(asked: Asked, those: Sequence[Party], role: str, within: Sequence[str]) -> str:
    """What a reader would miss: mentions beside duties, the either-or of two names."""
    if (
        len(those) > 1
        and not asked.has("together", "or", "separately", "but")
        and not any(each.negated or each.excluded for each in those)
    ):
        return "（指同时列有这几家的任务；如指其中任一家，请用“或”。）"
    if len(those) == 1 and role in ("assigned", "responsible") and not those[0].negated:
        mentioned = _tasks_as(asked, those[0], "mention", within)
        if mentioned:
            return f"另有 {len(mentioned)} 项在文中提及：{tasks_said(mentioned)}。"
    if len(those) == 1 and role == "mention" and not those[0].negated:
        borne = _tasks_as(asked, those[0], "assigned", within)
        if borne:
            return f"另有 {len(borne)} 项列为责任等单位：{tasks_said(borne)}。"
    return ""


def _shared(asked: Asked, those: Sequence[Party], role: str) -> bool:
    """Whether joint listing is asked for, which lists and tables alone can show."""
    return (
        len(those) > 1
        and role in ("responsible", "assigned")
        and not asked.has("or", "separately")
        and not any(each.negated or each.excluded or each.role != those[0].role for each in those)
    )


def _in_sentences(asked: Asked, those: Sequence[Party], role: str, items: Sequence[Json]) -> str:
    """Tasks in whose running text each of them is given work, without a list of units."""
    known_ones = {item["id"] for item in items}
    conditions = [query.part(each.named.ids, role, at) for at, each in enumerate(those)]
    rows = query.run(asked.names.store, query.whole("ask_tasks", conditions))
    others = [item for item in map(task_item, rows) if item["id"] not in known_ones]
    return f"另有 {len(others)} 项在正文中分别写到各家的工作：{tasks_said(others)}。" if others else ""


def _tasks_as(asked: Asked, party: Party, role: str, within: Sequence[str] = ()) -> list[Json]:
    sought = query.whole("ask_tasks", [query.part(party.named.ids, role, 900), *within])
    return [task_item(row) for row in query.run(asked.names.store, sought)]


def _none(
    asked: Asked, those: Sequence[Party], role: str, reading: str, sought: str, narrowed: bool
) -> Found:
    if role in ("lead", "support", "guide") and len(those) == 1 and not those[0].negated:
        anyone = query.whole("ask_tasks", [f"?anyone {ROLES[role][0]} ?task ."])
        known_ones = _tasks_as(asked, those[0], "responsible")
        if not query.run(asked.names.store, anyone):
            listed_too = query.whole("ask_tasks", [query.part(those[0].named.ids, "responsible", 0)])
            raise Refused(
                "not_stated",
                f"原文未写明{ROLES[role][1]}单位。{those[0].name}列为责任单位的任务有 {len(known_ones)} 项"
                + (f"：{tasks_said(known_ones)}。" if known_ones else "。"),
                reading=reading,
                found=Found(
                    reading,
                    "",
                    known_ones,
                    evidence.of_parts(
                        asked.names.store, [item["id"] for item in known_ones], those[0].named.ids
                    ),
                    listed_too,
                ),
            )
    answer = "没有这样的任务。"
    if len(those) == 1 and not narrowed and not those[0].negated:
        other = _tasks_as(asked, those[0], "involved")
        verb = (
            "没有列为任何任务的责任单位"
            if role in ("responsible", "assigned")
            else f"没有{ROLES[role][1]}任何任务"
        )
        answer = f"{those[0].name}{verb}" + (
            f"；涉及它的任务有 {len(other)} 项：{tasks_said(other)}。"
            if other
            else "，各项任务也没有提到它。"
        )
        answer += _indicators_of(asked, those[0])
    return Found(reading, answer, [], [], sought)


def _indicators_of(asked: Asked, party: Party) -> str:
    rows = query.run(
        asked.names.store,
        query.whole(
            "ask_targets",
            [query.owned(party.named.ids, 0)],
        ),
    )
    labels = dict.fromkeys(str(row["label"]) for row in rows)
    return f"另负责指标 {len(labels)} 项：{listed(labels, '项')}。" if labels else ""


def of_matter(asked: Asked) -> Found | None:
    """哪些任务提到X, X领域的任务, 只列一家单位的任务, 一份文件的任务."""
    if not asked.has("task", "mention", "safeguard") or asked.has("who"):
        return None
    if any(token.text not in ("有没有", "有无") for token in asked.all("yes_no")):
        return None
    if asked.has("unit") and asked.sought == "unit":
        return None
    if asked.kind("task_number"):
        return None
    found = filters(asked)
    if not found.conditions:
        _ask_for_wording(asked)
        if asked.gaps or not asked.has("task"):
            return None
    asked.take(
        "task",
        "which",
        "how_many",
        "mention",
        "involved",
        "about",
        "and",
        "together",
        "responsible",
        "deadline",
        "yes_no",
    )
    sought = query.whole("ask_tasks", found.conditions)
    items = [task_item(row) for row in query.run(asked.names.store, sought)]
    reading = ("、".join(found.said) + "的任务") if found.said else "全部任务"
    if not items and found.words and len(found.conditions) == 1:
        raise nothing_holds(asked, found.words)
    answer = f"共 {len(items)} 项：{tasks_said(items)}。" if items else "没有这样的任务。"
    if (found.counted and found.conditions[-1].endswith("?units = 0)")) or "?units = 0)" in " ".join(
        found.conditions
    ):
        answer += _owners_implied(asked, items)
    return Found(reading, answer, items, _quotes(asked, items, found), sought)


def _ask_for_wording(asked: Asked) -> None:
    """A gap that is asked for and that no document holds is an unknown name."""
    for gap in asked.gaps:
        if gap.text not in asked.names.text and asked.has("mention"):
            raise nothing_holds(asked, gap.text)


def _owners_implied(asked: Asked, items: Sequence[Json]) -> str:
    documents = {item["document"]["id"] for item in items}
    silent = [
        text(row, "number") or text(row, "title") or ""
        for row in asked.names.documents
        if known(row["doc"]) in documents and str(row.get("listsUnits")) == "false"
    ]
    return f"其中{'、'.join(silent)}全文不列责任单位。" if silent else ""


def _quotes(asked: Asked, items: Sequence[Json], found: Filters) -> list[Json]:
    store, tasks = asked.names.store, [item["id"] for item in items]
    if found.things:
        quotes = evidence.of_parts(store, tasks, found.things)
        if found.words:
            told = {(each["document"], each["clause"]) for each in quotes}
            more = evidence.of_wording(store, tasks, found.words)
            quotes += [each for each in more if (each["document"], each["clause"]) not in told]
        return evidence.distinct(quotes) or evidence.of_tasks(store, tasks)
    if found.words:
        return evidence.of_wording(store, tasks, found.words)
    if found.counted and not any("= 0" in condition for condition in found.conditions):
        return evidence.of_assignments(store, tasks)
    return evidence.of_tasks(store, tasks)
