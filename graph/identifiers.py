"""Identifiers of documents: a short readable slug and six hexadecimal digits.

The slug alone is not unique (象政办发〔2021〕30号 and 湘政办发〔2021〕30号 sound alike), Chinese in an
IRI has two spellings (raw and percent-encoded), so both parts are needed.
"""

from __future__ import annotations

import hashlib
import re

from pypinyin import Style, lazy_pinyin

from graph.model import Header

_NUMBER = re.compile(r"([^〔\d]+)〔(\d{4})〕\D*(\d+)")
_HAN = re.compile(r"[一-鿿]")


def document_id(header: Header, sha256: str) -> str:
    """``minfufa-2026-11-1a2b3c``; of a text with neither number nor title, its content hash."""
    issuer = header.issuer.value if header.issuer else ""
    if header.number:
        return f"{_number_slug(header.number.value)}-{_digest(header.number.value, issuer)}"
    title = header.title or header.notice_title
    if title:
        date = header.issued.value if header.issued else ""
        slug = "".join(lazy_pinyin("".join(_HAN.findall(title.value))[:16], style=Style.FIRST_LETTER))
        return f"{slug or 'document'}-{_digest(title.value, issuer, date)}"
    return f"text-{sha256[:12]}"


def _number_slug(number: str) -> str:
    matched = _NUMBER.match(number)
    if not matched:
        return "".join(lazy_pinyin("".join(_HAN.findall(number))[:8])) or "document"
    body, year, serial = matched.groups()
    return f"{''.join(lazy_pinyin(''.join(_HAN.findall(body))))}-{year}-{serial}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:6]
