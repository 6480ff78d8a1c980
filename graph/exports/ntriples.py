"""RDF terms as N-Triples text (RDF 1.1 N-Triples, section 7), and quads as sortable lines.

A *record* is subject, predicate and object joined by tabs. No term holds a raw tab or line end, so a
record is one line, and records sort by subject, then predicate, then object.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rdflib.term import BNode, Literal, Node, URIRef

from graph.errors import BadRequest

_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    ord(character): escape
    for character, escape in (
        ("\\", "\\\\"),
        ('"', '\\"'),
        ("\n", "\\n"),
        ("\r", "\\r"),
        ("\t", "\\t"),
        ("\b", "\\b"),
        ("\f", "\\f"),
    )
}
_IRI_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x21), *map(ord, '<>"{}|^`\\'))}

_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def term_text(term: Node) -> str:
    """``<iri>``, ``_:label``, ``"text"``, ``"text"@zh`` or ``"7"^^<datatype>``."""
    if isinstance(term, URIRef):
        return _iri_text(str(term))
    if isinstance(term, Literal):
        quoted = f'"{str(term).translate(_ESCAPES)}"'
        if term.language:
            return f"{quoted}@{term.language}"
        return f"{quoted}^^{_iri_text(str(term.datatype))}" if term.datatype else quoted
    if isinstance(term, BNode):
        return f"_:{term}"
    raise BadRequest(f"{term!r} is a {type(term).__name__}; an IRI, a blank node or a literal was expected")


@lru_cache(maxsize=20_000)
def _iri_text(iri: str) -> str:
    return f"<{iri.translate(_IRI_ESCAPES)}>"


def record(subject: Node, predicate: Node, object_: Node) -> str:
    return f"{term_text(subject)}\t{term_text(predicate)}\t{term_text(object_)}"


def parts(line: str) -> tuple[str, str, str]:
    """Subject, predicate and object of a record."""
    subject, predicate, object_ = line.split("\t")
    return subject, predicate, object_


def unescaped(text: str) -> str:
    """The characters that an escaped IRI or literal stands for."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _LETTERS.get(m[2], m[2]), text)
