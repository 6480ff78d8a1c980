"""An answer reaches its reader whole, however slowly it is read and in whatever pieces it is written."""

from __future__ import annotations

import hashlib
import http.client
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import waitress

from api.channel import DirectChannel

PIECE = bytes(range(256)) * 4096
"""1 MiB: more than the system takes at once."""


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """``/whole/N``: N MiB in one piece, ``/pieces/N``: in N, with small ones between; ``/small``: two bytes."""
    kind, _, count = environ["PATH_INFO"].strip("/").partition("/")
    body: list[bytes] = [b"ok"]
    if kind == "whole":
        body = [PIECE * int(count)]
    elif kind == "pieces":
        body = [piece for _ in range(int(count)) for piece in (PIECE, b"-")]
    headers = [] if kind == "pieces" else [("Content-Length", str(len(body[0])))]
    start_response("200 OK", headers)
    return iter(body)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server: Any = waitress.create_server(application, host="127.0.0.1", port=0, threads=4)
    server.channel_class = DirectChannel
    threading.Thread(target=server.run, daemon=True).start()
    yield server.effective_port
    server.close()


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/whole/20", PIECE * 20), ("/pieces/20", (PIECE + b"-") * 20)],
    ids=["whole", "pieces"],
)
def test_a_slow_reader_gets_every_byte(port: int, path: str, expected: bytes) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    got = hashlib.sha256()
    for turn in range(10**6):
        piece = answer.read(200_000)
        if not piece:
            break
        got.update(piece)
        if turn < 20:
            time.sleep(0.01)
    assert got.digest() == hashlib.sha256(expected).digest()
    connection.request("GET", "/small")  # the connection is still good
    assert connection.getresponse().read() == b"ok"
    connection.close()


def test_a_reader_who_goes_away_disturbs_nobody(port: int) -> None:
    for _ in range(8):  # twice as many as there are threads
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/pieces/40")
        connection.getresponse().read(10)
        connection.close()
    other = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    other.request("GET", "/small")
    assert other.getresponse().read() == b"ok"
    other.close()


def test_several_requests_sent_at_once_are_answered_in_order(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        request = b"GET %b HTTP/1.1\r\nHost: x\r\n%b\r\n"
        last = request % (b"/small", b"Connection: close\r\n")
        connection.sendall(request % (b"/small", b"") + request % (b"/whole/3", b"") + last)
        got = b""
        while piece := connection.recv(1 << 20):
            got += piece
    lengths = [part.split(b"\r\n", 1)[0] for part in got.split(b"Content-Length: ")[1:]]
    assert lengths == [b"2", b"%d" % (3 * len(PIECE)), b"2"]
    assert got.endswith(b"ok") and PIECE * 3 in got
