"""Records as Turtle: prefixed names, one block per subject, ``;`` and ``,`` between repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from graph.exports.ntriples import parts
from ontology import terms

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BY_LENGTH = sorted(terms.PREFIXES.items(), key=lambda each: -len(each[1]))


def prefix_lines() -> str:
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(terms.PREFIXES.items()))


@lru_cache(maxsize=50_000)
def _name(iri: str) -> str:
    """``<iri>`` as a prefixed name where it has one."""
    for prefix, start in _BY_LENGTH:
        if iri.startswith(start, 1):
            local = iri[1 + len(start) : -1]
            return f"{prefix}:{local}" if _LOCAL.fullmatch(local) else iri
    return iri


def shortened(term: str) -> str:
    """A term's N-Triples text as Turtle."""
    if term[0] == "<":
        return _name(term)
    if term[0] == '"' and term[-1] == ">":
        value, datatype = term.rsplit("^^", 1)
        return f"{value}^^{_name(datatype)}"
    return term


def blocks(records: Iterable[str], indent: str = "") -> Iterator[str]:
    """The Turtle of sorted records, in pieces."""
    subject = predicate = None
    for line in records:
        s, p, o = parts(line)
        verb = "a" if p == RDF_TYPE else shortened(p)
        if s != subject:
            end = "" if subject is None else " .\n\n"
            yield f"{end}{indent}{shortened(s)} {verb} {shortened(o)}"
        elif p != predicate:
            yield f" ;\n{indent}    {verb} {shortened(o)}"
        else:
            yield f" ,\n{indent}        {shortened(o)}"
        subject, predicate = s, p
    if subject is not None:
        yield " .\n"
