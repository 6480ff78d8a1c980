"""Long lists in pages: which stretch is asked for, and the addresses of the stretches before and behind it."""

from __future__ import annotations

from typing import TypedDict

from flask import request

from visualize.explorer.language import address_with


class Pages(TypedDict):
    first: int
    """Number of the first item shown, from 1; above ``last`` where the address asks for what is not there."""
    last: int
    total: int
    previous: str | None
    """Address of the stretch before, with all that the present address asks; None where there is none."""
    next: str | None


def first_shown() -> int:
    """``start`` of the address: how many items stand before the first one shown; 0 where it is none."""
    return max(request.args.get("start", 0, type=int), 0)


def pages(total: int, length: int, start: int | None = None) -> Pages | None:
    """The stretch from ``start`` (else the address's) of a list of ``total``; None where one page shows all."""
    start = first_shown() if start is None else start
    if total <= length and not start:
        return None
    before = max(start - length, 0)
    if start >= total:  # an old address of a list that has become shorter
        before = max(total - 1, 0) // length * length
    return {
        "first": start + 1,
        "last": min(start + length, total),
        "total": total,
        "previous": address_with(start=str(before) if before else None, finding=None) if start else None,
        "next": address_with(start=str(start + length), finding=None) if start + length < total else None,
    }
