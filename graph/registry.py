"""The registry graph: one preferred label, one kind and the names of each entity over all documents.

It is a function of what the documents state and of people's corrections, so the order of ingest does
not matter. An entity that no document names any more keeps its identifier, key and jurisdiction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from graph.corrections import Corrections
from graph.model import Document, Entity
from graph.naming.registry import choose_kind, choose_label, choose_short
from graph.queries import load, with_values
from graph.store.base import Quad, Store
from ontology import terms
from ontology.kinds import class_iri
from ontology.terms import DUTY, ID, REGISTRY

OURS = frozenset(
    {
        RDF.type,
        DCTERMS.identifier,
        DUTY.canonicalKey,
        DUTY.jurisdiction,
        SKOS.prefLabel,
        RDFS.label,
        DUTY.name,
        DUTY.shortName,
        DUTY.isUnit,
    }
)
"""The predicates kept up here; others in the registry (merges, corrections, decisions) are people's."""
LASTING = frozenset({DCTERMS.identifier, DUTY.canonicalKey, DUTY.jurisdiction})


@dataclass
class _Known:
    """What is said of one entity over all documents but the one being replaced."""

    names: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    is_unit: bool = False


def changes(
    store: Store, document: Document | None, replaced: URIRef | None, corrections: Corrections
) -> tuple[list[Quad], list[Quad]]:
    """Quads to take away and quads to add so that the registry fits the documents again.

    ``document`` is what comes in (None on removal); ``replaced`` is the graph that goes.
    Both lists name the registry graph and the default graph.
    """
    incoming = {entity.id: entity for entity in document.entities} if document else {}
    touched = set(incoming) | (_named_in(store, replaced) if replaced else set())
    if not touched:
        return [], []
    nodes = [ID(each) for each in sorted(touched)]
    known = _known(store, nodes, replaced)
    elsewhere = {entity: set(said.names) for entity, said in known.items()}
    if document:
        _add_document(known, document)
    before = {
        (row["entity"], row["predicate"], row["value"])
        for row in store.select(with_values(load("registry_of"), "entity", nodes), {"registry": REGISTRY})
    }
    after: set[tuple[Node, Node, Node]] = set()
    for entity in touched:
        after |= set(_triples(entity, incoming.get(entity), known[entity], before, corrections))
    gone = {triple for triple in before - after if triple[1] in OURS}
    new = after - before
    remove: list[Quad] = [(s, p, o, REGISTRY) for s, p, o in gone]
    remove += [
        (s, p, o, None)
        for s, p, o in gone
        if not (p == DUTY.name and str(o) in elsewhere.get(terms.id_of(str(s)), set()))
    ]
    add: list[Quad] = [(s, p, o, graph) for s, p, o in new for graph in (REGISTRY, None)]
    return remove, add


def _triples(
    entity: str,
    incoming: Entity | None,
    said: _Known,
    before: set[tuple[Node, Node, Node]],
    corrections: Corrections,
) -> Iterable[tuple[Node, Node, Node]]:
    node = ID(entity)
    yield node, DCTERMS.identifier, Literal(entity)
    if incoming:
        yield node, DUTY.canonicalKey, Literal(incoming.key)
        if incoming.jurisdiction:
            yield node, DUTY.jurisdiction, Literal(incoming.jurisdiction)
    else:
        yield from (triple for triple in before if triple[0] == node and triple[1] in LASTING)
    if not said.names:
        return
    label = corrections.labels.get(entity) or choose_label(said.names)
    yield node, SKOS.prefLabel, Literal(label, lang="zh")
    yield node, RDFS.label, Literal(label, lang="zh")
    yield node, DUTY.name, Literal(label)
    yield node, DUTY.shortName, Literal(choose_short(said.names, label))
    yield node, RDF.type, class_iri(corrections.kinds.get(entity) or choose_kind(said.kinds))
    if said.is_unit:
        yield node, DUTY.isUnit, Literal(True)


def _add_document(known: dict[str, _Known], document: Document) -> None:
    for entity in document.entities:
        known[entity.id].names |= {form.text for form in entity.forms} | {entity.name}
        known[entity.id].kinds.add(entity.type)
    holders = {each.entity for task in document.tasks for each in task.assignments}
    holders |= {each.entity for target in document.targets for each in target.responsible}
    for holder in holders - {None}:
        known[str(holder)].is_unit = True


def _known(store: Store, nodes: list[URIRef], replaced: URIRef | None) -> dict[str, _Known]:
    known: dict[str, _Known] = defaultdict(_Known)
    query = with_values(load("names_elsewhere"), "entity", nodes)
    others = {"docs": Literal(terms.DOC_GRAPHS), "replaced": replaced or REGISTRY}
    for row in store.select(query, others):
        said = known[terms.id_of(str(row["entity"]))]
        if "name" in row:
            said.names.add(str(row["name"]))
        if "kind" in row:
            said.kinds.add(terms.local_name(str(row["kind"])))
        said.is_unit = said.is_unit or "holds" in row
    return known


def _named_in(store: Store, graph: URIRef) -> set[str]:
    query = f"SELECT DISTINCT ?entity WHERE {{ GRAPH ?g {{ ?entity <{DUTY.statedKind}> ?kind }} }}"
    return {terms.id_of(str(row["entity"])) for row in store.select(query, {"g": graph})}
