"""The graph as nodes and edges with attributes, for tools that know no RDF.

full: every entity, document, task and indicator; an edge for every stated relation between them (the
closure of sub-properties is not repeated) with the words that state it. bipartite: units and tasks.
units: units joined by the tasks they share, with Newman's weight (M1, docs/overlap.md).

Nodes and edges wait in a temporary file while counts, degrees and aliases are gathered, so memory holds
one document, one row per entity and a number per node.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple, TextIO

from rdflib import RDF, URIRef
from rdflib.namespace import DCTERMS

from graph.exports.contents import ROLES, Content, EntityRow, documents, local, registry, titled
from graph.exports.format import Job
from graph.exports.positions import Places, places
from graph.exports.shared_tasks import SharedTasks, shared_tasks
from ontology import terms
from ontology.kinds import group
from ontology.terms import DUTY

COUNTED_ROLES = frozenset({"lead", "responsible", "support"})
COUNTED_BASES = frozenset({"list", "table"})
"""What M1 counts: docs/overlap.md."""


class GraphNode(NamedTuple):
    id: str
    label: str
    type: str
    """Local name of its class."""
    number: str | None = None
    document: str | None = None
    """Id of the document that a task or an indicator stands in."""
    document_number: str | None = None
    year: int | None = None
    jurisdiction: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        return group(self.type)


class GraphEdge(NamedTuple):
    id: str
    """The id of the claim or assignment: its evidence can be looked up under it."""
    source: str
    target: str
    kind: str
    """Local name of the property."""
    weight: float = 1.0
    document: str | None = None
    position: int | None = None
    basis: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    shared: int | None = None
    tasks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return (
            SHARED_LABEL
            if self.kind == SHARES_TASK
            else terms.label(LABELLED.get(self.kind, str(DUTY) + self.kind))
        )


SHARES_TASK = "sharesTask"
SHARED_LABEL = "共同列责"
LABELLED = {"isPartOf": str(DCTERMS.isPartOf)}

NODE_ATTRIBUTES = (
    ("type", "string"),
    ("type_zh", "string"),
    ("group", "string"),
    ("number", "string"),
    ("document", "string"),
    ("document_number", "string"),
    ("year", "integer"),
    ("jurisdiction", "string"),
    ("aliases", "list"),
)
EDGE_ATTRIBUTES = (
    ("kind", "string"),
    ("document", "string"),
    ("position", "integer"),
    ("basis", "string"),
    ("quote", "string"),
    ("start", "integer"),
    ("end", "integer"),
    ("shared", "integer"),
    ("tasks", "list"),
)
"""Names and types of what ``node_values`` and ``edge_values`` give, the same in every format."""
Value = str | int | tuple[str, ...] | None


def node_values(node: GraphNode) -> tuple[Value, ...]:
    return (node.type, terms.label(str(DUTY[node.type])), node.group, *node[3:])


def edge_values(edge: GraphEdge) -> tuple[Value, ...]:
    return (edge.kind, *edge[5:])


class PropertyGraph:
    """Nodes and edges of one view. ``order`` gives each node a number from 0, in the order of ``nodes``."""

    def __init__(self, job: Job, node_file: TextIO, edge_file: TextIO) -> None:
        self.job = job
        self.directed = job.view != "units"
        self.order: dict[str, int] = {}
        self.degree: Counter[str] = Counter()
        self.edge_count = 0
        self.kinds: Counter[str] = Counter()
        """How many edges there are of each kind."""
        self._nodes, self._edges = node_file, edge_file
        self._read()
        self._places: Places | None = None

    @property
    def places(self) -> Places:
        """Where each node stands, by its number."""
        if self._places is None:
            ends = ((self.order[edge.source], self.order[edge.target]) for edge in self.edges())
            given = {self.order[id_]: at for id_, at in self.job.positions.items() if id_ in self.order}
            self._places = places(len(self.order), ends, given)
        return self._places

    def nodes(self) -> Iterator[GraphNode]:
        for values in _lines(self._nodes):
            yield GraphNode._make([*values[:-1], tuple(values[-1])])

    def edges(self) -> Iterator[GraphEdge]:
        for values in _lines(self._edges):
            yield GraphEdge._make([*values[:-1], tuple(values[-1])])

    # -- reading

    def _read(self) -> None:
        entities = registry(self.job)
        if self.job.view == "units":
            self._read_units(entities)
            return
        inner: list[GraphNode] = []
        holders: set[str] = set()
        for content in documents(self.job, entities):
            nodes = [node for node in self._inner_nodes(content) if self.job.keeps(node.id)]
            known = {node.id for node in nodes}
            for edge in self._stated(content):
                if all(
                    end in known or (end in entities and self.job.keeps(end))
                    for end in (edge.source, edge.target)
                ):
                    self._add_edge(edge)
                    holders.update((edge.source, edge.target))
            inner += nodes
        for row in entities.values():
            if self.job.keeps(row.id) and (self.job.view == "full" or row.id in holders):
                self._add_node(_entity_node(row))
        for node in inner:
            self._add_node(node)

    def _read_units(self, entities: dict[str, EntityRow]) -> None:
        listed: list[tuple[str, str]] = []
        for content in documents(self.job, entities):
            tasks = {local(task) for task in content.tasks()}
            for edge in self._stated(content):
                role = ROLES.get(DUTY[edge.kind])
                counted = role in COUNTED_ROLES and edge.basis in COUNTED_BASES and edge.target in tasks
                if counted and edge.source in entities:
                    listed.append((edge.source, edge.target))
        units = sorted({unit for unit, _ in listed if self.job.keeps(unit)})
        for unit in units:
            self._add_node(_entity_node(entities[unit]))
        for pair in shared_tasks(listed):
            if pair.left in self.order and pair.right in self.order:
                self._add_edge(_shared_edge(pair))

    def _inner_nodes(self, content: Content) -> Iterator[GraphNode]:
        """The document, its tasks and its indicators."""
        document = content.document
        if document is None:
            return
        about = (
            local(document),
            content.text(document, DCTERMS.identifier),
            content.year(document, DCTERMS.issued),
        )
        if self.job.view == "full":
            yield GraphNode(about[0], titled(content, document), "PolicyDocument", None, *about)
        for task in content.tasks():
            yield GraphNode(
                local(task), titled(content, task), "Task", content.text(task, DUTY.number), *about
            )
        if self.job.view == "full":
            for indicator in content.of_class(DUTY.Indicator):
                yield GraphNode(local(indicator), titled(content, indicator), "Indicator", None, *about)

    def _stated(self, content: Content) -> Iterator[GraphEdge]:
        """The relations of one document, each once, in order of their ends and kind."""
        roles_only = self.job.view != "full"
        document = content.document
        of = local(document) if document else None
        best: dict[tuple[str, str, str], GraphEdge] = {}
        for claim in (*content.of_class(DUTY.Assignment), *content.of_class(DUTY.Claim)):
            subject, predicate, object_ = (
                content.one(claim, p) for p in (RDF.subject, RDF.predicate, RDF.object)
            )
            if not (
                isinstance(subject, URIRef) and isinstance(predicate, URIRef) and isinstance(object_, URIRef)
            ):
                continue  # a name or a role phrase: an attribute, not an edge
            if roles_only and ROLES.get(predicate, "mention") == "mention":
                continue
            quote = content.quote(claim)
            edge = GraphEdge(
                local(claim),
                local(subject),
                local(object_),
                local(predicate),
                1.0,
                of,
                content.integer(claim, DUTY.listPosition),
                content.text(claim, DUTY.basis),
                quote.text if quote else None,
                quote.start if quote else None,
                quote.end if quote else None,
            )
            key = edge.source, edge.target, edge.kind
            there = best.get(key)
            if there is None or (edge.start or 0, edge.id) < (there.start or 0, there.id):
                best[key] = edge
        yield from (best[key] for key in sorted(best))
        if roles_only or document is None:
            return
        for thing in (*content.tasks(), *content.of_class(DUTY.Indicator)):
            yield GraphEdge(f"{local(thing)}.in", local(thing), local(document), "isPartOf", 1.0, of)
            for indicator in content.all(thing, DUTY.hasIndicator):
                name = local(indicator)
                yield GraphEdge(
                    f"{local(thing)}.has.{name.rsplit('.', 1)[-1]}",
                    local(thing),
                    name,
                    "hasIndicator",
                    1.0,
                    of,
                )

    def _add_node(self, node: GraphNode) -> None:
        self.order[node.id] = len(self.order)
        self._nodes.write(json.dumps(node, ensure_ascii=False) + "\n")

    def _add_edge(self, edge: GraphEdge) -> None:
        self.edge_count += 1
        self.kinds[edge.kind] += 1
        self.degree.update((edge.source, edge.target))
        self._edges.write(json.dumps(edge, ensure_ascii=False) + "\n")


@contextmanager
def property_graph(job: Job) -> Iterator[PropertyGraph]:
    """The graph of a job's view; its temporary files go with the context."""
    with ExitStack() as files:
        spools = [
            files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
            for _ in range(2)
        ]
        yield PropertyGraph(job, spools[0], spools[1])


def _entity_node(row: EntityRow) -> GraphNode:
    return GraphNode(row.id, row.name, row.type, jurisdiction=row.jurisdiction, aliases=tuple(row.aliases))


def _shared_edge(pair: SharedTasks) -> GraphEdge:
    return GraphEdge(
        f"{pair.left}--{pair.right}",
        pair.left,
        pair.right,
        SHARES_TASK,
        pair.weight,
        shared=len(pair.tasks),
        tasks=pair.tasks,
    )


def _lines(file: TextIO) -> Iterator[list[Any]]:
    file.flush()
    file.seek(0)
    for line in file:
        yield json.loads(line)
