"""Errors as RFC 9457 problem details."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Flask, Response, has_request_context, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as WSGIResponse

from api import formats
from api.validation_sentences import in_chinese
from graph import errors
from ontology.terms import BASE

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("dutygraph.service")

_STATUS: Mapping[type[errors.DutygraphError], tuple[int, str]] = {
    errors.UnreadableFile: (422, "unreadable-file"),
    errors.NotAPlan: (422, "not-a-plan"),
    errors.UnknownName: (404, "unknown-name"),
    errors.AmbiguousName: (409, "ambiguous-name"),
    errors.BadRequest: (400, "bad-request"),
    errors.QueryRefused: (403, "query-refused"),
    errors.Conflict: (409, "conflict"),
    errors.StoreInUse: (503, "store-in-use"),
    errors.StoreUnavailable: (503, "store-unavailable"),
    errors.StoreFull: (507, "store-full"),
    errors.QueryTooCostly: (503, "query-too-costly"),
    errors.UserError: (400, "bad-request"),
    errors.StoreError: (503, "store-unavailable"),
}
TITLES = {
    "unreadable-file": "无法读取该文件",
    "not-a-plan": "没有认出计划类文件",
    "unknown-name": "没有这个名称",
    "ambiguous-name": "名称有多个所指",
    "bad-request": "请求有误",
    "query-refused": "不允许的查询",
    "conflict": "与已有内容冲突",
    "store-in-use": "存储正被占用",
    "store-unavailable": "存储暂不可用",
    "store-full": "磁盘已满",
    "query-too-costly": "查询超出限额",
}

ENGLISH_TITLES = {kind: kind.replace("-", " ").capitalize() for kind in TITLES}


class Problem(HTTPException):
    """An error of HTTP itself, with its sentence and headers."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.code = status
        self.extra_headers = dict(headers or {})


def status_of(error: errors.DutygraphError) -> tuple[int, str]:
    """HTTP status and the last part of the problem's type, by the nearest class of the error tree."""
    for kind in type(error).__mro__:
        if kind in _STATUS:
            return _STATUS[kind]
    return 500, "about:blank"


def in_their_language() -> str:
    """``en`` for a client that asks for English before Chinese (Accept-Language), else ``zh``."""
    if not has_request_context():
        return "zh"
    return request.accept_languages.best_match(["zh", "en"], default="zh") or "zh"


def _sentences(told: object) -> list[str]:
    return [str(each) for each in told] if isinstance(told, list) else [str(told)]


def document(status: int, detail: str, kind: str = "about:blank", **more: Any) -> dict[str, Any]:
    type_ = kind if kind == "about:blank" else f"{BASE}problems/{kind}"
    titles = TITLES if in_their_language() == "zh" else ENGLISH_TITLES
    title = titles.get(kind, HTTPStatus(status).phrase)
    return {"type": type_, "title": title, "status": status, "detail": detail} | more


def response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    text = json.dumps(body, ensure_ascii=False)
    answer = Response(text, status=body["status"], mimetype=MEDIA_TYPE)
    answer.headers.update(headers or {})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def from_error(error: errors.DutygraphError) -> Response:
    status, kind = status_of(error)
    more: dict[str, Any] = {}
    if isinstance(error, errors.UnknownName | errors.AmbiguousName):
        more["suggestions"] = list(error.suggestions)
    if status >= 500:
        _log.error("%s", error, extra={"problem": kind, "path": request.path})
    headers = {"Retry-After": "1"} if status == 503 else {}
    return response(document(status, str(error), kind, **more), headers)


def _from_http(error: HTTPException) -> Response | WSGIResponse:
    status = error.code or 500
    if error.response is not None or 300 <= status < 400:  # a redirect, or an answer made elsewhere
        return error.get_response(request.environ)
    if status == 404 and _asked_by_a_browser():
        said = "没有这个页面。可以从首页查找，或看看上面的栏目。No such page."
        return make_response(render_template("problem.html", message=said, suggestions=()), 404)
    headers = dict(error.extra_headers) if isinstance(error, Problem) else {}
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "WWW-Authenticate", "Location"):
            headers.setdefault(name, value)
    return response(document(status, error.description or HTTPStatus(status).phrase), headers)


def _asked_by_a_browser() -> bool:
    """Whether a person looks for a page: services and files are told in the services' own form."""
    services = ("/api/", "/sparql", "/graphs", "/explorer/static/")
    return formats.wants_html(request.headers.get("Accept")) and not request.path.startswith(services)


def _from_validation(error: HTTPError) -> tuple[Any, int, Mapping[str, str]]:
    """APIFlask's own errors: a parameter out of its range or not of its form."""
    places = error.detail.get("querystring") or error.detail.get("query") or error.detail.get("json")
    places = places or error.detail.get("path") or error.detail.get("form") or error.detail
    chinese = in_their_language() == "zh"
    said = "；".join(
        f"{name}{'：' if chinese else ': '}"
        + "，".join(in_chinese(each) if chinese else each for each in _sentences(told))
        for name, told in places.items()
    )
    status = 400 if error.status_code == 422 else error.status_code
    body = document(status, said or error.message or "", "bad-request")
    return body, status, {"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store"}


def _from_accident(error: Exception) -> Response:
    """The process border: what nobody foresaw is logged whole and told as a sentence."""
    _log.exception("unforeseen", extra={"path": request.path})
    return response(document(500, InternalServerError().description or ""))


def register(app: Flask) -> None:
    if isinstance(app, APIFlask):
        app.error_processor(_from_validation)
    app.register_error_handler(errors.DutygraphError, from_error)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(Exception, _from_accident)
