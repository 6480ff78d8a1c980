"""Triples with no graph -> quads: each statement back to the graph that states it.

Possible because ids tell whose a resource is (``{document}.…``, ``e-…``), and because every relation that a
document states about an entity has a Claim in it. What the flat Turtle adds for the tools (vocabulary,
declarations, labels) is left out, and so are findings, which are computed again. Statements about things
that are not ours go to ``graph/user/imported``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from graph.check import plain_triples
from graph.store.base import Quad
from ontology import terms
from ontology.terms import DUTY, META, OA, REGISTRY

Triple = tuple[Node, Node, Node]
IMPORTED = terms.user_graph("imported")


def placed(triples: Iterable[Triple]) -> Iterator[Quad]:
    """The quads of the store that these triples came from, but for findings. Holds them all in memory."""
    return _Placing(triples).quads()


class _Placing:
    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = list(dict.fromkeys(triples))
        self.value: dict[tuple[Node, Node], Node] = {}
        self.claims: list[Node] = []
        self.documents: set[str] = set()
        self.findings: set[Node] = set()
        self.labels: dict[Node, str] = {}
        self._index()
        self.of_findings = self._quoted_by_findings_alone() | self.findings
        self.said: dict[Triple, set[str]] = defaultdict(set)
        self.naming: dict[Node | None, set[str]] = defaultdict(set)
        self.kind_claims: set[Node] = set()
        self._read_claims()

    def quads(self) -> Iterator[Quad]:
        of_document: dict[str, list[Triple]] = defaultdict(list)
        for triple in self.triples:
            if self._added_for_tools(triple) or triple[0] in self.of_findings:
                continue
            document = self._document(triple[0])
            if document:
                of_document[document].append(triple)
            elif str(triple[0]).startswith(terms.PREFIXES["id"]):
                for graph in self._graphs_of_entity(triple):
                    if isinstance(graph, str) and not isinstance(graph, URIRef):
                        of_document[graph].append(triple)
                    else:
                        yield (*triple, graph)
            else:
                yield (*triple, META if str(triple[0]).startswith(terms.BASE + "graph/") else IMPORTED)
        for document, content in of_document.items():
            for triple in content:
                yield (*triple, terms.doc_graph(document))
            for triple in plain_triples(content):
                yield (*triple, None)

    def _index(self) -> None:
        for s, p, o in self.triples:
            if p in (RDF.subject, RDF.predicate, RDF.object):
                self.value[s, p] = o
            elif p == SKOS.prefLabel:
                self.labels[s] = str(o)
            elif p == RDF.type:
                if o in (DUTY.Claim, DUTY.Assignment):
                    self.claims.append(s)
                elif o == DUTY.PolicyDocument:
                    self.documents.add(terms.id_of(str(s)))
                elif o == DUTY.Finding:
                    self.findings.add(s)

    def _quoted_by_findings_alone(self) -> set[Node]:
        """Evidence nodes, and their selectors, that no document's statement refers to."""
        quoted: set[Node] = set()
        supporting: set[Node] = set()
        for s, p, o in self.triples:
            if p == DUTY.evidence:
                (quoted if s in self.findings else supporting).add(o)
        alone = quoted - supporting
        return alone | {o for s, p, o in self.triples if p == OA.hasSelector and s in alone}

    def _read_claims(self) -> None:
        for claim in self.claims:
            document = self._document(claim)
            subject, predicate, object_ = (
                self.value.get((claim, p)) for p in (RDF.subject, RDF.predicate, RDF.object)
            )
            if document is None or subject is None or object_ is None or not isinstance(predicate, URIRef):
                continue
            if predicate == DUTY.statedKind:
                self.kind_claims.add(claim)
            for each in terms.closure(predicate):
                self.said[subject, each, object_].add(document)
            if predicate == DUTY.name:
                self.naming[subject].add(document)

    def _document(self, node: Node) -> str | None:
        """The document that a resource is part of."""
        text = str(node)
        if not text.startswith(terms.PREFIXES["id"]):
            return None
        owner = terms.id_of(text).split(".", 1)[0]
        return owner if owner in self.documents else None

    def _graphs_of_entity(self, triple: Triple) -> Iterator[str | URIRef | None]:
        """A document's id for what a document says, else the graph (and the default graph)."""
        subject, predicate, object_ = triple
        stating = self.said.get(triple) or (
            self.naming.get(subject, set()) if predicate == DUTY.statedKind else set()
        )
        yield from sorted(stating)
        if not stating or (predicate == DUTY.name and str(object_) == self.labels.get(subject)):
            yield REGISTRY
            yield None

    def _added_for_tools(self, triple: Triple) -> bool:
        subject, predicate, object_ = triple
        text = str(subject)
        if subject in self.kind_claims or text.startswith((str(DUTY), terms.BASE + "export")):
            return True
        if text.startswith(terms.PREFIXES["id"]):
            return predicate == RDFS.label and not terms.id_of(text).startswith("e-")
        return triple in terms.vocabulary() or _of_vocabulary(subject, predicate, object_)


def _of_vocabulary(subject: Node, predicate: Node, object_: Node) -> bool:
    """A declaration, or a blank node of the vocabulary (its lists and restrictions)."""
    if predicate == RDF.type and str(object_).startswith(str(OWL)):
        return True
    return not isinstance(subject, URIRef | Literal)
