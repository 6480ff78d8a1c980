"""A SPARQL query from the command line: run within the service's limits, written as the user asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from api import formats
from graph.errors import BadRequest
from graph.queries import prefixes
from graph.store.base import Store
from graph.store.guard import check_query
from graph.store.public import open_queries
from ontology.terms import PREFIXES

TABULAR = {"json": formats.JSON_RESULTS, "xml": formats.XML_RESULTS, "csv": formats.CSV, "tsv": formats.TSV}
GRAPHS = {
    "ttl": formats.TURTLE,
    "nt": formats.N_TRIPLES,
    "jsonld": formats.JSON_LD,
    "json": formats.JSON_LD,
    "xml": formats.RDF_XML,
}

_PLACE = re.compile(r"error at (\d+):")


def run_query(store: Store, text: str, format_: str | None) -> tuple[bool, Iterator[bytes]]:
    """Whether the output is a table to be drawn (SPARQL JSON), and its bytes.

    The project's prefixes stand before the query; one that declares its own overrides them.
    Raises BadRequest for a query that is no query or a format that does not fit its form.
    """
    checked = check_query(prefixes().replace("\n", " ") + "\n" + text)
    if checked.refusal:
        raise checked.refusal
    table = checked.form in ("SELECT", "ASK")
    if format_ is None:
        format_ = "table" if table else "ttl"
    media = TABULAR.get("json" if format_ == "table" else format_) if table else GRAPHS.get(format_)
    if media is None:
        fitting = ["table", *TABULAR] if table else list(GRAPHS)
        raise BadRequest(f"{checked.form} 查询的结果可以写成 {'、'.join(fitting)}，不能写成 {format_}")
    return format_ == "table", _closing(store, checked.text, media)


def table_of(results: bytes) -> tuple[list[str], list[list[str]]]:
    """Column heads and rows of SPARQL JSON results; terms of ours are shortened to prefix and name."""
    found = json.loads(results)
    if "boolean" in found:
        return ["ASK"], [["是 yes" if found["boolean"] else "否 no"]]
    columns = found["head"]["vars"]
    rows = [
        [_short(row[name]["value"]) if name in row else "" for name in columns]
        for row in found["results"]["bindings"]
    ]
    return columns, rows


def _closing(store: Store, text: str, media: str) -> Iterator[bytes]:
    queries = open_queries(store, prefixes=PREFIXES)
    try:
        yield from queries.query(text, media)
    except BadRequest as problem:
        # The prefixes are the first line of what was parsed; the user's own query begins in the second.
        raise BadRequest(_PLACE.sub(lambda m: f"error at {int(m[1]) - 1}:", str(problem))) from problem
    finally:
        queries.close()


def _short(value: str) -> str:
    for prefix, iri in PREFIXES.items():
        if value.startswith(iri):
            return f"{prefix}:{value[len(iri) :]}"
    return value
