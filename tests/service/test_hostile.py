"""What strangers may send: none of it stops the service, hangs it, or makes it call others."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from tests.corpus import DOCUMENTS
from tests.service.conftest import Start
from tests.service.running import TOKEN, Running, wait_until
from tests.service.test_rest import post

SECONDS = 0.15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
GRAPH = "https://dutygraph.example/graph/user/a"


@pytest.fixture(scope="module")
def service(start: Start) -> Running:
    running = start(limits={"seconds": SECONDS, "update_seconds": 1.0, "memory": 400 * 2**20})
    for plan in sorted(DOCUMENTS.glob("*.txt")):
        assert post(running, plan).status == 201
    return running


@pytest.fixture(scope="module")
def patient(start: Start) -> Running:
    """One with time enough, where what is asked is not whether time is kept."""
    return start()


def hostile(chance: random.Random) -> str:
    """One query that means harm, of a kind picked by chance."""
    deep = chance.choice(
        ["{", "(", "[", "!", "[ <urn:p> ", "{{", "-", "NOT EXISTS {", "(1+", "^", "OPTIONAL {"]
    )
    digits = " ".join(map(str, range(300)))
    kinds = [
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
        "SELECT * WHERE { FILTER(" + deep * chance.choice([200, 4000, 16000]),
        "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
        "SELECT * { ?a (<urn:p>|!<urn:p>)* ?b . ?b (<urn:q>|!<urn:q>)* ?c . ?c (<urn:r>|!<urn:r>)* ?d }",
        f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {digits} }} VALUES ?b {{ {digits} }} VALUES ?c {{ {digits} }} }}",
        "ASK { FILTER(REGEX('" + "a" * 30 + "!', '^(([a-z])+.)+[A-Z]([a-z])+$')) }",
        "SELECT * { BIND(REPLACE('" + "a" * 5000 + "', '(a*)*b', 'x') AS ?x) }",
        "SELECT ('" + "x" * 500_000 + "' AS ?x) {}",
        "SELECT (" + "1+" * 20_000 + "1 AS ?x) {}",
        "SELECT * { ?s <urn:a>" + "/<urn:a>" * 20_000 + " ?o }",
        "ASK { " + "{ ?s ?p ?o } UNION " * 5000 + "{ ?s ?p ?o } }",
        "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "".join(chr(chance.randrange(1, 0x2FF)) for _ in range(300)),
        "\0\0\0",
    ]
    return chance.choice(kinds)


def test_after_two_hundred_hostile_queries_the_next_one_is_answered_at_once(service: Running) -> None:
    chance, before = random.Random(7), service.process.pid
    statuses = []
    for _ in range(200):
        reply = service.sparql(hostile(chance), "*/*", timeout=20)
        statuses.append(reply.status)
        if reply.status >= 300:
            assert reply.media_type == "application/problem+json"
    assert set(statuses) <= {200, 400, 403, 503}
    assert statuses.count(503) > 20 and statuses.count(400) > 20
    # The limit of these tests, 0.15 s, is short enough to cut a good query too where the machine is busy.
    begun, tasks = time.monotonic(), "SELECT * { ?task a <https://dutygraph.example/def#Task> }"
    while service.sparql(tasks).status == 503:
        assert time.monotonic() - begun < 2
    assert len(service.rows(tasks)) == 29
    assert service.process.poll() is None and service.process.pid == before


@pytest.mark.parametrize("opening", ["{", "(", "[", "!", "[ <urn:p> ["])
def test_sixteen_thousand_brackets_are_a_400(service: Running, opening: str) -> None:
    begun = time.monotonic()
    assert service.sparql("SELECT * WHERE " + opening * 16_000).status == 400
    update = service.update("INSERT DATA { <urn:s> <urn:p> " + opening * 16_000)
    assert update.status == 400
    assert time.monotonic() - begun < 4


def test_a_long_flat_expression_in_an_update_ends_a_worker_and_not_the_service(service: Running) -> None:
    update = (
        f"INSERT {{ GRAPH <{GRAPH}> {{ <urn:s> <urn:p> ?x }} }} WHERE {{ BIND("
        + "1+" * 200_000
        + "1 AS ?x) }"
    )
    assert service.update(update).status in (204, 400, 503)
    assert service.ask("/ready").status == 200


def test_an_update_that_does_not_end_is_refused_and_writes_nothing(service: Running) -> None:
    endless = f"INSERT {{ GRAPH <{GRAPH}> {{ ?a ?e ?i }} }} WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"
    begun = time.monotonic()
    assert service.update(endless).status == 503
    assert time.monotonic() - begun < 5
    assert service.rows(f"SELECT * {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} LIMIT 1") == []


def test_a_bomb_of_xml_entities_is_a_400(service: Running) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20 if n else "x" * 1000}">' for n in range(8))
    bomb = f"<!DOCTYPE r [{entities}]><rdf:RDF>&a7;</rdf:RDF>"
    for body in (
        bomb.encode(),
        bomb.encode("utf-16"),
        b"<?xml version='1.0' encoding='utf-7'?>" + bomb.encode(),
    ):
        begun = time.monotonic()
        headers = {"Content-Type": "application/rdf+xml"}
        assert service.ask("/graphs", "PUT", body, headers, token=True, graph=GRAPH).status == 400
        assert time.monotonic() - begun < 2


@pytest.fixture
def canary() -> Iterator[tuple[str, list[object]]]:
    """An address that counts who connects."""
    visits: list[object] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        listener.settimeout(0.1)
        stop = threading.Event()

        def wait() -> None:
            while not stop.is_set():
                try:
                    visitor, address = listener.accept()
                except TimeoutError:
                    continue
                visits.append(address)
                visitor.close()

        thread = threading.Thread(target=wait)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/x.ttl", visits
        stop.set()
        thread.join()


def test_nothing_makes_the_service_connect_to_others(
    patient: Running, canary: tuple[str, list[object]]
) -> None:
    service = patient
    address, visits = canary
    for query in (
        f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND(IRI('{address}') AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        f"PREFIX x: <{address}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
        f"SELECT * {{ \\u0053ERVICE <{address}> {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{address}> FROM NAMED <{address}> {{ ?s ?p ?o }}",
    ):
        assert service.sparql(query).status < 500
    for update in (
        f"LOAD <{address}> INTO GRAPH <{GRAPH}>",
        f"LOAD SILENT <{address}> INTO GRAPH <{GRAPH}>",
        f"INSERT {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }} WHERE {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
    ):
        assert service.update(update).status < 500
    xml = f'<!DOCTYPE r SYSTEM "{address}"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    for media_type, body in (
        ("application/ld+json", f'{{"@context": "{address}", "@id": "urn:s", "p": 1}}'),
        ("application/rdf+xml", xml),
        ("text/turtle", f"@base <{address}> . <> <p> <o> ."),
    ):
        assert (
            service.ask("/graphs", "PUT", body, {"Content-Type": media_type}, token=True, graph=GRAPH).status
            < 500
        )
    html = f'<html><head><link rel="stylesheet" href="{address}"></head><body><img src="{address}"></body></html>'
    service.ask("/api/documents", "POST", html, {"Content-Type": "text/html"}, token=True)
    service.ask("/graphs", graph=address)
    time.sleep(0.5)
    assert visits == []
    socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)).close()
    assert wait_until(lambda: len(visits) == 1)  # had anything called, it would have been counted


@pytest.mark.parametrize(
    "path", ["/api/tasks/{}", "/api/entities/{}", "/api/documents/{}", "/id/{}", "/documents/{}"]
)
def test_strange_ids_are_not_found_and_nothing_worse(service: Running, path: str) -> None:
    for strange in (
        "%00",
        "..%2f..%2fetc%2fpasswd",
        "%ff",
        "a%20b",
        "%3E%20%7D%20DROP%20ALL",
        "x" * 3000,
        "%7B%7D",
        "'\"",
    ):
        assert service.ask(path.format(strange.replace('"', "%22"))).status in (400, 404, 308), strange


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_generated_request_finds_a_server_error_or_an_undocumented_answer(
    service: Running, mode: GenerationMode
) -> None:
    described = schemathesis.openapi.from_url(f"{service.address}/openapi.json")
    operations = [found.ok() for found in described.get_all_operations()]
    asked: set[str] = set()
    assert len(operations) >= 17
    for operation in operations:

        @settings(
            max_examples=8,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {TOKEN}"})

        with suppress(Unsatisfiable):  # some operations cannot be asked wrongly
            ask()
            asked.add(operation.label)
    assert len(asked) >= 12
    assert {"POST /api/documents", "DELETE /api/documents/{id}"} <= asked


def test_a_document_comes_and_goes_with_the_answers_that_are_documented(patient: Running) -> None:
    service = patient
    described = schemathesis.openapi.from_url(f"{service.address}/openapi.json")
    upload, removal = described["/api/documents"]["POST"], described["/api/documents/{id}"]["DELETE"]
    text = "某某区2027年科技创新工作要点\n\n一、重点工作\n\n1.建设孵化器。新建孵化器3家以上。（责任单位：区科委）\n".encode()

    def sent(case: schemathesis.Case) -> tuple[int, Any]:
        reply = case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {TOKEN}"})
        return reply.status_code, reply.json()

    def added(body: bytes, kind: str, name: str = "plan.txt") -> tuple[int, Any]:
        return sent(upload.Case(query={"file": name}, body=body, media_type=kind))

    status, report = added(text, "text/plain")
    assert (status, report["status"]) == (201, "stored")
    assert added(text, "text/plain")[0] == 200
    assert added(text + "2.再建一家。（责任单位：区发改委）\n".encode(), "text/plain")[0] in (200, 201)
    assert added("今天天气很好。".encode(), "text/plain")[0] == 422
    assert added(b"PK\x03\x04 no archive", "text/plain", "plan.pdf")[0] == 422
    assert sent(removal.Case(path_parameters={"id": report["document"]}))[0] == 200
    assert sent(removal.Case(path_parameters={"id": report["document"]}))[0] == 404
