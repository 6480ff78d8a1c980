"""Frames about agreement and frequency: how often something is done, whether documents agree, what is to be checked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.catalogue.values import Json, known, text
from graph.overlap import findings as kept
from graph.questions import query
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked
from graph.questions.evidence import distinct, of_cadences, of_targets
from graph.questions.filters import Filters, in_documents, nothing_holds
from graph.questions.names import plain
from graph.questions.parties import parties
from graph.questions.telling import document, figure, joined, name_of, target_item
from graph.questions.words import interval
from graph.store.base import Row

KINDS = {
    "overlap": ("object_overlap",),
    "compare": ("divergence",),
    "finding": ("divergence", "gap", "object_overlap", "fragmentation"),
}
_SAID = {"overlap": "事项交叉", "compare": "文件之间表述不一致之处", "finding": "待核提示"}
_MANY = 3
_QUOTED = 50
"""Findings whose quotes are given."""
_TIMES = re.compile(r"[0-9一二两三]+次")
_TOLD = 'CONCAT(?explanation, COALESCE(?object, ""))'


def cadences(asked: Asked) -> Found | None:
    """多久会商一次, 哪些工作每季度开展, 区校主要领导会商的频次."""
    if asked.has("compare") or not (asked.has("frequency") or _by_interval(asked)):
        return None
    found, matters = _cadence_conditions(asked)
    for token in asked.take("interval"):
        duration = interval(token.text)
        found.add(
            f"?cadence duty:frequency ?every . FILTER(STR(?every) = {query.literal(duration)})"
            if duration
            else f"FILTER(?text = {query.literal(token.text)})",
            f"“{token.text}”",
        )
    if not found.conditions and not asked.has("task", "which"):
        return None
    asked.take(
        "frequency",
        "which",
        "task",
        "who",
        "regulation",
        "assigned",
        "yes_no",
        "how_many",
        "deadline",
        "responsible",
        "target",
        "unit",
        "when",
    )
    sought = query.whole("ask_cadences", found.conditions)
    rows = query.run(asked.names.store, sought)
    reading = f"{'、'.join(found.said)}的定期工作" if found.said else "定期开展的工作"
    if not rows:
        if matters:
            _nothing_regular(asked, matters, reading)
        return Found(reading, "没有。文件没有写明这样的定期工作。", [], [], sought)
    items = [_cadence_item(row) for row in rows]
    answer = (
        f"共 {len(items)} 项："
        + joined([f"{name_of(item['document'])} {item['label']}" for item in items], "项")
        + "。"
    )
    return Found(reading, answer, items, _cadence_quotes(asked, rows), sought)


def _by_interval(asked: Asked) -> bool:
    return (
        asked.has("interval")
        and asked.has("task", "which", "assigned", "who")
        and not asked.named("indicator")
    )


def _nothing_regular(asked: Asked, matters: Sequence[str], reading: str) -> None:
    missing = [words for words in matters if words not in asked.names.text]
    if missing:
        raise nothing_holds(asked, missing[0])
    raise Refused("not_stated", f"原文写到“{'、'.join(matters)}”，没有写明多久一次。", reading=reading)


def _cadence_conditions(asked: Asked) -> tuple[Filters, list[str]]:
    """Every matter of the question must stand in the actor or the activity."""
    found, matters = Filters(), []
    in_documents(asked, found)
    for token in asked.tokens:
        if token.used or not (token.kind == "gap" or (token.kind == "name" and not token.of("document"))):
            continue
        if token.kind == "gap" and len(token.text) < 2:
            continue
        token.used = True
        for words in filter(None, _TIMES.split(token.text)):
            matters.append(words)
            at = len(found.conditions)
            said = query.holds(f"?said{at}", words)
            found.add(f"BIND(CONCAT(?actor, ?activity) AS ?said{at}) FILTER({said})", f"“{words}”")
    return found, matters


def _cadence_item(row: Row) -> Json:
    actor = str(row["actor"])
    item: Json = {
        "type": "task" if "task" in row else "document",
        "id": known(row["task"] if "task" in row else row["doc"]),
        "label": f"{actor + '：' if actor else ''}{row['activity']}，{row['text']}",
        "number": text(row, "number"),
        "document": document(row),
        "cadence": known(row["cadence"]),
        "frequency": text(row, "frequency"),
        "text": str(row["text"]),
    }
    return item


def _cadence_quotes(asked: Asked, rows: Sequence[Row]) -> list[Json]:
    return of_cadences(asked.names.store, list(dict.fromkeys(known(row["cadence"]) for row in rows)))


def agree(asked: Asked) -> Found | None:
    """两份文件对X的规定是否一致: the statements side by side, and whether they agree."""
    if not asked.has("compare"):
        return None
    gaps = [token for token in asked.gaps if len(token.text) > 1]
    if asked.named("indicator"):
        return _targets_agree(asked)
    if asked.bodies or not gaps:
        return None
    named = Filters()
    in_documents(asked, named)
    documents_named = bool(named.documents)
    found, matters = _cadence_conditions(asked)
    asked.take(
        "compare",
        "both",
        "document",
        "regulation",
        "frequency",
        "yes_no",
        "target",
        "which",
        "and",
        "how_much",
        "interval",
        "unit",
        "not",
    )
    for token in asked.unused("number"):
        token.used = token.number <= _MANY
    _conflict_words(asked)
    conditions = [*(named.conditions if documents_named else []), *found.conditions]
    sought = query.whole("ask_cadences", conditions)
    rows = query.run(asked.names.store, sought)
    reading = f"各文件对{'、'.join(found.said)}的规定是否一致"
    if not rows:
        return _other_divergence(asked, matters, reading)
    items = [_cadence_item(row) for row in rows]
    quotes = _cadence_quotes(asked, rows)
    documents = {item["document"]["id"] for item in items}
    told = joined([f"{name_of(item['document'])}{item['label']}" for item in items], "项")
    if len(documents) < 2:
        raise Refused(
            "not_stated",
            f"只有一份文件写到：{told}。无从比较。",
            reading=reading,
            found=Found(reading, "", items, quotes, sought),
        )
    verdict = _cadences_agree(rows)
    return Found(reading, f"{verdict}{told}。", items, quotes, sought)


def _conflict_words(asked: Asked) -> None:
    for token in asked.tokens:
        if token.kind == "word" and token.tags == ("filler",):
            token.used = True


def _cadences_agree(rows: Sequence[Row]) -> str:
    """Compares, for each actor, what documents say; an actor that one document alone names is not compared."""
    by_actor: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        said = text(row, "frequency") or str(row["text"])
        by_actor.setdefault(plain(str(row["actor"])), {}).setdefault(known(row["doc"]), set()).add(said)
    compared = {actor: those for actor, those in by_actor.items() if len(those) > 1}
    if not compared:
        return "参与主体不同，不宜直接比较："
    if all(len({frozenset(said) for said in those.values()}) == 1 for those in compared.values()):
        return "一致："
    return "不一致，请核："


def _targets_agree(asked: Asked) -> Found:
    tokens = asked.named("indicator")
    labels = {named.label for token in tokens for named in token.of("indicator")}
    for token in tokens:
        token.used = True
    named = Filters()
    in_documents(asked, named)
    years = asked.unused("year")
    for token in (*years, *asked.unused("number")):
        token.used = True
    asked.take(
        "compare",
        "both",
        "document",
        "regulation",
        "yes_no",
        "target",
        "which",
        "and",
        "how_much",
        "indicator",
        "not",
    )
    ids = {item.id for token in tokens for item in token.of("indicator")}
    ids |= {other for item in _diverging(asked) if ids & set(item["ids"]) for other in item["ids"]}
    conditions = [*named.conditions, f"VALUES ?indicator {{ {query.iris(sorted(ids))} }}"]
    if years:
        conditions.append(
            f"FILTER(STR(?year) IN ({', '.join(query.literal(token.value[0]) for token in years)}))"
        )
    sought = query.whole("ask_targets", conditions)
    items = [target_item(row) for row in query.run(asked.names.store, sought)]
    reading = f"各文件中“{'、'.join(sorted(labels))}”的目标是否一致"
    quotes = of_targets(asked.names.store, [item["id"] for item in items])
    told = joined(
        [
            f"{name_of(item['document'])}{str(item['year']) + '年' if item['year'] else ''}{figure(item)}"
            + (f"（口径：{item['scope']}）" if item["scope"] else "（口径未载明）")
            for item in items
        ],
        "条",
    )
    by_year: dict[int | None, dict[str, set[tuple[float, str]]]] = {}
    for item in items:
        by_year.setdefault(item["year"], {}).setdefault(item["document"]["id"], set()).add(
            (item["value"], item["unit"])
        )
    compared = [those for those in by_year.values() if len(those) > 1]
    if not compared:
        raise Refused(
            "not_stated", f"没有两份文件写到同一年度的这项目标，无从比较。{told + '。' if told else ''}", reading=reading,
            found=Found(reading, "", items, quotes, sought),
        )  # fmt: skip
    same = all(len({frozenset(values) for values in those.values()}) == 1 for those in compared)
    scopes = {item["scope"] for item in items}
    verdict = "一致：" if same else "数值不一致，口径待核：" if len(scopes) > 1 else "数值不一致，请核："
    return Found(reading, f"{verdict}{told}。", items, quotes, sought)


def _diverging(asked: Asked) -> list[Json]:
    """Indicators that findings of divergence put side by side."""
    found = []
    rows = query.run(asked.names.store, query.whole("ask_findings", _of_kinds(("divergence",))))
    for finding in kept.of_ids(asked.names.store, [known(row["finding"]) for row in rows]):
        found.append({"ids": [each["id"] for each in finding["indicators"]]})
    return found


def _of_kinds(kinds: Sequence[str]) -> list[str]:
    return [f"FILTER(?kind IN ({', '.join(query.literal(kind) for kind in kinds)}))"]


def _other_divergence(asked: Asked, matters: Sequence[str], reading: str) -> Found:
    """No cadence holds the words: is there a finding of divergence on them?"""
    conditions = _of_kinds(("divergence",)) + [
        f"FILTER({query.holds('?explanation', words)})" for words in matters
    ]
    sought = query.whole("ask_findings", conditions)
    items, quotes = _findings(asked, sought)
    if items:
        return Found(reading, f"不一致，请核：{items[0]['label']}", items, quotes, sought)
    missing = [words for words in matters if words not in asked.names.text]
    if missing:
        raise nothing_holds(asked, missing[0])
    raise Refused(
        "not_stated",
        f"没有两份文件对“{'、'.join(matters)}”作出可以比较的规定（频次或目标值）。",
        reading=reading,
    )


def findings(asked: Asked) -> Found | None:
    """哪些任务有交叉, X有没有重叠, 哪些文件的规定不一致, 有哪些待核提示, 有哪些缺口."""
    kind = next((tag for tag in ("overlap", "finding", "compare") if asked.has(tag)), None)
    if kind is None:
        return None
    if (
        kind == "compare"
        and not asked.has("document", "both", "regulation", "document_kind")
        and not asked.named("document")
    ):
        return None
    words = [token.text for token in asked.all(kind)]
    kinds = ("gap",) if words in (["缺口"], ["空白"], ["待补充"]) else KINDS[kind]
    conditions, said = _of_kinds(kinds), []
    those = parties(asked)
    if any(each.negated or each.excluded for each in those):
        return None
    for each in those:
        conditions.append(f"?finding duty:ofUnit {query.iris(each.named.ids[:1])} .")
        said.append(each.name)
    named = Filters()
    in_documents(asked, named)
    for at, one in enumerate(named.documents):
        conditions.append(f"?finding prov:wasDerivedFrom {query.iris([one])} .")
        said.append(named.said[0] if at == 0 else "")
    for token in asked.tokens:
        matter = (token.kind == "gap" and len(token.text) > 1) or (token.kind == "name" and not token.used)
        if matter or any(tag.startswith("kind:") for tag in token.tags):
            token.used = True
            conditions.append(f"FILTER({query.holds(_TOLD, token.text)})")
            said.append(f"“{token.text}”")
    asked.take(
        kind,
        "finding",
        "overlap",
        "compare",
        "document",
        "both",
        "regulation",
        "task",
        "which",
        "yes_no",
        "unit",
        "responsible",
        "indicator",
        "target",
        "and",
        "how_many",
        "assigned",
        "together",
        "involved",
        "who",
    )
    for token in asked.unused("number"):
        token.used = token.number <= _MANY
    for token in asked.all("not"):
        token.used = kind == "compare"
    sought = query.whole("ask_findings", conditions)
    items, quotes = _findings(asked, sought)
    reading = f"{'、'.join(filter(None, said)) + '的' if said else ''}{'待补充事项' if kinds == ('gap',) else _SAID[kind]}"
    if not items:
        return Found(reading, "没有这样的待核提示。", [], [], sought)
    shown = "".join(f"{at}. {item['label']}" for at, item in enumerate(items[:_MANY], 1))
    answer = f"共 {len(items)} 条待核提示。{shown}" + ("……" if len(items) > _MANY else "")
    return Found(reading, answer, items, quotes, sought)


def _findings(asked: Asked, sought: str) -> tuple[list[Json], list[Json]]:
    rows = query.run(asked.names.store, sought)
    items: list[Json] = [
        {
            "type": "finding",
            "id": known(row["finding"]),
            "label": str(row["explanation"]),
            "number": None,
            "kind": str(row["kind"]),
        }
        for row in rows
    ]
    told = kept.of_ids(asked.names.store, [item["id"] for item in items[:_QUOTED]])
    return items, distinct(quote for each in told for quote in each["evidence"])
