"""What reading a plan costs beside one multi-pattern scan of the same text with the same lexicon.

Prints a table: characters, milliseconds for the scan and for the whole extraction, their ratio, and
how the cost grew with the length. Run it with ``python -m bench.extraction [--largest CHARS]``.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
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


def median_seconds(action: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1_000_000, help="characters of the longest text")
    largest = parser.parse_args().largest
    patterns = lexicon()
    automaton = AhoCorasick(patterns)
    print(f"lexicon: {len(patterns)} patterns")
    print(f"{'text':<22}{'characters':>12}{'scan ms':>10}{'extract ms':>12}{'ratio':>8}{'ns/char':>9}")
    raws = [(DOCUMENTS / name).read_text(encoding="utf-8") for name in PLANS]
    texts = list(zip(PLANS, raws, strict=True))
    size = 10_000
    while size <= largest:
        texts.append((f"action plan × {size // len(raws[0]) + 1}", (raws[0] * (size // len(raws[0]) + 1))[:size]))
        size *= 10
    for name, raw in texts:
        runs = 7 if len(raw) <= 100_000 else 1
        scan = median_seconds(lambda raw=raw: automaton.find_matches_as_indexes(raw), max(runs, 3))
        whole = median_seconds(lambda raw=raw: extract(source_from_text(raw, file="bench.txt")), runs)
        print(
            f"{name:<22}{len(raw):>12}{scan * 1e3:>10.2f}{whole * 1e3:>12.2f}"
            f"{whole / scan:>8.1f}{whole / len(raw) * 1e9:>9.0f}"
        )


if __name__ == "__main__":
    main()
