"""What else a question asks of tasks: their document, year, subject, wording, number of units."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.catalogue.values import known, text
from graph.questions import query
from graph.questions.answer import Refused
from graph.questions.asked import Asked, Token, unknown
from graph.questions.names import Named, plain
from graph.store.base import Row


@dataclass(slots=True)
class Filters:
    """Conditions on ``?task`` (and its ``?doc``) with the words that say them."""

    conditions: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    words: str | None = None
    things: list[str] = field(default_factory=list)
    counted: bool = False

    def add(self, condition: str, said: str) -> None:
        self.conditions.append(condition)
        self.said.append(said)


def filters(asked: Asked, counts: bool = True, matter: bool = True) -> Filters:
    """Takes every restriction that the question states of tasks."""
    found = Filters()
    in_documents(asked, found)
    for token in asked.unused("year"):
        token.used = True
        found.add(query.in_year(token.value[0]), f"实施期限含{token.value[0]}年的文件")
    if asked.take("safeguard"):
        found.add("?task duty:safeguard true .", "保障措施")
    if counts:
        count(asked, found)
    if matter:
        _things(asked, found)
        _wording(asked, found)
    return found


def documents(asked: Asked) -> list[str]:
    """Ids of the documents that the question names, by number, title, kind or issuer; [] where it names none."""
    found: list[str] = []
    for token in asked.kind("document_number"):
        raise unknown(asked.names, token.text, f"图谱中没有发文字号为“{token.text}”的文件。")
    for token in asked.named("document"):
        token.used = True
        found += [named.id for named in token.of("document")]
    if found:
        return list(dict.fromkeys(found))
    kinds = asked.all("document_kind")
    if not kinds or asked.has("both"):
        return []
    rows = asked.names.issued
    for token in kinds:
        fitting = [
            row for row in rows if token.text in plain(text(row, "title") or text(row, "notice") or "")
        ]
        token.used = True
        fitting, used = _told_apart(asked, token, fitting)
        if not fitting:
            titles = list(dict.fromkeys(text(row, "number") or text(row, "title") or "" for row in rows))
            raise Refused("unknown_name", f"图谱中没有这样的“{token.text}”。", titles[:5])
        ids = list(dict.fromkeys(known(row["doc"]) for row in fitting))
        if len(ids) > 1:
            titles = list(dict.fromkeys(f"{text(row, 'title') or text(row, 'number')}" for row in fitting))
            raise Refused(
                "ambiguous",
                f"“{token.text}”对应{len(ids)}份文件，请写发文字号或标题。",
                [asked.question.replace(token.text, f"《{title}》") for title in titles[:5]],
            )
        for other in used:
            other.used = True
        found += ids
    return list(dict.fromkeys(found))


def _told_apart(asked: Asked, token: Token, rows: list[Row]) -> tuple[list[Row], list[Token]]:
    """Of several documents of a kind those that the words just before tell: an issuer, a year, part of the title."""
    used: list[Token] = []
    other = asked.before(token)
    while other is not None and rows:
        if other.kind == "stop" or {"which", "who", "mention", "responsible", "lead"} & set(other.tags):
            break
        if other.kind in ("name", "gap", "year") and not other.used:
            ids = {named.id for named in other.named}
            kept = [
                row
                for row in rows
                if other.text in plain(f"{text(row, 'title')}{text(row, 'notice')}")
                or ("publisher" in row and known(row["publisher"]) in ids)
            ]
            if kept:
                rows = kept
                used.append(other)
            elif other.kind != "year" and asked.after(other) is token:
                return [], used
        other = asked.before(other)
    return rows, used


def issued_by(asked: Asked) -> None:
    """区科委的(2026年)工作要点 is a document, and 区科委 no party to its tasks: the words become one name."""
    for kind in asked.all("document_kind"):
        stretch = [kind]
        before = asked.before(kind)
        while before is not None and (before.text == "的" or before.kind == "year"):
            stretch.insert(0, before)
            before = asked.before(before)
        if before is None or not before.bodies:
            continue
        stretch.insert(0, before)
        rows = asked.names.issued
        ids = {each for named in before.bodies for each in named.ids}
        years = [token.value[0] for token in stretch if token.kind == "year"]
        found = {
            known(row["doc"]): Named(
                "document", (known(row["doc"]),), text(row, "number") or text(row, "title") or ""
            )
            for row in rows
            if "publisher" in row
            and known(row["publisher"]) in ids
            and kind.text in plain(text(row, "title") or "")
            and all(year in plain(text(row, "title") or "") for year in years)
        }
        if found:
            at = asked.tokens.index(stretch[0])
            end = stretch[-1].end
            name = Token(
                "name", stretch[0].start, end, asked.text[stretch[0].start : end], named=tuple(found.values())
            )
            asked.tokens[at : at + len(stretch)] = [name]


def in_documents(asked: Asked, found: Filters) -> None:
    found.documents = documents(asked)
    if found.documents:
        heads = {known(row["doc"]): row for row in asked.names.documents}
        labels = [
            text(heads[each], "number") or text(heads[each], "title") or each for each in found.documents
        ]
        found.add(query.of_document(found.documents), "、".join(labels))


def count(asked: Asked, found: Filters) -> None:
    """How many units a task lists: 只列一家, 至少3家, 5家以上, 没有责任单位."""
    path, part = _counted_part(asked)
    nothing = [
        token
        for token in asked.all("not")
        if not token.used and (_leads_to_units(asked, token) or token.text in ("没人", "无人"))
    ]
    if nothing:
        for token in nothing:
            token.used = True
        asked.take("unit", "lead", "responsible", "support")
        found.add(query.units_counted("= 0", path), f"没有载明{part}")
        found.counted = True
        return
    numbers = [
        token
        for token in asked.unused("number")
        if token.text[-1:] in ("家", "个") and _of_units(asked, token)
    ]
    if not numbers and asked.has("several") and not asked.kind("task_number"):
        asked.take("several", "unit")
        found.add(query.units_counted("> 1", path), f"列有多家{part}")
        found.counted = True
        return
    if not numbers and asked.has("only") and asked.has("unit") and not asked.bodies:
        asked.take("only", "unit")
        found.add(query.units_counted("= 1", path), f"只列一家{part}")
        found.counted = True
        return
    if len(numbers) != 1:
        return
    number = numbers[0]
    number.used = True
    sign, said = "=", "列有"
    for tag, mark, wording in (
        ("at_least", ">=", "至少列有"), ("more_than", ">", "列有超过"), ("less_than", "<", "列有不到"), ("at_most", "<=", "至多列有"),
    ):  # fmt: skip
        if asked.has(tag):
            sign, said = mark, wording
            asked.take(tag)
    if asked.take("only", "exactly") and sign == "=":
        said = "只列"
    asked.take("unit")
    found.add(query.units_counted(f"{sign} {number.number}", path), f"{said}{number.number}家{part}")
    found.counted = True


def _counted_part(asked: Asked) -> tuple[str, str]:
    if asked.has("lead") and not asked.bodies:
        return "duty:leads", "牵头单位"
    if asked.has("support") and not asked.bodies:
        return "duty:supports", "配合单位"
    return "duty:responsibleFor", "责任单位"


def _leads_to_units(asked: Asked, token: Token) -> bool:
    """没有(写明)责任单位, 没有单位负责, 未明确牵头."""
    after = asked.tokens[asked.tokens.index(token) + 1 :]
    for other in after:
        if "filler" in other.tags or "together" in other.tags:
            continue
        return bool({"unit", "lead"} & set(other.tags)) or (
            "responsible" in other.tags and asked.has("unit") is False and not asked.bodies
        )
    return False


def _of_units(asked: Asked, token: Token) -> bool:
    after = asked.after(token)
    while after is not None and ({"filler", "at_least", "at_most"} & set(after.tags)):
        after = asked.after(after)
    if after is not None and after.kind == "word":
        if {"unit", "lead", "responsible", "support"} & set(after.tags):
            return True
        if {"task", "document", "indicator"} & set(after.tags):
            return token.text.endswith("家")
    return token.text.endswith("家")


def _things(asked: Asked, found: Filters) -> None:
    """Platforms, industries, places and the like that the tasks mention."""
    for token in asked.tokens:
        if token.used or token.kind != "name" or token.bodies:
            continue
        named = token.of("platform", "industry", "place", "object")
        if not named:
            continue
        token.used = True
        after = asked.after(token)
        if after is not None and token.of("industry") and "kind:Industry" in after.tags:
            after.used = True
        ids = [each for one in named for each in one.ids]
        found.things += ids
        if asked.has("mention", "involved", "about"):
            found.words = token.text
            mentioned = query.mentioning(ids, len(found.conditions))
            worded = query.wording(token.text, len(found.conditions))
            found.add(query.either((mentioned, worded)), f"提到“{token.text}”")
        else:
            found.add(query.mentioning(ids, len(found.conditions)), f"提到“{token.text}”")


def _wording(asked: Asked, found: Filters) -> None:
    """Wording that the tasks hold: a gap before 的任务, beside 关于, 有关, 提到."""
    for token in asked.tokens:
        if token.used or not (token.kind == "gap" or token.of("indicator", "task")):
            continue
        if token.kind == "gap" and (len(token.text) < 2 or not attributive(asked, token)):
            continue
        token.used = True
        words = token.text
        headings = words not in asked.names.task_text and words in asked.names.headings
        found.words = words
        found.add(
            query.wording(words, len(found.conditions), headings),
            f"{'所在章节标题' if headings else '题目或举措'}含有“{words}”",
        )


def attributive(asked: Asked, token: Token) -> bool:
    """Whether a gap restricts the tasks, and is no mere word beside them."""
    before, after = asked.before(token), asked.after(token)
    if before is not None and before.text in ("在", "就", "对"):
        return True
    while after is not None and after.tags == ("filler",):
        after = asked.after(after)
    while before is not None and before.tags == ("filler",):
        before = asked.before(before)
    beside = {"task", "involved", "mention", "about", "who", "safeguard"}
    if asked.has("who"):
        beside |= {"responsible", "lead"}
    right = after is not None and bool(beside & set(after.tags))
    left = before is not None and bool({"mention", "involved", "about"} & set(before.tags))
    return right or left


def nothing_holds(asked: Asked, words: str) -> Refused:
    """The refusal where no name and no wording of the documents fits."""
    token = next((token for token in asked.gaps if token.text == words), None)
    before = asked.before(token) if token is not None else None
    while (
        before is not None
        and before.kind == "word"
        and len(before.text) == 1
        and before.tags == ("filler",)
        and before.text not in "的了"
    ):
        words = before.text + words
        before = asked.before(before)
    return unknown(
        asked.names,
        words,
        f"图谱中没有名为“{words}”的单位、平台、产业、指标或文件，任务的题目和举措中也没有这几个字。",
    )
