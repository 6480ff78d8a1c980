"""Speaks SPARQL 1.1 Protocol to another server: requests, deadlines, sentences for what went wrong."""

from __future__ import annotations

import base64
import http.client
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlencode, urlsplit

from graph.errors import BadRequest, QueryTooCostly, StoreFull, StoreUnavailable

FORM = "application/x-www-form-urlencoded"
Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a server; a name and password in it become Basic authentication."""

    address: str

    @property
    def shown(self) -> str:
        """For messages: without the password."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def post(
        self, parameters: Parameters, accept: str, seconds: float, most: int | None = None
    ) -> tuple[str, Iterator[bytes]]:
        """Media type and content of the answer; content over ``most`` bytes or past the time is an error.

        Raises BadRequest (the server finds the request wrong), QueryTooCostly, StoreFull, StoreUnavailable.
        """
        end = time.monotonic() + seconds
        parts = urlsplit(self.address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=seconds)
        headers = {"Content-Type": FORM, "Accept": accept, "User-Agent": "dutygraph"}
        if parts.username:
            secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", path, urlencode(parameters).encode(), headers)
            answer = connection.getresponse()
            if answer.status >= 300:
                told = answer.read(2000).decode("utf-8", "replace").strip()
                connection.close()
                raise self._failure(answer.status, told)
        except TimeoutError:
            connection.close()
            raise QueryTooCostly(f"{self.shown} did not answer within {seconds:g} s") from None
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise StoreUnavailable(f"存储服务 {self.shown} 没有应答（does not answer）：{error}") from error
        media_type = answer.headers.get_content_type()
        return media_type, self._content(connection, answer, end, seconds, most)

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
        if status == 400:
            return BadRequest(f"{self.shown} finds the request wrong: {told}")
        if status in (401, 403):
            return StoreUnavailable(
                f"存储服务 {self.shown} 拒绝了请求（{status}）；需要写入权限时请在地址中给出用户名和密码：{told}"
            )
        if status in (404, 405, 415, 501):
            return StoreUnavailable(
                f"{self.shown} 不接受这种请求（{status}）；查询与更新地址不同时请写成 "
                f"sparql+http://主机/query,http://主机/update：{told}"
            )
        if status == 406:
            return BadRequest(f"{self.shown} cannot answer in this format: {told}")
        if status in (408, 503, 504):
            return QueryTooCostly(f"{self.shown} gave up ({status}): {told}")
        if status == 507:
            return StoreFull(f"存储服务 {self.shown} 的磁盘已满：{told}")
        return StoreUnavailable(f"存储服务 {self.shown} 出错（{status}）：{told}")
