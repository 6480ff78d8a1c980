"""duty.ttl is complete, bilingual and closed."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pyoxigraph
import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS, Namespace

from ontology import terms
from ontology.terms import DUTY
from tests.corpus import ROOT

ONTOLOGY = URIRef(terms.BASE + "def")
ORG_ORGANIZATION = URIRef("http://www.w3.org/ns/org#Organization")


def languages(term: URIRef, predicate: URIRef) -> list[str]:
    return sorted(
        str(o.language) for o in terms.vocabulary().objects(term, predicate) if isinstance(o, Literal)
    )


def test_every_term_has_one_label_and_one_definition_in_each_language() -> None:
    for term in DUTY:
        assert languages(term, RDFS.label) == ["en", "zh"], term
        assert languages(term, SKOS.definition) == ["en", "zh"], term
        assert terms.vocabulary().value(term, RDFS.isDefinedBy) == ONTOLOGY, term


def test_every_term_named_in_the_document_on_the_store_is_defined() -> None:
    text = (ROOT / "docs" / "rdf.md").read_text(encoding="utf-8")
    named = set(re.findall(r"duty:(\w+)", text))
    assert len(named) > 60
    assert sorted(name for name in named if DUTY.iri + name not in DUTY) == []


def test_no_term_points_at_a_term_that_is_not_defined() -> None:
    ours = {o for o in terms.vocabulary().objects() if isinstance(o, URIRef) and o.startswith(DUTY.iri)}
    assert sorted(ours - set(DUTY)) == []


def test_the_names_read_from_the_text_are_the_subjects_of_the_graph() -> None:
    subjects = {s for s in terms.vocabulary().subjects() if isinstance(s, URIRef) and s.startswith(DUTY.iri)}
    assert set(DUTY) == subjects


def test_every_term_is_a_class_a_property_a_scheme_or_a_concept() -> None:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.ConceptScheme, SKOS.Concept}
    for term in DUTY:
        assert set(terms.vocabulary().objects(term, RDF.type)) & kinds, term


def test_every_concept_stands_in_a_scheme_that_exists() -> None:
    for concept in terms.vocabulary().subjects(RDF.type, SKOS.Concept):
        scheme = terms.vocabulary().value(concept, SKOS.inScheme)
        assert (scheme, RDF.type, SKOS.ConceptScheme) in terms.vocabulary(), concept


def test_oxigraph_and_rdflib_read_the_same_number_of_triples() -> None:
    with_oxigraph = list(pyoxigraph.parse(terms.vocabulary_turtle(), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(with_oxigraph) == len(terms.vocabulary())


def test_every_property_and_class_of_the_shapes_is_defined() -> None:
    shapes = Namespace(terms.BASE + "shapes#")
    for triple in terms.shapes():
        for node in triple:
            if isinstance(node, URIRef) and node.startswith(DUTY.iri) and not node.startswith(shapes):
                assert node in DUTY, node


def test_a_lead_is_responsible_and_involved() -> None:
    assert terms.closure(DUTY.leads) == (DUTY.leads, DUTY.responsibleFor, DUTY.involvedIn)
    assert terms.closure(DUTY.supports) == (DUTY.supports, DUTY.involvedIn)
    assert terms.closure(DUTY.hostedBy) == (DUTY.hostedBy,)
    assert set(terms.subproperties(DUTY.involvedIn)) == {
        DUTY.involvedIn,
        DUTY.responsibleFor,
        DUTY.leads,
        DUTY.supports,
        DUTY.guides,
        DUTY.mentionedIn,
    }


def test_an_incubator_is_a_platform_and_a_platform_a_matter_of_duty() -> None:
    assert DUTY.Incubator in terms.subclasses(DUTY.Platform)
    assert DUTY.Incubator in terms.subclasses(DUTY.DutyObject)
    assert DUTY.Platform in terms.class_tree()[DUTY.DutyObject]
    assert (DUTY.Organization, RDFS.subClassOf, ORG_ORGANIZATION) in terms.vocabulary()


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("Task", "工作任务"),
        ("CollectiveUnit", "统称单位"),
        ("Finding", "待核提示"),
        ("Fragmentation", "多家负责、未明确牵头"),
        ("leads", "牵头"),
        ("responsibleFor", "列为责任单位"),
        ("listPosition", "列名次序"),
        ("FirstListedRule", "文件规定首列为牵头"),
        ("frequency", "频次"),
        ("present", "正文是否附有"),
    ],
)
def test_labels_are_the_terms_of_the_genre(name: str, zh: str) -> None:
    assert terms.label(DUTY[name]) == zh


def test_reused_terms_have_a_label_in_both_languages() -> None:
    identifier = "http://purl.org/dc/terms/identifier"
    assert terms.label(identifier) == "发文字号"
    assert terms.label(identifier, "en") == "document number"


def test_a_term_that_is_not_defined_cannot_be_asked_for() -> None:
    with pytest.raises(AttributeError, match=r"duty:leeds is not defined in ontology/duty\.ttl"):
        DUTY.leeds  # noqa: B018
    with pytest.raises(KeyError, match="duty:leeds"):
        DUTY["leeds"]
    with pytest.raises(KeyError, match="no label"):
        terms.label("https://example.org/nothing")


def in_a_new_process(code: str, base: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"DUTYGRAPH_BASE": base},
    )


def test_one_setting_changes_the_base_of_everything() -> None:
    code = (
        "from ontology import terms as t\n"
        "from rdflib import OWL, RDF\n"
        "print(t.DUTY.leads, t.ID('e-1'), t.DEF, t.label(t.DUTY.leads))\n"
        "print(t.vocabulary().value(None, RDF.type, OWL.Ontology))\n"
        "print('dutygraph.example' in t.vocabulary().serialize() + t.shapes().serialize())"
    )
    ran = in_a_new_process(code, "https://graph.example.cn/plans")
    assert ran.stdout.split() == [
        "https://graph.example.cn/plans/def#leads",
        "https://graph.example.cn/plans/id/e-1",
        "https://graph.example.cn/plans/graph/def",
        "牵头",
        "https://graph.example.cn/plans/def",
        "False",
    ], ran.stderr


def test_a_base_that_is_no_address_is_refused_with_a_sentence() -> None:
    ran = in_a_new_process("import ontology.terms", "graph")
    assert "DUTYGRAPH_BASE is 'graph'; an absolute http(s) address without ? or # is expected." in ran.stderr


def test_importing_the_terms_parses_no_turtle() -> None:
    code = "import ontology.terms as t; print(t.vocabulary.cache_info().currsize)"
    assert in_a_new_process(code, "").stdout.strip() == "0"
