"""Strings that several texts share, with document frequencies, in one pass over all n-grams.

Names of all substrings of length 1, 2, 4, 8 … are integers made by doubling (R. M. Karp, R. E. Miller,
A. L. Rosenberg, *Rapid identification of repeated patterns in strings, trees and arrays*, STOC 1972); a
substring of any other length is named by two overlapping ones. So the cost is linear in the text for each
length, sorting apart, and no two texts are ever compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph.overlap.phrases import BREAK, GROUP, Reading

SHORTEST, LONGEST = 3, 15


@dataclass(frozen=True)
class Repeat:
    """A string of ``length`` symbols in ``items`` (numbers of texts, ascending). ``places`` are (item, start)."""

    length: int
    items: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


def repeats(readings: Sequence[Reading], at_most: int, longest: int = LONGEST) -> Iterator[Repeat]:
    """All strings that 2 to ``at_most`` texts share and that stand with clean borders in two of them, longest first."""
    if not readings:
        return
    sizes = np.array([len(reading) + 1 for reading in readings])
    begin = np.concatenate([[0], np.cumsum(sizes)])
    text = np.zeros(begin[-1], dtype=np.int32)
    flags = {
        name: np.zeros(begin[-1], dtype=bool)
        for name in ("may_start", "may_end", "clean_left", "clean_right")
    }
    item = np.repeat(np.arange(len(readings), dtype=np.int32), sizes)
    for at, reading in enumerate(readings):
        first = begin[at]
        text[first : first + len(reading)] = reading.symbols
        for name, array in flags.items():
            array[first : first + len(reading) + 1] = getattr(reading, name)
    run = _run_lengths(text)
    named = _names(text, longest)
    for length in range(longest, 0, -1):
        starts = np.flatnonzero((run >= length) & flags["may_start"])
        starts = starts[flags["may_end"][starts + length]]
        if length < SHORTEST:
            # short strings only where one symbol stands for a whole lexicon word
            grouped = np.zeros(len(starts), dtype=bool)
            for shift in range(length):
                grouped |= text[starts + shift] >= GROUP
            starts = starts[grouped]
        yield from _shared(starts, length, named, item, begin, flags, at_most)


def _shared(
    starts: np.ndarray,
    length: int,
    named: dict[int, np.ndarray],
    item: np.ndarray,
    begin: np.ndarray,
    flags: dict[str, np.ndarray],
    at_most: int,
) -> Iterator[Repeat]:
    if not len(starts):
        return
    _, name = np.unique(_name_of(starts, length, named), return_inverse=True)
    order = np.argsort(name, kind="stable")
    name, starts = name[order], starts[order]
    owner = item[starts]
    first = np.concatenate([[True], name[1:] != name[:-1]])
    new_owner = first | np.concatenate([[True], owner[1:] != owner[:-1]])
    frequency = np.bincount(name, weights=new_owner).astype(np.int64)
    clean = flags["clean_left"][starts] & flags["clean_right"][starts + length]
    # one count per text that has it clean: sort key (name, owner) is ascending, so repeats stand together
    pair = name * (int(owner.max()) + 1) + owner
    once = np.unique(pair[clean])
    cleaned = np.bincount(once // (int(owner.max()) + 1), minlength=len(frequency)) >= 2
    bounds = np.concatenate([np.flatnonzero(first), [len(name)]])
    for which in np.flatnonzero((frequency >= 2) & (frequency <= at_most) & cleaned):
        chosen = starts[bounds[which] : bounds[which + 1]]
        owners = item[chosen]
        yield Repeat(
            length,
            tuple(int(each) for each in np.unique(owners)),
            tuple((int(o), int(s - begin[o])) for o, s in zip(owners, chosen, strict=True)),
        )


def _run_lengths(text: np.ndarray) -> np.ndarray:
    """For each place, how many symbols follow (itself included) before the next break."""
    places = np.arange(len(text))
    breaks = np.where(text == BREAK, places, len(text))
    following = np.minimum.accumulate(breaks[::-1])[::-1]
    return following - places


def _names(text: np.ndarray, longest: int) -> dict[int, np.ndarray]:
    _, names = np.unique(text, return_inverse=True)
    named = {1: names.astype(np.int32)}
    power = 1
    while power * 2 <= longest:
        previous = named[power].astype(np.int64)
        shifted = np.concatenate([previous[power:], np.zeros(power, dtype=np.int64)])
        _, names = np.unique(previous * (previous.max() + 1) + shifted, return_inverse=True)
        power *= 2
        named[power] = names.astype(np.int32)
    return named


def _name_of(starts: np.ndarray, length: int, named: dict[int, np.ndarray]) -> np.ndarray:
    power = 1 << (length.bit_length() - 1)
    names = named[power]
    return names[starts].astype(np.int64) * (int(names.max()) + 1) + names[starts + length - power]
