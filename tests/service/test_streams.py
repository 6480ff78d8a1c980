"""Answers that are made while they are sent: of one state of the store, and never taken for whole when they are not."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Literal

from api.app import close, create_app
from api.config import Config
from graph.exports import FORMATS
from graph.ingest import Ingest
from graph.store import open_store
from graph.store.base import Store
from tests.corpus import WORK_PLAN
from tests.service.conftest import Start
from tests.service.running import Running

GRAPH = "https://dutygraph.example/graph/user/many"


@pytest.fixture(scope="module")
def store() -> Store:
    held = open_store("memory:")
    assert {report.status for report in Ingest(held).paths([WORK_PLAN])} == {"stored"}
    return held


@pytest.fixture(scope="module")
def app(store: Store) -> Iterator[Flask]:
    made = create_app(Config(), store)
    yield made
    close(made)


def commit(store: Store, said: str) -> None:
    """Renames everything, in one transaction."""
    old = [
        quad
        for quad in store.quads()
        if isinstance(quad[2], Literal) and quad[1].endswith(("abel", "#name", "title"))
    ]
    store.replace_graphs([], [(s, p, Literal(said, lang=o.language), g) for s, p, o, g in old], old)


def whole(client: FlaskClient, address: str) -> bytes:
    with client.get(address) as answer:
        assert answer.status_code == 200
        return answer.data


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_an_export_is_of_one_state_whatever_is_committed_while_it_is_read(
    app: Flask, store: Store, format_: str
) -> None:
    address = f"/api/export?format={format_}"
    client = app.test_client()
    before = whole(client, address)
    answer = client.get(address, buffered=False)
    chunks = answer.iter_encoded()
    read = next(chunks)
    commit(store, f"改名于{format_}之后")
    assert read + b"".join(chunks) == before
    answer.close()
    assert whole(client, address) != before
    assert list(store.directory.readers.iterdir()) == []  # type: ignore[attr-defined]


def test_an_export_that_is_only_asked_about_leaves_nothing_behind(app: Flask, store: Store) -> None:
    with app.test_client().head("/api/export?format=nt") as answer:
        assert answer.status_code == 200
    assert app.test_client().get("/api/export?format=no").status_code == 400
    assert list(store.directory.readers.iterdir()) == []  # type: ignore[attr-defined]


# -- broken off after the status went out ---------------------------------------------------------


@pytest.fixture(scope="module")
def service(start: Start) -> Running:
    """Results may have 16 MiB; a query 1.5 s."""
    running = start(limits={"seconds": 1.5, "result": 16 * 2**20})
    numbers = " ".join(f"<urn:{number}> <urn:is> {number} ." for number in range(8000))
    assert running.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {numbers} }} }}").status == 204
    return running


PAIRS = f"GRAPH <{GRAPH}> {{ ?a ?b ?c . ?d ?e ?f }}"
TOO_LARGE = f"SELECT * {{ {PAIRS} }}"
# Rows come in a stream, sixty for each of 8,000 numbers, until the time is up: the pairs are 64 million.
TOO_LONG = f"SELECT * {{ {PAIRS} FILTER(?f < 60 || (?c + ?f < 0)) }}"


def raw_answer(service: Running, query: str, version: str) -> bytes:
    """Every byte until the server closes the connection."""
    body = query.encode()
    head = (
        f"POST /sparql HTTP/{version}\r\nHost: 127.0.0.1:{service.port}\r\nContent-Type: application/sparql-query\r\n"
        f"Accept: application/sparql-results+json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    received = bytearray()
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        connection.sendall(head.encode() + body)
        while piece := connection.recv(1 << 20):
            received += piece
    return bytes(received)


def test_a_whole_stream_ends_with_the_last_chunk(service: Running) -> None:
    told = raw_answer(service, f"SELECT * {{ {PAIRS} }} LIMIT 5000", "1.1")
    assert told.startswith(b"HTTP/1.1 200") and b"Transfer-Encoding: chunked" in told
    assert len(told) > 2**20 and told.endswith(b"\r\n0\r\n\r\n")


@pytest.mark.parametrize("query", [TOO_LARGE, TOO_LONG], ids=["too large", "too long"])
def test_a_stream_that_breaks_off_has_no_last_chunk(service: Running, query: str) -> None:
    told = raw_answer(service, query, "1.1")
    assert told.startswith(b"HTTP/1.1 200") and len(told) > 2**20
    assert not told.endswith(b"0\r\n\r\n")
    assert service.sparql("ASK {}").status == 200


@pytest.mark.parametrize("query", [TOO_LARGE, TOO_LONG], ids=["too large", "too long"])
def test_a_client_of_http_1_0_is_told_of_the_failure_in_the_status(service: Running, query: str) -> None:
    told = raw_answer(service, query, "1.0")
    assert told.startswith(b"HTTP/1.0 503") and b"application/problem+json" in told


def test_a_client_of_http_1_0_gets_a_large_result_with_its_length(service: Running) -> None:
    head, _, body = raw_answer(service, f"SELECT * {{ {PAIRS} }} LIMIT 5000", "1.0").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 200") and f"content-length: {len(body)}".encode() in head.lower()
    assert len(body) > 2**20
