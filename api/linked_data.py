"""Linked data: /id/… and /def answer with a page or RDF; /dataset describes the whole (DCAT)."""

from __future__ import annotations

from functools import cache

from flask import Blueprint, Response, jsonify, render_template, request
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS

from api import formats
from api.conditional import fresh
from api.problems import Problem
from api.service import service
from api.service_description import serialise
from graph.errors import UnknownName
from graph.exports import FORMATS
from ontology import terms
from ontology.terms import DUTY, ID, PREFIXES

blueprint = Blueprint("linked_data", __name__, template_folder="templates")
_MOST = 5_000
"""Statements about one thing that are told; more are counted, and the whole is in the exports."""
_PAGES = {"PolicyDocument": "/documents/{}", "Task": "/task/{}"}
_ABOUT = """
CONSTRUCT { ?thing ?p ?o . ?s ?q ?thing } WHERE {
  { { ?thing ?p ?o } UNION { GRAPH ?g { ?thing ?p ?o FILTER(?p != duty:rawText) } } }
  UNION { { ?s ?q ?thing } UNION { GRAPH ?h { ?s ?q ?thing } } }
}"""


@blueprint.get("/id/<path:id>")
def thing(id: str) -> Response:
    """303 to the page for people; RDF for programs; 301 where the thing was merged into another."""
    store = service().store
    node = ID(id)
    replaced = store.select(
        "SELECT ?new { ?old <http://purl.org/dc/terms/isReplacedBy> ?new }", {"old": node}
    )
    if replaced:
        return _moved(301, f"/id/{terms.id_of(str(replaced[0]['new']))}")
    if not store.ask("ASK { { ?thing ?p ?o } UNION { GRAPH ?g { ?thing ?p ?o } } }", {"thing": node}):
        raise UnknownName(f"没有编号为 {id} 的资源（nothing has this id）")
    accept = request.headers.get("Accept")
    if (
        formats.wants_html(accept)
        or formats.negotiate(accept, [formats.Offer(formats.HTML), *formats.GRAPHS]) == formats.HTML
    ):
        return _moved(303, _page(id))
    media = _graph_media(accept)

    def described() -> Response:
        graph = Graph()
        prefix = "PREFIX duty: <" + str(DUTY) + ">"
        for number, (subject, predicate, value, _) in enumerate(
            store.construct(prefix + _ABOUT, {"thing": node})
        ):
            if number >= _MOST:
                raise Problem(
                    413, f"more than {_MOST:,} statements are about {id}; take an export, or query it"
                )
            graph.add((subject, predicate, value))
        return _rdf(graph, media)

    return fresh(described)


@blueprint.get("/def")
def vocabulary() -> Response:
    """The vocabulary: a table for people, RDF for programs."""
    accept = request.headers.get("Accept")
    if formats.wants_html(accept):
        words = sorted((str(term) for term in DUTY), key=str.lower)
        rows = [(terms.local_name(word), terms.label(word, "zh"), terms.label(word, "en")) for word in words]
        return fresh(
            lambda: Response(
                render_template("vocabulary.html", base=str(DUTY), rows=rows), mimetype=formats.HTML
            )
        )
    media = _graph_media(accept)
    return fresh(lambda: _rdf(_vocabulary(), media))


@blueprint.get("/dataset")
def dataset() -> Response:
    """DCAT: the dataset, its dumps and its endpoint."""
    media = _graph_media(request.headers.get("Accept"))
    return fresh(lambda: _rdf(_catalogue(request.host_url), media))


@blueprint.get("/context.jsonld")
def context() -> Response:
    """The JSON-LD context of this service's answers."""

    def made() -> Response:
        answer = jsonify({"@context": _context()})
        answer.mimetype = formats.JSON_LD
        return answer

    return fresh(made)


def _page(id: str) -> str:
    store = service().store
    kinds = store.select("SELECT DISTINCT ?kind { ?thing a ?kind }", {"thing": ID(id)})
    for row in kinds:
        page = _PAGES.get(terms.local_name(str(row["kind"])))
        if page:
            return page.format(id)
    document, dot, _ = id.partition(".")
    return f"/documents/{document}" if dot else f"/entity/{id}"


def _moved(status: int, place: str) -> Response:
    return Response(status=status, headers={"Location": place, "Vary": "Accept"})


def _graph_media(accept: str | None) -> str:
    media = formats.negotiate(accept, formats.GRAPHS)
    if media is None:
        raise Problem(
            406, "this can be had as HTML or " + ", ".join(each.media_type for each in formats.GRAPHS)
        )
    return media


def _rdf(graph: Graph, media: str) -> Response:
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    if media == formats.JSON_LD:
        data = graph.serialize(format="json-ld", context=_context(), auto_compact=False).encode()
    else:
        data = serialise(graph, media)
    return Response(data, content_type=formats.with_charset(media), headers={"Vary": "Accept"})


@cache
def _vocabulary() -> Graph:
    return Graph().parse(data=terms.vocabulary_turtle(), format="turtle")


def _context() -> dict[str, str]:
    return dict(PREFIXES)


def _catalogue(address: str) -> Graph:
    graph = Graph()
    store = service().store
    whole = URIRef(address + "dataset")
    endpoint = URIRef(address + "sparql")
    graph.add((whole, RDF.type, DCAT.Dataset))
    graph.add((whole, DCTERMS.title, Literal("职责图谱", lang="zh")))
    graph.add((whole, DCTERMS.title, Literal("dutygraph", lang="en")))
    graph.add((whole, DCTERMS.conformsTo, URIRef(str(DUTY).rstrip("#"))))
    graph.add((whole, DCTERMS.identifier, Literal(store.generation())))
    service_node = URIRef(address + "dataset#sparql")
    graph.add((service_node, RDF.type, DCAT.DataService))
    graph.add((service_node, DCAT.endpointURL, endpoint))
    graph.add((service_node, DCAT.servesDataset, whole))
    for name, chosen in FORMATS.items():
        dump = BNode()
        graph.add((whole, DCAT.distribution, dump))
        graph.add((dump, RDF.type, DCAT.Distribution))
        graph.add((dump, DCTERMS.title, Literal(chosen.zh, lang="zh")))
        graph.add((dump, DCAT.downloadURL, URIRef(f"{address}api/export?format={name}")))
        graph.add(
            (
                dump,
                DCAT.mediaType,
                URIRef(f"https://www.iana.org/assignments/media-types/{chosen.media_type}"),
            )
        )
    return graph
