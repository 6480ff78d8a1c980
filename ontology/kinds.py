"""Kinds of things by their short name: University, PublicOrganisation, Location, Industry …

The model and the JSON say a kind by the local name of its class in ``duty.ttl``.
"""

from __future__ import annotations

from functools import cache

from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS

from ontology.terms import DUTY, vocabulary


def class_iri(kind: str) -> URIRef:
    """The class of a kind; KeyError for a name that is none."""
    return DUTY[kind]


@cache
def kinds() -> frozenset[str]:
    """The short names of all classes of the vocabulary."""
    return frozenset(
        str(term).removeprefix(str(DUTY)) for term in DUTY if (term, RDF.type, OWL.Class) in vocabulary()
    )


@cache
def is_a(kind: str, ancestor: str) -> bool:
    """Whether each thing of this kind is also of that kind: ``is_a("Incubator", "Platform")``."""
    if kind not in kinds() or ancestor not in kinds():
        return False
    return class_iri(ancestor) in set(vocabulary().transitive_objects(class_iri(kind), RDFS.subClassOf))


GROUPS = (
    ("Task", "task"),
    ("PolicyDocument", "document"),
    ("Indicator", "indicator"),
    ("Industry", "industry"),
    ("Organization", "unit"),
    ("Platform", "platform"),
    ("Location", "place"),
)
"""Classes and the group by which they are drawn and listed, the first that fits."""


@cache
def group(kind: str) -> str:
    """unit, task, platform, industry, indicator, place, document, or object for what is none of these."""
    return next((name for ancestor, name in GROUPS if is_a(kind, ancestor)), "object")
