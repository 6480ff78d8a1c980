"""Any SPARQL 1.1 server as the store.

Two things servers differ in are settled here. Where the default graph is the union of the named ones
(Virtuoso, GraphDB, Neptune …), ours is kept in the named graph ``graph/plain`` and each query names it as its
default graph. And no server tells of its changes, so each write leaves a new name in ``graph/generation``:
content changed by others than dutygraph is not noticed.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib.term import BNode, Literal, Node, URIRef

from graph.errors import BadRequest, StoreInUse, StoreUnavailable
from graph.store import virtuoso
from graph.store.backup import write_note
from graph.store.base import Bindings, Quad, Row, StoreInfo
from graph.store.bindings import bind
from graph.store.default_graph import keeps_plain_triples
from graph.store.guard import writes_default_graph
from graph.store.remote_settings import RemoteSettings, remote_settings
from graph.store.sparql_client import Parameters, endpoint
from graph.store.terms_oxigraph import from_oxigraph, quad_from_oxigraph, quad_to_oxigraph
from graph.store.update_text import ground, quad_data
from ontology.terms import BASE, META

PLAIN = URIRef(BASE + "graph/plain")
GENERATION = URIRef(BASE + "graph/generation")
_NAME = f"<{GENERATION}> <{BASE}def#generation>"
_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.9"
_PARSERS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}


class RemoteStore:
    """``sparql+http://host/query[,http://host/update]``; without the second part, updates go to the first."""

    def __init__(self, spec: str, read_only: bool = False, settings: RemoteSettings | None = None) -> None:
        """``settings`` are those of the environment where none are given.

        Raises BadRequest (an address that is none, settings that cannot be meant), StoreUnavailable.
        """
        query, _, update = spec.removeprefix("sparql+").partition(",")
        self.settings = settings or remote_settings()
        self.reader, self.writer = (
            endpoint(address, self.settings.user, self.settings.password)
            for address in (query, update or query)
        )
        self.info = StoreInfo("remote", self.reader.shown)
        self.read_only = read_only
        self._write_lock = threading.RLock()
        self.virtuoso = self._is_virtuoso()
        self.union = self.virtuoso or self._default_graph_is_a_union()

    # -- reading ---------------------------------------------------------------------------------

    def select(self, query: str, bindings: Bindings | None = None) -> list[Row]:
        answer = self._json(bind(query, bindings))
        if "results" not in answer:
            raise BadRequest("a SELECT query was expected")
        return [{name: _term(term) for name, term in row.items()} for row in answer["results"]["bindings"]]

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        answer = self._json(bind(query, bindings))
        if "boolean" not in answer:
            raise BadRequest("an ASK query was expected")
        return bool(answer["boolean"])

    def construct(self, query: str, bindings: Bindings | None = None) -> Iterator[Quad]:
        yield from self._triples(bind(query, bindings), None)

    def quads(self, graph: URIRef | str | None = "*") -> Iterator[Quad]:
        if str(graph) == "*":
            for each in (None, *self.graphs()):
                yield from self.quads(each)
        elif graph is None:
            yield from self._triples("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", None)
        else:
            name = URIRef(graph)
            yield from self._triples(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}", name
            )

    def graphs(self) -> list[URIRef]:
        return sorted(self._all_graphs() - {PLAIN, GENERATION})

    def has_graph(self, graph: URIRef) -> bool:
        return self._raw_ask(f"ASK {{ GRAPH {graph.n3()} {{ ?s ?p ?o }} }}")

    def count(self) -> int:
        rows = self._raw_rows("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        ours = (
            row
            for row in rows
            if "g" in row and row["g"] != GENERATION and not self._is_the_servers(row["g"])
        )
        of_default = 0 if self.union else self._number("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return of_default + sum(int(str(row["n"])) for row in ours)

    def generation(self) -> str:
        rows = self._raw_rows(f"SELECT ?name {{ GRAPH <{GENERATION}> {{ {_NAME} ?name }} }}")
        return str(rows[0]["name"]) if rows else "none"

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keeps out the other threads of this process; other processes are not kept out."""
        with self._write_lock:
            yield

    def update(self, update: str, base: str | None = None) -> None:
        if self.read_only:
            raise StoreInUse(f"存储 {self.info.place} 是以只读方式打开的（opened for reading only）")
        if self.union and writes_default_graph(update):
            raise BadRequest(
                f"{self.info.place} makes its default graph of all named graphs; an update there must name its graph"
            )
        renewed = (
            f"DELETE WHERE {{ GRAPH <{GENERATION}> {{ {_NAME} ?old }} }} ;\n"
            f'INSERT DATA {{ GRAPH <{GENERATION}> {{ {_NAME} "{secrets.token_hex(8)}" }} }}'
        )
        head = f"BASE <{base}>\n" if base else ""
        text = head + re.sub(r";\s*\Z", "", update) + "\n;\n" + renewed
        with self._write_lock:
            self._post_update(virtuoso.adapted(text) if self.virtuoso else text)

    def _post_update(self, text: str) -> None:
        _, content = self.writer.post([("update", text)], "*/*", self.settings.seconds)
        for _ in content:
            pass

    def replace_graphs(
        self, drop: Sequence[URIRef], quads: Iterable[Quad], remove: Iterable[Quad] = ()
    ) -> None:
        added = {quad_to_oxigraph(self._placed(quad)) for quad in quads}
        removed = {ground(self._placed(quad)) for quad in remove}
        with self._write_lock:
            removed |= {quad_to_oxigraph(quad) for quad in self._plain_triples_only_in(drop)}
            removed -= added
            if self.virtuoso:
                self._replace_in_parts(removed, drop, added)
                return
            operations = ["DELETE DATA {\n" + quad_data(removed) + "}"] if removed else []
            operations += [f"DROP SILENT GRAPH <{graph}>" for graph in drop]
            operations += ["INSERT DATA {\n" + quad_data(added) + "}"] if added else []
            if operations:
                self.update(" ;\n".join(operations))

    def _replace_in_parts(self, removed: set[ox.Quad], drop: Sequence[URIRef], added: set[ox.Quad]) -> None:
        """In an order that leaves nothing which reading the document again would not mend: of plain triples only
        those whose document is there already, and last the note (META) that the document is there."""
        removed, added = set(map(virtuoso.kept, removed)), set(map(virtuoso.kept, added))
        order = [
            f"DELETE DATA {{\n{quad_data(part)}}}"
            for part in virtuoso.parts(sorted(removed, key=lambda quad: str(quad.graph_name)))
        ]
        order += [f"DROP SILENT GRAPH <{graph}>" for graph in drop]
        late = {f"<{PLAIN}>": 1, f"<{META}>": 2}
        placed = sorted(added, key=lambda quad: (late.get(str(quad.graph_name), 0), str(quad.graph_name)))
        order += [f"INSERT DATA {{\n{quad_data(part)}}}" for part in virtuoso.parts(placed)]
        for operation in order[:-1]:
            self._post_update(operation)
        if order:
            self.update(order[-1])

    def _plain_triples_only_in(self, dropped: Sequence[URIRef]) -> Iterator[Quad]:
        graphs = [graph for graph in dropped if keeps_plain_triples(graph)]
        others = self._all_graphs() - {PLAIN, GENERATION, *graphs}
        elsewhere = " ".join(f"<{graph}>" for graph in sorted(others) if keeps_plain_triples(graph))
        values = f"VALUES ?other {{ {elsewhere} }}"
        for graph in graphs:
            rows = self.select(
                f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} ?s ?p ?o . "
                f"FILTER NOT EXISTS {{ {values} GRAPH ?other {{ ?s ?p ?o }} }} FILTER(!isBlank(?s) && !isBlank(?o)) }}"
            )
            for row in rows:
                yield self._placed((row["s"], row["p"], row["o"], None))

    def _placed(self, quad: Quad) -> Quad:
        subject, predicate, value, graph = quad
        return subject, predicate, value, PLAIN if graph is None and self.union else graph

    # -- the whole -------------------------------------------------------------------------------

    def frozen(self) -> RemoteStore:
        """Itself: SPARQL has no way to ask several queries of one state."""
        return self

    def backup(self, directory: str) -> None:
        """The content as an embedded store, with a note, in a new folder: ``restore`` makes a store of it."""
        target = Path(directory)
        if target.exists():
            raise BadRequest(f"{target} 已经存在；备份要写入新的文件夹（a backup goes to a new folder）")
        (target / "oxigraph").mkdir(parents=True)
        copy = ox.Store(str(target / "oxigraph"))
        copy.bulk_extend(quad_to_oxigraph(quad) for quad in self.quads())
        copy.flush()
        del copy
        (target / "generation").write_text(self.generation(), encoding="ascii")
        write_note(target)

    def close(self) -> None:
        """Nothing is held open."""

    # -- the border to the server ----------------------------------------------------------------

    def dataset(self) -> list[tuple[str, str]]:
        """Parameters that make our default graph the query's, where the server's is a union."""
        if not self.union:
            return []
        named = [("named-graph-uri", str(graph)) for graph in self.graphs()]
        return [("default-graph-uri", str(PLAIN)), *named]

    def _default_graph_is_a_union(self) -> bool:
        if self._raw_ask(f"ASK {{ GRAPH <{PLAIN}> {{ ?s ?p ?o }} }}"):
            return True
        if self.read_only or self._raw_ask("ASK { ?s ?p ?o }"):
            return False
        probe = f"{BASE}graph/probe-{secrets.token_hex(4)}"
        triple = f"<{probe}> <{BASE}def#generation> <{probe}>"
        self.writer.post(
            [("update", f"INSERT DATA {{ GRAPH <{probe}> {{ {triple} }} }}")], "*/*", self.settings.seconds
        )
        union = self._raw_ask(f"ASK {{ {triple} }}")
        self.writer.post([("update", f"DROP SILENT GRAPH <{probe}>")], "*/*", self.settings.seconds)
        return union

    def _is_virtuoso(self) -> bool:
        self._raw_ask("ASK {}")
        return virtuoso.is_virtuoso(self.reader.product)

    def _all_graphs(self) -> set[URIRef]:
        rows = self._raw_rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return {URIRef(str(row["g"])) for row in rows if not self._is_the_servers(row["g"])}

    def _is_the_servers(self, graph: Node) -> bool:
        return self.virtuoso and virtuoso.is_own_graph(str(graph))

    def _json(self, query: str) -> dict[str, Any]:
        return self._answer([("query", query), *self.dataset()])

    def _raw_ask(self, query: str) -> bool:
        return bool(self._answer([("query", query)])["boolean"])

    def _raw_rows(self, query: str) -> list[Row]:
        rows = self._answer([("query", query)])["results"]["bindings"]
        return [{name: _term(term) for name, term in row.items()} for row in rows]

    def _number(self, query: str) -> int:
        return int(str(self.select(query)[0]["n"]))

    def _answer(self, parameters: Parameters) -> dict[str, Any]:
        media_type, content = self.reader.post(parameters, _JSON, self.settings.seconds)
        text = b"".join(content)
        try:
            answer: dict[str, Any] = json.loads(text)
        except ValueError:
            raise StoreUnavailable(
                f"{self.reader.shown} answered {media_type}, not SPARQL results in JSON"
            ) from None
        return virtuoso.standard_results(answer) if virtuoso.is_virtuoso(self.reader.product) else answer

    def refuse_cut(self, query: str, dataset: Parameters, seconds: float) -> None:
        """Raises QueryTooCostly where Virtuoso would cut a CONSTRUCT and not tell."""
        if solutions := virtuoso.solutions_of(query):
            _, content = self.reader.post([("query", solutions), *dataset], _JSON, seconds)
            for _ in content:  # the header has told; nothing more is needed
                break

    def _triples(self, query: str, graph: URIRef | None) -> Iterator[Quad]:
        parameters = [("query", query), *self.dataset()]
        if self.virtuoso:
            self.refuse_cut(query, parameters[1:], self.settings.seconds)
        media_type, content = self.reader.post(parameters, _TRIPLES, self.settings.seconds)
        if media_type not in _PARSERS:
            raise StoreUnavailable(
                f"{self.reader.shown} answered {media_type}; N-Triples or Turtle was expected"
            )
        for quad in ox.parse(b"".join(content), format=_PARSERS[media_type]):
            subject, predicate, value, _ = quad_from_oxigraph(virtuoso.told(quad) if self.virtuoso else quad)
            yield subject, predicate, value, graph


def _term(term: Mapping[str, str]) -> Node:
    """A term of SPARQL JSON results; ``typed-literal`` is an older name for a literal with a datatype."""
    match term["type"]:
        case "uri":
            return URIRef(term["value"])
        case "bnode":
            return BNode(term["value"])
        case "literal" | "typed-literal":
            datatype = term.get("datatype")
            language = term.get("xml:lang")
            if language:
                return from_oxigraph(ox.Literal(term["value"], language=language))
            if datatype:
                return from_oxigraph(ox.Literal(term["value"], datatype=ox.NamedNode(datatype)))
            return Literal(term["value"])
    raise StoreUnavailable(f"the store answered a term of the unknown type {term['type']}")
