"""Namespaces and terms for Python, loaded from ``duty.ttl``.

The base IRI is one setting, ``DUTYGRAPH_BASE``. ``duty.ttl`` is written with the default base and
re-based on load. ``DUTY`` is closed: a term that ``duty.ttl`` does not define cannot be asked for,
so a typing error shows at once. Turtle is parsed only when labels or the hierarchy are needed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, OWL, PROV, QB, RDF, RDFS, SKOS, TIME, XSD
from rdflib.namespace import ORG as ORG

DEFAULT_BASE = "https://dutygraph.example/"


def _base(setting: str) -> str:
    """The base IRI of a setting, with its last slash; ValueError with a sentence where it is no IRI."""
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`#?]+", setting):
        raise ValueError(
            f"DUTYGRAPH_BASE is {setting!r}; an absolute http(s) address without ? or # is expected."
        )
    return setting if setting.endswith("/") else setting + "/"


BASE = _base(os.environ.get("DUTYGRAPH_BASE") or DEFAULT_BASE)


class ClosedNamespace:
    """A namespace that knows its own terms: ``DUTY.leads``, ``DUTY["leads"]``; others raise."""

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __str__(self) -> str:
        return self.iri

    def __getitem__(self, name: str) -> URIRef:
        if name not in _defined_names():
            raise KeyError(f"duty:{name} is not defined in ontology/duty.ttl.")
        return URIRef(self.iri + name)

    def __getattr__(self, name: str) -> URIRef:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as unknown:
            raise AttributeError(unknown.args[0]) from None

    def __contains__(self, term: object) -> bool:
        text = str(term)
        return text.startswith(self.iri) and text[len(self.iri) :] in _defined_names()

    def __iter__(self) -> Iterator[URIRef]:
        return (URIRef(self.iri + name) for name in sorted(_defined_names()))


DUTY = ClosedNamespace(BASE + "def#")
CV = Namespace("http://data.europa.eu/m8g/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")

PREFIXES: dict[str, str] = {
    "duty": str(DUTY),
    "id": BASE + "id/",
    "cv": str(CV),
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "eli": str(ELI),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "qb": str(QB),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    "time": str(TIME),
    "xsd": str(XSD),
}
"""Prefix to namespace, for queries and serialisations."""

DEF = URIRef(BASE + "graph/def")
REGISTRY = URIRef(BASE + "graph/registry")
DERIVED = URIRef(BASE + "graph/derived")
META = URIRef(BASE + "graph/meta")
DOC_GRAPHS = BASE + "graph/doc/"
USER_GRAPHS = BASE + "graph/user/"


def doc_graph(docid: str) -> URIRef:
    """The graph of one document."""
    return URIRef(DOC_GRAPHS + docid)


def user_graph(name: str) -> URIRef:
    """A graph that people may write."""
    return URIRef(USER_GRAPHS + name)


def ID(identifier: str) -> URIRef:
    """The resource of an id: ``ID("e-0123456789abcdef")``.

    What people type may be no id at all: characters that no IRI may hold are percent-encoded, so that such
    a name is unknown rather than an error.
    """
    if not _PLAIN.fullmatch(identifier):
        identifier = quote(identifier, safe="")
    return URIRef(PREFIXES["id"] + identifier)


_PLAIN = re.compile(r"[A-Za-z0-9._~-]*")


def id_of(resource: str) -> str:
    """The id of a resource of ours; ValueError for any other IRI."""
    prefix = PREFIXES["id"]
    if not resource.startswith(prefix):
        raise ValueError(f"{resource} is no resource of {prefix}.")
    return resource[len(prefix) :]


def local_name(term: str) -> str:
    """The last part of a term's IRI: ``leads`` of ``duty:leads``."""
    return re.split(r"[#/]", term)[-1]


def _turtle(name: str) -> str:
    text = (files("ontology") / name).read_text(encoding="utf-8")
    return text if BASE == DEFAULT_BASE else text.replace(DEFAULT_BASE, BASE)


def vocabulary_turtle() -> str:
    """``duty.ttl`` with the base in force."""
    return _turtle("duty.ttl")


@cache
def _defined_names() -> frozenset[str]:
    # Every term of duty.ttl begins in the first column, which spares parsing Turtle for its names.
    return frozenset(re.findall(r"^duty:(\w+) a ", vocabulary_turtle(), re.MULTILINE))


@cache
def vocabulary() -> Graph:
    """``duty.ttl`` as a graph. Treat it as read-only."""
    return Graph().parse(data=vocabulary_turtle(), format="turtle")


@cache
def shapes() -> Graph:
    """``shapes.ttl`` as a graph. Treat it as read-only."""
    return Graph().parse(data=_turtle("shapes.ttl"), format="turtle")


@cache
def _labels(lang: str) -> dict[str, str]:
    return {
        str(term): str(value)
        for term, value in vocabulary().subject_objects(RDFS.label)
        if isinstance(value, Literal) and value.language == lang
    }


def label(term: str, lang: str = "zh") -> str:
    """The label of a term of ours or of one we reuse; KeyError where duty.ttl gives none."""
    found = _labels(lang).get(str(term))
    if found is None:
        raise KeyError(f"duty.ttl gives {term} no label in {lang}.")
    return found


@cache
def class_tree() -> dict[URIRef, tuple[URIRef, ...]]:
    """Each class of ours with its direct subclasses of ours, in order of name."""
    classes = [term for term in DUTY if (term, RDF.type, OWL.Class) in vocabulary()]
    return {
        parent: tuple(c for c in classes if (c, RDFS.subClassOf, parent) in vocabulary())
        for parent in classes
    }


@cache
def subclasses(parent: URIRef) -> tuple[URIRef, ...]:
    """The class itself and all classes of ours below it, each once, parents first."""
    found: dict[URIRef, None] = {parent: None}
    for child in class_tree().get(parent, ()):
        found.update(dict.fromkeys(subclasses(child)))
    return tuple(found)


@cache
def closure(predicate: URIRef) -> tuple[URIRef, ...]:
    """The property itself and the properties of ours above it, nearest first: leads, responsibleFor …"""
    found: dict[URIRef, None] = {predicate: None}
    for parent in sorted(vocabulary().objects(predicate, RDFS.subPropertyOf), key=str):
        if isinstance(parent, URIRef) and parent in DUTY:
            found.update(dict.fromkeys(closure(parent)))
    return tuple(found)


@cache
def subproperties(predicate: URIRef) -> tuple[URIRef, ...]:
    """The property itself and all properties of ours below it."""
    return tuple(term for term in DUTY if predicate in closure(term))


ROLE: dict[str, URIRef] = {
    "lead": DUTY.leads,
    "responsible": DUTY.responsibleFor,
    "support": DUTY.supports,
    "guide": DUTY.guides,
    "mention": DUTY.mentionedIn,
}
"""A role of the JSON interfaces to its property."""

LEAD_BASIS: dict[str, URIRef] = {
    "stated": DUTY.Stated,
    "first_listed_rule": DUTY.FirstListedRule,
    "not_stated": DUTY.NotStated,
}
"""A lead basis of the JSON interfaces to its concept."""
