"""Puts terms for variables in a trusted query, for any engine, with no way to break out of the term."""

from __future__ import annotations

from rdflib.term import BNode

from graph.errors import BadRequest
from graph.store.base import Bindings
from graph.store.terms_oxigraph import to_oxigraph
from graph.store.tokens import Token, tokens


def bind(query: str, bindings: Bindings | None) -> str:
    """The query with each bound variable replaced by its term inside the braces.

    A variable that is also named outside of them (projection, GROUP BY, ORDER BY) stays a variable there
    and gets its term by VALUES at the head of the pattern.
    """
    if not bindings:
        return query
    if any(isinstance(term, BNode) for term in bindings.values()):
        raise BadRequest("a blank node cannot be bound: it has no name in a query")
    terms = {name: str(to_oxigraph(term)) for name, term in bindings.items()}
    words = list(tokens(query))
    pattern = _opening_brace_of_the_pattern(words)
    outside: set[str] = set()
    replaced: list[tuple[Token, str]] = []
    depth = 0
    for word in words:
        if word.text == "{":
            depth += 1
        elif word.text == "}":
            depth -= 1
        elif word.kind == "variable" and word.text[1:] in terms:
            if depth:
                replaced.append((word, terms[word.text[1:]]))
            else:
                outside.add(word.text[1:])
    values = "".join(f" VALUES ?{name} {{ {terms[name]} }}" for name in sorted(outside))
    replaced.append((pattern, "{" + values + " "))
    parts, end = [], 0
    for word, text in sorted(replaced, key=lambda pair: pair[0].start):
        parts += [query[end : word.start], text]
        end = word.start + len(word.text)
    return "".join(parts) + query[end:]


def _opening_brace_of_the_pattern(words: list[Token]) -> Token:
    """The last brace that opens at the outer level; a VALUES block after the pattern does not count."""
    depth, found = 0, None
    for place, word in enumerate(words):
        if word.text == "{":
            if depth == 0 and not _opens_values(words, place):
                found = word
            depth += 1
        elif word.text == "}":
            depth -= 1
    if found is None:
        raise BadRequest("the query has no pattern to bind a variable in")
    return found


def _opens_values(words: list[Token], place: int) -> bool:
    """``VALUES ?x {`` or ``VALUES (?x ?y) {``"""
    for word in reversed(words[:place]):
        if word.kind != "variable" and word.text not in ("(", ")"):
            return word.keyword == "VALUES"
    return False
