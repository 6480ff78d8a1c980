"""/openapi.json and /docs, drawn by a vendored RapiDoc with nothing from outside."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask
from flask import Blueprint, Response, render_template

from api import problems, schemas

blueprint = Blueprint(
    "interface",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/docs/static",
)
_STYLES = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
"""RapiDoc writes style attributes; scripts stay those of this service."""


_FILES = {"/api/export": "*/*", "/api/documents/{id}/text": "text/plain"}


@blueprint.get("/docs")
def docs() -> Response:
    return Response(
        render_template("docs.html"), mimetype="text/html", headers={"Content-Security-Policy": _STYLES}
    )


def settings() -> dict[str, Any]:
    return {
        "AUTO_VALIDATION_ERROR_RESPONSE": False,
        "AUTO_404_RESPONSE": False,
        "LOCAL_SPEC_JSON_INDENT": 0,
        "VALIDATION_ERROR_STATUS_CODE": 400,
    }


def describe(app: APIFlask) -> None:
    """What APIFlask cannot know: the one form of all errors, conditional answers, what a body may be."""
    app.security_schemes = {
        "token": {"type": "http", "scheme": "bearer", "description": "DUTYGRAPH_TOKEN"},
    }

    @app.spec_processor
    def complete(spec: Any) -> Any:
        problem = schemas.Problem.model_json_schema()
        spec.setdefault("components", {}).setdefault("schemas", {})["Problem"] = problem
        error = {
            "description": "RFC 9457 problem details",
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for path, operations in spec["paths"].items():
            for method, operation in operations.items():
                if not isinstance(operation, dict) or "responses" not in operation:
                    continue
                for parameter in operation.get("parameters", ()):
                    parameter["schema"] = _without_null(parameter["schema"])
                answers = operation["responses"]
                answers |= {status: error for status in answers if status >= "400"}
                answers["default"] = error
                if method == "get" and path.startswith("/api"):
                    answers["304"] = {"description": "The client has this content already"}
                    if path in _FILES:
                        answers["200"]["content"] = {_FILES[path]: {}}
                if path == "/api/documents" and method == "post":
                    operation["requestBody"] = {"required": True, **_upload_body()}
        return spec


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter of an address is there or not; it cannot be null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    return rest | kinds[0]


def _upload_body() -> dict[str, Any]:
    from api.documents import _BODY

    return _BODY
