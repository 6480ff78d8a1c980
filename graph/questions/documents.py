"""Frames about documents: their number, dates, issuer, attachments; which of them says something."""

from __future__ import annotations

from collections.abc import Sequence

from graph.catalogue.values import Json, evidence, known, text
from graph.queries import load, with_values
from graph.questions import query
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked, last_day
from graph.questions.evidence import distinct, of_tasks
from graph.questions.filters import Filters, filters, in_documents, nothing_holds
from graph.questions.names import plain
from graph.questions.parties import parties
from graph.questions.telling import document, joined, listed, name_of
from graph.store.base import Row
from ontology.terms import ID

FACTS: dict[str, tuple[str, str]] = {
    "printed": ("印发日期", "?doc duty:printedOn ?value ."),
    "issued": ("成文日期", "?doc dcterms:issued ?value ."),
    "number": ("发文字号", "?doc dcterms:identifier ?value ."),
    "publisher": ("发文机关", "?doc duty:issuerText ?value ."),
    "addressee": ("主送机关", "?doc duty:addressee ?value ."),
    "copied": ("抄送机关", "?doc duty:copiedTo ?value ."),
    "cites": ("引用的文件", "?doc eli:cites ?value ."),
    "attachment": ("附件", "?doc duty:attachment/dcterms:title ?value ."),
    "publicity": ("公开属性", "?doc duty:publicity ?value ."),
    "period": (
        "实施期限",
        '?doc duty:periodStart ?from ; duty:periodEnd ?to . BIND(CONCAT(STR(?from), "-", STR(?to)) AS ?value)',
    ),
    "title": ("标题", "?doc dcterms:title ?value ."),
    "jurisdiction": ("适用地区", "?doc duty:jurisdiction ?value ."),
}


def facts(asked: Asked) -> Found | None:
    """行动计划什么时候印发, 文号是什么, 谁印发的, 抄送哪些单位, 有哪些附件."""
    fact = _fact(asked)
    if fact is None:
        return None
    if fact == "cites" and asked.sought == "document" and asked.has("which"):
        citing = _citing(asked)
        if citing is not None:
            return citing
    found = Filters()
    in_documents(asked, found)
    those = parties(asked)
    if those and fact not in ("addressee", "copied") and not found.documents:
        return None
    if (
        not found.documents
        and not asked.has("document", "document_kind")
        and not (those and fact in ("addressee", "copied"))
    ):
        return None
    if asked.has("who") and asked.has("when"):
        raise Refused("unsupported", "一次请只问一项：由谁印发，或何时印发。")
    said, pattern = FACTS[fact]
    conditions = [*found.conditions, pattern]
    for each in those:
        names = [
            plain(named)
            for named in (
                each.named.label,
                asked.names.short.get(each.named.id, each.token.text),
                each.token.text,
            )
        ]
        conditions.append(
            "FILTER(" + " || ".join(query.holds("?value", name) for name in dict.fromkeys(names)) + ")"
        )
        found.said.append(f"含{each.name}")
    yes_no = asked.has("yes_no")
    asked.take(
        fact,
        "issue",
        "when",
        "who",
        "which",
        "document",
        "unit",
        "how_many",
        "yes_no",
        "involved",
        "number",
        "title",
        "both",
        "document_kind",
        "responsible",
        "period",
        "mention",
    )
    sought = query.whole("ask_document_facts", conditions)
    rows = query.run(asked.names.store, sought)
    reading = f"{'、'.join(found.said) if found.said else '各文件'}的{said}"
    if not rows and those and yes_no:
        return Found(
            reading,
            f"否。没有写明的{said}中没有{'、'.join(each.name for each in those)}。".replace(
                "没有写明的", "写明的"
            ),
            [],
            [],
            sought,
        )
    if not rows:
        where = "、".join(found.said) or "各文件"
        raise Refused("not_stated", f"{where}没有写明{said}。", reading=reading)
    items = [
        {
            "type": "document",
            "id": known(row["doc"]),
            "label": text(row, "docTitle") or known(row["doc"]),
            "number": text(row, "docNumber"),
            "document": document(row),
            "value": str(row["value"]),
        }
        for row in rows
    ]
    verdict = "是。" if yes_no and those else ""
    return Found(reading, verdict + _told(items, said, fact, asked), items, _quotes(asked, items), sought)


def _citing(asked: Asked) -> Found | None:
    """哪些文件引用了闵府发〔2026〕11号: the document behind the verb is what is cited."""
    verb = asked.all("cites")[0]
    cited = [
        token
        for token in asked.tokens
        if token.start >= verb.end and (token.of("document") or token.kind in ("gap", "document_number"))
    ]
    if len(cited) != 1:
        return None
    cited[0].used = True
    words = plain(cited[0].of("document")[0].label) if cited[0].named else cited[0].text
    asked.take("cites", "document", "which", "how_many")
    sought = query.whole(
        "ask_document_facts", ["?doc eli:cites ?value .", f"FILTER({query.holds('?value', words)})"]
    )
    rows = query.run(asked.names.store, sought)
    items = [{**_document_item(row), "value": str(row["value"])} for row in rows]
    answer = (
        f"共 {len(items)} 份：{listed(name_of(item['document']) for item in items)}。"
        if items
        else "没有这样的文件。"
    )
    return Found(f"引用{cited[0].text}的文件", answer, items, _quotes(asked, items), sought)


def _fact(asked: Asked) -> str | None:
    direct = next(
        (fact for fact in FACTS if asked.has(fact) and fact not in ("number", "title", "period")), None
    )
    if direct in (
        "cites",
        "attachment",
        "addressee",
        "copied",
        "publisher",
        "issued",
        "printed",
        "publicity",
    ):
        return direct
    if asked.has("issue") and asked.has("when"):
        return "printed" if any(token.text == "印发" for token in asked.all("issue")) else "issued"
    if asked.has("issue") and asked.has("who", "unit"):
        return "publisher"
    for fact in ("period", "number", "jurisdiction"):
        if (asked.has(fact) and asked.has("which", "how_much", "when", "kind_of_thing", "yes_no")) or (
            (asked.has(fact) and asked.has("document_kind"))
            or (asked.has(fact) and bool(asked.named("document")))
        ):
            return fact
    return "title" if asked.has("title") and asked.named("document") else None


def _told(items: Sequence[Json], said: str, fact: str, asked: Asked) -> str:
    by_document: dict[str, list[str]] = {}
    for item in items:
        name = f"《{item['label']}》" if fact == "number" else name_of(item["document"])
        by_document.setdefault(name, []).append(item["value"])
    absent = _absent(asked, items) if fact == "attachment" else ""
    return (
        joined([f"{name}{said}：{listed(values, '个')}" for name, values in by_document.items()], "份")
        + "。"
        + absent
    )


def _absent(asked: Asked, items: Sequence[Json]) -> str:
    nodes = [ID(each) for each in dict.fromkeys(item["id"] for item in items)]
    rows = asked.names.store.select(with_values(load("document_attachments"), "doc", nodes))
    missing = [f"附件{row['number']}" for row in rows if str(row["present"]) == "false"]
    return f"其中{'、'.join(missing)}本文本未见。" if missing else ""


def _quotes(asked: Asked, items: Sequence[Json]) -> list[Json]:
    """The places of the head that hold the value, or the day as Chinese documents write it."""
    nodes = [ID(each) for each in dict.fromkeys(item["id"] for item in items)]
    rows = asked.names.store.select(with_values(load("ask_document_evidence"), "doc", nodes))
    found = []
    for item in items:
        value = item["value"]
        parts = value.split("-")
        if len(parts) == 3 and all(part.isdigit() for part in parts):
            value = f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日"
        elif len(parts) == 2 and all(part.isdigit() for part in parts):
            value = parts[0]
        found += [
            evidence(row, known(row["doc"]))
            for row in rows
            if known(row["doc"]) == item["id"] and plain(value) in plain(str(row["quote"]))
        ][:2]
    return distinct(found)


def holding(asked: Asked) -> Found | None:
    """哪份文件提到X, X写在哪份文件里, 图谱里有哪些文件."""
    if (
        not asked.has("document")
        or not asked.has("which", "how_many")
        or asked.has("compare", "task", "indicator", "target", "unit", "cites")
    ):
        return None
    those = parties(asked)
    dated = _dated(asked) if asked.has("issue", "issued", "printed") else None
    if dated is not None:
        return dated
    found = filters(asked, counts=False)
    conditions = list(found.conditions)
    for at, each in enumerate(those):
        conditions.append(query.part(each.named.ids, "involved", at, each.negated))
        found.said.append(f"{'未' if each.negated else ''}涉及{each.name}")
    for gap in asked.unused("gap"):
        if len(gap.text) > 1 and not found.words:
            gap.used = True
            found.words = gap.text
            conditions.append(query.wording(gap.text, 50))
            found.said.append(f"题目或举措含有“{gap.text}”")
    asked.take(
        "document",
        "which",
        "how_many",
        "mention",
        "involved",
        "responsible",
        "assigned",
        "and",
        "about",
        "regulation",
        "issue",
        "both",
    )
    if not conditions:
        sought = query.whole("ask_document_facts", ["?doc dcterms:title ?value ."])
        rows = query.run(asked.names.store, sought)
        items = [_document_item(row) for row in rows]
        titles = listed((f"《{item['label']}》" for item in items), "份")
        return Found(
            "图谱中的文件", f"共 {len(items)} 份：{titles}。", items, _head_quotes(asked, rows), sought
        )
    sought = query.whole("ask_documents_holding", conditions)
    rows = query.run(asked.names.store, sought)
    items = [_document_item(row) for row in rows]
    reading = f"{'、'.join(found.said)}的任务所在的文件"
    if not items:
        if found.words and not those:
            raise nothing_holds(asked, found.words)
        return Found(reading, "没有这样的文件。", [], [], sought)
    tasks = [known(row["task"]) for row in query.run(asked.names.store, query.whole("ask_tasks", conditions))]
    return Found(
        reading,
        f"共 {len(items)} 份：{listed(name_of(item['document']) for item in items)}。",
        items,
        of_tasks(asked.names.store, tasks),
        sought,
    )


def _dated(asked: Asked) -> Found | None:
    """哪些文件是2026年发布的, 区政府印发了哪些文件."""
    conditions, said = [], []
    for token in asked.unused("year"):
        token.used = True
        conditions.append(f"FILTER(STRSTARTS(STR(?issued), {query.literal(token.value[0])}))")
        said.append(f"{token.value[0]}年成文")
    for token in asked.unused("day"):
        token.used = True
        day, whole_month = last_day(token)
        conditions.append(
            f"FILTER(STRSTARTS(STR(?issued), {query.literal(day[:7] if whole_month else day)}))"
        )
        said.append(f"{token.text}成文")
    for at, token in enumerate(token for token in asked.tokens if token.bodies):
        ids = [one for named in token.bodies for one in named.ids]
        conditions.append(f"VALUES ?issuer{at} {{ {query.iris(ids)} }} ?doc dcterms:publisher ?issuer{at} .")
        said.append(f"{token.text}印发")
    if not conditions:
        return None
    asked.take("document", "which", "how_many", "issue", "issued", "printed", "responsible", "assigned")
    sought = query.whole("ask_document_facts", ["?doc dcterms:title ?value .", *conditions])
    rows = query.run(asked.names.store, sought)
    items = [_document_item(row) for row in rows]
    titles = listed((f"《{item['label']}》" for item in items), "份")
    answer = f"共 {len(items)} 份：{titles}。" if items else "没有这样的文件。"
    return Found(f"{'、'.join(said)}的文件", answer, items, _head_quotes(asked, rows), sought)


def _document_item(row: Row) -> Json:
    return {
        "type": "document",
        "id": known(row["doc"]),
        "label": text(row, "docTitle") or known(row["doc"]),
        "number": text(row, "docNumber"),
        "document": document(row),
    }


def _head_quotes(asked: Asked, rows: Sequence[Row]) -> list[Json]:
    return _quotes(asked, [{"id": known(row["doc"]), "value": text(row, "docTitle") or ""} for row in rows])
