"""Frames that answer with tasks: of a unit, of several, of a matter, by number of units; and whether a unit has a part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.catalogue.tasks import describe
from graph.catalogue.values import Json, known, text
from graph.queries import load
from graph.questions import evidence, query
from graph.questions.answer import Found, Refused
from graph.questions.filters import Filters, filters, in_documents, nothing_holds
from graph.questions.names import plain
from graph.questions.parties import Party, part_of, parties
from graph.questions.query import ROLES
from graph.questions.reading import Asked, Token, number, unknown
from graph.questions.telling import listed, task_item, tasks_said

_DUTIES = ("responsible", "lead", "support", "guide", "assigned")
_ENTITIES = ("unit", "platform", "industry", "place", "object")


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
    conditions, said = _parts(asked, those, role)
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
        answer = f"共 {len(items)} 项：{tasks_said(items)}。" + _more(asked, those, role, found.conditions)
        if shared:
            answer += _in_sentences(asked, those, role, items)
        return Found(reading, answer, items, quotes, sought)
    return _none(asked, those, role, reading, sought, bool(found.conditions))


def alone(asked: Asked) -> bool:
    """只由A负责, A单独负责: no other unit; A只负责… says something else, and is left for a refusal."""
    found = False
    for token in asked.all("only"):
        after = asked.after(token)
        if (
            token.text in ("单独", "独自", "独家")
            or token.text.endswith("由")
            or (after is not None and after.bodies)
        ):
            token.used = found = True
    return found


def _part_alone(asked: Asked) -> bool:
    return any(part_of(token) for token in asked.tokens) and not asked.has("yes_no")


def subjects_of(asked: Asked) -> list[Token]:
    """Names that bear a part: bodies, and whatever stands before a word of part. An unknown one is refused."""
    found = []
    for token in asked.tokens:
        if token.bodies or (token.of(*_ENTITIES) and not asked.has("who") and _bears_a_part(asked, token)):
            found.append(token)
        elif (
            token.kind == "gap"
            and len(token.text) > 1
            and not asked.has("who")
            and _bears_a_part(asked, token)
            and not _beside(asked, token)
        ):
            raise unknown(asked.names, token.text)
    return found


_PASSED = ("filler", "together", "separately", "and", "or", "not", "yes_no", "only")


def _bears_a_part(asked: Asked, token: Token) -> bool:
    after = asked.after(token)
    while after is not None and (set(_PASSED) & set(after.tags) or after.bodies):
        if after.text == "的":
            return False
        after = asked.after(after)
    return (
        after is not None
        and after.kind == "word"
        and part_of(after) in _DUTIES
        and "deadline" not in after.tags
    )


def _beside(asked: Asked, token: Token) -> bool:
    """A gap with a body before it in its clause (区科委在人才方面负责…) is no unknown body itself."""
    before = asked.before(token)
    while before is not None and before.kind != "stop":
        if (
            before.bodies
            or before.text in ("在", "对", "关于", "就")
            or "which" in before.tags
            or "task" in before.tags
        ):
            return True
        before = asked.before(before)
    return False


def _parts(asked: Asked, those: Sequence[Party], role: str) -> tuple[list[str], str]:
    conditions, said = [], []
    positive = [each for each in those if not each.negated and not each.excluded]
    denied = [each for each in those if each.negated or each.excluded]
    if len(positive) > 1 and asked.has("or", "separately"):
        conditions.append(
            query.either(
                query.part(each.named.ids, each.role or role, at) for at, each in enumerate(positive)
            )
        )
        said.append(f"{'或'.join(each.name for each in positive)}{ROLES[role][1]}")
    else:
        for at, each in enumerate(positive):
            conditions.append(query.part(each.named.ids, each.role or role, at))
        by_role: dict[str, list[str]] = {}
        for each in positive:
            by_role.setdefault(each.role or role, []).append(each.name)
        for each_role, names in by_role.items():
            together = "共同" if len(names) > 1 else ""
            said.append(f"{'与'.join(names)}{together}{ROLES[each_role][1]}")
    for at, each in enumerate(denied):
        conditions.append(query.part(each.named.ids, _denied(each, role), 100 + at, negated=True))
        said.append(f"{each.name}未{ROLES[_denied(each, role)][1]}" if each.negated else f"除{each.name}以外")
    if denied and not positive:
        conditions.append("?doc duty:listsUnits true .")
        said.append("文件列有责任单位")
    return conditions, "、".join(said)


def _denied(party: Party, role: str) -> str:
    """没有X的任务 denies every part, X不负责的 only that one."""
    return party.role or ("involved" if role == "assigned" else role)


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
            [f"VALUES ?owner {{ {query.iris(party.named.ids)} }} ?owner duty:responsibleFor ?indicator ."],
        ),
    )
    labels = dict.fromkeys(str(row["label"]) for row in rows)
    return f"另负责指标 {len(labels)} 项：{listed(labels, '项')}。" if labels else ""


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
    conditions, said = _parts(asked, those, role)
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
        for row in asked.names.store.select(load("documents"))
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
    conditions, said = _parts(asked, those, role)
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


def named_tasks(asked: Asked) -> list[str]:
    """Ids of tasks that the question names by number or title; [] where it names none. Ambiguity is told."""
    found: list[str] = []
    for token in asked.named("task"):
        token.used = True
        ids = [named.id for named in token.of("task")]
        found += ids
    numbered = asked.kind("task_number")
    if not numbered:
        return found
    restricted = Filters()
    in_documents(asked, restricted)
    rows = asked.names.store.select(load("task_ids"))
    numbers: dict[str, str] = {}
    for row in asked.names.store.select(load("documents")):
        numbers[known(row["doc"])] = text(row, "number") or text(row, "title") or known(row["doc"])
    for token in numbered:
        token.used = True
        wanted = token.number
        inside = [
            row for row in rows if not restricted.documents or known(row["doc"]) in restricted.documents
        ]
        fitting = [row for row in inside if str(row["number"]).rstrip(".．、， ") == str(wanted)]
        fitting = fitting or [row for row in inside if _number(str(row["number"])) == wanted]
        if not fitting:
            raise Refused(
                "false_premise",
                f"没有编号为 {wanted} 的任务。图谱中"
                + (f"{restricted.said[0]}有" if restricted.said else "共有")
                + f" {len(inside)} 项任务。",
                reading=f"任务{wanted}",
            )
        if len(fitting) > 1:
            told_apart = list(dict.fromkeys(numbers[known(row["doc"])] for row in fitting))
            raise Refused(
                "ambiguous",
                f"编号为 {wanted} 的任务有 {len(fitting)} 项，见于{listed(told_apart, '份')}。请写明文件或任务题目。",
                [asked.question.replace(token.text, f"{name}任务{wanted}") for name in told_apart[:5]]
                if len(told_apart) > 1
                else [f"“{row['title']}”由谁负责？" for row in fitting[:5]],
            )
        found.append(known(fitting[0]["task"]))
    return found


def _number(written: str) -> int | None:
    match = re.search(r"[0-9零〇一二两三四五六七八九十百]+", plain(written))
    return number(match[0]) if match else None
