"""Speaks SPARQL 1.1 Protocol to another server: requests, deadlines, sentences for what went wrong."""

from __future__ import annotations

import base64
import http.client
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlencode, urlsplit

from graph.errors import BadRequest, QueryTooCostly, StoreFull, StoreUnavailable
from graph.store.digest_authentication import Digest
from graph.store.remote_settings import PASSWORD, USER

FORM = "application/x-www-form-urlencoded"
Parameters = Sequence[tuple[str, str]]


def endpoint(address: str, user: str = "", password: str = "") -> Endpoint:
    """The endpoint at an address; a name and password in the address count before those given.

    Raises BadRequest for what is no address.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadRequest(f"{address} 不是地址（not an address）：{error}") from None
    if not host:
        raise BadRequest(f"{address} 中没有主机名；应写成 sparql+http://主机/query（no host in the address）")
    if parts.username:
        user, password = unquote(parts.username), unquote(parts.password or "")
    place = f"[{host}]" if ":" in host else host
    shown = f"{parts.scheme}://{place}{f':{port}' if port else ''}{parts.path}"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(shown, parts.scheme == "https", host, port, path, user, password)


@dataclass(slots=True)
class Endpoint:
    """One address of a server, asked with Basic or Digest authentication where there is a user."""

    shown: str
    """The address for messages: without the password."""
    secure: bool
    host: str
    port: int | None
    path: str
    user: str = ""
    password: str = field(default="", repr=False)
    product: str = ""
    """What the last answer said of the server's software (its header ``Server``)."""
    _authorization: Callable[[str, str], str] | None = field(default=None, repr=False)
    """The header for a method and a path, in the way that the server asked for."""

    def post(
        self, parameters: Parameters, accept: str, seconds: float, most: int | None = None
    ) -> tuple[str, Iterator[bytes]]:
        """Media type and content of the answer; content over ``most`` bytes or past the time is an error.

        Raises BadRequest (the server finds the request wrong), QueryTooCostly, StoreFull, StoreUnavailable.
        """
        end = time.monotonic() + seconds
        body = urlencode(parameters).encode()
        try:
            connection, answer = self._ask(body, accept, end)
            if answer.status in (401, 403) and self.user:
                connection.close()
                self._authorization = self._answer_to(answer.headers.get("WWW-Authenticate", ""))
                connection, answer = self._ask(body, accept, end)
        except TimeoutError:
            raise QueryTooCostly(f"{self.shown} did not answer within {seconds:g} s") from None
        except (OSError, http.client.HTTPException) as error:
            raise StoreUnavailable(f"存储服务 {self.shown} 没有应答（does not answer）：{error}") from error
        self.product = answer.headers.get("Server", "")
        if answer.status >= 300:
            with suppress(OSError, http.client.HTTPException):
                told = answer.read(2000).decode("utf-8", "replace").strip()
            connection.close()
            raise self._failure(answer.status, told)
        if most_rows := answer.headers.get("X-SPARQL-MaxRows"):  # Virtuoso cuts, and tells it only here
            connection.close()
            raise QueryTooCostly(
                f"{self.shown} 在 {most_rows} 行处截断了结果；请在其配置中调大 ResultSetMaxRows，或缩小查询"
                f"（cuts results at {most_rows} rows: ask for less, or raise ResultSetMaxRows there）"
            )
        return answer.headers.get_content_type(), self._content(connection, answer, end, seconds, most)

    def _answer_to(self, challenge: str) -> Callable[[str, str], str]:
        if challenge.lower().startswith("digest "):
            return Digest(challenge, self.user, self.password).header
        secret = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return lambda method, path: f"Basic {secret}"

    def _ask(
        self, body: bytes, accept: str, end: float
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        kind = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
        connection = kind(self.host, self.port, timeout=max(0.001, end - time.monotonic()))
        headers = {"Content-Type": FORM, "Accept": accept, "User-Agent": "dutygraph"}
        if self._authorization:
            headers["Authorization"] = self._authorization("POST", self.path)
        try:
            connection.request("POST", self.path, body, headers)
            return connection, connection.getresponse()
        except (OSError, http.client.HTTPException):
            connection.close()
            raise

    def _content(
        self,
        connection: http.client.HTTPConnection,
        answer: http.client.HTTPResponse,
        end: float,
        seconds: float,
        most: int | None,
    ) -> Iterator[bytes]:
        size = 0
        try:
            while True:
                left = end - time.monotonic()
                if left <= 0:
                    raise QueryTooCostly(f"stopped at the limit of {seconds:g} s")
                if connection.sock:
                    connection.sock.settimeout(left)
                chunk = answer.read1(65536)
                if not chunk:
                    return
                size += len(chunk)
                if most is not None and size > most:
                    raise QueryTooCostly(f"the result is larger than {most:,} bytes; ask for less of it")
                yield chunk
        except TimeoutError:
            raise QueryTooCostly(f"stopped at the limit of {seconds:g} s") from None
        except (OSError, http.client.HTTPException) as error:
            raise StoreUnavailable(f"the answer of {self.shown} broke off: {error}") from error
        finally:
            connection.close()

    def _failure(self, status: int, told: str) -> Exception:
        if "exceeded 10000 lines" in told or "memory exhausted" in told:  # Virtuoso compiles updates to SQL
            return BadRequest(
                f"{self.shown} 一次更新只接受约 1500 条三元组，请分成几次（takes some 1,500 triples in one update）"
            )
        if status == 400:
            return BadRequest(f"{self.shown} finds the request wrong: {told}")
        if status in (401, 403) or "No permission" in told:  # the latter is Virtuoso's 500
            return StoreUnavailable(
                f"存储服务 {self.shown} 拒绝了请求（{status}）；用户名和密码由 {USER} 与 {PASSWORD} 给出（refused; name and password）：{told}"
            )
        if status in (404, 405, 415, 501):
            return StoreUnavailable(
                f"{self.shown} 不接受这种请求（{status}）；查询与更新地址不同时请写成 "
                f"sparql+http://主机/query,http://主机/update：{told}"
            )
        if status == 406:
            return BadRequest(f"{self.shown} cannot answer in this format: {told}")
        if status in (408, 503, 504) or "exceeds the limit of" in told:  # the latter is Virtuoso's 500
            return QueryTooCostly(f"{self.shown} gave up ({status}): {told}")
        if status == 507:
            return StoreFull(f"存储服务 {self.shown} 的磁盘已满：{told}")
        return StoreUnavailable(f"存储服务 {self.shown} 出错（{status}）：{told}")
