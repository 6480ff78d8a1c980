"""Answers one SPARQL query, whichever way it came: the form, the tag, the bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import URIRef
from werkzeug.http import parse_etags

from api import formats
from api.problems import Problem
from api.service import Service
from graph.store.dataset import Dataset
from graph.store.guard import CheckedQuery, check_query

FAILURE = "dutygraph.failure"
"""Key of the WSGI environment under which the short way leaves an error for Flask to tell."""

_STORES_OWN = Dataset()


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    accept: str | None
    base: str
    if_none_match: str | None = None
    dataset: Dataset = _STORES_OWN


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Iterable[bytes]


def answer(here: Service, asked: Asked) -> Answer:
    """Runs the query; 304 where the client has the result already.

    Raises Problem (406), BadRequest, QueryRefused, QueryTooCostly, StoreUnavailable; some of them from the
    body too, where a large result breaks off.
    """
    checked = check_query(asked.text)
    media = _negotiated(asked.accept, checked)
    if checked.refusal:
        here.queries.try_query(checked.text, base=asked.base)
        raise checked.refusal
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if unknown := _unknown_graphs(here, checked, asked.dataset):
        headers["Dutygraph-Unknown-Graphs"] = " ".join(quote(iri, safe=":/#?&=%") for iri in unknown)
    if checked.stable:
        parts = (media, asked.text, *asked.dataset.default_graphs, "", *asked.dataset.named_graphs)
        tag = here.etag(*parts)
        headers["ETag"] = f'"{tag}"'
        if asked.if_none_match and parse_etags(asked.if_none_match).contains_weak(tag):
            return Answer(304, headers, ())
    else:
        headers["Cache-Control"] = "no-store"
    chunks = here.queries.query(checked.text, media, asked.dataset, base=asked.base)
    headers["Content-Type"] = formats.with_charset(media)
    if hasattr(chunks, "close"):
        return Answer(200, headers, chunks)
    whole = b"".join(chunks)  # all of it is here, so its length can be told
    headers["Content-Length"] = str(len(whole))
    return Answer(200, headers, (whole,))


def _negotiated(accept: str | None, checked: CheckedQuery) -> str:
    offers = {"SELECT": formats.TABLES, "ASK": formats.BOOLEANS}.get(checked.form, formats.GRAPHS)
    media = formats.negotiate(accept, offers)
    if media is None and not checked.form:
        media = formats.JSON_RESULTS  # nothing that runs; its parser says what is wrong with it
    if media is None:
        names = ", ".join(offer.media_type for offer in offers)
        raise Problem(406, f"a {checked.form} can be had as {names}")
    return media


def _unknown_graphs(here: Service, checked: CheckedQuery, dataset: Dataset) -> list[str]:
    """Graphs asked for that are not here. Nothing is fetched for them; the answer says that they are empty."""
    named = {*checked.graphs, *dataset.default_graphs, *dataset.named_graphs}
    return sorted(iri for iri in named if ":" in iri and not here.store.has_graph(URIRef(iri)))
