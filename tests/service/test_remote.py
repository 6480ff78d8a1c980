"""A remote store keeps the same promises as the embedded one: here on the Oxigraph server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import XSD, BNode, Literal, URIRef

from graph.errors import BadRequest, QueryTooCostly, StoreFull, StoreInUse, StoreUnavailable
from graph.ingest import Ingest, remove
from graph.store import Quad, Store, open_store
from graph.store.backup import restore
from graph.store.remote import RemoteStore, _term
from graph.store.sparql_client import endpoint
from ontology.terms import META
from tests.corpus import DOCUMENTS, WORK_PLAN
from tests.service.conftest import Start
from tests.service.oxigraph_server import OxigraphServer
from tests.service.test_rest import post
from tests.service.virtuoso_server import PASSWORD, VirtuosoServer
from tests.unit.store.test_embedded import (  # noqa: F401  # the same facts, with the fixture below
    DOC_A,
    IN,
    TASK,
    UNIT,
    plain,
    test_a_finding_or_a_note_does_not_hold_a_plain_triple,
    test_a_plain_triple_stays_while_another_document_states_it,
    test_a_quad_that_is_removed_and_added_is_there,
    test_a_select_is_not_an_ask,
    test_bindings_are_terms_and_unbound_variables_are_absent,
    test_dropping_a_derived_graph_leaves_the_default_graph_alone,
    test_replacing_a_document_leaves_no_quad_of_the_old_one,
    test_single_quads_can_be_taken_away,
    test_terms_come_back_as_they_went_in,
    test_the_generation_changes_with_every_commit_and_only_then,
    test_two_documents_dropped_together_take_their_common_triple_along,
)


@pytest.fixture(scope="module", params=["separate", "union", "virtuoso"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OxigraphServer | VirtuosoServer]:
    if request.param == "virtuoso":
        virtuoso = VirtuosoServer(tmp_path_factory.mktemp("virtuoso"), cost=10**9)
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("DUTYGRAPH_STORE_USER", "dutygraph")
            environment.setenv("DUTYGRAPH_STORE_PASSWORD", PASSWORD)
            yield virtuoso
        virtuoso.stop()
        return
    options = ("--union-default-graph",) if request.param == "union" else ()
    running = OxigraphServer(tmp_path_factory.mktemp("oxigraph"), options)
    yield running
    running.stop()


@pytest.fixture
def store(server: OxigraphServer | VirtuosoServer) -> Store:
    server.empty()
    return open_store(server.spec)


def test_what_a_server_makes_of_the_default_graph_is_found_out(
    store: RemoteStore, server: OxigraphServer | VirtuosoServer
) -> None:
    assert store.union == (isinstance(server, VirtuosoServer) or bool(server.options))


def rounded(quad: Quad) -> Quad:
    subject, predicate, value, graph = quad
    if isinstance(value, Literal) and value.datatype == XSD.double:
        value = Literal(f"{float(value):.4g}", datatype=XSD.double)
    return subject, predicate, value, graph


def test_the_founding_plans_give_the_same_quads_as_in_the_embedded_store(store: RemoteStore) -> None:
    local = open_store("memory:")
    for each in (store, local):
        assert {report.status for report in Ingest(each).paths([DOCUMENTS])} == {"stored"}
    assert store.count() == local.count()

    def content(of: Store) -> set[Quad]:
        """All but the times of the two runs."""
        return {quad for quad in of.quads() if quad[3] != META}

    ours, theirs = content(local), content(store)
    if store.virtuoso:  # it tells doubles with six digits
        ours, theirs = set(map(rounded, ours)), set(map(rounded, theirs))
    assert ours == theirs and len(ours) > 10_000
    for document in ("闵府发〔2026〕11号", "闵科委〔2026〕11号"):
        remove(store, document)
        remove(local, document)
    assert store.count() == local.count()
    local.close()


def test_a_backup_of_a_server_becomes_an_embedded_store(store: Store, tmp_path: Path) -> None:
    store.replace_graphs([], plain(DOC_A, UNIT, IN, Literal("区科委")))
    store.backup(str(tmp_path / "backup"))
    restore(str(tmp_path / "backup"), str(tmp_path / "folder"))
    folder = open_store(str(tmp_path / "folder"))
    assert set(folder.quads()) == set(store.quads()) == set(plain(DOC_A, UNIT, IN, Literal("区科委")))
    folder.close()


def test_a_query_that_does_not_parse_is_the_servers_sentence(store: Store) -> None:
    with pytest.raises(BadRequest, match="finds the request wrong"):
        store.select("SELECT * WHERE {")


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(StoreUnavailable, match=r"http://127\.0\.0\.1:9/query .*does not answer") as told:
        open_store("sparql+http://me:secret@127.0.0.1:9/query")
    assert "secret" not in str(told.value)


def test_a_query_address_that_takes_no_updates_says_how_to_name_both(
    server: OxigraphServer | VirtuosoServer,
) -> None:
    server.empty()
    with pytest.raises((StoreUnavailable, BadRequest), match=r"/query finds the request wrong|No permission"):
        RemoteStore(server.spec.partition(",")[0]).update("DROP ALL")


def test_an_update_of_the_default_graph_is_refused_where_there_is_none_of_its_own(store: RemoteStore) -> None:
    if not store.union:
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert store.ask("ASK { <urn:a> <urn:b> <urn:c> }")
        return
    for update in ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "CLEAR DEFAULT", "DELETE WHERE { ?s ?p ?o }"):
        with pytest.raises(BadRequest, match="must name its graph"):
            store.update(update)


def test_a_reader_writes_nothing(server: OxigraphServer | VirtuosoServer) -> None:
    with pytest.raises(StoreInUse, match="reading only"):
        open_store(server.spec, read_only=True).update("DROP ALL")


def test_the_typed_literals_of_virtuoso_are_literals() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#integer"
    told = {"type": "typed-literal", "value": "7", "datatype": xsd}
    assert _term(told) == Literal(7)


def test_the_service_stands_on_a_server_as_on_a_folder(
    start: Start, server: OxigraphServer | VirtuosoServer
) -> None:
    server.empty()
    service = start(server.spec)
    user = "https://dutygraph.example/graph/user/a"
    assert service.update(f"INSERT DATA {{ GRAPH <{user}> {{ <urn:s> <urn:p> 1 }} }}").status == 204
    assert service.rows("SELECT ?o { GRAPH ?g { <urn:s> <urn:p> ?o } }") == [{"o": "1"}]
    assert service.rows("SELECT ?o { <urn:s> <urn:p> ?o }") == []
    tag = service.sparql("ASK {}").headers["etag"]
    assert service.sparql("ASK {}").headers["etag"] == tag
    turtle = {"Content-Type": "text/turtle"}
    assert service.ask("/graphs", "PUT", "<urn:s> <urn:p> 2 .", turtle, token=True, graph=user).status == 204
    assert service.sparql("ASK {}").headers["etag"] != tag
    assert '"2"' in service.ask("/graphs", headers={"Accept": "application/n-triples"}, graph=user).text
    assert service.sparql("SELECT * WHERE {").status == 400
    assert service.ask("/ready").status == 200
    service.kill()


def test_rest_on_a_server_answers_as_on_a_folder(
    start: Start, server: OxigraphServer | VirtuosoServer
) -> None:
    server.empty()
    there, here = start(server.spec, limits={"seconds": 30.0}), start()
    for service in (there, here):
        assert post(service, WORK_PLAN).status == 201
        assert post(service, WORK_PLAN).json["status"] == "unchanged"
    for path in (
        "/api/tasks?involves=" + quote("区科委"),
        "/api/units",
        "/api/entities?q=" + quote("零号湾"),
        "/api/targets",
        "/api/documents",
        "/api/overlaps",
        "/api/ask?q=" + quote("紫竹高新区要做哪些事？"),
        "/api/export?format=nt",
    ):
        answer = there.ask(path)
        assert answer.status == 200, answer.text
        if "export" in path:
            assert len(answer.body.splitlines()) == len(here.ask(path).body.splitlines())
        else:
            assert answer.body == here.ask(path).body, path
    assert there.ask("/").status == there.ask("/overlaps").status == 200
    (document,) = there.ask("/api/documents").json["items"]
    assert there.ask(f"/api/documents/{document['id']}", "DELETE", token=True).status == 200
    assert there.ask("/api/tasks").json["total"] == 0
    there.kill()
    here.kill()


# -- Virtuoso alone --------------------------------------------------------------------------------

GRAPH = "https://dutygraph.example/graph/user/v"


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtuosoServer]:
    """One that estimates costs strictly and cuts results at 2,000 rows."""
    running = VirtuosoServer(tmp_path_factory.mktemp("strict"), cost=100, rows=2_000)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DUTYGRAPH_STORE_USER", "dutygraph")
        environment.setenv("DUTYGRAPH_STORE_PASSWORD", PASSWORD)
        yield running
    running.stop()


def test_values_that_virtuoso_changes_come_back_as_they_went_in(virtuoso: VirtuosoServer) -> None:
    store, graph = open_store(virtuoso.spec), URIRef(GRAPH)
    values = [
        *(Literal(text, datatype=XSD.duration) for text in ("P6M", "P1Y", "P7D", "P2W")),
        *(Literal(flag) for flag in (True, False)),
        *(Literal(text, datatype=XSD.gYear) for text in ("2026",)),
        Literal("区科委", lang="zh"),
        Literal("unit", lang="en"),
        Literal('a "quoted"\nline\\'),
        Literal(7),
        Literal(10**17),
    ]
    store.replace_graphs(
        [graph], [(URIRef(f"urn:{n}"), URIRef("urn:p"), v, graph) for n, v in enumerate(values)]
    )
    rows = store.select(f"SELECT ?s ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}")
    assert {str(row["s"]): row["o"] for row in rows} == {f"urn:{n}": value for n, value in enumerate(values)}
    assert {quad[2] for quad in store.quads(graph)} == set(values)


@pytest.mark.parametrize(
    ("value", "said"), [(BNode(), "takes no blank nodes"), (Literal(10**17 + 1), "cannot be kept there")]
)
def test_what_virtuoso_cannot_keep_is_refused_in_a_sentence(
    virtuoso: VirtuosoServer, value: Literal | BNode, said: str
) -> None:
    with pytest.raises(BadRequest, match=said):
        open_store(virtuoso.spec).replace_graphs(
            [], [(URIRef("urn:s"), URIRef("urn:p"), value, URIRef(GRAPH))]
        )


def test_a_result_that_virtuoso_cuts_is_an_error_for_tables_and_for_graphs(virtuoso: VirtuosoServer) -> None:
    store, graph = open_store(virtuoso.spec), URIRef(GRAPH)
    store.replace_graphs(
        [graph], [(URIRef(f"urn:{n}"), URIRef("urn:p"), Literal(n), graph) for n in range(2_100)]
    )
    assert store.count() >= 2_100  # written in parts: one INSERT DATA of it would not compile
    table = f"SELECT * {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
    for ask in (lambda: store.select(table), lambda: list(store.quads(graph))):
        with pytest.raises(QueryTooCostly, match="cuts results at 2000 rows"):
            ask()
    assert len(store.select(table + " LIMIT 1500")) == 1500


@pytest.mark.parametrize(
    ("status", "told", "kind"),
    [
        (500, "Virtuoso 42000 Error The estimated execution time 512 (sec) exceeds the limit of 400 (sec).", QueryTooCostly),
        (500, "Virtuoso 42000 Error SR186:SECURITY: No permission to execute procedure DB.DBA.SPARUL_DROP", StoreUnavailable),
        (400, "Virtuoso 37000 Error SP031: The length of generated SQL text has exceeded 10000 lines of code", BadRequest),
        (400, "Virtuoso 37000 Error SP030: SPARQL compiler, line 1: syntax error", BadRequest),
        (507, "full", StoreFull),
    ],
)  # fmt: skip
def test_what_a_server_says_no_with_becomes_our_error(status: int, told: str, kind: type[Exception]) -> None:
    assert type(endpoint("http://server.example/sparql")._failure(status, told)) is kind


def test_the_service_on_virtuoso_answers_in_the_forms_of_sparql_1_1(
    start: Start, virtuoso: VirtuosoServer
) -> None:
    virtuoso.empty()
    service = start(virtuoso.spec)
    triples = '<urn:s> <urn:p> true, "P6M"^^<http://www.w3.org/2001/XMLSchema#duration>, "一"@zh, 7'
    turtle = {"Content-Type": "text/turtle"}
    assert service.ask("/graphs", "PUT", triples + " .", turtle, token=True, graph=GRAPH).status in (201, 204)
    bound = service.sparql(f"SELECT ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}").json["results"]["bindings"]
    assert {row["o"]["type"] for row in bound} == {"literal"}
    assert {row["o"]["value"] for row in bound} == {"true", "P6M", "一", "7"}
    assert service.sparql(f"ASK {{ GRAPH <{GRAPH}> {{ ?s ?p 7 }} }}").json["boolean"] is True
    assert service.sparql("ASK { <urn:s> <urn:not> 7 }").json["boolean"] is False
    table = service.sparql(f"SELECT ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}", "text/csv").text
    assert sorted(table.split()) == ["7", "P6M", "o", "true", "一"]
    graph = service.ask("/graphs", headers={"Accept": "application/n-triples"}, graph=GRAPH).text
    assert '"P6M"^^<http://www.w3.org/2001/XMLSchema#duration>' in graph and '"true"^^' in graph
    assert service.sparql("SELECT * WHERE {").status == 400
    many = "".join(f"<urn:{n}> <urn:p> {n} .\n" for n in range(5_000))
    refused = service.ask("/graphs", "PUT", many, turtle, token=True, graph=GRAPH)
    assert refused.status == 400 and "takes some 1,500 triples" in refused.text
    service.kill()
