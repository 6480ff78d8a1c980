"""Who may write, under which names it answers, what every answer carries."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from tests.corpus import ACTION_PLAN
from tests.service.conftest import Start
from tests.service.running import TOKEN, Reply, Running, wait_until

USER = "https://dutygraph.example/graph/user/notes"
INSERT = f"INSERT DATA {{ GRAPH <{USER}> {{ <urn:s> <urn:p> 1 }} }}"
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def service(start: Start) -> Running:
    return start()


@pytest.fixture(scope="module")
def closed(start: Start) -> Running:
    """Started without a token."""
    return start(token=None)


def raw(service: Running, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        connection.sendall(request)
        connection.settimeout(20)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
        return b"".join(parts)


def test_without_a_token_nobody_writes_graphs(closed: Running) -> None:
    for path, method in (("/sparql/update", "POST"), ("/graphs?graph=" + USER, "PUT")):
        reply = closed.ask(path, method, INSERT, {"Content-Type": "application/sparql-update"}, token=True)
        assert (reply.status, reply.media_type) == (403, "application/problem+json")


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Bearer", "Basic " + TOKEN, f"Bearer {TOKEN}x"])
def test_a_wrong_proof_is_401_and_nothing_is_written(service: Running, header: str | None) -> None:
    headers = {"Content-Type": "application/sparql-update"} | ({"Authorization": header} if header else {})
    reply = service.ask("/sparql/update", "POST", INSERT.replace("urn:s", "urn:wrong"), headers)
    assert reply.status == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert service.rows("SELECT * { GRAPH ?g { <urn:wrong> ?p ?o } }") == []


def test_the_token_writes_graphs_of_the_user_and_no_others(service: Running) -> None:
    assert service.update(INSERT).status == 204
    assert service.rows(f"SELECT ?o {{ GRAPH <{USER}> {{ <urn:s> <urn:p> ?o }} }}") == [{"o": "1"}]
    for refused in (
        "INSERT DATA { <urn:s> <urn:p> 1 }",
        "INSERT DATA { GRAPH <https://dutygraph.example/graph/registry> { <urn:s> <urn:p> 1 } }",
        "DROP ALL",
        f"COPY <{USER}> TO DEFAULT",
        "LOAD <http://127.0.0.1:1/x> INTO GRAPH <" + USER + ">",
    ):
        reply = service.update(refused)
        assert (reply.status, reply.json["title"]) == (403, "不允许的查询"), refused
    put = service.ask("/graphs", "PUT", "<urn:s> <urn:p> 2 .", TURTLE, token=True, graph="urn:elsewhere")
    assert put.status == 403
    put = service.ask("/graphs", "PUT", "<urn:s> <urn:p> 2 .", TURTLE, token=True, graph=USER)
    assert put.status == 204
    assert service.rows("SELECT ?o { GRAPH ?g { <urn:s> <urn:p> ?o } }") == [{"o": "2"}]


def test_the_printed_address_turns_its_key_into_a_cookie(service: Running) -> None:
    reply = service.ask("/units", key=service.key, page="2")
    assert (reply.status, reply.headers["location"]) == (303, "/units?page=2")
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith(f"dutygraph-key-{service.port}={service.key};")
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert service.ask("/", key="wrong").status == 403


def upload(service: Running, headers: dict[str, str], text: bytes | None = None) -> Reply:
    data = ACTION_PLAN.read_bytes() if text is None else text
    sent = {"Content-Type": "text/plain"} | headers
    return service.ask("/api/documents", "POST", data, sent, file="minfufa-2026-11.txt")


def test_the_key_opens_documents_from_our_own_pages_only(closed: Running) -> None:
    cookie = {"Cookie": f"dutygraph-key-{closed.port}={closed.key}"}
    assert upload(closed, {}).status == 401
    assert upload(closed, cookie).status == 403
    assert upload(closed, cookie | {"Origin": "http://127.0.0.1:1"}).status == 403
    assert upload(closed, cookie | {"Sec-Fetch-Site": "same-site", "Origin": closed.address}).status == 403
    assert upload(closed, cookie | {"Sec-Fetch-Site": "cross-site"}).status == 403
    assert closed.ask("/api/documents").json["total"] == 0
    done = upload(closed, cookie | {"Sec-Fetch-Site": "same-origin"})
    assert (done.status, done.json["status"], done.json["tasks"]) == (201, "stored", 16)
    again = upload(closed, cookie | {"Origin": closed.address})
    assert (again.status, again.json["status"]) == (200, "unchanged")
    headers = {"Content-Type": "application/sparql-update"} | cookie | {"Sec-Fetch-Site": "same-origin"}
    assert closed.ask("/sparql/update", "POST", INSERT, headers).status == 403


def test_a_service_for_the_network_makes_no_key(start: Start) -> None:
    service = start(host="0.0.0.0")
    assert "key=" not in service.entrance
    reply = service.ask("/api/documents", headers={"Host": f"127.0.0.1:{service.port}"})
    assert reply.status == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_name_that_is_not_ours_is_refused(service: Running, host: str) -> None:
    answer = raw(service, f"GET /api/units HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ", 2)[1] in (b"421", b"400"), answer[:200]


def test_a_name_from_the_settings_is_ours(start: Start) -> None:
    service = start(hosts=["plan.office.example"])
    request = b"GET /health HTTP/1.1\r\nHost: plan.office.example\r\nConnection: close\r\n\r\n"
    assert raw(service, request).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK{}", "/api/units", "/api/tasks/none", "/nowhere"])
def test_every_answer_carries_the_headers(service: Running, path: str) -> None:
    headers = service.ask(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_only_what_is_meant_for_others_is_open_to_their_pages(service: Running) -> None:
    assert service.ask("/sparql?query=ASK{}").headers["access-control-allow-origin"] == "*"
    for path in ("/", "/api/units"):
        headers = service.ask(path).headers
        assert "access-control-allow-origin" not in headers
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_a_body_beyond_the_limit_is_413_and_not_read(start: Start) -> None:
    service = start(body_limit=1_000_000, text_limit=100_000)
    query = "ASK {} #" + "x" * 200_000
    assert service.sparql(query).status == 413
    reply = service.ask("/graphs", "PUT", "#" * 1_100_000, TURTLE, token=True, graph=USER)
    assert reply.status == 413
    head = f"PUT /graphs?graph={USER} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        connection.sendall(head.encode())
        assert connection.recv(100).split(b" ")[1] == b"413"


def test_one_address_that_asks_too_often_is_told_to_wait(start: Start) -> None:
    service = start(rate=5, burst=10, proxies=1)  # behind a proxy, so that the address can be told
    told = [service.ask("/health", headers={"X-Forwarded-For": "10.0.0.7"}).status for _ in range(14)]
    assert told[:10] == [200] * 10 and 429 in told[10:]
    assert service.ask("/health", headers={"X-Forwarded-For": "10.0.0.8"}).status == 200


def test_each_write_leaves_a_line_that_says_who_and_what(start: Start) -> None:
    service = start()
    service.update(INSERT)
    log = Path(service.log.name)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    audit = [line for line in lines if line["log"] == "dutygraph.audit"]
    assert len(audit) == 1
    assert (audit[0]["event"], audit[0]["by"], audit[0]["address"]) == ("update", "token", "127.0.0.1")
    assert TOKEN not in log.read_text() and service.key not in log.read_text()


def test_what_is_under_way_is_finished_when_told_to_stop(start: Start) -> None:
    service = start(limits={"seconds": 8.0})
    rows = " ".join(str(n) for n in range(700))
    slow = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {rows} }} VALUES ?b {{ {rows} }} FILTER(?a*?b >= 0) }}"
    answers: list[Reply] = []
    asking = threading.Thread(target=lambda: answers.append(service.sparql(slow)))
    asking.start()
    time.sleep(0.15)
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(timeout=30) == 0
    asking.join()
    assert answers[0].status == 200
    assert answers[0].json["results"]["bindings"][0]["n"]["value"] == "490000"
    with pytest.raises((ConnectionError, http.client.HTTPException, OSError)):
        socket.create_connection(("127.0.0.1", service.port), timeout=2).close()


def test_ready_runs_a_query_and_health_does_not(start: Start, tmp_path: Path) -> None:
    service = start(tmp_path / "store")
    assert service.ask("/health").json["status"] == "ok"
    assert service.ask("/ready").json["status"] == "ready"
    metrics = service.ask("/metrics").text
    assert 'dutygraph_requests_total{method="GET",route="/ready",status="200"} 1.0' in metrics
    assert "dutygraph_quads 0.0" in metrics


def test_another_process_is_told_the_address(start: Start, tmp_path: Path) -> None:
    from graph.errors import StoreInUse
    from graph.store import open_store

    service = start(tmp_path / "store")
    with pytest.raises(StoreInUse, match=service.address):
        open_store(str(tmp_path / "store"))
    open_store(str(tmp_path / "store"), read_only=True).close()
    service.stop()
    assert wait_until(lambda: not (tmp_path / "store" / "serving.json").exists())
    open_store(str(tmp_path / "store")).close()
