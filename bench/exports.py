"""Every export of a store of a million quads: seconds, megabytes and peak memory, beside Oxigraph's own dump.

Every format is measured on the full graph, GEXF on each view. Each export runs in a process of its own, whose peak resident memory is what the operating system saw; the
store is made once. ``python -m bench.exports [QUADS]``; the default is 1,000,000.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from bench.generator import fill
from graph.exports import FORMATS, stream
from graph.store.embedded import EmbeddedStore

LIMIT = 500
"""Megabytes that an export may take."""


def main(quads: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = _in_process("--fill", folder, str(quads))
        print(f"{made['quads']:,} quads of {made['plans']} made plans, written in {made['seconds']:.0f} s\n")
        print("| format | view | seconds | × the dump | MB | peak memory, MB |\n|---|---|---|---|---|---|")
        dump = _measured(folder, "dump", "full")
        _line("pyoxigraph dump (N-Quads)", "full", dump, dump)
        for name, format_ in FORMATS.items():
            for view in format_.views if name == "gexf" else ("full",):
                _line(name, view, _measured(folder, name, view), dump)


def _measured(folder: str, name: str, view: str) -> dict[str, float]:
    return _in_process("--one", folder, name, view)


def _in_process(*arguments: str) -> dict[str, float]:
    """Runs this file anew: a peak of memory is a process's own, and a child begins with its parent's."""
    command = [sys.executable, "-m", "bench.exports", *arguments]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def make(folder: str, quads: int) -> None:
    """Makes the store; prints what it holds as JSON."""
    began = time.perf_counter()
    store = EmbeddedStore(Path(folder) / "store")
    plans = fill(store, quads)
    held = store.count()
    store.close()
    print(json.dumps({"quads": held, "plans": plans, "seconds": time.perf_counter() - began}))


def _line(name: str, view: str, measured: dict[str, float], dump: dict[str, float]) -> None:
    over = " (over the limit)" if measured["memory"] > LIMIT else ""
    ratio = measured["seconds"] / dump["seconds"]
    print(
        f"| {name} | {view} | {measured['seconds']:.1f} | {ratio:.1f} | {measured['size']:.0f} "
        f"| {measured['memory']:.0f}{over} |",
        flush=True,
    )


def one(folder: str, name: str, view: str) -> None:
    """One export in this process; prints what it took as JSON."""
    store = EmbeddedStore(Path(folder) / "store", read_only=True)
    began = time.perf_counter()
    calls = 0

    def progress(done: int, total: int) -> None:
        nonlocal calls
        calls += 1

    if name == "dump":
        target = Path(folder) / "dump.nq"
        with target.open("wb") as file:
            engine = store._engine  # the peer itself, without our border
            engine.dump(file, ox.RdfFormat.N_QUADS)
        size = target.stat().st_size
    else:
        with tempfile.TemporaryFile(dir=folder) as file:
            for chunk in stream(store, name, view, progress=progress):
                file.write(chunk)
            size = file.tell()
        if not calls:
            raise RuntimeError(f"{name} told no progress")
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "size": size / 1e6, "memory": memory}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        make(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:5])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
