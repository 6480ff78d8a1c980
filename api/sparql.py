"""SPARQL 1.1 Protocol: queries at /sparql, updates at /sparql/update."""

from __future__ import annotations

import re

from flask import Blueprint, Response, current_app, request

from api import formats, query_answers, security
from api.problems import Problem
from api.query_answers import FAILURE, Asked
from api.requests import FORM, Parameters, form_parameters, media_type, text_body, url_parameters
from api.service import service
from api.service_description import service_description
from graph.store.dataset import Dataset
from graph.store.guard import check_update
from ontology.terms import USER_GRAPHS

blueprint = Blueprint("sparql", __name__)
USER_GRAPH = re.compile(re.escape(USER_GRAPHS) + r"[^\s<>\"{}|\\^`]+\Z")


@blueprint.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
def query() -> Response:
    """Every query that did not take the short way (api/short_way.py) to its end."""
    if failure := request.environ.get(FAILURE):
        raise failure
    if request.method == "POST":
        text, parameters = _posted("query", "application/sparql-query")
    else:
        parameters = url_parameters()
        if parameters.all("update"):
            raise Problem(400, "an update is never taken from an address; POST it to /sparql/update")
        given = parameters.one("query")
        if given is None:
            return _without_query()
        text = given
    asked = Asked(
        text,
        accept=request.headers.get("Accept"),
        base=request.base_url,
        if_none_match=request.headers.get("If-None-Match"),
        dataset=Dataset(parameters.iris("default-graph-uri"), parameters.iris("named-graph-uri")),
    )
    found = query_answers.answer(service(), asked)
    return Response(found.body, status=found.status, headers=found.headers)


@blueprint.route("/sparql", methods=["OPTIONS"])
def query_options() -> Response:
    return security.preflight("GET, HEAD, POST, OPTIONS")


@blueprint.route("/sparql/update", methods=["POST"], provide_automatic_options=False)
def update() -> Response:
    security.require_token()
    text, parameters = _posted("update", "application/sparql-update")
    here = service()
    writable = None if here.config.writable == "all" else USER_GRAPH
    using, using_named = parameters.iris("using-graph-uri"), parameters.iris("using-named-graph-uri")
    checked = check_update(text, writable, using, using_named)
    searches = checked.searches and checked.refusal is None
    here.queries.try_update(checked.text, searches, base=request.base_url)
    if checked.refusal:
        raise checked.refusal
    here.store.update(checked.text, base=request.base_url)
    security.audit("update", size=len(text))
    return Response(status=204)


@blueprint.route("/sparql/update", methods=["OPTIONS"])
def update_options() -> Response:
    return security.preflight("POST, OPTIONS")


def _posted(name: str, direct: str) -> tuple[str, Parameters]:
    """The text of a POST, as a form or directly, and the other parameters."""
    limit = service().config.text_limit
    address = url_parameters()
    kind = media_type()
    if kind == FORM:
        form = form_parameters(limit)
        text = form.one(name)
        if address.all("query") or address.all("update"):
            raise Problem(400, "with a form in the body, the address carries no query or update")
        other = "update" if name == "query" else "query"
        if form.all(other):
            raise Problem(400, f"{name} was expected here, and {other} came")
        if text is None:
            raise Problem(400, f"the parameter {name} is missing")
        return text, Parameters([*address.pairs, *form.pairs])
    if kind == direct:
        return text_body(limit), address
    raise Problem(415, f"{kind or 'no media type'} is not read here; send {FORM} or {direct}")


def _without_query() -> Response:
    accept = request.headers.get("Accept")
    has_editor = any(rule.rule == "/query" for rule in current_app.url_map.iter_rules())
    if has_editor and formats.wants_html(accept):
        return Response(status=303, headers={"Location": "/query", "Vary": "Accept"})
    media = formats.negotiate(accept, formats.GRAPHS)
    if media is None:
        raise Problem(406, "without a query, this place describes itself in RDF")
    return service_description(media)
