"""Media types and what the client would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

JSON_RESULTS = "application/sparql-results+json"
XML_RESULTS = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"
RDF_XML = "application/rdf+xml"
JSON_LD = "application/ld+json"
N_QUADS = "application/n-quads"
TRIG = "application/trig"
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to answer, and other names under which it is asked for."""

    media_type: str
    aliases: tuple[str, ...] = ()


TABLES = (
    Offer(JSON_RESULTS, ("application/json",)),
    Offer(XML_RESULTS, ("application/xml", "text/xml")),
    Offer(CSV),
    Offer(TSV),
)
BOOLEANS = TABLES[:2]
GRAPHS = (
    Offer(TURTLE, ("application/x-turtle",)),
    Offer(N_TRIPLES, ("text/plain",)),
    Offer(RDF_XML, ("application/xml", "text/xml")),
    Offer(JSON_LD, ("application/json",)),
)
DATASETS = (Offer(TRIG), Offer(N_QUADS))
READABLE = {offer.media_type for offer in GRAPHS} | {alias for offer in GRAPHS for alias in offer.aliases}
"""Media types of RDF that may be sent."""

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)\s*$")
_QUALITY = re.compile(r";\s*q\s*=\s*([^;\s]*)\s*(?:;|$)", re.IGNORECASE)
_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")


def with_charset(media_type: str) -> str:
    """As sent in Content-Type: text is UTF-8, and says so."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def canonical(media_type: str, offers: Sequence[Offer]) -> str | None:
    """The offer of this name or alias."""
    for offer in offers:
        if media_type == offer.media_type or media_type in offer.aliases:
            return offer.media_type
    return None


def negotiate(accept: str | None, offers: Sequence[Offer]) -> str | None:
    """The media type to answer with: the first of the best; None where none is acceptable."""
    return _negotiated(accept, tuple(offers))


@lru_cache(maxsize=64)  # clients send the same few again and again
def _negotiated(accept: str | None, offers: tuple[Offer, ...]) -> str | None:
    ranges = _parse(accept or "*/*")
    best, best_quality = None, 0.0
    for offer in offers:
        by_alias = [_quality(alias, ranges, exactly=True) for alias in offer.aliases]
        quality = max(_quality(offer.media_type, ranges), *by_alias, 0.0)
        if _quality(offer.media_type, ranges, exactly=True) == 0.0:
            quality = 0.0  # q=0 on the type itself rules it out under any name
        if quality > best_quality:
            best, best_quality = offer.media_type, quality
    return best


def wants_html(accept: str | None) -> bool:
    """Whether a page is what the client asks for first, as browsers do, and by name."""
    ranges = _parse(accept or "")
    html = _quality(HTML, ranges, exactly=True)
    others = [offer.media_type for offer in (*GRAPHS, *TABLES)]
    return html > 0 and html >= max(_quality(name, ranges, exactly=True) for name in others)


def _parse(accept: str) -> list[tuple[str, str, float]]:
    ranges = []
    for part in accept.split(","):
        match = _RANGE.match(part)
        if not match:
            continue  # one malformed range spoils no other
        quality = _QUALITY.search(match.group(3))
        if quality and not _WEIGHT.match(quality.group(1)):
            continue
        weight = float(quality.group(1)) if quality else 1.0
        ranges.append((match.group(1).lower(), match.group(2).lower(), weight))
    return ranges or ([("*", "*", 1.0)] if accept.strip() else [])


def _quality(media_type: str, ranges: Sequence[tuple[str, str, float]], exactly: bool = False) -> float:
    """Quality by the most specific range; with ``exactly``, -1 where it is not named itself."""
    kind, _, subtype = media_type.partition("/")
    found: dict[int, float] = {}
    for wanted, wanted_subtype, weight in ranges:
        if wanted == kind and wanted_subtype == subtype:
            found[2] = max(weight, found.get(2, 0.0))
        elif wanted == kind and wanted_subtype == "*":
            found[1] = max(weight, found.get(1, 0.0))
        elif wanted == wanted_subtype == "*":
            found[0] = max(weight, found.get(0, 0.0))
    if exactly:
        return found.get(2, -1.0)
    return found[max(found)] if found else 0.0
