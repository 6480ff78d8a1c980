"""The embedded store on a real folder."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from graph.errors import BadRequest, StoreInUse, StoreUnavailable
from graph.store import Quad, Store, open_store

B = "https://dutygraph.example/"
DOC_A, DOC_B = URIRef(B + "graph/doc/a"), URIRef(B + "graph/doc/b")
DERIVED, USER = URIRef(B + "graph/derived"), URIRef(B + "graph/user/notes")
UNIT, TASK, IN = URIRef(B + "id/e-1"), URIRef(B + "id/a.1"), URIRef(B + "def#involvedIn")


def plain(graph: URIRef, *triple: Node) -> list[Quad]:
    subject, predicate, value = triple
    return [(subject, predicate, value, graph), (subject, predicate, value, None)]


@pytest.fixture(params=["folder", "memory:"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = open_store("memory:" if request.param == "memory:" else str(tmp_path / "store"))
    yield opened
    opened.close()


def test_terms_come_back_as_they_went_in(store: Store) -> None:
    values = [
        Literal("区科委"),
        Literal("闵行区", lang="zh"),
        Literal("7", datatype=XSD.integer),
        Literal("P6M", datatype=XSD.duration),
        Literal("2026", datatype=XSD.gYear),
        Literal('引号"、反斜杠\\、换行\n、回车\r、制表\t、\x01'),
        URIRef("https://dutygraph.example/id/e-0"),
    ]
    store.replace_graphs([], [(UNIT, IN, value, DOC_A) for value in values])
    store.replace_graphs([DOC_A], [(UNIT, IN, value, DOC_A) for value in values])
    back = [value for _, _, value, _ in store.quads(DOC_A)]
    assert sorted(term.n3() for term in back) == sorted(term.n3() for term in values)


def test_replacing_a_document_leaves_no_quad_of_the_old_one(store: Store) -> None:
    store.replace_graphs([], [*plain(DOC_A, UNIT, IN, TASK), (TASK, RDF.type, UNIT, DOC_A)])
    store.replace_graphs([DOC_A], plain(DOC_A, UNIT, IN, Literal("新")))
    assert set(store.quads()) == set(plain(DOC_A, UNIT, IN, Literal("新")))


def test_a_plain_triple_stays_while_another_document_states_it(store: Store) -> None:
    store.replace_graphs([], plain(DOC_A, UNIT, IN, TASK) + plain(DOC_B, UNIT, IN, TASK))
    store.replace_graphs([DOC_A], [])
    assert set(store.quads()) == set(plain(DOC_B, UNIT, IN, TASK))
    store.replace_graphs([DOC_B], [])
    assert list(store.quads()) == []


@pytest.mark.parametrize("apart", [DERIVED, USER])
def test_a_finding_or_a_note_does_not_hold_a_plain_triple(store: Store, apart: URIRef) -> None:
    store.replace_graphs([], [*plain(DOC_A, UNIT, IN, TASK), (UNIT, IN, TASK, apart)])
    store.replace_graphs([DOC_A], [])
    assert set(store.quads()) == {(UNIT, IN, TASK, apart)}


def test_dropping_a_derived_graph_leaves_the_default_graph_alone(store: Store) -> None:
    store.replace_graphs([], [(UNIT, IN, TASK, None), (UNIT, IN, TASK, DERIVED)])
    store.replace_graphs([DERIVED], [])
    assert set(store.quads()) == {(UNIT, IN, TASK, None)}


def test_two_documents_dropped_together_take_their_common_triple_along(store: Store) -> None:
    store.replace_graphs([], plain(DOC_A, UNIT, IN, TASK) + plain(DOC_B, UNIT, IN, TASK))
    store.replace_graphs([DOC_A, DOC_B], [])
    assert list(store.quads()) == []


def test_single_quads_can_be_taken_away(store: Store) -> None:
    store.replace_graphs([], plain(DOC_A, UNIT, IN, TASK))
    store.replace_graphs([], [], remove=[(UNIT, IN, TASK, None)])
    assert set(store.quads()) == {(UNIT, IN, TASK, DOC_A)}


def test_a_quad_that_is_removed_and_added_is_there(store: Store) -> None:
    store.replace_graphs([], plain(DOC_A, UNIT, IN, TASK))
    store.replace_graphs([], plain(DOC_A, UNIT, IN, TASK), remove=plain(DOC_A, UNIT, IN, TASK))
    assert store.count() == 2


def test_an_update_of_two_operations_is_all_or_nothing(store: Store) -> None:
    with pytest.raises(StoreUnavailable):
        store.update(f"INSERT DATA {{ <{UNIT}> <{IN}> <{TASK}> }} ; LOAD <file:///nowhere>")
    assert store.count() == 0


def test_the_generation_changes_with_every_commit_and_only_then(store: Store) -> None:
    first = store.generation()
    assert store.generation() == first
    store.replace_graphs([], plain(DOC_A, UNIT, IN, TASK))
    second = store.generation()
    store.update(f"DROP GRAPH <{DOC_A}>")
    assert len({first, second, store.generation()}) == 3


def test_the_generation_outlives_the_process(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s"))
    store.replace_graphs([], plain(DOC_A, UNIT, IN, TASK))
    name = store.generation()
    store.close()
    again = open_store(str(tmp_path / "s"))
    assert (again.generation(), again.count()) == (name, 2)
    again.close()


def test_bindings_are_terms_and_unbound_variables_are_absent(store: Store) -> None:
    store.replace_graphs([], [(UNIT, IN, TASK, None), (TASK, IN, Literal('区"科委'), None)])
    rows = store.select(
        "SELECT ?s ?none WHERE { ?s ?p ?o OPTIONAL { ?o <urn:x> ?none } }", {"o": Literal('区"科委')}
    )
    assert rows == [{"s": TASK}]
    assert store.ask("ASK { ?s ?p ?o }", {"s": UNIT})
    assert not store.ask("ASK { ?s ?p ?o }", {"s": DOC_A})
    assert list(store.construct("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o }", {"s": UNIT})) == [
        (TASK, IN, UNIT, None)
    ]


def test_a_query_that_does_not_parse_is_a_sentence(store: Store) -> None:
    with pytest.raises(BadRequest, match=r"not valid SPARQL 1\.1"):
        store.select("SELECT * WHERE {")


def test_a_select_is_not_an_ask(store: Store) -> None:
    with pytest.raises(BadRequest, match="ASK query was expected"):
        store.ask("SELECT * {}")


def test_an_iri_with_a_space_is_refused_and_nothing_is_written(store: Store) -> None:
    with pytest.raises(BadRequest, match="not an RDF term"):
        store.replace_graphs([], [(UNIT, IN, TASK, None), (URIRef("http://a b"), IN, TASK, None)])
    assert store.count() == 0


def test_a_single_quad_with_a_blank_node_cannot_be_removed(store: Store) -> None:
    with pytest.raises(BadRequest, match="blank node"):
        store.replace_graphs([], [], remove=[(BNode(), IN, TASK, None)])


def test_a_second_process_is_told_who_holds_the_store(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s"))
    store.directory.announce("http://127.0.0.1:8000")  # type: ignore[attr-defined]
    code = (
        "from graph.store import open_store\n"
        "from graph.errors import StoreInUse\n"
        f"try: open_store({str(tmp_path / 's')!r})\n"
        "except StoreInUse as error: print(error)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "in use by the server at http://127.0.0.1:8000" in told
    store.close()


def test_the_same_process_cannot_open_a_store_twice_either(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s"))
    with pytest.raises(StoreInUse, match="another process"):
        open_store(str(tmp_path / "s"))
    store.close()
    open_store(str(tmp_path / "s")).close()


def test_a_reader_beside_the_owner_sees_what_was_committed(tmp_path: Path) -> None:
    owner = open_store(str(tmp_path / "s"))
    owner.replace_graphs([], plain(DOC_A, UNIT, IN, TASK))
    reader = open_store(str(tmp_path / "s"), read_only=True)
    owner.replace_graphs([DOC_A], [])
    assert (reader.count(), owner.count()) == (2, 0)
    with pytest.raises(StoreInUse, match="reading only"):
        reader.update("DROP ALL")
    reader.close()
    assert list((tmp_path / "s" / "readers").iterdir()) == []
    owner.close()


def test_readers_opened_during_a_storm_of_commits_each_see_one_whole_state(tmp_path: Path) -> None:
    owner = open_store(str(tmp_path / "s"))
    stop = threading.Event()

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            owner.replace_graphs(
                [DOC_A], [(UNIT, IN, Literal(f"{turn}:{n} " + "x" * 50), DOC_A) for n in range(100)]
            )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(10):
            reader = open_store(str(tmp_path / "s"), read_only=True)
            turns = {str(value).split(":")[0] for _, _, value, _ in reader.quads(DOC_A)}
            assert reader.count() in (0, 100)
            assert len(turns) <= 1
            reader.close()
    finally:
        stop.set()
        writer.join()
    owner.close()


def test_reading_a_store_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="there is no store at"):
        open_store(str(tmp_path / "none"), read_only=True)


def test_a_folder_with_other_things_in_it_is_not_taken_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(StoreUnavailable, match=r"letter\.txt"):
        open_store(str(tmp_path))


def test_four_threads_that_count_under_the_lock_lose_nothing(store: Store) -> None:
    store.update("INSERT DATA { <urn:c> <urn:n> 0 }")

    def count() -> None:
        for _ in range(50):
            with store.writing():
                value = int(str(store.select("SELECT ?n { <urn:c> <urn:n> ?n }")[0]["n"]))
                store.update(
                    f"DELETE DATA {{ <urn:c> <urn:n> {value} }} ;"
                    f"INSERT DATA {{ <urn:c> <urn:n> {value + 1} }}"
                )

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert str(store.select("SELECT ?n { <urn:c> <urn:n> ?n }")[0]["n"]) == "200"
