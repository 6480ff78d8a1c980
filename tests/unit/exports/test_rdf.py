"""RDF exports, read by rdflib and by Oxigraph, compared with the store."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS

from graph.errors import BadRequest, Conflict
from graph.exports import FORMATS, export, stream
from graph.exports.reading_back import import_rdf
from graph.exports.sorting import sorted_lines
from graph.ingest import keep
from graph.store import Store, open_store
from graph.store.terms_oxigraph import quad_from_oxigraph
from ontology import terms
from ontology.terms import DUTY, ID
from tests.unit.exports.conftest import exported
from tests.unit.exports.sample import entity_id, plan, store_of

RDFLIB = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdfxml": "xml"}
OXIGRAPH = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
WITH_GRAPHS = ("nq", "trig", "jsonld")
EVERY_STORE = pytest.mark.parametrize("which", ["small", "hostile", "empty"])


def by_oxigraph(content: bytes, format_: str) -> set[tuple[object, ...]]:
    return {quad_from_oxigraph(quad) for quad in ox.parse(io.BytesIO(content), format=OXIGRAPH[format_])}


def by_rdflib(content: bytes, format_: str) -> Dataset:
    dataset = Dataset()
    dataset.parse(data=content, format=RDFLIB[format_])
    return dataset


def union(store: Store) -> set[tuple[object, ...]]:
    return {quad[:3] for quad in store.quads()}


@EVERY_STORE
@pytest.mark.parametrize("format_", WITH_GRAPHS)
def test_formats_with_named_graphs_hold_every_quad_of_the_store(
    which: str, format_: str, request: pytest.FixtureRequest
) -> None:
    store = request.getfixturevalue(which)
    assert by_oxigraph(exported(store, format_), format_) == set(store.quads())


@pytest.mark.parametrize("format_", WITH_GRAPHS)
def test_rdflib_reads_the_same_graphs_as_oxigraph(format_: str, small: Store) -> None:
    content = exported(small, format_)
    theirs = by_rdflib(content, format_)
    ours = by_oxigraph(content, format_)
    for graph in small.graphs():
        expected = Graph()
        for quad in ours:
            if quad[3] == graph:
                expected.add(_as_rdflib_spells(quad))
        assert isomorphic(theirs.graph(graph), expected)
    assert len(theirs.default_graph) == sum(1 for quad in ours if quad[3] is None)


def _as_rdflib_spells(quad: tuple[Any, ...]) -> tuple[Any, Any, Any]:
    """rdflib brings numbers into a spelling of its own on reading (7 becomes 7.0)."""
    s, p, o = quad[:3]
    return (
        (s, p, Literal(str(o), lang=o.language, datatype=o.datatype)) if isinstance(o, Literal) else (s, p, o)
    )


@pytest.mark.parametrize(
    ("which", "format_"),
    [("small", "nt"), ("hostile", "nt"), ("empty", "nt"), ("small", "rdfxml"), ("empty", "rdfxml")],
)
def test_flat_formats_hold_every_triple_once(
    which: str, format_: str, request: pytest.FixtureRequest
) -> None:
    store = request.getfixturevalue(which)
    content = exported(store, format_)
    triples = {quad[:3] for quad in by_oxigraph(content, format_)}
    assert triples == union(store)
    assert len(by_rdflib(content, format_).default_graph) == len(triples)


def test_rdf_xml_shows_a_control_character_as_one_that_cannot_be_shown(hostile: Store) -> None:
    triples = {quad[:3] for quad in by_oxigraph(exported(hostile, "rdfxml"), "rdfxml")}
    assert len(triples) == len(union(hostile))
    labels = {str(o) for _, p, o in triples if p == DUTY.name}
    assert "控制符" + "\ufffd" * 4 + "\x7f\ufffd" in labels
    assert "换行\n回车\r两者\r\n制表\t" in labels


def test_rdf_xml_refuses_a_property_that_is_no_xml_name() -> None:
    store = store_of()
    store.replace_graphs(
        [], [(ID("x"), URIRef("https://example.org/p/1"), Literal(1), terms.user_graph("a"))]
    )
    with pytest.raises(BadRequest, match="不能写成 XML 元素名"):
        exported(store, "rdfxml")


def test_lines_of_n_quads_and_n_triples_are_sorted_within_a_graph(small: Store) -> None:
    lines = exported(small, "nt").decode().splitlines()
    assert lines == sorted(lines) and len(set(lines)) == len(lines)


def test_the_flat_turtle_is_one_ontology_with_the_vocabulary_the_data_and_labels(small: Store) -> None:
    content = exported(small, "ttl")
    graph = by_rdflib(content, "ttl").default_graph
    ontologies = list(graph.subjects(RDF.type, OWL.Ontology))
    assert ontologies == [URIRef(terms.BASE + "export")]
    assert str(graph.value(ontologies[0], OWL.versionIRI)).startswith(terms.BASE + "export/")
    assert {label.language for label in graph.objects(DUTY.leads, RDFS.label)} == {"zh", "en"}
    assert union(small) <= {quad[:3] for quad in by_oxigraph(content, "ttl")}
    for task in graph.subjects(RDF.type, DUTY.Task):
        assert list(graph.objects(task, RDFS.label)) == list(graph.objects(task, DCTERMS.title))


def test_every_property_of_the_flat_turtle_is_typed(small: Store) -> None:
    graph = by_rdflib(exported(small, "ttl"), "ttl").default_graph
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    for predicate in set(graph.predicates()):
        if not str(predicate).startswith((str(RDF), str(RDFS), str(OWL))):
            assert set(graph.objects(predicate, RDF.type)) & kinds, predicate
    for class_ in set(graph.objects(None, RDF.type)):
        if not str(class_).startswith((str(RDF), str(RDFS), str(OWL))):
            assert (class_, RDF.type, OWL.Class) in graph, class_


@pytest.mark.parametrize("format_", WITH_GRAPHS)
def test_an_export_read_into_an_empty_store_gives_the_same_store(
    format_: str, small: Store, tmp_path: Path
) -> None:
    file = tmp_path / f"graph{FORMATS[format_].suffix}"
    export(small, format_, "full", file)
    again = open_store("memory:")
    assert import_rdf(again, file, checked=False) == small.count()
    assert set(again.quads()) == set(small.quads())
    assert exported(again, "nq") == exported(small, "nq")
    again.close()


def test_the_flat_turtle_of_real_plans_gives_the_same_store(founding: Store, tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    export(founding, "ttl", "full", file)
    again = open_store("memory:")
    import_rdf(again, file, checked=False)
    assert set(again.quads()) == set(founding.quads())
    again.close()


def test_flat_turtle_says_which_document_states_which_kind_where_two_disagree(tmp_path: Path) -> None:
    first, second = plan(), plan(docid="other-2026-1-000000")
    store = open_store("memory:")
    kinds = {}
    for document, kind in ((first, "PublicOrganisation"), (second, "Enterprise")):
        entities = tuple(
            replace(each, type=kind) if each.name == "大零号湾集团" else each for each in document.entities
        )
        keep(store, replace(document, entities=entities))
        kinds[terms.doc_graph(document.id)] = kind
    file = tmp_path / "graph.ttl"
    export(store, "ttl", "full", file)
    again = open_store("memory:")
    import_rdf(again, file, checked=False)
    unit = ID(entity_id("大零号湾集团"))
    stated = {
        g: terms.local_name(str(o)) for s, p, o, g in again.quads() if (s, p) == (unit, DUTY.statedKind) and g
    }
    assert stated == kinds


def test_an_import_that_breaks_a_rule_leaves_the_store_empty(small: Store, tmp_path: Path) -> None:
    file = tmp_path / "broken.nq"
    lines = exported(small, "nq").decode().splitlines(keepends=True)
    exact = next(at for at, line in enumerate(lines) if "/ns/oa#exact>" in line)
    lines[exact] = lines[exact].replace('> "', '> "改', 1)
    file.write_text("".join(lines), encoding="utf-8")
    store = open_store("memory:")
    with pytest.raises(BadRequest, match="未通过校验"):
        import_rdf(store, file)
    assert store.count() == 0
    file.write_text("".join(lines) + "<a", encoding="utf-8")
    with pytest.raises(BadRequest, match="不是有效的 RDF"):
        import_rdf(store, file, checked=False)
    assert store.count() == 0


def test_an_import_asks_for_an_empty_store(small: Store, tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    export(small, "nq", "full", file)
    with pytest.raises(Conflict, match="不是空的"):
        import_rdf(small, file)


def test_a_selection_keeps_what_is_said_between_the_chosen_with_its_evidence() -> None:
    store = store_of(plan())
    chosen = {entity_id("区科委"), "minfufa-2026-11-1a2b3c.2.1.2"}
    quads = by_oxigraph(b"".join(stream(store, "nq", selection=chosen)), "nq")
    claims = {s for s, p, o, _ in quads if p == RDF.type and o == DUTY.Assignment}
    assert claims == {ID("minfufa-2026-11-1a2b3c.2.1.2.a1")}
    assert (ID(entity_id("区科委")), DUTY.responsibleFor, ID("minfufa-2026-11-1a2b3c.2.1.2"), None) in quads
    assert not any(ID(entity_id("大零号湾集团")) in quad for quad in quads)
    evidence = {o for s, p, o, _ in quads if s in claims and p == DUTY.evidence}
    assert evidence and all(
        (each, RDF.type, DUTY.Evidence) in {quad[:3] for quad in quads} for each in evidence
    )


def test_blank_nodes_and_foreign_terms_survive() -> None:
    store = store_of(finding=False)
    graph = terms.user_graph("a")
    store.replace_graphs(
        [graph],
        [
            (BNode("b0"), URIRef("https://example.org/p#q"), Literal("x", datatype=XSD.token), graph),
            (URIRef("urn:x:1"), RDFS.seeAlso, BNode("b0"), graph),
        ],
    )
    for format_ in OXIGRAPH:
        graph_ = Graph()
        for triple in by_oxigraph(exported(store, format_), format_):
            if not str(triple[1]).startswith((str(OWL), str(RDF.type))) or format_ != "ttl":
                graph_.add(triple[:3])  # type: ignore[arg-type]
        seen = next(graph_.objects(URIRef("urn:x:1"), RDFS.seeAlso))
        assert graph_.value(seen, URIRef("https://example.org/p#q")) == Literal("x", datatype=XSD.token)


def test_sorting_over_runs_on_disk_is_sorting() -> None:
    lines = [f"第{number * 7919 % 1000}行\u2028\x85尾" for number in range(3000)]
    assert list(sorted_lines(lines, run_characters=500)) == sorted(set(lines))
