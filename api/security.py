"""Who may write, which host names are ours, what every answer carries.

Writing takes one of two proofs. The **token** (``Authorization: Bearer …``) is for programs and opens
everything. The **key** is for the person at the machine: ``serve`` on loopback makes it, prints an address
with ``?key=…``, and the first visit turns it into a cookie that scripts cannot read and other sites cannot
send; it opens documents, decisions on findings and corrections.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import secrets
import socket
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from api.config import Config
from api.problems import Problem
from api.query_answers import FAILURE
from api.rate import Rate
from api.service import service

_audit = logging.getLogger("dutygraph.audit")
_SAFE = ("GET", "HEAD", "OPTIONS")
_OPEN = ("/sparql", "/graphs", "/id/", "/def", "/dataset")
"""Paths that pages of other sites may read (CORS)."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OPEN_HEADERS = _HEADERS | {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Location",
}
_OWN_HEADERS = _HEADERS | {"Cross-Origin-Resource-Policy": "same-origin"}


def new_key() -> str:
    return secrets.token_urlsafe(24)


def register(app: Flask) -> None:
    rate = app.extensions["dutygraph-rate"] = Rate(service_config(app).rate, service_config(app).burst)

    @app.before_request
    def admit() -> Response | None:
        if FAILURE in request.environ:
            return None  # admitted before it failed
        _require_known_host()
        address = request.remote_addr or ""
        if not rate.allows(address, unlimited=is_this_machine(address)):
            raise Problem(429, "too many requests from this address", {"Retry-After": "1"})
        return _take_key()

    @app.after_request
    def complete(response: Response) -> Response:
        for name, value in standing_headers(service().config.cors, request.path).items():
            response.headers.setdefault(name, value)
        return response

    @app.context_processor
    def offer() -> dict[str, Any]:
        """``may_write`` for pages: whether this visitor's changes would be accepted."""
        return {"may_write": bearer_is_right() or key_is_right()}


def service_config(app: Flask) -> Any:
    return app.extensions["dutygraph-service"].config


def standing_headers(cors: bool, path: str) -> Mapping[str, str]:
    """What every answer from this path carries; ``cors`` as in ``Config``."""
    return _OPEN_HEADERS if cors and path.startswith(_OPEN) else _OWN_HEADERS


# -- proofs ----------------------------------------------------------------------------------------


def require_token() -> None:
    """For updates and graphs: the token and nothing else."""
    if not service().config.token:
        raise Problem(403, "writing is off here: the service was started without DUTYGRAPH_TOKEN")
    if not bearer_is_right():
        raise Problem(
            401, "a Bearer token is needed to write", {"WWW-Authenticate": 'Bearer realm="dutygraph"'}
        )
    g.writer = "token"


def require_writer() -> None:
    """For documents, decisions and corrections: the token, or the key of the person at the machine."""
    if bearer_is_right():
        g.writer = "token"
        return
    if key_is_right():
        _require_same_origin()
        g.writer = "key"
        return
    config = service().config
    if not config.token and not config.key:
        raise Problem(
            403, "此服务未开放写入：启动时没有设置 DUTYGRAPH_TOKEN，也不是在本机启动（writing is off here）"
        )
    raise Problem(
        401,
        "需要写入权限：请用 serve 启动时显示的带 key 的网址打开，或在请求中带上令牌（a token or the local key is needed）",
        {"WWW-Authenticate": 'Bearer realm="dutygraph"'},
    )


def bearer_is_right() -> bool:
    token = service().config.token
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return bool(token) and kind.lower() == "bearer" and _same(given.strip(), token or "")


def key_is_right() -> bool:
    key = service().config.key
    return bool(key) and _same(request.cookies.get(_cookie_name(), ""), key or "")


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())


def _cookie_name() -> str:
    # Cookies do not know ports: two services on one machine must not overwrite each other's.
    return f"dutygraph-key-{service().config.port}"


def _take_key() -> Response | None:
    """Turns ``?key=…`` into the cookie and takes it out of the address."""
    key = service().config.key
    given = request.args.get("key")
    if (
        request.method != "GET"
        or given is None
        or not key
        or request.path.startswith(("/api/", "/sparql", "/graphs"))
    ):
        return None
    if not _same(given, key):
        raise Problem(403, "网址中的 key 不对；请用 serve 最近一次启动时显示的网址（the key is not right）")
    rest = "&".join(part for part in request.query_string.decode().split("&") if not part.startswith("key="))
    response = Response(status=303, headers={"Location": request.path + (f"?{rest}" if rest else "")})
    response.set_cookie(_cookie_name(), key, httponly=True, samesite="Strict", secure=request.is_secure)
    response.headers["Cache-Control"] = "no-store"
    return response


def _require_same_origin() -> None:
    """SameSite takes every port of this machine for the same site; the origin tells them apart."""
    if request.method in _SAFE:
        return
    told = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if told in ("same-origin", "none") or (
        told is None and origin and urlsplit(origin).netloc == request.host
    ):
        return
    raise Problem(
        403, "写入请求必须来自本服务自己的页面（the request must come from a page of this service）"
    )


# -- hosts -----------------------------------------------------------------------------------------


def _require_known_host() -> None:
    """Raises 421 for a name that is not ours."""
    if not is_known_host(request.host, service().config):
        name = urlsplit("//" + request.host).hostname or "no name"
        raise Problem(421, f"{name} is no name of this service; add it to DUTYGRAPH_HOSTS")


def is_known_host(given: str, config: Config) -> bool:
    """A page elsewhere can point a name of its own at this machine, but no bare address (DNS rebinding)."""
    return _is_one_of(given, (config.host, *config.hosts), config.on_loopback)


@lru_cache(maxsize=64)
def _is_one_of(given: str, names: tuple[str, ...], on_loopback: bool) -> bool:
    host = urlsplit("//" + given).hostname or ""
    if host in ("localhost", *names) or "*" in names or _is_address(host):
        return True
    return not on_loopback and host == socket.gethostname().lower()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def is_this_machine(address: str) -> bool:
    """Whether a client of this address runs on the machine itself."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


# -- answers ---------------------------------------------------------------------------------------


def preflight(methods: str) -> Response:
    """Answers OPTIONS, also for pages of other sites."""
    response = Response(status=204, headers={"Allow": methods})
    if service().config.cors:
        response.headers["Access-Control-Allow-Methods"] = methods
        response.headers["Access-Control-Allow-Headers"] = (
            "Accept, Authorization, Content-Type, If-Match, If-None-Match"
        )
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def audit(action: str, **details: Any) -> None:
    """One line for each write that was done."""
    _audit.info(
        action,
        extra={
            "by": g.get("writer", "token"),
            "address": request.remote_addr or "",
            "path": request.path,
            **details,
        },
    )
