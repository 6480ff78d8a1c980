"""A plain query takes the short way past Flask, and nothing but its speed tells."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from werkzeug.test import Client

from api.app import close, create_app
from api.config import Config
from api.requests import FORM

QUERY = "SELECT ?x { VALUES ?x { 1 } }"
PLAIN = urlencode({"query": QUERY})
TO_FLASK = f"{PLAIN}&unknown=1"
"""The same query, with a parameter that nobody reads: Flask has to see to it."""


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    app = create_app(Config(store="memory:", rate=1.0, burst=3))
    yield app
    close(app)


@pytest.fixture
def client(app: Flask) -> Client:
    return Client(app.wsgi_app)


@pytest.fixture
def by_flask(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that came to Flask."""
    seen: list[str] = []
    flask = app.wsgi_app._flask  # type: ignore[attr-defined]

    def note(environ: dict[str, Any], start_response: Any) -> Any:
        seen.append(environ["PATH_INFO"])
        return flask(environ, start_response)

    monkeypatch.setattr(app.wsgi_app, "_flask", note)
    return seen


def ask(client: Client, body: str, address: str = "127.0.0.1", **more: Any) -> Any:
    from_there = {"REMOTE_ADDR": address}
    return client.post("/sparql", data=body, content_type=FORM, environ_base=from_there, **more)


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+xml", "*/*"])
def test_both_ways_give_the_same_answer_and_the_same_headers(
    client: Client, by_flask: list[str], accept: str
) -> None:
    short, long = (ask(client, body, headers={"Accept": accept}) for body in (PLAIN, TO_FLASK))
    assert by_flask == ["/sparql"]
    assert (short.status, short.data) == (long.status, long.data)
    assert dict(short.headers) == dict(long.headers)
    assert short.headers["Content-Length"] == str(len(short.data))
    assert short.headers["X-Content-Type-Options"] == "nosniff"
    assert short.headers["Access-Control-Allow-Origin"] == "*"


def test_a_query_in_the_address_takes_the_short_way_too(client: Client, by_flask: list[str]) -> None:
    in_the_address = client.get(f"/sparql?query={quote(QUERY)}", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    assert in_the_address.data == ask(client, PLAIN).data
    assert by_flask == []


def test_a_client_of_http_1_0_is_left_to_flask(client: Client, by_flask: list[str]) -> None:
    from_there = {"REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.0"}
    old = client.post("/sparql", data=PLAIN, content_type=FORM, environ_overrides=from_there)
    assert (by_flask, old.data) == (["/sparql"], ask(client, PLAIN).data)


def test_a_known_tag_gives_304(client: Client, by_flask: list[str]) -> None:
    tag = ask(client, PLAIN).headers["ETag"]
    for body in (PLAIN, TO_FLASK):
        again = ask(client, body, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert ask(client, PLAIN, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_relative_address_is_resolved_against_the_endpoint(client: Client) -> None:
    construct = urlencode({"query": "CONSTRUCT { <x> <y> <z> } {}"})
    accept = {"Accept": "application/n-triples"}
    said = {
        ask(client, body, headers=accept, base_url="http://localhost:81/under").data
        for body in (construct, construct + "&u=1")
    }
    base = b"http://localhost:81/under"
    assert said == {b"<%b/x> <%b/y> <%b/z> .\n" % (base, base, base)}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (urlencode({"query": "SELECT"}), 400),
        (urlencode({"query": "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"}), 403),
        (urlencode({"query": "{" * 16000}), 400),
        (urlencode({"query": "DROP ALL"}), 400),
        ("query=%FF", 400),
        ("", 400),
        (f"{PLAIN}&{PLAIN}", 400),
    ],
)
def test_what_goes_wrong_is_told_by_flask(
    client: Client, by_flask: list[str], body: str, status: int
) -> None:
    answer = ask(client, body)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert by_flask == ["/sparql"]


def test_an_unforeseen_error_is_logged_whole_and_told_as_a_sentence(
    app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(app.extensions["dutygraph-service"].queries, "query", fails)
    answer = ask(client, PLAIN)
    assert answer.status_code == 500 and b"secret" not in answer.data
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError]


def test_a_foreign_host_is_turned_away(client: Client) -> None:
    assert ask(client, PLAIN, base_url="http://evil.example/").status_code == 421


def test_each_request_takes_one_token_of_its_address_whichever_way_it_goes(client: Client) -> None:
    def told(address: str, *bodies: str) -> list[int]:
        return [ask(client, body, address).status_code for body in bodies]

    assert told("192.0.2.1", *[PLAIN] * 4) == [200, 200, 200, 429]
    assert told("192.0.2.2", *["query=no"] * 4) == [400, 400, 400, 429]
    assert told("192.0.2.3", TO_FLASK, PLAIN, "query=no", PLAIN) == [200, 200, 400, 429]
    assert told("127.0.0.1", *[PLAIN] * 9) == [200] * 9


def test_each_request_is_counted_once_and_logged_once(
    app: Flask, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    registry = app.extensions["dutygraph-metrics"].registry

    def counted(status: int) -> float:
        labels = {"method": "POST", "route": "/sparql", "status": str(status)}
        return registry.get_sample_value("dutygraph_requests_total", labels) or 0.0

    before = {status: counted(status) for status in (200, 400)}
    with caplog.at_level(logging.INFO, "dutygraph.access"):
        for body in (PLAIN, TO_FLASK, "query=no"):
            ask(client, body)
    assert {status: counted(status) - before[status] for status in before} == {200: 2, 400: 1}
    assert [(r.method, r.path, r.status) for r in caplog.records if r.name == "dutygraph.access"] == [  # type: ignore[attr-defined]
        ("POST", "/sparql", 200),
        ("POST", "/sparql", 200),
        ("POST", "/sparql", 400),
    ]
    assert registry.get_sample_value("dutygraph_requests_under_way") == 0
