"""SPARQL 1.1 Service Description, with VoID figures of the dataset."""

from __future__ import annotations

from flask import Response, request
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, VOID

from api import formats
from api.service import service

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_SERIALISERS = {
    formats.TURTLE: "turtle",
    formats.N_TRIPLES: "nt",
    formats.RDF_XML: "xml",
    formats.JSON_LD: "json-ld",
}


def service_description(media: str) -> Response:
    """Describes the endpoint at the address it was asked under."""
    here = service()
    tag = here.etag("description", media, request.base_url)
    headers = {"Vary": "Accept", "ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    if request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    return Response(serialise(_described(), media), content_type=formats.with_charset(media), headers=headers)


def serialise(graph: Graph, media: str) -> bytes:
    return graph.serialize(format=_SERIALISERS[media], encoding="utf-8")


def _described() -> Graph:
    here = service()
    store = here.store
    graph = Graph()
    graph.bind("sd", SD)
    graph.bind("void", VOID)
    address = URIRef(request.base_url)
    node, dataset, default = address + "#service", address + "#dataset", BNode()
    graph.add((node, RDF.type, SD.Service))
    graph.add((node, SD.endpoint, address))
    graph.add((node, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((node, SD.feature, SD.EmptyGraphs))
    for name in _RESULTS:
        graph.add((node, SD.resultFormat, FORMATS[name]))
    limits = here.queries.limits
    seconds, size = f"{limits.seconds:g}", f"{limits.result // 2**20:,}"
    for language, said in (
        ("zh", f"一次查询最长 {seconds} 秒，结果最大 {size} MiB；超过即报错，不截断。"),
        ("en", f"A query may take {seconds} s and give {size} MiB; more is an error, never a cut."),
    ):
        graph.add((node, DCTERMS.description, Literal(said, lang=language)))
    graph.add((node, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, DCTERMS.title, Literal("职责图谱", lang="zh")))
    graph.add((dataset, VOID.sparqlEndpoint, address))
    graph.add((dataset, VOID.triples, Literal(here.quads(), datatype=XSD.integer)))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    for name in store.graphs():
        named, part = BNode(), BNode()
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, name))
        graph.add((named, SD.graph, part))
        graph.add((part, RDF.type, SD.Graph))
    if here.config.token:
        updating = URIRef(request.base_url.rstrip("/") + "/update")
        graph.add((updating, RDF.type, SD.Service))
        graph.add((updating, SD.endpoint, updating))
        graph.add((updating, SD.supportedLanguage, SD.SPARQL11Update))
    return graph
