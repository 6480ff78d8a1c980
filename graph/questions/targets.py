"""Frames about indicators: values of a year or of all years, who answers for them, which indicators a unit has."""

from __future__ import annotations

from collections.abc import Sequence

from graph.catalogue.values import Json, known
from graph.questions import evidence, query
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked, unknown
from graph.questions.filters import Filters, in_documents
from graph.questions.parties import parties
from graph.questions.telling import figure, joined, listed, name_of, target_item, unit_item


def values(asked: Asked) -> Found | None:
    """高价值发明专利拥有量2027年目标是多少，谁负责; 各年目标; 从2026年到2028年增长多少."""
    wanted = _indicators(asked)
    if wanted is None:
        return None
    ids, said = wanted
    if asked.has("who", "responsible", "unit", "lead") and not _asks_value(asked):
        return _owners(asked, ids, said)
    found = Filters()
    in_documents(asked, found)
    years = _years(asked)
    conditions = [f"VALUES ?indicator {{ {query.iris(ids)} }}", *found.conditions]
    every = _run(asked, query.whole("ask_targets", conditions))
    growth, who = asked.take("growth"), asked.take("who")
    growth = growth or (asked.take("change") if asked.has("how_much") else [])
    asked.take(
        "target",
        "how_much",
        "each_year",
        "which",
        "indicator",
        "responsible",
        "when",
        "how_many",
        "unit",
        "regulation",
        "task",
        "assigned",
        "deadline",
    )
    reading = f"{said}{'、'.join(f'{year}年' for year in years) if years and not growth else ''}的目标" + (
        f"（{'，'.join(found.said)}）" if found.said else ""
    )
    if years and not growth:
        conditions.append(f"FILTER(STR(?year) IN ({', '.join(query.literal(year) for year in years)}))")
    owners_too = bool(who)
    sought = _with_owners(conditions, ids) if owners_too else query.whole("ask_targets", conditions)
    items = _run(asked, sought)
    targets = [item for item in items if item["type"] == "target"]
    store = asked.names.store
    if not targets:
        raise _no_value(asked, every, years, said, reading)
    missing = [year for year in years if not growth and int(year) not in {item["year"] for item in targets}]
    units = [item for item in items if item["type"] == "unit"]
    answer = _told(targets)
    if growth:
        answer += _growth(targets, years)
        reading += "及其变化"
    if missing:
        answer += f"原文没有{'、'.join(missing)}年的目标。"
    if owners_too:
        reading += "和责任单位"
        answer += f"责任单位：{listed(item['short'] for item in units)}。" if units else "原文未列责任单位。"
    quotes = evidence.of_targets(store, [item["id"] for item in targets])
    if owners_too:
        quotes = evidence.distinct([*quotes, *evidence.of_assignments(store, ids)])
    return Found(reading, answer, items, quotes, sought)


def _asks_value(asked: Asked) -> bool:
    return asked.has("target", "how_much", "growth", "each_year") or bool(asked.kind("year", "years"))


def _indicators(asked: Asked) -> tuple[list[str], str] | None:
    """Ids of the indicators that the question names, in full or in part, and how it writes them."""
    tokens = asked.named("indicator")
    if tokens and (
        any(not each.part for each in tokens[0].of("indicator"))
        or asked.has("target", "indicator", "how_much", "growth", "each_year", "who")
        or asked.kind("year")
    ):
        if asked.has("task", "mention") and not asked.has("target", "how_much", "indicator"):
            return None
        if (
            any(part.part for part in tokens[0].of("indicator"))
            and asked.has("who", "responsible")
            and not _asks_value(asked)
            and not asked.has("indicator")
        ):
            return None
        for token in tokens:
            token.used = True
        ids = [named.id for token in tokens for named in token.of("indicator")]
        for token in tokens:
            if all(named.part for named in token.of("indicator")):
                ids += _holding(asked, token.text)
        return list(dict.fromkeys(ids)), "、".join(token.text for token in tokens)
    if not asked.has("target", "growth", "each_year", "indicator", "how_much"):
        return None
    if asked.bodies:
        return None
    stretch = [
        token for token in asked.tokens if token.kind == "gap" or token.of("industry", "platform", "object")
    ]
    if not stretch:
        return None
    words = asked.text[stretch[0].start : stretch[-1].end]
    within = [
        token for token in asked.tokens if stretch[0].start <= token.start and token.end <= stretch[-1].end
    ]
    if any(token.kind in ("stop", "year") for token in within) or len(words) < 2:
        return None
    fitting = _holding(asked, words)
    if not fitting:
        if asked.has("indicator", "target") and not asked.has("task"):
            raise unknown(asked.names, words, f"图谱中没有名为“{words}”的指标。")
        return None
    for token in within:
        token.used = True
    return list(dict.fromkeys(fitting)), words


def _holding(asked: Asked, words: str) -> list[str]:
    """Indicators whose name holds the words."""
    return [
        named.id
        for form, those in asked.names.forms.items()
        for named in those
        if named.kind == "indicator" and not named.part and words in form
    ]


def _years(asked: Asked) -> list[str]:
    found: list[str] = []
    for token in asked.kind("year", "years", "year_end"):
        token.used = True
        if token.kind == "years":
            first, last = (int(value) for value in token.value)
            found += [str(year) for year in range(first, min(last, first + 30) + 1)]
        else:
            found.append(token.value[0])
    return sorted(set(found))


def _run(asked: Asked, sought: str) -> list[Json]:
    return [
        {"type": "unit", "id": known(row["item"]), "label": str(row["label"]), "short": str(row["short"])}
        if str(row.get("type")) == "unit"
        else target_item(row)
        for row in query.run(asked.names.store, sought)
    ]


def _with_owners(conditions: Sequence[str], ids: Sequence[str]) -> str:
    text = query.whole("ask_targets_owners", conditions)
    return text.replace("#OWNERS", f"VALUES ?indicator {{ {query.iris(ids)} }}")


def _told(targets: Sequence[Json]) -> str:
    by_indicator: dict[tuple[str, str], list[Json]] = {}
    for item in targets:
        by_indicator.setdefault((item["label"], name_of(item["document"])), []).append(item)
    several = len({document for _, document in by_indicator}) > 1
    parts = []
    for (label, document), those in by_indicator.items():
        values = "、".join(
            f"{str(item['year']) + '年' if item['year'] else item['period'] or ''}{figure(item)}"
            for item in those
        )
        parts.append(f"{document + '：' if several else ''}{label}{values}")
    return joined(parts, "条") + "。"


def _growth(targets: Sequence[Json], years: Sequence[str]) -> str:
    by_indicator: dict[str, list[Json]] = {}
    for item in targets:
        if item["year"] is not None and (not years or years[0] <= str(item["year"]) <= years[-1]):
            by_indicator.setdefault(item["indicator"], []).append(item)
    several = len({those[0]["document"]["id"] for those in by_indicator.values()}) > 1
    said = []
    for those in by_indicator.values():
        first, last = those[0], those[-1]
        if len(those) > 1 and first["unit"] == last["unit"]:
            change = last["value"] - first["value"]
            unit = "个百分点" if first["unit"] == "%" else first["unit"]
            word = "增加" if change > 0 else "减少"
            told = f"{word}{abs(change):g}{unit}" if change else "持平"
            where = name_of(first["document"]) if several else ""
            said.append(f"{where}{last['year']}年比{first['year']}年{told}")
    return joined(said, "条") + "（按原文数值计算）。" if said else "只有一个年度的数值，无从比较。"


def _no_value(asked: Asked, every: Sequence[Json], years: Sequence[str], said: str, reading: str) -> Refused:
    stated = sorted({item["year"] for item in every if item["year"]})
    sought = query.whole(
        "ask_targets", [f"VALUES ?indicator {{ {query.iris(dict.fromkeys(i['indicator'] for i in every))} }}"]
    )
    message = f"原文没有{said}{'、'.join(years)}年的目标。"
    if stated:
        message += f"写明的是：{_told(every)}"
    return Refused(
        "not_stated",
        message,
        [f"{said}{year}年目标是多少？" for year in stated[:5]],
        reading,
        Found(
            reading, "", list(every), evidence.of_targets(asked.names.store, [i["id"] for i in every]), sought
        ),
    )


def _owners(asked: Asked, ids: Sequence[str], said: str) -> Found:
    lead = asked.has("lead")
    asked.take("who", "responsible", "unit", "which", "indicator", "how_many", "task", "target", "assigned")
    sought = query.whole("ask_indicator_owners", [f"VALUES ?indicator {{ {query.iris(ids)} }}"])
    items = [unit_item(row) for row in query.run(asked.names.store, sought)]
    quotes = evidence.of_assignments(asked.names.store, list(ids))
    reading = f"指标“{said}”的责任单位"
    told = f"{listed(item['short'] for item in items)}。"
    if lead:
        asked.take("lead")
        raise Refused(
            "not_stated",
            f"原文未写明指标“{said}”的牵头单位。" + (f"责任单位：{told}" if items else ""),
            reading=reading,
            found=Found(reading, "", items, quotes, sought),
        )
    if not items:
        targets = [
            known(row["item"])
            for row in query.run(
                asked.names.store, query.whole("ask_targets", [f"VALUES ?indicator {{ {query.iris(ids)} }}"])
            )
        ]
        quotes = evidence.of_targets(asked.names.store, targets)
        raise Refused(
            "not_stated",
            f"原文未写明指标“{said}”的责任单位。",
            reading=reading,
            found=Found(reading, "", [], quotes, sought),
        )
    return Found(reading, f"共 {len(items)} 家：{told}", items, quotes, sought)


def of_unit(asked: Asked) -> Found | None:
    """A负责哪些指标, 2027年有哪些目标, 有多少项指标."""
    if (
        not asked.has("indicator", "target")
        or asked.named("indicator")
        or asked.has("compare", "who", "most", "least", "relative_year")
    ):
        return None
    if asked.has("task") and not asked.has("indicator"):
        return None
    if asked.has("task") and len(asked.all("which", "how_many")) > 1:
        raise Refused("unsupported", "一次请只问一件事：任务，或者指标。")
    those = parties(asked)
    if any(each.excluded for each in those) or len({each.negated for each in those}) > 1:
        return None
    found = Filters()
    in_documents(asked, found)
    years = _years(asked)
    asked.take(
        "indicator",
        "target",
        "which",
        "how_many",
        "how_much",
        "responsible",
        "assigned",
        "involved",
        "together",
        "each_year",
        "unit",
        "yes_no",
        "task",
    )
    conditions, said = list(found.conditions), list(found.said)
    for at, each in enumerate(those):
        conditions.append(query.owned(each.named.ids, at, each.negated))
        said.append(f"{each.name}{'不' if each.negated else ''}负责")
    if years:
        conditions.append(f"FILTER(STR(?year) IN ({', '.join(query.literal(year) for year in years)}))")
        said.append("、".join(f"{year}年" for year in years))
    sought = query.whole("ask_targets", conditions)
    items = _run(asked, sought)
    reading = f"{'、'.join(said) + '的' if said else '全部'}指标和目标"
    if not items:
        who = "、".join(each.name for each in those)
        answer = (
            f"没有。{who}没有列为任何指标的责任单位。"
            if who and not years and not found.documents
            else "没有这样的指标。"
        )
        return Found(reading, answer, [], [], sought)
    labels = list(dict.fromkeys(item["label"] for item in items))
    quotes = evidence.of_targets(asked.names.store, [item["id"] for item in items])
    answer = f"共 {len(labels)} 项指标、{len(items)} 个目标值：{listed(labels, '项')}。"
    return Found(reading, answer, items, quotes, sought)
