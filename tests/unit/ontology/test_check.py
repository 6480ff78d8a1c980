"""The check finds what is wrong with a store, and nothing in a sound one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import DCTERMS, RDFS, SKOS

from graph.check import Problem, check
from graph.model import (
    Assignment,
    Cadence,
    Cited,
    Clause,
    Document,
    DutyList,
    Entity,
    Header,
    NameForm,
    SourceText,
    Span,
    Target,
    Task,
)
from graph.statements import statements
from graph.store.base import Quad
from graph.store.embedded import EmbeddedStore
from ontology import terms
from ontology.terms import DUTY, ID, OA

RAW = "闵行区示范计划\n1. 推进孵化器建设。2027年新增30家，区科委每月调度。（牵头单位：区科委）"
UNIT = "e-0123456789abcdef"


def span(words: str) -> Span:
    return Span(RAW.index(words), RAW.index(words) + len(words))


def document() -> Document:
    path = (1,)
    duty = DutyList(span("（牵头单位：区科委）"), "list", "bracket")
    unit_span = Span(RAW.rindex("区科委"), RAW.rindex("区科委") + 3)
    unit = Assignment("区科委", unit_span, duty, "lead", "牵头单位", 1, 1, "stated", entity=UNIT)
    whole = Span(RAW.index("1."), len(RAW))
    task = Task(path, "1.", "推进孵化器建设", (), whole, span("推进孵化器建设"), (unit,))
    target = Target(
        "新增孵化器", 30.0, span("2027年新增30家"), year=2027, year_basis="stated", unit="家", task=path
    )
    return Document(
        source=SourceText("plan.txt", "0" * 64, "text/plain", "utf-8", RAW, RAW, range(len(RAW))),
        id="shifan-2026-1-abcdef",
        header=Header(title=Cited("闵行区示范计划", span("闵行区示范计划"))),
        jurisdiction="上海市闵行区",
        clauses=(Clause(path, "1.", "推进孵化器建设", 1, None, whole, span("推进孵化器建设")),),
        tasks=(task,),
        entities=(
            Entity(
                UNIT,
                "闵行区科学技术委员会",
                "PublicOrganisation",
                "上海市闵行区",
                "科学技术委员会",
                (NameForm("区科委", unit_span, "jurisdiction"),),
            ),
        ),
        targets=(target,),
        cadences=(Cadence("区科委", "调度", "每月", "P1M", span("区科委每月调度"), path),),
        lists_units=True,
    )


DOC = document()
GRAPH = terms.doc_graph(DOC.id)
TASK = ID(DOC.task_id((1,)))


def registry() -> Iterator[Quad]:
    unit = ID(UNIT)
    for predicate, value in (
        (RDF.type, DUTY.PublicOrganisation),
        (DCTERMS.identifier, Literal(UNIT)),
        (DUTY.canonicalKey, Literal("科学技术委员会")),
        (DUTY.jurisdiction, Literal("上海市闵行区")),
        (SKOS.prefLabel, Literal("闵行区科学技术委员会", lang="zh")),
        (RDFS.label, Literal("闵行区科学技术委员会", lang="zh")),
        (DUTY.name, Literal("闵行区科学技术委员会")),
    ):
        yield unit, predicate, value, terms.REGISTRY
        yield unit, predicate, value, None


def problems(folder: Path, *more: Quad, without: tuple[Quad, ...] = ()) -> list[Problem]:
    quads = [q for q in (*statements(DOC), *registry(), *more) if q not in without]
    store = EmbeddedStore(folder / "store")
    try:
        store.replace_graphs([], quads)
        return check(store)
    finally:
        store.close()


def codes(found: list[Problem]) -> list[str]:
    return sorted({problem.code for problem in found})


def test_a_sound_store_has_no_problem(tmp_path: Path) -> None:
    assert [problem.en for problem in problems(tmp_path)] == []


def test_an_empty_store_is_sound(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    assert check(store) == []
    store.close()


def test_a_quote_that_is_not_the_text_is_found_and_both_are_shown(tmp_path: Path) -> None:
    place = span("2027年新增30家")
    selector = ID(f"{DOC.id}.s{place.start}-{place.end}.q")
    right: Quad = (selector, OA.exact, Literal("2027年新增30家"), GRAPH)
    wrong: Quad = (selector, OA.exact, Literal("2027年新增40家"), GRAPH)
    found = problems(tmp_path, wrong, without=(right,))
    assert codes(found) == ["quote-differs"]
    assert f"原文第 {place.start}–{place.end} 字符为“2027年新增30家”，引文却为“2027年新增40家”" in found[0].zh


def test_a_relation_without_a_claim_is_found(tmp_path: Path) -> None:
    bare = (ID(UNIT), DUTY.supports, TASK)
    found = problems(tmp_path, (*bare, GRAPH), (*bare, None))
    assert codes(found) == ["no-claim"]
    assert found[0].en == f"Stated without evidence: {ID(UNIT)} supports {TASK}"


def test_the_closure_of_a_claim_needs_no_claim_of_its_own(tmp_path: Path) -> None:
    stated = {p for s, p, o, g in statements(DOC) if s == ID(UNIT) and o == TASK and g == GRAPH}
    assert stated == {DUTY.leads, DUTY.responsibleFor, DUTY.involvedIn}
    assert problems(tmp_path) == []


def test_a_task_without_evidence_breaks_the_shapes_and_the_rule(tmp_path: Path) -> None:
    without = tuple(q for q in statements(DOC) if q[0] == TASK and q[1] == DUTY.evidence)
    found = problems(tmp_path, without=without)
    assert codes(found) == ["no-claim", "shape"]
    assert "任务应有原文依据。" in next(p for p in found if p.code == "shape").zh


def test_evidence_that_is_not_there_is_found(tmp_path: Path) -> None:
    found = problems(tmp_path, (TASK, DUTY.evidence, ID(f"{DOC.id}.s900-901"), GRAPH))
    assert codes(found) == ["evidence-missing", "shape"]


def test_a_lead_that_rests_on_nothing_is_found(tmp_path: Path) -> None:
    assignment = ID(DOC.task_id((1,)) + ".a1")
    stated: Quad = (assignment, DUTY.leadBasis, DUTY.Stated, GRAPH)
    guessed: Quad = (assignment, DUTY.leadBasis, DUTY.NotStated, GRAPH)
    found = problems(tmp_path, guessed, without=(stated,))
    assert [p.code for p in found] == ["shape"]
    assert "A lead is asserted only on the document's own word or rule." in found[0].en


@pytest.mark.parametrize(
    ("quad", "message"),
    [
        ((ID(UNIT), DCTERMS.identifier, Literal("x"), terms.REGISTRY), "An entity has one identifier"),
        ((TASK, DUTY.order, Literal(2), GRAPH), "A task has its place in the document"),
        ((ID(DOC.id), DUTY.printedOn, Literal("yesterday"), GRAPH), "an xsd:date"),
    ],
)
def test_what_breaks_a_shape_is_named_in_a_sentence(tmp_path: Path, quad: Quad, message: str) -> None:
    found = problems(tmp_path, quad, (*quad[:3], None))
    assert codes(found) == ["shape"]
    assert any(message in problem.en for problem in found)


def test_a_surplus_or_missing_triple_of_the_default_graph_is_found(tmp_path: Path) -> None:
    surplus: Quad = (URIRef("https://example.org/a"), RDFS.label, Literal("a"), None)
    missing = next(q for q in statements(DOC) if q[3] is None)
    assert codes(problems(tmp_path, surplus, without=(missing,))) == [
        "default-graph-lacks",
        "default-graph-surplus",
    ]


def test_an_entity_that_no_document_names_keeps_its_key_and_no_label(tmp_path: Path) -> None:
    gone = ID("e-00000000000000ff")
    kept = [
        (gone, DCTERMS.identifier, Literal("e-00000000000000ff")),
        (gone, DUTY.canonicalKey, Literal("某局")),
    ]
    assert problems(tmp_path, *[(*t, g) for t in kept for g in (terms.REGISTRY, None)]) == []
