"""Reads SPARQL requests by the letter of the protocol: encodings, parameters, media types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import request

from api.problems import Problem

FORM = "application/x-www-form-urlencoded"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters in order; a name may come several times."""

    pairs: Sequence[tuple[str, str]]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    def one(self, name: str) -> str | None:
        values = self.all(name)
        if len(values) > 1:
            raise Problem(400, f"{name} may be given once; it came {len(values)} times")
        return values[0] if values else None

    def iris(self, name: str) -> list[str]:
        """Absolute IRIs. Raises 400 for anything else."""
        for value in self.all(name):
            if not _IRI.fullmatch(value):
                raise Problem(400, f"{name}={value!r}: an absolute IRI was expected")
        return self.all(name)


def url_parameters() -> Parameters:
    return decoded(request.query_string, "the address")


def form_parameters(limit: int) -> Parameters:
    return decoded(body(limit), "the form")


def decoded(data: bytes, place: str) -> Parameters:
    """Percent-encoded parameters; ``place`` says in errors where they stood. Raises 400."""
    try:
        pairs = parse_qsl(
            data.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=1000,
        )
    except UnicodeDecodeError:
        raise Problem(400, f"{place} is not percent-encoded UTF-8") from None
    except ValueError as error:
        raise Problem(400, f"{place} cannot be read: {error}") from None
    return Parameters(pairs)


def media_type() -> str:
    """Of the body, in lower case. Raises 415 for a character set other than UTF-8."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"the character set {charset} is not read here; send UTF-8")
    return request.mimetype


def body(limit: int) -> bytes:
    """Raises 413 above ``limit`` bytes."""
    if (request.content_length or 0) > limit:
        raise too_large(limit)
    data = request.get_data(cache=False)
    if len(data) > limit:
        raise too_large(limit)
    return data


def text_body(limit: int) -> str:
    try:
        return body(limit).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            400, f"the body is not UTF-8: byte {error.start} is {error.object[error.start]:#04x}"
        ) from None


def too_large(limit: int) -> Problem:
    return Problem(413, f"the body is larger than {limit:,} bytes")
