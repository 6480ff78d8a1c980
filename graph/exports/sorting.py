"""Sorting more lines than memory should hold: sorted runs on disk, merged as they are read."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TextIO

RUN_CHARACTERS = 24_000_000
"""Characters kept in memory before a run goes to disk: about 100 MB with what Python adds to them."""


def sorted_lines(lines: Iterable[str], run_characters: int = RUN_CHARACTERS) -> Iterator[str]:
    """The lines in order of code points, each once. Lines hold no line feed."""
    run: list[str] = []
    size = 0
    with ExitStack() as open_runs:
        runs: list[TextIO] = []
        for line in lines:
            run.append(line)
            size += len(line)
            if size > run_characters:
                runs.append(open_runs.enter_context(_spilled(run)))
                run, size = [], 0
        run.sort()
        merged = heapq.merge(run, *map(_read, runs)) if runs else iter(run)
        last = None
        for line in merged:
            if line != last:
                yield line
            last = line


def _spilled(run: list[str]) -> TextIO:
    run.sort()
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  # closed by the caller
    file.writelines(f"{line}\n" for line in run)
    file.seek(0)
    return file


def _read(file: TextIO) -> Iterator[str]:
    return (line[:-1] for line in file)
