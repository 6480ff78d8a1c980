"""Answers in JSON that carry an ETag of the present content, and 304 where the client has it already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request

from api.service import service


def fresh_json(make: Callable[[], Any]) -> Response:
    """``make`` runs only where the client does not have this content yet."""
    return fresh(lambda: jsonify(make()))


def fresh(make: Callable[[], Response]) -> Response:
    tag = service().etag(request.full_path, request.headers.get("Accept", ""))
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    if request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    response = make()
    response.headers.update(headers)
    return response
