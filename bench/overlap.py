"""How M1 and M3 grow: generated units × tasks (Zipf) and generated texts, each size in a process of its own.

    python -m bench.overlap            the growth curves, as tables
    python -m bench.overlap --quick    small sizes only, a minute

M1 is set against networkx's bipartite weighted projection on sizes that one finishes. Growth and ratio are of CPU seconds
(all of it runs on one core), so that a busy machine does not change them.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

Result = dict[str, Any]

M1_SIZES = ((1_000, 10_000), (3_000, 30_000), (10_000, 100_000), (30_000, 300_000), (100_000, 1_000_000))
NETWORKX_SIZES = ((300, 3_000), (1_000, 10_000), (3_000, 30_000), (10_000, 100_000))
M3_SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
QUICK = 10_000
SEED = 20260618


class Clock:
    """CPU and wall seconds since it was made."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def read(self) -> Result:
        return {"cpu_seconds": time.process_time() - self._cpu, "seconds": time.perf_counter() - self._wall}


def incidence(units: int, tasks: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns: each task lists 1 + Poisson(3) units drawn by Zipf's law (exponent 1)."""
    random = np.random.default_rng(SEED)
    lengths = 1 + random.poisson(3, size=tasks)
    share = 1 / np.arange(1, units + 1)
    drawn = np.searchsorted(np.cumsum(share) / share.sum(), random.random(int(lengths.sum())))
    return np.minimum(drawn, units - 1).astype(np.int32), np.repeat(np.arange(tasks, dtype=np.int32), lengths)


def m1(units: int, tasks: int) -> Result:
    from graph.overlap.network import Incidence, matrix, pairs

    rows, columns = incidence(units, tasks)
    table = matrix(rows, columns, units, tasks)
    clock = Clock()
    shared = pairs(Incidence(tuple(map(str, range(units))), (), table))
    return {"units": units, "tasks": tasks, "parts": int(table.nnz), "pairs": len(shared), **clock.read()}


def m1_networkx(units: int, tasks: int) -> Result:
    import networkx as nx

    from graph.overlap.network import Incidence, bipartite, matrix

    rows, columns = incidence(units, tasks)
    names = tuple(f"u{at}" for at in range(units))
    who = Incidence(names, tuple(f"t{at}" for at in range(tasks)), matrix(rows, columns, units, tasks))
    graph = bipartite(who)
    clock = Clock()
    projected = nx.bipartite.collaboration_weighted_projected_graph(graph, names)
    return {"units": units, "tasks": tasks, "pairs": projected.number_of_edges(), **clock.read()}


def texts(tasks: int) -> list[str]:
    """One text per task: six sentences of made words (Zipf), each naming a matter of a vocabulary that grows with √."""
    random = np.random.default_rng(SEED)
    letters = np.array([chr(code) for code in range(0x5000, 0x5000 + 3_000)])
    matters = ["".join(random.choice(letters, size=5)) for _ in range(max(500, tasks // 2))]
    common = ["".join(random.choice(letters, size=2)) for _ in range(5_000)]
    reach = np.cumsum(1 / np.arange(1, len(common) + 1))
    reach /= reach[-1]
    found = []
    for _ in range(tasks):
        sentences = []
        for _ in range(6):
            filler = "".join(common[at] for at in np.searchsorted(reach, random.random(12)))
            sentences.append(f"推进{matters[random.integers(len(matters))]}建设，{filler}")
        found.append("。".join(sentences))
    return found


def m3(tasks: int) -> Result:
    from graph.model import Span
    from graph.overlap import crossing
    from graph.overlap.duties import Duties, DutyTask, Frame, Name, Part
    from graph.overlap.objects import find

    units = max(100, tasks // 10)
    rows, columns = incidence(units, tasks)
    listed: dict[int, list[int]] = {}
    for row, column in zip(rows, columns, strict=True):
        listed.setdefault(int(column), []).append(int(row))
    per_document = 100
    made: dict[str, Frame] = {}
    all_tasks = []
    written = texts(tasks)
    for first in range(0, tasks, per_document):
        document = f"d{first // per_document}"
        raw = "\n".join(written[first : first + per_document])
        start = 0
        made[document] = Frame(
            document, document, document, ("i",), "某区人民政府", "2026-01-01", 2026, 2026, "某市某区", True, None, raw
        )  # fmt: skip
        for at in range(first, min(first + per_document, tasks)):
            end = start + len(written[at])
            span = Span(start, end)
            parts = tuple(
                Part(f"u{unit}", "responsible", place, len(listed[at]), "list", Span(start, start + 1))
                for place, unit in enumerate(dict.fromkeys(listed[at]), 1)
            )
            all_tasks.append(
                DutyTask(f"{document}.{at}", f"{at}.", "", document, at, span, parts, path=str(at // 10))
            )
            start = end + 1
    names = {f"u{at}": Name(f"u{at}", f"单位{at}局", "PublicOrganisation") for at in range(units)}
    duties = Duties(made, tuple(all_tasks), names=names)
    clock = Clock()
    matters = find(duties)
    objects = clock.read()["cpu_seconds"]
    table = crossing.scores(duties, matters)
    return {
        "tasks": tasks,
        "characters": sum(map(len, written)),
        "matters": len(matters),
        "pairs": len(table.left),
        "objects_cpu": objects,
        **clock.read(),
    }


MEASURED: dict[str, Callable[..., Result]] = {"m1": m1, "networkx": m1_networkx, "m3": m3}


def apart(name: str, *size: int) -> Result:
    """One measurement in a process of its own, with the most memory it held (MB)."""
    command = [sys.executable, "-m", "bench.overlap", "--one", name, *map(str, size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: Result = json.loads(done.stdout)
    return result


def table(title: str, results: list[Result], columns: tuple[str, ...]) -> None:
    print(f"\n{title}\n{' '.join(f'{column:>16}' for column in columns)} {'growth':>8}")
    previous: Result | None = None
    for result in results:
        growth = ""
        if previous:
            size = "tasks"
            ratio = result["cpu_seconds"] / max(previous["cpu_seconds"], 1e-3)
            growth = f"{math.log(ratio) / math.log(result[size] / previous[size]):.2f}"
        cells = (result[column] for column in columns)
        shown = (f"{cell:>16,.2f}" if isinstance(cell, float) else f"{cell:>16,}" for cell in cells)
        print(f"{' '.join(shown)} {growth:>8}")
        previous = result


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"sizes up to {QUICK:,} tasks")
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        name, *size = arguments.one
        result = MEASURED[name](*map(int, size))
        result["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return
    most = QUICK if arguments.quick else 10**9
    ours = [apart("m1", *size) for size in M1_SIZES if size[1] <= most]
    table(
        "M1, sparse product",
        ours,
        ("units", "tasks", "parts", "pairs", "cpu_seconds", "seconds", "memory_mb"),
    )
    theirs = [apart("networkx", *size) for size in NETWORKX_SIZES if size[1] <= most]
    table(
        "M1, networkx bipartite projection",
        theirs,
        ("units", "tasks", "pairs", "cpu_seconds", "seconds", "memory_mb"),
    )
    last = theirs[-1]
    same = next((each for each in ours if each["tasks"] == last["tasks"]), None)
    if same:
        print(
            f"\nat {last['tasks']:,} tasks the product is {last['cpu_seconds'] / same['cpu_seconds']:,.0f} times as fast"
        )
    objects = [apart("m3", size) for size in M3_SIZES if size <= most]
    columns = (
        "tasks",
        "characters",
        "matters",
        "pairs",
        "objects_cpu",
        "cpu_seconds",
        "seconds",
        "memory_mb",
    )
    table("M3, objects and scores", objects, columns)


if __name__ == "__main__":
    main()
