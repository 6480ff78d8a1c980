"""发文前核稿: what to look at in a draft before it goes out. The draft is read beside the store and never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from graph.model import Document, Span
from graph.overlap import divergence
from graph.overlap.assembly import findings
from graph.overlap.duties import Duties
from graph.overlap.loading import load
from graph.overlap.measures import unit_lists
from graph.overlap.near_miss import near_misses
from graph.overlap.one_document import from_document
from graph.overlap.wording import cadence_value, target_value
from graph.store.base import Store
from ontology import words

Json = dict[str, Any]
ORDER = (
    "unit_not_addressed",
    "list_order",
    "near_miss_name",
    "relative_time",
    "attachment_absent",
    "target_divergence",
    "cadence_divergence",
    "task_carried",
    "gap",
)
"""Codes of what a review finds, in the order in which they are told."""


def review(document: Document, store: Store) -> Json:
    """Findings on a draft: ``{"document", "items": [{"code", "message", "quote", "start", "end", "related"}]}``.

    ``start`` and ``end`` count code points of the draft's raw text; ``related`` is evidence in stored documents.
    The store is only read.
    """
    return review_duties(from_document(document), load(store))


def review_duties(draft: Duties, stored: Duties) -> Json:
    (id_,) = draft.documents
    frame = draft.documents[id_]
    both = stored.joined(draft)
    if frame.start or frame.issued:
        year = frame.start or int((frame.issued or "")[:4])
        in_force = [each for each, other in stored.documents.items() if each != id_ and other.in_force(year)]
        both = both.only({*in_force, id_})
    items = [
        *_not_addressed(draft, id_),
        *_list_order(both, id_),
        *_near_misses(draft, stored, id_),
        *_relative_time(draft, id_),
        *_divergences(both, id_),
        *_findings(both, id_),
    ]
    items.sort(key=lambda item: (ORDER.index(item["code"]), item["start"]))
    return {
        "document": {"id": id_, "title": frame.title, "number": frame.number},
        "items": items,
        "beside": [other.label() for each, other in both.documents.items() if each != id_],
    }


def _item(
    duties: Duties,
    document: str,
    code: str,
    message: str,
    span: Span,
    related: Sequence[tuple[str, Span]] = (),
) -> Json:
    return {
        "code": code,
        "message": message,
        "quote": duties.quote(document, span),
        "start": span.start,
        "end": span.end,
        "related": [
            {"document": other, "quote": duties.quote(other, place), "start": place.start, "end": place.end}
            for other, place in related
        ],
    }


# -- units against 主送 and 抄送


def _not_addressed(draft: Duties, id_: str) -> Iterator[Json]:
    frame = draft.documents[id_]
    readers = [*frame.addressees, *frame.copied_to]
    if not readers:
        return
    by_vague = any(reader in _VAGUE for reader in readers)
    seen: set[str] = set()
    for task in draft.tasks:
        for part in task.counted():
            if part.unit in seen or part.unit in frame.issuers or part.unit == frame.implied_owner:
                continue
            seen.add(part.unit)
            name = draft.names.get(part.unit)
            forms = {part.written, *((name.name, *name.aliases) if name else ())} - {""}
            if _addressed(forms, readers):
                continue
            shown = part.written or draft.short_name(part.unit)
            message = (
                f"{shown}列为责任单位，主送、抄送中仅由“有关单位”一类统称涵盖，请核是否单列。"
                if by_vague
                else f"{shown}列为责任单位，不在主送、抄送范围，请核。"
            )
            yield _item(draft, id_, "unit_not_addressed", message, part.span)


_VAGUE = frozenset({"有关单位", "各有关单位", "各相关单位", "相关单位", "有关部门", "各有关部门"})


def _addressed(forms: Iterable[str], readers: Sequence[str]) -> bool:
    """Whether a reader names the body, or is a collective that takes in names of its ending."""
    forms = tuple(forms)
    collectives = words.table("findings")["review"]["readers"]
    for reader in readers:
        if reader in _VAGUE:
            continue
        if any(form in reader or reader in form for form in forms if len(form) > 1):
            return True
        for group in collectives:
            if any(word in reader for word in group["words"]) and any(
                form.endswith(tuple(group["endings"])) for form in forms
            ):
                return True
    return False


# -- order of lists


def _list_order(both: Duties, id_: str) -> Iterator[Json]:
    """Pairs of units that stand in the other order elsewhere in the draft, or in what the same issuer has in force."""
    issuers = set(both.documents[id_].issuers)
    known: dict[tuple[str, str], str] = {}
    for document, frame in both.documents.items():
        if document == id_ or issuers & set(frame.issuers):
            for listed in unit_lists(both, document):
                for before in combinations(listed, 2):
                    if document != id_ or before not in known:
                        known[before] = document
    told: set[frozenset[str]] = set()
    for task in both.tasks:
        if task.document != id_:
            continue
        lists: dict[tuple[str, int], list[tuple[int, str, Span]]] = {}
        for part in task.counted():
            lists.setdefault((part.role, part.span.start), []).append((part.position, part.unit, part.span))
        for rows in lists.values():
            units = [unit for _, unit, _ in sorted(rows, key=lambda row: row[0])]
            for first, second in combinations(units, 2):
                pair = frozenset((first, second))
                if first != second and (second, first) in known and pair not in told:
                    told.add(pair)
                    where = known[second, first]
                    place = "本稿另一处" if where == id_ else both.documents[where].label()
                    message = f"{both.short_name(first)}列在{both.short_name(second)}之前，{place}次序相反，请核列名次序。"
                    yield _item(both, id_, "list_order", message, rows[0][2])


# -- names, words of time


def _near_misses(draft: Duties, stored: Duties, id_: str) -> Iterator[Json]:
    raw = draft.documents[id_].raw
    known = {
        form
        for names in (draft.names, stored.names)
        for name in names.values()
        for form in (name.name, *name.aliases)
    }
    for span, written, name in near_misses(raw, known):
        message = f"“{written}”与“{name}”只差一字，请核是否笔误。"
        yield _item(draft, id_, "near_miss_name", message, span)


def _relative_time(draft: Duties, id_: str) -> Iterator[Json]:
    """Words such as 今年 in what is written to last; the letter that issues a plan is not looked at."""
    frame = draft.documents[id_]
    pattern = re.compile("|".join(words.table("findings")["review"]["relative_time"]))
    for task in draft.tasks:
        for found in pattern.finditer(frame.raw, task.span.start, task.span.end):
            span = Span(*found.span())
            message = f"“{found[0]}”是相对时间，日后难以判断所指年度，建议写明年份。"
            yield _item(draft, id_, "relative_time", message, _sentence(frame.raw, span))


def _sentence(raw: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start > 0 and raw[start - 1] not in "。；！？\n":
        start -= 1
    while end < len(raw) and raw[end] not in "。；！？\n":
        end += 1
    return Span(start, end)


# -- against what is in force


def _divergences(both: Duties, id_: str) -> Iterator[Json]:
    for each in divergence.targets(both):
        pair = (each.later, each.earlier)
        mine = next((row for row in pair if row.document == id_), None)
        other = next((row for row in pair if row is not mine), None)
        if mine is None or other is None:
            continue
        scope = "口径一致" if each.same_scope else "口径待核"
        message = (
            f"“{mine.indicator}”{each.year}年目标值不一致（{scope}）："
            f"{target_value(both, mine, 'zh')}，{target_value(both, other, 'zh')}。"
        )
        yield _item(both, id_, "target_divergence", message, mine.span, [(other.document, other.span)])
    for row in divergence.cadences(both):
        ours = next((one for one in (row.later, row.earlier) if one.document == id_), None)
        theirs = row.earlier if ours is row.later else row.later
        if ours is None:
            continue
        message = f"{row.actor}{row.activity}频次不一致：{cadence_value(both, ours, 'zh')}，{cadence_value(both, theirs, 'zh')}。"
        yield _item(both, id_, "cadence_divergence", message, ours.span, [(theirs.document, theirs.span)])


def _findings(both: Duties, id_: str) -> Iterator[Json]:
    """Gaps of the draft, and matters of its tasks that tasks of documents in force already carry."""
    for one in findings(both):
        if id_ not in one.documents:
            continue
        mine = [quote for quote in one.quotes if quote.document == id_]
        others = [(quote.document, quote.span) for quote in one.quotes if quote.document != id_]
        if one.kind == "gap" and not one.values["context"]:
            code = "attachment_absent" if one.values["gap"] == "attachment_absent" else "gap"
            yield _item(both, id_, code, one.zh, mine[0].span)
        elif one.kind == "object_overlap" and others and mine:
            yield _item(both, id_, "task_carried", one.zh, mine[0].span, others)
