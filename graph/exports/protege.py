"""One flat Turtle with the vocabulary in it, under one ``owl:Ontology``: it opens in Protégé and TopBraid.

Nothing is imported, so nothing is fetched. Reused properties and classes are declared, for OWL reads an
undeclared property as an annotation; whatever has a title and no ``rdfs:label`` gets one, for that is the
name which the tools show. Those additions are the only difference to the triples of the store.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from graph.exports.format import Chunks, Format, Job
from graph.exports.ntriples import parts, record, term_text
from graph.exports.quads import triples
from graph.exports.turtle_text import RDF_TYPE, blocks, prefix_lines
from ontology import terms
from ontology.terms import DUTY

_LABEL = term_text(RDFS.label)
_TITLES = (term_text(SKOS.prefLabel), term_text(DCTERMS.title))
_BUILT_IN = tuple(f"<{namespace}" for namespace in (str(RDF), str(RDFS), str(OWL)))
_ANNOTATIONS = frozenset(map(term_text, (SKOS.prefLabel, SKOS.altLabel, SKOS.definition, DCTERMS.title)))
_OF_THE_VOCABULARY = re.compile(r"^<[^>]*def> a owl:Ontology ;.*?[^;,]\.$", re.MULTILINE | re.DOTALL)


def _turtle(job: Job) -> Chunks:
    yield (_vocabulary() + "\n" + prefix_lines() + "\n" + _header(job)).encode()
    yield "\n# 数据\n\n".encode()
    used = _Used()
    for text in blocks(used.watched(_labelled(heapq.merge(triples(job), _kinds_by_document(job))))):
        yield text.encode()
    yield "\n# 所用外部词汇的声明\n\n".encode()
    for text in blocks(used.declarations()):
        yield text.encode()


def _vocabulary() -> str:
    """``duty.ttl`` without its own ontology header: one file, one ontology."""
    text, removed = _OF_THE_VOCABULARY.subn("", terms.vocabulary_turtle())
    if removed != 1:
        raise ValueError("duty.ttl has no single owl:Ontology header that ends in a full stop")
    return text


def _header(job: Job) -> str:
    """The version follows the content: a hash of where every graph comes from (graph/meta)."""
    origin = "".join(sorted(f"{s} {p} {o}\n" for s, p, o, _ in job.store.quads(terms.META)))
    version = hashlib.sha256(origin.encode()).hexdigest()[:12]
    return f"""<{terms.BASE}export> a owl:Ontology ;
    owl:versionIRI <{terms.BASE}export/{version}> ;
    rdfs:label "职责图谱"@zh, "dutygraph"@en ;
    dcterms:title "职责图谱：词汇表与数据"@zh, "dutygraph: vocabulary and data"@en .
"""


def _kinds_by_document(job: Job) -> list[str]:
    """Where documents disagree on the kind of an entity, a claim for each: one graph could not say whose it is."""
    query = f"SELECT ?g ?entity ?kind WHERE {{ GRAPH ?g {{ ?entity <{DUTY.statedKind}> ?kind }} }}"
    rows = [row for row in job.store.select(query) if str(row["g"]).startswith(terms.DOC_GRAPHS)]
    stated: dict[Node, set[Node]] = defaultdict(set)
    for row in rows:
        stated[row["entity"]].add(row["kind"])
    found = []
    for row in rows:
        graph, entity, kind = row["g"], row["entity"], row["kind"]
        if len(stated[entity]) > 1 and job.selection is None:
            document = str(graph).removeprefix(terms.DOC_GRAPHS)
            digest = hashlib.sha256(f"{entity}|{DUTY.statedKind}|{kind}".encode()).hexdigest()[:12]
            claim = terms.ID(f"{document}.k-{digest}")
            said = ((RDF.subject, entity), (RDF.predicate, DUTY.statedKind), (RDF.object, kind))
            found += [record(claim, predicate, value) for predicate, value in said]
            found.append(record(claim, RDF.type, DUTY.Claim))
    return sorted(found)


def _labelled(records: Iterable[str]) -> Iterator[str]:
    for _, group in groupby(records, key=lambda line: line.split("\t", 1)[0]):
        lines = list(group)
        split = [parts(line) for line in lines]
        if all(p != _LABEL for _, p, _ in split):
            titles = next((found for t in _TITLES if (found := [x for x in split if x[1] == t])), [])
            lines += [f"{s}\t{_LABEL}\t{o}" for s, _, o in titles]
        yield from sorted(lines)


class _Used:
    """Which reused properties and classes the vocabulary and the data use, and how."""

    def __init__(self) -> None:
        self.objects: dict[str, set[bool]] = {}
        """property -> whether its values are literals"""
        self.classes: set[str] = set()
        for subject, predicate, value in terms.vocabulary():
            self._see(term_text(predicate), term_text(value))
            if predicate == RDFS.subClassOf:
                self.classes |= {term_text(subject), term_text(value)}

    def watched(self, records: Iterable[str]) -> Iterator[str]:
        for line in records:
            _, predicate, object_ = parts(line)
            self._see(predicate, object_)
            yield line

    def _see(self, predicate: str, object_: str) -> None:
        self.objects.setdefault(predicate, set()).add(object_[0] == '"')
        if predicate == RDF_TYPE:
            self.classes.add(object_)

    def declarations(self) -> list[str]:
        declared = {
            term_text(term) for term, kind in terms.vocabulary().subject_objects(RDF.type) if _declares(kind)
        }
        found = [(name, OWL.Class) for name in self.classes if name[0] == "<"]
        found += [(name, _kind(name, literal)) for name, literal in self.objects.items()]
        return sorted(
            f"{name}\t{RDF_TYPE}\t{term_text(kind)}"
            for name, kind in found
            if name not in declared and not name.startswith(_BUILT_IN)
        )


def _declares(kind: object) -> bool:
    return kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def _kind(name: str, literal: set[bool]) -> URIRef:
    if name in _ANNOTATIONS or len(literal) > 1:
        return OWL.AnnotationProperty
    return OWL.DatatypeProperty if literal == {True} else OWL.ObjectProperty


TURTLE = Format(
    "ttl",
    ".ttl",
    "text/turtle",
    "Turtle（词汇表与数据合一，供 Protégé）",
    "Turtle, vocabulary and data in one, for Protégé",
    ("full",),
    _turtle,
)
