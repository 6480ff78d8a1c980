"""The SPARQL editor and the page that takes documents in."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Response, current_app, jsonify, render_template, request
from rdflib import RDF, RDFS
from rdflib.namespace import OWL, SKOS

from graph.document_json import document_json
from graph.errors import BadRequest, UserError
from graph.model import Document
from graph.reading import SUFFIXES
from ontology import terms
from visualize.explorer import blueprint
from visualize.explorer.language import language
from visualize.explorer.reading import Json, reading


@cache
def example_queries() -> list[Json]:
    """The examples beside the editor: ``zh``, ``en``, ``query``."""
    text = (files("visualize.explorer") / "words" / "queries.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["queries"])


@cache
def vocabulary(lang: str) -> Json:
    """What the editor completes: prefixes, and the classes and properties of our own vocabulary."""
    graph = terms.vocabulary()
    found = []
    for kind, word in (
        (OWL.Class, "class"),
        (OWL.ObjectProperty, "property"),
        (OWL.DatatypeProperty, "property"),
        (RDF.Property, "property"),
        (SKOS.Concept, "concept"),
    ):
        for term in graph.subjects(RDF.type, kind):
            iri = str(term)
            if iri.startswith(str(terms.DUTY)):
                labels = list(graph.objects(term, RDFS.label)) + list(graph.objects(term, SKOS.prefLabel))
                label = next((str(each) for each in labels if getattr(each, "language", None) == lang), "")
                found.append(
                    {"term": "duty:" + iri.removeprefix(str(terms.DUTY)), "kind": word, "label": label}
                )
    return {
        "prefixes": {name: str(iri) for name, iri in terms.PREFIXES.items()},
        "terms": sorted({each["term"]: each for each in found}.values(), key=lambda each: each["term"]),
    }


@blueprint.get("/query")
def query() -> str:
    return render_template(
        "query.html", here="query", examples=example_queries(), query=request.args.get("query", "")
    )


@blueprint.get("/parts/vocabulary.json")
def vocabulary_json() -> Response:
    return jsonify(vocabulary(language()))


@blueprint.get("/ingest")
def ingest() -> str:
    reading()
    return render_template("ingest.html", here="documents", first=False)


@blueprint.post("/ingest/read")
def read_only() -> tuple[str, int] | str:
    """What would be read from a file, as a part of a page; nothing is stored."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site not in ("same-origin", "none"):
        raise BadRequest("只接受本页提交的文件")
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadRequest("没有收到文件")
    suffix = Path(file.filename).suffix.lower()
    if suffix not in SUFFIXES:
        message = f"“{file.filename}”不是可读的格式；可读 {'、'.join(sorted(SUFFIXES))}"
        return render_template("parts/read.html", problem=message, document=None), 422
    extract_apart: Callable[[bytes, str], Document] = current_app.extensions["dutygraph-extract"]
    try:
        found = document_json(extract_apart(file.read(), file.filename))
    except UserError as error:
        return render_template("parts/read.html", problem=str(error), document=None), 422
    already = reading().documents.get(found["id"])
    return render_template("parts/read.html", problem=None, document=found, already=already)
