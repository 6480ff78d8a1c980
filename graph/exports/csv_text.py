"""One record of a CSV file as RFC 4180 has it."""

from __future__ import annotations

from collections.abc import Iterable


def record(cells: Iterable[str], end: str = "\r\n") -> bytes:
    return (",".join(map(_cell, cells)) + end).encode()


def _cell(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if any(each in text for each in ',"\r\n') else text
