"""The short way of plain SPARQL queries: from WSGI to a worker and back, past Flask.

Most requests to a service like this are of one kind: a query at /sparql, in the address or as a form, with
no other parameter. The engine answers a small one in 0.1 ms, Flask's way there and back costs three times that.
What is not plain goes to Flask as it came. What goes wrong goes there too, with the error beside it, so that
errors are told in one place: here is nothing but 200 and 304.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from flask import Flask
from werkzeug.sansio.utils import get_current_url, get_host

from api import query_answers, security
from api.operations import Metrics
from api.query_answers import FAILURE, Answer, Asked
from api.rate import Rate
from api.requests import FORM
from api.service import Service

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_PATH = "/sparql"
_STATUS = {status: f"{status} {HTTPStatus(status).phrase.upper()}" for status in (200, 304)}


class ShortWay:
    """A WSGI application before Flask's. Counts, logs, admits and completes as Flask's hooks do."""

    def __init__(self, app: Flask) -> None:
        self._flask = app.wsgi_app
        self._here: Service = app.extensions["dutygraph-service"]
        self._rate: Rate = app.extensions["dutygraph-rate"]
        self._metrics: Metrics = app.extensions["dutygraph-metrics"]
        self._standing = list(security.standing_headers(self._here.config.cors, _PATH).items())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun = time.perf_counter()
        answer = None
        try:
            answer = self._answer(environ)
        except Exception as error:  # noqa: BLE001 - told, or logged as unforeseen, by Flask's handlers
            environ[FAILURE] = error
        if answer is None:
            return self._flask(environ, start_response)
        start_response(_STATUS[answer.status], [*answer.headers.items(), *self._standing])
        method, client = environ["REQUEST_METHOD"], environ.get("REMOTE_ADDR", "")
        self._metrics.count(method, _PATH, _PATH, answer.status, time.perf_counter() - begun, client)
        return answer.body

    def _answer(self, environ: WSGIEnvironment) -> Answer | None:
        """None where the request is not plain, or not to be admitted. Raises as ``query_answers.answer`` does."""
        old = environ.get("SERVER_PROTOCOL") == "HTTP/1.0"  # has no chunks: see api/streaming.py
        text = None if old or environ.get("PATH_INFO") != _PATH else self._plain_query(environ)
        if text is None:
            return None
        host, client = _host(environ), environ.get("REMOTE_ADDR", "")
        if not security.is_known_host(host, self._here.config):
            return None
        if not self._rate.allows(client, unlimited=security.is_this_machine(client)):
            return None
        asked = Asked(
            text,
            accept=environ.get("HTTP_ACCEPT"),
            base=_base(environ["wsgi.url_scheme"], host, environ["SCRIPT_NAME"]),
            if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
        )
        with self._metrics.under_way.track_inprogress():
            return query_answers.answer(self._here, asked)

    def _plain_query(self, environ: WSGIEnvironment) -> str | None:
        """The query, where it is all there is in the request; else None, with the body as it was."""
        method, address = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
        if method == "GET":
            data = address.encode("latin-1")
        elif method == "POST" and environ.get("CONTENT_TYPE") == FORM and not address:
            length = environ.get("CONTENT_LENGTH", "")
            if not length.isdecimal() or int(length) > self._here.config.text_limit:
                return None
            data = environ["wsgi.input"].read(int(length))
            environ["wsgi.input"] = BytesIO(data)
        else:
            return None
        if not data.startswith(b"query=") or b"&" in data or not data.isascii():
            return None
        with suppress(UnicodeDecodeError):
            return unquote_to_bytes(data[6:].replace(b"+", b" ")).decode("utf-8")
        return None


def _host(environ: WSGIEnvironment) -> str:
    """As ``request.host``."""
    server = environ["SERVER_NAME"], int(environ["SERVER_PORT"])
    return _checked_host(environ["wsgi.url_scheme"], environ.get("HTTP_HOST"), server)


@lru_cache(maxsize=64)
def _base(scheme: str, host: str, root: str) -> str:
    """As ``request.base_url``."""
    return get_current_url(scheme, host, root, _PATH)


@lru_cache(maxsize=64)
def _checked_host(scheme: str, given: str | None, server: tuple[str, int]) -> str:
    return get_host(scheme, given, server)
