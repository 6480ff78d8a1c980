"""One function per kind of reading: a Document and its gold, and how they agree.

Matching is one to one. White space and quotation marks do not count; places are code points of the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from graph.evaluation.counts import Counts, Judged, judge, match
from graph.model import Assignment, Document, Entity

Data = dict[str, Any]


def plain(text: str | None) -> str:
    """Text as it is compared: without white space and quotation marks, brackets full-width."""
    bare = re.sub(r"[\s“”\"‘’'「」]", "", text or "")
    return bare.replace("(", "（").replace(")", "）").replace("．", ".").replace("[", "〔").replace("]", "〕")


def overlap(a: int, b: int, c: int, d: int) -> bool:
    return a < d and c < b


# ---------------------------------------------------------------- assignments


def _prose(assignment: Assignment) -> bool:
    return assignment.stated.basis == "running_text" or assignment.stated.rule == "unit_first"


def assignments(document: Document, gold: Data) -> dict[str, Judged]:
    """Unit and role of every duty statement; statements meet where their places overlap.

    A unit that a carry-forward rule gives to many tasks counts once, at the rule. ``list`` holds brackets,
    lines and tables, ``prose`` running text and unit-first clauses, ``named`` all without vague collectives.
    """
    truths = [
        (
            plain(a["unit"]),
            a["role"],
            t["start"],
            t["start"] + len(t["quote"]),
            t["notation"] == "prose",
            a["generic"],
        )
        for t in gold["tasks"]
        for a in t["assignments"]
    ]
    read: dict[tuple[str, str, int, int], Assignment] = {}
    for task in document.tasks:
        for a in task.assignments:
            read.setdefault((plain(a.unit), a.role, a.stated.span.start, a.stated.span.end), a)
    found = list(read.items())
    pairs, missed, extra = match(
        truths,
        found,
        lambda t, f: t[0] == f[0][0] and t[1] == f[0][1] and overlap(t[2], t[3], f[0][2], f[0][3]),
    )

    def counted(keep_truth: Any, keep_found: Any) -> Judged:
        lost = [truths[i] for i in missed if keep_truth(truths[i])]
        more = [found[k][1] for k in extra if keep_found(found[k][1])]
        return Judged(
            Counts(sum(1 for i, _ in pairs if keep_truth(truths[i])), len(more), len(lost)),
            tuple(f"{a.unit} {a.role} [{a.stated.rule}] at {a.stated.span.start}" for a in more),
            tuple(f"{t[0]} {t[1]} at {t[2]}" for t in lost),
        )

    return {
        "assignments: lists, tables": counted(lambda t: not t[4], lambda a: not _prose(a)),
        "assignments: prose": counted(lambda t: t[4], _prose),
        "assignments: all": counted(lambda t: True, lambda a: True),
        "assignments: all, named": counted(lambda t: not t[5], lambda a: not a.generic),
    }


def tasks(document: Document, gold: Data) -> dict[str, Judged]:
    """Number and beginning of the title of each task; rows of one merged number count as one."""

    def key(number: str | None, title: str) -> str:
        return f"{plain(number).strip('.、，,')} {plain(title)[:16]}"

    truths = [
        key(t["number"], t["title"]) for t in [*gold["tasks"], *gold["tasks_without_units"]] if t["number"]
    ]
    return {"tasks": judge(truths, [key(t.number, t.title) for t in document.tasks])}


def due(document: Document, gold: Data) -> dict[str, Judged]:
    """The deadline of each task that a duty statement stands in, in the words of the text."""
    spans = [(t.span.start, t.span.end, t) for t in document.tasks]
    truths: dict[int, set[str]] = {}
    read: dict[int, str] = {}
    for entry in gold["tasks"]:
        place = next((k for k, (a, b, _) in enumerate(spans) if a <= entry["start"] < b), None)
        if place is None:
            continue
        truths.setdefault(place, set()).update({plain(entry["deadline"])} if entry["deadline"] else ())
        deadline = spans[place][2].deadline
        if deadline:
            read[place] = plain(deadline.text)
    right = [k for k, words in truths.items() if k in read and read[k] in words]
    wrong = [k for k in read if k not in right]
    missed = [k for k, words in truths.items() if words and k not in right]
    return {
        "deadlines": Judged(
            Counts(len(right), len(wrong), len(missed)),
            tuple(f"{spans[k][2].number} {read[k]}" for k in wrong),
            tuple(f"{spans[k][2].number} {'/'.join(sorted(truths[k]))}" for k in missed),
        )
    }


# ---------------------------------------------------------------- header


def header(document: Document, gold: Data) -> dict[str, Judged]:
    """Each field as the gold has it; a field that the gold leaves out is not asked."""
    h, asked = document.header, gold["document"]
    title = h.notice_title or h.title
    values: dict[str, list[str]] = {
        "title": [title.value] if title else [],
        "number": [h.number.value] if h.number else [],
        "issuer": [c.value for c in h.issuers] or ([h.issuer.value] if h.issuer else []),
        "issued": [h.issued.value] if h.issued else [],
        "printed": [h.printed.value] if h.printed else [],
        "printed_by": [h.printed_by.value] if h.printed_by else [],
        "publicity": [h.publicity.value] if h.publicity else [],
        "addressees": [c.value for c in h.addressees],
        "copied_to": [c.value for c in h.copied_to],
        "cites": [c.value for c in h.cites],
        "attachments": [f"{a.number} {a.title} {a.present}" for a in h.attachments],
        "period": [f"{h.period_start}-{h.period_end}"] if h.period_start else [],
    }
    total = Judged(Counts())
    for field, found in values.items():
        if field not in asked:
            continue
        truth = asked[field]
        if field == "issuer":
            truths = (truth or "").split("、")
        elif field == "period":
            truths = [f"{truth['start']}-{truth['end']}"] if truth else []
        elif field == "attachments":
            truths = [f"{a['number']} {a['title']} {a['present']}" for a in truth]
        else:
            truths = truth if isinstance(truth, list) else [truth] if truth else []
        one = judge([plain(x) for x in truths if x], [plain(x) for x in found])
        total += Judged(
            one.counts, tuple(f"{field}: {x}" for x in one.wrong), tuple(f"{field}: {x}" for x in one.missed)
        )
    return {"header": total}


# ---------------------------------------------------------------- targets


def targets(document: Document, gold: Data) -> dict[str, Judged]:
    """Value, unit and year at one place; then also the limit, and also the indicator's words."""
    truths, found = gold["targets"], document.targets

    def same(t: Data, f: Any) -> bool:
        return (
            abs(float(t["value"]) - f.value) < 1e-9
            and plain(t["unit"]) == plain(f.unit)
            and t["year"] == f.year
            and overlap(t["start"], t["start"] + len(t["quote"]), f.span.start, f.span.end)
        )

    def judged(test: Any) -> Judged:
        pairs, missed, extra = match(truths, found, test)
        return Judged(
            Counts(len(pairs), len(extra), len(missed)),
            tuple(f"{found[k].indicator} {found[k].year} {found[k].value}{found[k].unit}" for k in extra),
            tuple(
                f"{truths[i]['indicator']} {truths[i]['year']} {truths[i]['value']}{truths[i]['unit']}"
                for i in missed
            ),
        )

    def words(t: Data, f: Any) -> bool:
        a, b = plain(t["indicator"]), plain(f.indicator)
        return bool(b) and (a == b or a in b or b in a)

    return {
        "targets": judged(same),
        "targets, with limit": judged(lambda t, f: same(t, f) and t["comparator"] == f.comparator),
        "targets, with indicator": judged(lambda t, f: same(t, f) and words(t, f)),
    }


# ---------------------------------------------------------------- names


_LEFT_OUT = {"Industry", "CollectiveUnit"}


def _places(document: Document) -> list[tuple[int, int, str, str | None]]:
    """Every place where a name was read: (start, end, class, entity id)."""
    kinds = {e.id: e.type for e in document.entities}
    found = {(m.span.start, m.span.end): (m.type, m.entity) for m in document.mentions}
    for task in document.tasks:
        found |= {(m.span.start, m.span.end): (m.type, m.entity) for m in task.mentions}
    listed = [a for t in document.tasks for a in t.assignments] + [
        a for t in document.targets for a in t.responsible
    ]
    for a in listed:
        if a.entity:
            found.setdefault((a.span.start, a.span.end), (kinds.get(a.entity, ""), a.entity))
    return [(a, b, kind, entity) for (a, b), (kind, entity) in sorted(found.items())]


def entities(document: Document, gold: Data) -> dict[str, Judged]:
    """Places of names (strict, lenient, typed) where the gold has them, and names as a list."""
    until = gold["entities_until"]
    result: dict[str, Judged] = {}
    places = [p for p in _places(document) if p[0] < until]
    if gold.get("entity_mentions"):
        truths = [(m["start"], m["end"], m["type"]) for m in gold["entity_mentions"]]
        solid = [t for t in truths if t[2] != "Industry"]
        solid_places = [p for p in places if p[2] != "Industry"]

        def judged(there: list[tuple[int, int, str]], read: list[Any], test: Any) -> Judged:
            pairs, missed, extra = match(there, read, test)
            raw = document.source.raw
            return Judged(
                Counts(len(pairs), len(extra), len(missed)),
                tuple(f"{raw[read[k][0] : read[k][1]]!r} {read[k][2]} at {read[k][0]}" for k in extra),
                tuple(f"{raw[there[i][0] : there[i][1]]!r} {there[i][2]} at {there[i][0]}" for i in missed),
            )

        result["entities: strict"] = judged(truths, places, lambda t, f: t[:2] == f[:2])
        result["entities: strict, no industries"] = judged(solid, solid_places, lambda t, f: t[:2] == f[:2])
        result["entities: typed"] = judged(truths, places, lambda t, f: t == f[:3])
        result["entities: lenient"] = judged(truths, places, lambda t, f: overlap(t[0], t[1], f[0], f[1]))
    seen = {entity for _, _, _, entity in places if entity}
    read = [
        e
        for e in document.entities
        if (e.id in seen or any(f.span.start < until for f in e.forms)) and e.type not in _LEFT_OUT
    ]
    truths_by_name = [
        e for e in gold["entities"] if e.get("class", e["type"]) not in (*_LEFT_OUT, "industry")
    ]

    def same(t: Data, e: Entity) -> bool:
        there = {plain(t["name"]), *map(plain, t["aliases"])}
        return bool(there & {plain(e.name), *(plain(f.text) for f in e.forms)})

    pairs, missed, extra = match(truths_by_name, read, same)
    result["entities: names"] = Judged(
        Counts(len(pairs), len(extra), len(missed)),
        tuple(f"{read[k].name} ({read[k].type})" for k in extra),
        tuple(truths_by_name[i]["name"] for i in missed),
    )
    return result


def linking(document: Document, gold: Data) -> dict[str, Judged]:
    """Pairs of written forms that are one entity, among the forms that both sides know."""
    groups = [{plain(e["name"]), *map(plain, e["aliases"])} for e in gold["entities"]]
    groups += [set(map(plain, link)) for link in gold.get("links", [])]
    known = set().union(*groups) if groups else set()
    there = {pair for group in groups for pair in combinations(sorted(group), 2)}
    forms = [{plain(e.name), *(plain(f.text) for f in e.forms)} for e in document.entities]
    written = (
        set().union(*({plain(f.text) for f in e.forms} for e in document.entities))
        if document.entities
        else set()
    )
    read = {pair for group in forms for pair in combinations(sorted(group & known), 2)}
    asked = {pair for pair in there if pair[0] in written and pair[1] in written}
    return {
        "linking": judge(map(" = ".join, sorted(asked)), map(" = ".join, sorted(read & asked | read - there)))
    }


# ---------------------------------------------------------------- relations, cadences


def relations(document: Document, gold: Data) -> dict[str, Judged]:
    """Subject, predicate and object, each under any name of its entity."""
    if "relations" not in gold:
        return {}
    names = {e.id: {plain(e.name), *(plain(f.text) for f in e.forms)} for e in document.entities}

    def any_name(text: str | None, entity: str | None) -> set[str]:
        return {plain(text)} | (names.get(entity, set()) if entity else set())

    truths, found = gold["relations"], document.relations
    pairs, missed, extra = match(
        truths,
        found,
        lambda t, f: (
            t["predicate"] == f.predicate
            and plain(t["subject"]) in any_name(f.subject, f.subject_entity)
            and plain(t.get("object")) in any_name(f.object, f.object_entity)
        ),
    )
    return {
        "relations": Judged(
            Counts(len(pairs), len(extra), len(missed)),
            tuple(f"{found[k].subject} {found[k].predicate} {found[k].object}" for k in extra),
            tuple(
                f"{truths[i]['subject']} {truths[i]['predicate']} {truths[i].get('object')}" for i in missed
            ),
        )
    }


def cadences(document: Document, gold: Data) -> dict[str, Judged]:
    """Frequency at one place."""
    if "cadences" not in gold:
        return {}
    truths, found = gold["cadences"], document.cadences
    pairs, missed, extra = match(
        truths,
        found,
        lambda t, f: (
            t["frequency"] == f.frequency
            and overlap(t["start"], t["start"] + len(t["quote"]), f.span.start, f.span.end)
        ),
    )
    return {
        "cadences": Judged(
            Counts(len(pairs), len(extra), len(missed)),
            tuple(f"{found[k].text} {found[k].activity}" for k in extra),
            tuple(f"{truths[i]['text']} {truths[i]['activity']}" for i in missed),
        )
    }


JUDGES = (assignments, tasks, due, header, targets, entities, linking, relations, cadences)


def judge_document(document: Document, gold: Data) -> dict[str, Judged]:
    """Every judge's verdicts, by the name of the measure."""
    result: dict[str, Judged] = {}
    for one in JUDGES:
        result |= one(document, gold)
    return result


def total(verdicts: Iterable[dict[str, Judged]]) -> dict[str, Judged]:
    """Verdicts added up over documents."""
    result: dict[str, Judged] = {}
    for verdict in verdicts:
        for measure, judged in verdict.items():
            result[measure] = result[measure] + judged if measure in result else judged
    return result
