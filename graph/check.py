"""Is the store true to its documents? SHACL shapes, the evidence rule and the default graph.

The evidence rule (docs/rdf.md): every evidence quotes its text to the character, and every triple
of a document's graph either has a Claim on it (or on a sub-property of it) or a subject that brings
evidence of its own. Documents are checked one graph at a time, so memory follows the largest
document, not the store; only a hash of each plain triple is kept for the default graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyshacl
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from graph.store.base import Store
from ontology import terms
from ontology.terms import DUTY, OA

Triple = tuple[Node, Node, Node]

_APART = {
    DUTY.Assignment,
    DUTY.Claim,
    DUTY.Evidence,
    DUTY.TextVersion,
    OA.TextQuoteSelector,
    OA.TextPositionSelector,
}
"""Subjects of these classes are not plain: they stand in their document's graph only."""

_OF_A_NAME = {RDF.type, DUTY.statedKind}
"""What a document says of an entity by naming it: true of it where the document names it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: ``code`` is kebab-case and stable, ``zh`` and ``en`` are sentences."""

    code: str
    graph: str
    subject: str
    zh: str
    en: str

    def sentence(self, lang: str = "zh") -> str:
        return self.en if lang == "en" else self.zh


def check(store: Store) -> list[Problem]:
    """All problems of the store, those of each graph together; an empty list is a sound store."""
    problems: list[Problem] = []
    plain: set[int] = set()
    for graph in sorted(store.graphs()):
        if graph.startswith(terms.DOC_GRAPHS):
            content = [(s, p, o) for s, p, o, _ in store.quads(graph)]
            problems += _shape_problems(graph, content)
            problems += evidence_problems(graph, content)
            plain.update(map(hash, plain_triples(content)))
        elif graph == terms.REGISTRY:
            content = [(s, p, o) for s, p, o, _ in store.quads(graph)]
            problems += _shape_problems(graph, content)
            plain.update(map(hash, content))
        elif graph == terms.DERIVED:
            # its evidence stands in texts of other graphs, so the shape of evidence is left to those
            content = [(s, p, o) for s, p, o, _ in store.quads(graph) if (p, o) != (RDF.type, DUTY.Evidence)]
            problems += _shape_problems(graph, content)
    problems += _default_graph_problems(store, plain)
    return problems


def plain_triples(content: list[Triple]) -> Iterator[Triple]:
    """The triples of a document's graph that also stand in the default graph."""
    apart = {s for s, p, o in content if p == RDF.type and o in _APART}
    return (t for t in content if t[0] not in apart and t[1] != DUTY.evidence)


@cache
def _shapes() -> Graph:
    """The shapes with each property shape a target of its own: the same meaning, many times as fast.

    pyshacl takes up a nested property shape anew for each focus node, one with a target once for all.
    """
    lifted = Graph()
    for triple in terms.shapes():
        lifted.add(triple)
    for target in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf):
        for shape, aim in terms.shapes().subject_objects(target):
            for part in terms.shapes().objects(shape, SH.property):
                lifted.add((part, RDF.type, SH.PropertyShape))
                lifted.add((part, target, aim))
                lifted.remove((shape, SH.property, part))
    return lifted


def _shape_problems(graph: URIRef, content: list[Triple]) -> Iterator[Problem]:
    data = Graph()
    for triple in content:
        data.add(triple)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none")
    if conforms:
        return
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = str(report.value(result, SH.focusNode))
        value = report.value(result, SH.value)
        messages = {
            m.language: str(m) for m in report.objects(result, SH.resultMessage) if isinstance(m, Literal)
        }
        found = "" if value is None or str(value) == focus else f" ({str(value)[:60]})"
        en = messages.get("en") or next(iter(messages.values()), "The shape is not met.")
        zh = messages.get("zh") or en
        yield Problem("shape", str(graph), focus, f"{zh}{found}：{focus}", f"{en}{found}: {focus}")


def evidence_problems(graph: URIRef, content: list[Triple]) -> Iterator[Problem]:
    """Where one document's graph breaks the evidence rule."""
    of_class: dict[Node, set[Node]] = {}
    value: dict[tuple[Node, Node], Node] = {}
    evidence_of: dict[Node, list[Node]] = {}
    for s, p, o in content:
        value[s, p] = o
        if p == RDF.type:
            of_class.setdefault(o, set()).add(s)
        elif p == DUTY.evidence:
            evidence_of.setdefault(s, []).append(o)
    evidences = of_class.get(DUTY.Evidence, set())
    yield from _quote_problems(graph, evidences, value)
    for subject, places in evidence_of.items():
        for place in places:
            if place not in evidences:
                yield Problem(
                    "evidence-missing",
                    str(graph),
                    str(subject),
                    f"{subject} 所引的原文依据 {place} 不存在。",
                    f"{subject} cites the evidence {place}, which is not there.",
                )
    yield from _unclaimed(graph, content, of_class, value, evidence_of)


def _quote_problems(
    graph: URIRef, evidences: set[Node], value: dict[tuple[Node, Node], Node]
) -> Iterator[Problem]:
    for place in sorted(evidences, key=str):
        selector = value.get((place, OA.hasSelector))
        source = value.get((place, OA.hasSource))
        if selector is None or source is None:
            continue  # the shapes say so
        raw = value.get((source, DUTY.rawText))
        start, end, quote = (value.get((selector, p)) for p in (OA.start, OA.end, OA.exact))
        if raw is None or start is None or end is None or quote is None:
            continue
        found = str(raw)[int(str(start)) : int(str(end))]
        if found != str(quote):
            yield Problem(
                "quote-differs",
                str(graph),
                str(place),
                f"原文第 {start}–{end} 字符为“{found[:40]}”，引文却为“{str(quote)[:40]}”：{place}",
                f"Characters {start}–{end} read “{found[:40]}”, the quote “{str(quote)[:40]}”: {place}",
            )


def _unclaimed(
    graph: URIRef,
    content: list[Triple],
    of_class: dict[Node, set[Node]],
    value: dict[tuple[Node, Node], Node],
    evidence_of: dict[Node, list[Node]],
) -> Iterator[Problem]:
    claims = of_class.get(DUTY.Claim, set()) | of_class.get(DUTY.Assignment, set())
    claimed: set[tuple[Node | None, Node, Node | None]] = set()
    named: set[Node | None] = set()
    assigned: set[Node | None] = set()
    for claim in claims & evidence_of.keys():
        subject, predicate, object_ = (
            value.get((claim, p)) for p in (RDF.subject, RDF.predicate, RDF.object)
        )
        if not isinstance(predicate, URIRef):
            continue  # the shapes say so
        claimed.update((subject, p, object_) for p in terms.closure(predicate))
        if predicate == DUTY.name:
            named.add(subject)
        if claim in of_class.get(DUTY.Assignment, set()):
            assigned.add(subject)
    # A clause is its own place in the text; an indicator is evidenced by its targets.
    grounded = set(evidence_of) | of_class.get(DUTY.Clause, set()) | of_class.get(DUTY.ReadingWarning, set())
    grounded |= {
        value[target, DUTY.indicator]
        for target in of_class.get(DUTY.Target, set())
        if target in evidence_of and (target, DUTY.indicator) in value
    }
    for s, p, o in plain_triples(content):
        if s in grounded or (s, p, o) in claimed:
            continue
        if (p in _OF_A_NAME and s in named) or (p == DUTY.isUnit and s in assigned):
            continue
        said = _short(s, p, o)
        zh, en = f"没有原文依据的陈述：{said}", f"Stated without evidence: {said}"
        yield Problem("no-claim", str(graph), str(s), zh, en)


def _short(s: Node, p: Node, o: Node) -> str:
    return f"{s} {terms.local_name(str(p))} {str(o)[:60]}"


def _default_graph_problems(store: Store, plain: set[int]) -> Iterator[Problem]:
    seen: set[int] = set()
    for s, p, o, _ in store.quads(None):
        key = hash((s, p, o))
        seen.add(key)
        if key not in plain:
            said = _short(s, p, o)
            zh = f"默认图中的陈述不见于任何文件或名称登记：{said}"
            en = f"The default graph states what no document or registry does: {said}"
            yield Problem("default-graph-surplus", "", str(s), zh, en)
    missing = len(plain - seen)
    if missing:
        yield Problem(
            "default-graph-lacks",
            "",
            "",
            f"默认图缺少 {missing} 条文件或名称登记中的陈述。",
            f"The default graph lacks {missing} statements that documents or the registry make.",
        )
