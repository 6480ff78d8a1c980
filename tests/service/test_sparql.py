"""What our own endpoint promises beyond the protocol."""

from __future__ import annotations

import http.client
import threading

import pytest
from rdflib import Graph

from tests.service.conftest import Start
from tests.service.running import Running

SELECT = "SELECT ?x WHERE { VALUES ?x { 1 2 } }"


@pytest.fixture(scope="module")
def service(start: Start) -> Running:
    running = start(limits={"seconds": 3.0, "result": 3_000_000})
    triples = " ".join(f'<urn:s{n}> <urn:p> "区科委 {n}" .' for n in range(2000))
    running.update(f"INSERT DATA {{ GRAPH <https://dutygraph.example/graph/user/many> {{ {triples} }} }}")
    return running


def test_a_browser_that_asks_for_no_query_gets_the_editor(service: Running) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    reply = service.ask("/sparql", headers=browser)
    assert (reply.status, reply.headers["location"]) == (303, "/query")
    assert service.ask("/query", headers=browser).media_type == "text/html"


def test_the_service_describes_itself_and_its_size(service: Running) -> None:
    reply = service.ask("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=reply.text, format="turtle")
    answer = graph.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#> "
        "SELECT ?url ?triples { ?s a sd:Service ; sd:endpoint ?url ; sd:defaultDataset/void:triples ?triples }"
    )
    assert [(str(row[0]), int(row[1])) for row in answer] == [(f"{service.address}/sparql", 2000)]


def test_a_graph_that_is_not_here_is_empty_and_the_answer_says_so(service: Running) -> None:
    query = "SELECT * FROM <http://remote.example/g> { ?s ?p ?o }"
    reply = service.sparql(query)
    assert reply.json["results"]["bindings"] == []
    assert reply.headers["dutygraph-unknown-graphs"] == "http://remote.example/g"
    assert "dutygraph-unknown-graphs" not in service.sparql(SELECT).headers


def test_any_answer_after_a_write_holds_the_write(service: Running) -> None:
    graph = "https://dutygraph.example/graph/user/fresh"
    for n in range(20):
        assert service.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> {n} }} }}").status == 204
        assert len(service.rows(f"SELECT * {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")) == n + 1


def test_the_etag_changes_with_the_content_and_only_with_it(service: Running) -> None:
    first = service.sparql(SELECT).headers["etag"]
    assert service.sparql(SELECT).headers["etag"] == first
    headers = {"Accept": "application/sparql-results+json", "If-None-Match": first}
    assert service.ask("/sparql", headers=headers, query=SELECT).status == 304
    service.update("INSERT DATA { GRAPH <https://dutygraph.example/graph/user/e> { <urn:s> <urn:p> 1 } }")
    assert service.ask("/sparql", headers=headers, query=SELECT).status == 200
    assert "etag" not in service.sparql("SELECT (NOW() AS ?t) {}").headers


def test_a_large_result_comes_whole(service: Running) -> None:
    query = "SELECT ?s ?o ?x { GRAPH ?g { ?s ?p ?o } VALUES ?x { 1 2 3 4 5 6 7 8 } }"
    reply = service.sparql(query)
    assert len(reply.json["results"]["bindings"]) >= 16_000


def test_a_result_beyond_the_limit_is_an_error_and_no_part_of_it(service: Running) -> None:
    everything = "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?a ?b ?c } }"
    try:
        failed = service.sparql(everything).status == 503
    except (http.client.IncompleteRead, ConnectionError):  # it broke off after the head had gone out
        failed = True
    assert failed


def test_a_runaway_query_is_a_503_and_others_go_on(service: Running) -> None:
    statuses: list[int] = []
    endless = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j . ?k ?l ?m } }"
    threads = [
        threading.Thread(target=lambda: statuses.append(service.sparql(endless).status)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    others = [service.sparql(SELECT).status for _ in range(50)]
    for thread in threads:
        thread.join()
    assert statuses == [503, 503]
    assert others == [200] * 50


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_graph_of_the_user_is_written_in_every_syntax(service: Running, method: str) -> None:
    graph = f"https://dutygraph.example/graph/user/syntax-{method}"
    syntaxes = {
        "text/turtle": '<urn:s> <urn:p> "一"@zh .',
        "application/n-triples": '<urn:s> <urn:p> "二"@zh .',
        "application/ld+json": '{"@id": "urn:s", "urn:p": {"@value": "三", "@language": "zh"}}',
        "application/rdf+xml": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
        '<rdf:Description rdf:about="urn:s"><u:p xml:lang="zh">四</u:p></rdf:Description></rdf:RDF>',
    }
    for media_type, body in syntaxes.items():
        reply = service.ask("/graphs", method, body, {"Content-Type": media_type}, token=True, graph=graph)
        assert reply.status in (201, 204)
    found = [row["o"] for row in service.rows(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ORDER BY ?o")]
    assert found == (["四"] if method == "PUT" else sorted("一二三四"))


def test_if_match_keeps_a_writer_from_overwriting_what_it_has_not_seen(service: Running) -> None:
    graph, turtle = "https://dutygraph.example/graph/user/match", {"Content-Type": "text/turtle"}
    service.ask("/graphs", "PUT", "<urn:s> <urn:p> 1 .", turtle, token=True, graph=graph)
    seen = service.ask("/graphs", headers={"Accept": "text/turtle"}, graph=graph).headers["etag"]
    headers = turtle | {"If-Match": seen}
    assert (
        service.ask("/graphs", "PUT", "<urn:s> <urn:p> 2 .", headers, token=True, graph=graph).status == 204
    )
    assert (
        service.ask("/graphs", "PUT", "<urn:s> <urn:p> 3 .", headers, token=True, graph=graph).status == 412
    )
    assert service.rows(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}") == [{"o": "2"}]


def test_the_whole_dataset_is_had_as_trig(service: Running) -> None:
    reply = service.ask("/graphs", headers={"Accept": "application/trig"})
    assert (reply.status, reply.media_type) == (200, "application/trig")
    assert "https://dutygraph.example/graph/user/many" in reply.text
