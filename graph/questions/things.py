"""Frames about named things: what stands to what, which things of a kind there are, what something is called."""

from __future__ import annotations

from collections.abc import Sequence

from graph.catalogue.entities import relations as stated
from graph.catalogue.values import Json, known
from graph.questions import query
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked, Token, unknown
from graph.questions.evidence import distinct, of_parts, of_tasks
from graph.questions.filters import filters
from graph.questions.names import Named
from graph.questions.task_names import named_tasks
from graph.questions.telling import listed
from ontology.kinds import is_a, kinds
from ontology.terms import DUTY, ID, label

_RELATIONS = (
    "hostedBy",
    "locatedIn",
    "focusesOn",
    "operatedBy",
    "supportedBy",
    "builds",
    "develops",
    "partOf",
    "administers",
)
_ENTITIES = ("unit", "platform", "industry", "place", "object")


def relations(asked: Asked) -> Found | None:
    """X依托哪个单位, X在哪里, X聚焦什么, 依托上海交大的实验室有哪些, 谁建设X."""
    relation = next((each for each in _RELATIONS if asked.has(each)), None)
    if relation is None or asked.has(
        "task", "responsible", "lead", "compare", "overlap", "indicator", "target"
    ):
        return None
    names = [token for token in asked.tokens if token.of(*_ENTITIES)]
    if len(names) != 1:
        unnamed = [gap for gap in asked.gaps if len(gap.text) > 1]
        if not names and len(unnamed) == 1 and asked.has("who", "which", "locatedIn"):
            raise unknown(asked.names, unnamed[0].text)
        return None
    token = names[0]
    token.used = True
    named = _one(token)
    verb = asked.all(relation)[0]
    inverse = _inverse(asked, token, verb)
    types, kind_words = _types(asked)
    asked.take(relation, "which", "who", "unit", "how_many", "yes_no", "and", "document", "assigned", "when")
    path = f"duty:{relation}"
    if inverse:
        conditions = [f"VALUES ?other {{ {query.iris(named.ids)} }} ?thing {path} ?other ."]
    else:
        conditions = [f"VALUES ?other {{ {query.iris(named.ids)} }} ?other {path} ?thing ."]
    if types:
        conditions.append(f"VALUES ?type {{ {' '.join(types)} }}")
    sought = query.whole("ask_relations", conditions)
    rows = query.run(asked.names.store, sought)
    zh = label(str(DUTY[relation]), "zh")
    kind = "、".join(kind_words)
    reading = f"{zh}为“{token.text}”的{kind or '单位或平台'}" if inverse else f"“{token.text}”的{zh}"
    if not rows:
        sources = of_parts(asked.names.store, _mentions(asked, named), named.ids)
        raise Refused(
            "not_stated",
            f"原文没有写明{reading}。",
            reading=reading,
            found=Found(reading, "", [], sources, sought),
        )
    items = [_item(known(row["thing"]), str(row["label"]), known(row["type"])) for row in rows]
    found = {item["id"] for item in items}
    quotes = [
        each["evidence"]
        for each in stated(asked.names.store, [ID(one) for one in named.ids])
        if each["predicate"] == relation and each["entity"]["id"] in found
    ]
    return Found(
        reading,
        f"共 {len(items)} 个：{listed((item['label'] for item in items), '个')}。",
        items,
        distinct(quotes),
        sought,
    )


def _inverse(asked: Asked, token: Token, verb: Token) -> bool:
    """依托上海交大的…, 谁建设X, 上海交大依托的实验室? The name behind the verb is its object; X…的 with a kind asked too."""
    active = {"builds", "develops", "focusesOn", "administers"} & set(verb.tags)
    passive_by = asked.before(verb)
    if verb.start < token.start:
        return not (active and not asked.has("who", "which", "unit")) or True
    if active and asked.has("who") and passive_by is not None and "who" in passive_by.tags:
        return True
    return bool(asked.has("kind:Laboratory") and verb.text.startswith("依托"))


def _one(token: Token) -> Named:
    those = {named.id: named for named in token.of(*_ENTITIES)}
    if len(those) > 1:
        told = [f"{named.label}（{named.jurisdiction or '全国'}）" for named in those.values()]
        raise Refused(
            "ambiguous", f"“{token.text}”对应{len(those)}个名称：{'、'.join(told)}。请写全称。", told
        )
    return next(iter(those.values()))


def _types(asked: Asked) -> tuple[list[str], list[str]]:
    """Classes (with their sub-classes) of the kinds that the question names."""
    found: list[str] = []
    words = []
    for token in asked.tokens:
        for tag in token.tags:
            if tag.startswith("kind:") and not token.used:
                token.used = True
                words.append(token.text)
                wanted = tag.removeprefix("kind:")
                found += [
                    DUTY[kind].n3() for kind in sorted(kinds()) if kind in DUTY_NAMES and is_a(kind, wanted)
                ]
    return list(dict.fromkeys(found)), words


DUTY_NAMES = frozenset(str(term).removeprefix(str(DUTY)) for term in DUTY)


def _mentions(asked: Asked, named: Named) -> list[str]:
    rows = query.run(asked.names.store, query.whole("ask_tasks", [query.part(named.ids, "involved", 0)]))
    return [known(row["task"]) for row in rows]


def _item(entity: str, name: str, kind: str) -> Json:
    return {
        "type": "unit" if is_a(kind, "Organization") else "entity",
        "id": entity,
        "label": name,
        "kind": kind,
    }


def of_kind(asked: Asked) -> Found | None:
    """有哪些孵化器, 上海交大有哪些实验室, 涉及哪些产业, 任务5提到哪些平台."""
    words = [token for token in asked.tokens if any(tag.startswith("kind:") for tag in token.tags)]
    if (
        not words
        or not asked.has("which", "how_many")
        or asked.has("responsible", "lead", "support", "who", "task", "compare", "indicator", "target")
    ):
        return None
    types, kind_words = _types(asked)
    store = asked.names.store
    owners = [token for token in asked.tokens if token.of("unit", "platform")]
    conditions = [f"VALUES ?type {{ {' '.join(types)} }}"]
    said = []
    for at, token in enumerate(owners):
        token.used = True
        owner = _one(token)
        owners_are = f"VALUES ?owner{at} {{ {query.iris(owner.ids)} }}"
        conditions.append(
            query.those(
                f"{{ {owners_are} ?thing duty:hostedBy|duty:operatedBy|duty:partOf ?owner{at} }} "
                f"UNION {{ {owners_are} ?owner{at} duty:builds|duty:develops ?thing }}",
                "?thing",
            )
        )
        said.append(f"与{token.text}有依托、建设、运营关系")
    tasks = named_tasks(asked)
    found = filters(asked, counts=False)
    if tasks:
        found.add(
            f"VALUES ?task {{ {query.iris(tasks)} }}",
            "、".join(t.text for t in asked.kind("task_number") + asked.named("task")),
        )
    if found.conditions:
        inside = " ".join(found.conditions)
        conditions.append(
            query.those(
                f"?task a duty:Task ; dcterms:isPartOf ?doc . ?thing duty:mentionedIn ?task . {inside}",
                "?thing",
            )
        )
        said += found.said
    asked.take(
        "which",
        "how_many",
        "involved",
        "mention",
        "unit",
        "and",
        "builds",
        "develops",
        "hostedBy",
        "target",
        "document",
        "assigned",
    )
    sought = query.whole("ask_things", conditions)
    rows = query.run(store, sought)
    items = [_item(known(row["thing"]), str(row["label"]), known(row["type"])) for row in rows]
    kind = "、".join(kind_words)
    reading = f"{'、'.join(said) + '的' if said else '图谱中的'}{kind}"
    if not items:
        if owners:
            raise Refused(
                "not_stated",
                f"原文没有写明{reading}。",
                reading=reading,
                found=Found(reading, "", [], [], sought),
            )
        return Found(reading, f"没有这样的{kind}。", [], [], sought)
    return Found(
        reading,
        f"共 {len(items)} 个：{listed((item['label'] for item in items), '个')}。",
        items,
        _quotes(asked, items, owners),
        sought,
    )


def _quotes(asked: Asked, items: Sequence[Json], owners: Sequence[Token]) -> list[Json]:
    store = asked.names.store
    ids = [item["id"] for item in items]
    if owners:
        related = stated(store, [ID(each) for each in ids])
        holders = {each for token in owners for each in _one(token).ids}
        return distinct(each["evidence"] for each in related if each["entity"]["id"] in holders)
    rows = query.run(store, query.whole("ask_tasks", [query.part(ids, "involved", 0)]))
    tasks = [known(row["task"]) for row in rows]
    return of_parts(store, tasks, ids) or of_tasks(store, tasks)


def described(asked: Asked) -> Found | None:
    """X是什么单位, X又叫什么: what it is and how the documents write it."""
    if not asked.has("kind_of_thing", "alias"):
        return None
    names = [token for token in asked.tokens if token.of(*_ENTITIES)]
    if len(names) != 1:
        return None
    token = names[0]
    token.used = True
    named = _one(token)
    asked.take("kind_of_thing", "alias", "which", "unit", "who")
    sought = query.whole("ask_entity", [f"VALUES ?thing {{ {query.iris(named.ids[:1])} }}"])
    rows = query.run(asked.names.store, sought)
    items = [
        {**_item(known(row["thing"]), str(row["label"]), known(row["type"])), "value": str(row["name"])}
        for row in rows
    ]
    kind = label(str(DUTY[known(rows[0]["type"])]), "zh")
    others = [item["value"] for item in items if item["value"] != named.label]
    answer = f"{named.label}：{kind}" + (f"，文中又作{'、'.join(others)}" if others else "") + "。"
    quotes = of_parts(asked.names.store, _mentions(asked, named)[:5], named.ids)
    return Found(f"“{token.text}”是什么", answer, items, quotes, sought)
