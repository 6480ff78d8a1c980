"""RDF/XML, all graphs as one: for tools that read nothing else.

Control characters that XML cannot hold become U+FFFD (see ``xml_text``); Turtle and N-Triples keep them.
"""

from __future__ import annotations

import re
from itertools import groupby

from graph.errors import BadRequest
from graph.exports.format import Chunks, Format, Job
from graph.exports.ntriples import parts, unescaped
from graph.exports.quads import triples
from graph.exports.xml_text import attribute, content
from ontology import terms

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")
_BY_NAMESPACE = {iri: prefix for prefix, iri in terms.PREFIXES.items()}


def _rdfxml(job: Job) -> Chunks:
    names = "".join(
        f'\n  xmlns:{prefix}="{attribute(iri)}"' for prefix, iri in sorted(terms.PREFIXES.items())
    )
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'.encode()
    for subject, lines in groupby(map(parts, triples(job)), key=lambda each: each[0]):
        about = (
            f'rdf:nodeID="{_node_id(subject)}"' if subject[0] == "_" else f'rdf:about="{_reference(subject)}"'
        )
        yield f"<rdf:Description {about}>\n".encode()
        for _, predicate, object_ in lines:
            yield _property(predicate, object_).encode()
        yield b"</rdf:Description>\n"
    yield b"</rdf:RDF>\n"


def _property(predicate: str, object_: str) -> str:
    iri = unescaped(predicate[1:-1])
    local = _LOCAL.search(iri)
    if local is None or not local.start():
        raise BadRequest(f"属性 {iri} 不能写成 XML 元素名，RDF/XML 无法表示；请改用 ttl、nt 或 nq。")
    namespace = iri[: local.start()]
    prefix = _BY_NAMESPACE.get(namespace)
    tag = f"{prefix}:{local[0]}" if prefix else f"p:{local[0]}"
    start = tag if prefix else f'{tag} xmlns:p="{attribute(namespace)}"'
    if object_[0] == "<":
        return f'  <{start} rdf:resource="{_reference(object_)}"/>\n'
    if object_[0] == "_":
        return f'  <{start} rdf:nodeID="{_node_id(object_)}"/>\n'
    end = object_.rindex('"')
    rest = object_[end + 1 :]
    kind = ""
    if rest.startswith("@"):
        kind = f' xml:lang="{rest[1:]}"'
    elif rest:
        kind = f' rdf:datatype="{_reference(rest[2:])}"'
    return f"  <{start}{kind}>{content(unescaped(object_[1:end]))}</{tag}>\n"


def _reference(iri: str) -> str:
    return attribute(unescaped(iri[1:-1]))


def _node_id(blank: str) -> str:
    return "b" + blank[2:]


RDFXML = Format(
    "rdfxml",
    ".rdf",
    "application/rdf+xml",
    "RDF/XML（各图合一）",
    "RDF/XML, all graphs as one",
    ("full",),
    _rdfxml,
)
