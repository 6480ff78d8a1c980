"""SPARQL 1.1 Protocol: queries at /sparql, updates at /sparql/update."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from rdflib import URIRef

from api import formats, security
from api.problems import Problem
from api.requests import FORM, Parameters, form_parameters, media_type, text_body, url_parameters
from api.service import service
from api.service_description import service_description
from graph.store.dataset import Dataset
from graph.store.guard import CheckedQuery, check_query, check_update
from ontology.terms import USER_GRAPHS

blueprint = Blueprint("sparql", __name__)
USER_GRAPH = re.compile(re.escape(USER_GRAPHS) + r"[^\s<>\"{}|\\^`]+\Z")


@blueprint.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
def query() -> Response:
    if request.method == "POST":
        text, parameters = _posted("query", "application/sparql-query")
    else:
        parameters = url_parameters()
        if parameters.all("update"):
            raise Problem(400, "an update is never taken from an address; POST it to /sparql/update")
        asked = parameters.one("query")
        if asked is None:
            return _without_query()
        text = asked
    return answer(text, _dataset(parameters))


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


def answer(text: str, dataset: Dataset) -> Response:
    """Runs one query and answers in the form the client asked for."""
    here = service()
    checked = check_query(text)
    media = _negotiated(checked)
    if checked.refusal:
        here.queries.try_query(checked.text, base=request.base_url)
        raise checked.refusal
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if unknown := _unknown_graphs(checked, dataset):
        headers["Dutygraph-Unknown-Graphs"] = " ".join(quote(iri, safe=":/#?&=%") for iri in unknown)
    if checked.stable:
        parts = (media, text, *dataset.default_graphs, "", *dataset.named_graphs)
        tag = here.etag(*parts)
        headers["ETag"] = f'"{tag}"'
        if request.if_none_match.contains_weak(tag):
            return Response(status=304, headers=headers)
    else:
        headers["Cache-Control"] = "no-store"
    chunks = here.queries.query(checked.text, media, dataset, base=request.base_url)
    return _stream(chunks, media, headers)


def _stream(chunks: Iterator[bytes], media: str, headers: dict[str, str]) -> Response:
    content_type = formats.with_charset(media)
    if not hasattr(chunks, "close"):  # whole already, so its length can be told
        return Response(b"".join(chunks), content_type=content_type, headers=headers)
    return Response(chunks, content_type=content_type, headers=headers)


def _negotiated(checked: CheckedQuery) -> str:
    offers = {"SELECT": formats.TABLES, "ASK": formats.BOOLEANS}.get(checked.form, formats.GRAPHS)
    media = formats.negotiate(request.headers.get("Accept"), offers)
    if media is None and not checked.form:
        media = formats.JSON_RESULTS  # nothing that runs; its parser says what is wrong with it
    if media is None:
        names = ", ".join(offer.media_type for offer in offers)
        raise Problem(406, f"a {checked.form} can be had as {names}")
    return media


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


def _dataset(parameters: Parameters) -> Dataset:
    return Dataset(parameters.iris("default-graph-uri"), parameters.iris("named-graph-uri"))


def _unknown_graphs(checked: CheckedQuery, dataset: Dataset) -> list[str]:
    """Graphs asked for that are not here. Nothing is fetched for them; the answer says that they are empty."""
    store = service().store
    named = {*checked.graphs, *dataset.default_graphs, *dataset.named_graphs}
    return sorted(iri for iri in named if ":" in iri and not store.has_graph(URIRef(iri)))


def _without_query() -> Response:
    accept = request.headers.get("Accept")
    has_editor = any(rule.rule == "/query" for rule in current_app.url_map.iter_rules())
    if has_editor and formats.wants_html(accept):
        return Response(status=303, headers={"Location": "/query", "Vary": "Accept"})
    media = formats.negotiate(accept, formats.GRAPHS)
    if media is None:
        raise Problem(406, "without a query, this place describes itself in RDF")
    return service_description(media)
