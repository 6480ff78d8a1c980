"""How fast text is read: normalising against one multi-pattern scan of the same text, and its growth with length.

    python -m bench.reading

Prints characters per second, the ratio to an ahocorasick_rs scan of the founding plans with the
words of the lexicon, and the time for 1, 10 and 30 MB (linear if the ratio of times is that of lengths).
"""

from __future__ import annotations

import time
from collections.abc import Callable

import ahocorasick_rs

from graph.reading.normalise import normalise
from ontology import words
from tests.corpus import ACTION_PLAN, WORK_PLAN


def seconds(run: Callable[[], object], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> None:
    text = ACTION_PLAN.read_text(encoding="utf-8") + WORK_PLAN.read_text(encoding="utf-8")
    table = words.table("header")
    patterns = [w for value in table.values() if isinstance(value, list) for w in value]
    scan = ahocorasick_rs.AhoCorasick(patterns)
    first, length = 0.0, 0
    for megabytes in (1, 10, 30):
        sample = text * max(1, megabytes * 1_000_000 // len(text.encode()))
        read = seconds(lambda sample=sample: normalise(sample), 2)  # type: ignore[misc]
        scanned = seconds(lambda sample=sample: scan.find_matches_as_indexes(sample), 2)  # type: ignore[misc]
        grown = f", {read / first:.1f} x the time for {len(sample) / length:.1f} x the text" if length else ""
        if not length:
            first, length = read, len(sample)
        print(
            f"{megabytes} MB: {read:.2f} s, {len(sample) / read / 1e6:.2f} M characters/s, "
            f"{read / scanned:.1f} x one scan{grown}"
        )


if __name__ == "__main__":
    main()
