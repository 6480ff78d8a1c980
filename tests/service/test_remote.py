"""A remote store keeps the same promises as the embedded one: here on the Oxigraph server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Literal

from graph.errors import BadRequest, StoreInUse, StoreUnavailable
from graph.ingest import Ingest, remove
from graph.store import Quad, Store, open_store
from graph.store.backup import restore
from graph.store.remote import RemoteStore, _term
from ontology.terms import META
from tests.corpus import DOCUMENTS
from tests.service.conftest import Start
from tests.service.oxigraph_server import OxigraphServer
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


@pytest.fixture(scope="module", params=["separate", "union"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OxigraphServer]:
    options = ("--union-default-graph",) if request.param == "union" else ()
    running = OxigraphServer(tmp_path_factory.mktemp("oxigraph"), options)
    yield running
    running.stop()


@pytest.fixture
def store(server: OxigraphServer) -> Store:
    server.empty()
    return open_store(server.spec)


def test_what_a_server_makes_of_the_default_graph_is_found_out(
    store: RemoteStore, server: OxigraphServer
) -> None:
    assert store.union == bool(server.options)


def test_the_founding_plans_give_the_same_quads_as_in_the_embedded_store(store: Store) -> None:
    local = open_store("memory:")
    for each in (store, local):
        assert {report.status for report in Ingest(each).paths([DOCUMENTS])} == {"stored"}
    assert store.count() == local.count()

    def content(of: Store) -> set[Quad]:
        """All but the times of the two runs."""
        return {quad for quad in of.quads() if quad[3] != META}

    ours, theirs = content(local), content(store)
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


def test_a_query_address_that_takes_no_updates_says_how_to_name_both(server: OxigraphServer) -> None:
    server.empty()
    with pytest.raises((StoreUnavailable, BadRequest), match="/query finds the request wrong"):
        RemoteStore(server.spec.partition(",")[0]).update("DROP ALL")


def test_an_update_of_the_default_graph_is_refused_where_there_is_none_of_its_own(store: RemoteStore) -> None:
    if not store.union:
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert store.ask("ASK { <urn:a> <urn:b> <urn:c> }")
        return
    for update in ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "CLEAR DEFAULT", "DELETE WHERE { ?s ?p ?o }"):
        with pytest.raises(BadRequest, match="must name its graph"):
            store.update(update)


def test_a_reader_writes_nothing(server: OxigraphServer) -> None:
    with pytest.raises(StoreInUse, match="reading only"):
        open_store(server.spec, read_only=True).update("DROP ALL")


def test_the_typed_literals_of_virtuoso_are_literals() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#integer"
    told = {"type": "typed-literal", "value": "7", "datatype": xsd}
    assert _term(told) == Literal(7)


def test_the_service_stands_on_a_server_as_on_a_folder(start: Start, server: OxigraphServer) -> None:
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
