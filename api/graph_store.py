"""SPARQL 1.1 Graph Store HTTP Protocol at /graphs: indirect (``?graph=IRI``, ``?default``) and direct."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, request
from rdflib import URIRef

from api import formats, security
from api.problems import Problem
from api.requests import body, media_type, url_parameters
from api.service import service
from api.sparql import USER_GRAPH
from graph.errors import QueryRefused, UnknownName
from ontology.terms import USER_GRAPHS

blueprint = Blueprint("graph_store", __name__)
_METHODS = ["GET", "PUT", "POST", "DELETE"]


@blueprint.route("/graphs", methods=_METHODS, provide_automatic_options=False)
def graphs() -> Response:
    """Without a graph: GET gives the whole dataset, POST makes a new graph and names it."""
    parameters = url_parameters()
    names = parameters.iris("graph")
    default = parameters.all("default")
    if (default and names) or len(default) + len(names) > 1:
        raise Problem(400, "one graph=IRI or default was expected")
    if not default and not names:
        if request.method == "POST":
            return _make_new()
        if request.method in ("GET", "HEAD"):
            return _whole()
        raise Problem(400, "graph=IRI or default was expected")
    return _one(None if default else names[0])


@blueprint.route("/graphs/<path:name>", methods=_METHODS, provide_automatic_options=False)
def graph(name: str) -> Response:
    """Direct identification: the address of the request is the IRI of the graph."""
    return _one(request.base_url)


@blueprint.route("/graphs", methods=["OPTIONS"])
@blueprint.route("/graphs/<path:name>", methods=["OPTIONS"])
def options(name: str = "") -> Response:
    return security.preflight("GET, HEAD, PUT, POST, DELETE, OPTIONS")


def _one(name: str | None) -> Response:
    if request.method in ("GET", "HEAD"):
        return _get(name)
    security.require_token()
    _require_writable(name)
    store = service().store
    if request.method == "DELETE":
        with store.writing():
            _require_matching(name)
            if not _exists(name):
                raise UnknownName(f"{name} is no graph of this store")
            store.update(f"DROP GRAPH <{name}>" if name else "DROP DEFAULT")
        security.audit("graph-delete", graph=name or "default")
        return Response(status=204)
    triples = _posted_triples(name)
    with store.writing():
        _require_matching(name)
        new = not _exists(name)
        store.update(_writing(name, triples, replace=request.method == "PUT"))
    security.audit(f"graph-{request.method.lower()}", graph=name or "default", size=len(triples))
    return Response(status=201 if new else 204, headers={"ETag": f'"{_state(name)}"'})


def _get(name: str | None) -> Response:
    here = service()
    if not _exists(name):
        raise UnknownName(
            f"{name} is no graph of this store", [str(each) for each in here.store.graphs()[:10]]
        )
    media = formats.negotiate(request.headers.get("Accept"), formats.GRAPHS)
    if media is None:
        raise Problem(406, "a graph can be had as " + ", ".join(offer.media_type for offer in formats.GRAPHS))
    tag = _tag(name, media)
    headers = {"Vary": "Accept", "ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    if request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    chunks = here.queries.dump(media, name)
    return Response(chunks, content_type=formats.with_charset(media), headers=headers)


def _whole() -> Response:
    media = formats.negotiate(request.headers.get("Accept"), formats.DATASETS)
    if media is None:
        raise Problem(406, "the whole dataset can be had as application/trig or application/n-quads")
    return Response(service().queries.dump(media), mimetype=media, headers={"Vary": "Accept"})


def _make_new() -> Response:
    security.require_token()
    if service().config.writable == "all":
        name = request.base_url.rstrip("/") + "/" + secrets.token_hex(8)
    else:
        name = USER_GRAPHS + secrets.token_hex(8)
    triples = _posted_triples(name)
    service().store.update(_writing(name, triples, replace=False))
    security.audit("graph-post", graph=name, size=len(triples))
    return Response(status=201, headers={"Location": name})


def _writing(name: str | None, triples: str, replace: bool) -> str:
    drop = "DROP SILENT GRAPH <{}>" if name else "DROP DEFAULT"
    data = f"GRAPH <{name}> {{\n{triples}}}" if name else triples
    operations = [drop.format(name)] if replace else []
    if name:
        operations.append(f"CREATE SILENT GRAPH <{name}>")  # a graph may be empty and yet there
    if triples:
        operations.append(f"INSERT DATA {{\n{data}}}")
    return " ;\n".join(operations)


def _posted_triples(name: str | None) -> str:
    kind = media_type()
    media = formats.canonical(kind, formats.GRAPHS) if kind != "text/xml" else formats.RDF_XML
    if kind == "multipart/form-data":
        return "".join(_file_triples(name))
    if media is None:
        raise Problem(
            415, f"{kind or 'no media type'} is not read here; send {', '.join(sorted(formats.READABLE))}"
        )
    here = service()
    return here.queries.read_rdf(body(here.config.body_limit), media, name or request.base_url)


def _file_triples(name: str | None) -> list[str]:
    here = service()
    files = [file for _, file in request.files.items(multi=True)]
    if not files:
        raise Problem(400, "the form carries no file")
    triples = []
    for file in files:
        media = formats.canonical(file.mimetype, formats.GRAPHS)
        if media is None:
            raise Problem(415, f"the file {file.filename} is {file.mimetype}, which is not read here")
        triples.append(here.queries.read_rdf(file.stream.read(), media, name or request.base_url))
    return triples


def _require_writable(name: str | None) -> None:
    if service().config.writable == "all":
        return
    segments = (name or "").split("/")
    if name is None or "." in segments or ".." in segments or not USER_GRAPH.match(name):
        raise QueryRefused(
            f"{name or 'the default graph'} may not be written; only graphs under {USER_GRAPHS} may"
        )


def _require_matching(name: str | None) -> None:
    """If-Match and If-None-Match, checked under the write lock: no update is lost."""
    there = _exists(name)
    now = _state(name)
    wanted, unwanted = request.if_match, request.if_none_match
    if wanted and not (there and (wanted.star_tag or any(tag.startswith(now) for tag in wanted))):
        raise Problem(412, "the graph is no longer the one named in If-Match")
    if unwanted and there and (unwanted.star_tag or any(tag.startswith(now) for tag in unwanted)):
        raise Problem(412, "the graph is there already")


def _exists(name: str | None) -> bool:
    return name is None or service().store.has_graph(URIRef(name))


def _state(name: str | None) -> str:
    """Names the present content, whatever it is written in; another one after every commit."""
    return service().etag("graph", name or "")


def _tag(name: str | None, media: str) -> str:
    return f"{_state(name)}-{media.rpartition('/')[2]}"
