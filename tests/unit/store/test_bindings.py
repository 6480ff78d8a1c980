from __future__ import annotations

import pytest
from rdflib import BNode, Literal, URIRef

from graph.errors import BadRequest
from graph.store.bindings import bind

IRI = URIRef("urn:a")


def test_a_variable_inside_the_pattern_becomes_its_term() -> None:
    assert bind("ASK { ?s ?p ?o }", {"s": IRI}) == "ASK {  <urn:a> ?p ?o }"


def test_a_projected_variable_stays_projected() -> None:
    bound = bind("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s", {"s": IRI})
    assert bound == "SELECT ?s (COUNT(*) AS ?n) { VALUES ?s { <urn:a> }  <urn:a> ?p ?o } GROUP BY ?s"


def test_the_template_of_a_construct_is_bound_too() -> None:
    bound = bind("CONSTRUCT { ?s <urn:p> 1 } WHERE { ?s ?p ?o }", {"s": IRI})
    assert bound == "CONSTRUCT { <urn:a> <urn:p> 1 } WHERE {  <urn:a> ?p ?o }"


def test_strings_comments_iris_and_longer_names_are_left_alone() -> None:
    query = "SELECT * { ?subject <urn:?s> \"?s\" # ?s\n ; <urn:q> '''?s''' }"
    assert bind(query, {"s": IRI}) == query.replace("{", "{ ", 1)


def test_a_values_block_behind_the_pattern_is_not_taken_for_the_pattern() -> None:
    bound = bind("SELECT ?s { ?s ?p ?o } VALUES (?o) { (1) }", {"s": IRI})
    assert bound == "SELECT ?s { VALUES ?s { <urn:a> }  <urn:a> ?p ?o } VALUES (?o) { (1) }"


def test_a_literal_cannot_break_out_of_its_quotes() -> None:
    evil = Literal('" } ; DROP ALL #\n\\')
    assert bind("ASK { ?s ?p ?o }", {"o": evil}) == 'ASK {  ?s ?p "\\" } ; DROP ALL #\\n\\\\" }'


@pytest.mark.parametrize("term", [BNode("b0"), URIRef("http://a> }")])
def test_what_has_no_spelling_in_a_query_is_refused(term: URIRef | BNode) -> None:
    with pytest.raises(BadRequest):
        bind("ASK { ?s ?p ?o }", {"s": term})
