"""What reading a plan costs beside one multi-pattern scan of the same text with the same lexicon.

Prints a table: characters, bytes in UTF-8, milliseconds of processor time for the scan and for the whole
extraction, their ratio, and how the cost grew with the length; then the memory taken at most. Scan and
extraction are run in turn, and the least of each counts: on a machine that does other work besides, all else
is that work. Run it with ``python -m bench.extraction [--largest CHARS]``; 3600000 characters are 10 MB.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from graph.extract import extract
from graph.reading import source_from_text
from ontology import words

DOCUMENTS = Path(__file__).resolve().parents[1] / "data" / "documents"
PLANS = ("minfufa-2026-11.txt", "minkewei-2026-11.txt")


def lexicon() -> list[str]:
    """Every word of the lexicon: all strings in its TOML files and all cells of its CSV files."""
    found: set[str] = set()
    for file in (files("ontology") / "lexicon").iterdir():
        name, _, suffix = file.name.partition(".")
        if suffix == "toml":
            _gather(words.table(name), found)
        elif suffix == "csv":
            found.update(cell for row in words.rows(name) for cell in row.values() if cell)
    return sorted(found)


def _gather(value: Any, found: set[str]) -> None:
    if isinstance(value, str) and value:
        found.add(value)
    elif isinstance(value, dict):
        found.update(key for key in value if not key.isascii())
        for each in value.values():
            _gather(each, found)
    elif isinstance(value, list):
        for each in value:
            _gather(each, found)


def seconds(action: Callable[[], object]) -> float:
    begun = time.process_time()
    action()
    return time.process_time() - begun


def least_seconds(
    first: Callable[[], object], second: Callable[[], object], runs: int
) -> tuple[float, float]:
    """Processor time of two actions run in turn, the least of each; the first, short one, thrice in a row,
    so that it is not charged for what the second left in the processor's caches."""
    pairs = [(min(seconds(first) for _ in range(3)), seconds(second)) for _ in range(runs)]
    return min(a for a, _ in pairs), min(b for _, b in pairs)


def _extract(raw: str) -> object:
    return extract(source_from_text(raw, file="bench.txt"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1_000_000, help="characters of the longest text")
    largest = parser.parse_args().largest
    patterns = lexicon()
    automaton = AhoCorasick(patterns)
    print(f"lexicon: {len(patterns)} patterns")
    print(
        f"{'text':<22}{'characters':>12}{'MB':>7}{'scan ms':>10}{'extract ms':>12}{'ratio':>8}{'ns/char':>9}"
    )
    raws = [(DOCUMENTS / name).read_text(encoding="utf-8") for name in PLANS]
    texts = list(zip(PLANS, raws, strict=True))
    size = 10_000
    while size <= largest:
        texts.append(
            (f"action plan × {size // len(raws[0]) + 1}", (raws[0] * (size // len(raws[0]) + 1))[:size])
        )
        size = min(size * 10, largest) if size < largest else largest + 1
    for name, raw in texts:
        scan, whole = least_seconds(
            partial(automaton.find_matches_as_indexes, raw),
            partial(_extract, raw),
            runs=40 if len(raw) <= 10_000 else 3 if len(raw) <= 100_000 else 1,
        )
        print(
            f"{name:<22}{len(raw):>12}{len(raw.encode()) / 1e6:>7.2f}{scan * 1e3:>10.2f}{whole * 1e3:>12.2f}"
            f"{whole / scan:>8.1f}{whole / len(raw) * 1e9:>9.0f}"
        )
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
