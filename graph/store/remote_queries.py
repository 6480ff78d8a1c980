"""Public queries on a remote store: handed on, within our limits of time and size.

The deadline ends our waiting, not the other server's work: that is for its own time limit to do.
Foreign RDF is read, and updates are parsed, in worker processes of our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from graph.errors import BadRequest
from graph.store import virtuoso
from graph.store.dataset import Dataset
from graph.store.limits import Limits
from graph.store.query_worker import GRAPH_FORMATS, RESULT_FORMATS
from graph.store.remote import RemoteStore
from graph.store.sparql_client import Parameters
from graph.store.terms_oxigraph import quad_to_oxigraph
from graph.store.workers import QueryWorkers

_WHOLE = {"application/n-quads": ox.RdfFormat.N_QUADS, "application/trig": ox.RdfFormat.TRIG}
_JSON, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_SAME = {"application/xml", "text/xml", "application/json", "text/plain"}


class RemoteQueries:
    def __init__(
        self, store: RemoteStore, limits: Limits | None = None, prefixes: Mapping[str, str] | None = None
    ) -> None:
        self.limits = limits or Limits()
        self._store = store
        self._prefixes = dict(prefixes or {})
        self._parsers = QueryWorkers(None, self.limits)

    def query(
        self, text: str, media_type: str, dataset: Dataset | None = None, base: str | None = None
    ) -> Iterator[bytes]:
        """The server's answer in chunks. Raises BadRequest, QueryTooCostly, StoreUnavailable."""
        parameters = [("query", f"BASE <{base}>\n{text}" if base else text)]
        if dataset:
            parameters += [("default-graph-uri", iri) for iri in dataset.default_graphs]
            parameters += [("named-graph-uri", iri) for iri in dataset.named_graphs]
        else:
            parameters += self._store.dataset()
        limits = self.limits
        if self._store.virtuoso:
            return self._from_virtuoso(
                [("query", virtuoso.adapted(parameters[0][1])), *parameters[1:]], media_type
            )
        told, content = self._store.reader.post(parameters, media_type, limits.seconds, limits.result)
        if told != media_type and told not in _SAME:
            raise BadRequest(f"{self._store.reader.shown} answers {told}, not {media_type}")
        return content

    def _from_virtuoso(self, parameters: Parameters, media_type: str) -> Iterator[bytes]:
        """Asked in the formats whose peculiarities are known, written by us in the one that is wanted."""
        limits, wanted = self.limits, RESULT_FORMATS.get(media_type)
        accept = _JSON if wanted else _TRIPLES
        if not wanted:
            self._store.refuse_cut(parameters[0][1], parameters[1:], limits.seconds)
        told, content = self._store.reader.post(parameters, accept, limits.seconds, limits.result)
        whole = b"".join(content)
        if wanted:
            if told != _JSON:
                raise BadRequest(f"{self._store.reader.shown} answers {told}, not {accept}")
            return iter([virtuoso.results(whole, wanted)])
        quads = map(virtuoso.told, ox.parse(whole, format=ox.RdfFormat.N_TRIPLES))
        text = ox.serialize(
            (quad.triple for quad in quads), format=GRAPH_FORMATS[media_type], prefixes=self._prefixes
        )
        return iter([text or b""])

    def dump(self, media_type: str, graph: str | None = "*") -> Iterator[bytes]:
        if graph == "*":
            quads = (quad_to_oxigraph(quad) for quad in self._store.quads())
            text = ox.serialize(quads, format=_WHOLE[media_type], prefixes=self._prefixes)
            return iter([text or b""])
        pattern = "{ ?s ?p ?o }" if graph is None else f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        return self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}", media_type)

    def read_rdf(self, body: bytes, media_type: str, base: str) -> str:
        return self._parsers.read_rdf(body, media_type, base)

    def try_query(self, text: str, base: str | None = None) -> None:
        self._parsers.try_query(text, base)

    def try_update(self, text: str, searches: bool, base: str | None = None) -> None:
        """Parses it; whether it ends in time cannot be tried on another's store."""
        self._parsers.try_update(text, False, base)

    def close(self) -> None:
        self._parsers.close()
