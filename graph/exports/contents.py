"""What the store holds, read one document at a time: the source of all exports that are not RDF.

A document's graph is taken into memory whole (some thousand statements), the next one after it. Of
the registry one small row per entity is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rdflib import RDF, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Literal, Node

from graph.exports.format import Job
from graph.store.base import Quad
from ontology import terms
from ontology.kinds import kinds
from ontology.terms import DUTY, OA, REGISTRY

ROLES = {predicate: role for role, predicate in terms.ROLE.items()}
"""duty:leads -> lead"""
LEAD_BASIS = {iri: name for name, iri in terms.LEAD_BASIS.items()}


@dataclass(slots=True)
class EntityRow:
    """One entity of the registry. ``names`` grows as the documents are read."""

    id: str
    name: str = ""
    type: str = ""
    jurisdiction: str | None = None
    is_unit: bool = False
    names: set[str] = field(default_factory=set)

    @property
    def aliases(self) -> list[str]:
        return sorted(self.names - {self.name})


@dataclass(frozen=True, slots=True)
class Quote:
    """The first place that supports a statement."""

    text: str
    start: int
    end: int
    clause: str | None


class Content:
    """One graph by subject and predicate, with readings of its values; answers do not depend on order."""

    def __init__(self, graph: URIRef, quads: Iterable[Quad]) -> None:
        self.graph = graph
        self._values: dict[Node, dict[Node, list[Node]]] = {}
        self._classes: dict[Node, list[Node]] = {}
        for subject, predicate, value, _ in quads:
            self._values.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if predicate == RDF.type:
                self._classes.setdefault(value, []).append(subject)

    @property
    def document(self) -> URIRef | None:
        found = self.of_class(DUTY.PolicyDocument)
        return found[0] if found else None

    def of_class(self, class_: URIRef) -> list[URIRef]:
        return sorted(each for each in self._classes.get(class_, ()) if isinstance(each, URIRef))

    def all(self, subject: Node, predicate: URIRef) -> list[Node]:
        return sorted(self._values.get(subject, {}).get(predicate, ()), key=str)

    def one(self, subject: Node, predicate: URIRef) -> Node | None:
        found = self.all(subject, predicate)
        return found[0] if found else None

    def text(self, subject: Node, predicate: URIRef) -> str | None:
        found = self.one(subject, predicate)
        return None if found is None else str(found)

    def integer(self, subject: Node, predicate: URIRef) -> int | None:
        found = self.text(subject, predicate)
        return None if found is None else int(found)

    def year(self, subject: Node, predicate: URIRef) -> int | None:
        found = self.text(subject, predicate)
        return None if found is None else int(found[:4])

    def number(self, subject: Node, predicate: URIRef) -> float | None:
        found = self.text(subject, predicate)
        return None if found is None else float(Decimal(found))

    def flag(self, subject: Node, predicate: URIRef) -> bool:
        return self.text(subject, predicate) == "true"

    def day(self, subject: Node, predicate: URIRef) -> date | None:
        found = self.text(subject, predicate)
        return None if found is None else date.fromisoformat(found[:10])

    def local(self, subject: Node, predicate: URIRef) -> str | None:
        found = self.one(subject, predicate)
        return None if found is None else local(found)

    def tasks(self) -> list[URIRef]:
        """In the order of the document."""
        return sorted(self.of_class(DUTY.Task), key=lambda task: (self.integer(task, DUTY.order) or 0, task))

    def quote(self, subject: Node) -> Quote | None:
        """The earliest evidence of a claim, assignment, target or cadence."""
        found = []
        for place in self.all(subject, DUTY.evidence):
            selector = self.one(place, OA.hasSelector)
            if selector is not None:
                start, end = self.integer(selector, OA.start) or 0, self.integer(selector, OA.end) or 0
                text = self.text(selector, OA.exact) or ""
                found.append(Quote(text, start, end, self.local(place, DUTY.statedIn)))
        return min(found, key=lambda quote: (quote.start, quote.end), default=None)


def local(node: Node) -> str:
    """``e-…`` of an entity's IRI, ``leads`` of ``duty:leads``."""
    text = str(node)
    prefix = terms.PREFIXES["id"]
    return text[len(prefix) :] if text.startswith(prefix) else terms.local_name(text)


def registry(job: Job) -> dict[str, EntityRow]:
    """All entities that have a name, by id, in order of id. Merged ones have none and are left out."""
    found: dict[str, EntityRow] = {}
    for subject, predicate, value, _ in job.store.quads(REGISTRY):
        if not str(subject).startswith(terms.PREFIXES["id"]):
            continue
        row = found.setdefault(local(subject), EntityRow(local(subject)))
        if predicate == SKOS.prefLabel:
            row.name = str(value)
        elif predicate == RDF.type and local(value) in kinds():
            row.type = local(value)
        elif predicate == DUTY.jurisdiction:
            row.jurisdiction = str(value)
        elif predicate == DUTY.isUnit:
            row.is_unit = str(value) == "true"
        elif predicate == DUTY.name:
            row.names.add(str(value))
    return {id_: found[id_] for id_ in sorted(found) if found[id_].name and found[id_].type}


def documents(job: Job, entities: dict[str, EntityRow]) -> Iterator[Content]:
    """The documents in order of id; names that they use are added to ``entities``."""
    graphs = sorted(graph for graph in job.store.graphs() if graph.startswith(terms.DOC_GRAPHS))
    for done, graph in enumerate(graphs, 1):
        content = Content(graph, job.store.quads(graph))
        for claim in content.of_class(DUTY.Claim):
            if content.one(claim, RDF.predicate) == DUTY.name:
                row = entities.get(content.local(claim, RDF.subject) or "")
                name = content.one(claim, RDF.object)
                if row and isinstance(name, Literal):
                    row.names.add(str(name))
        yield content
        job.progress(done, len(graphs))


def titled(content: Content, node: Node) -> str:
    """The title or label of a thing, or its id where it has neither."""
    return content.text(node, DCTERMS.title) or content.text(node, SKOS.prefLabel) or local(node)
