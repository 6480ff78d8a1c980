"""Nothing acknowledged is lost and nothing is there by half: sudden death, a full disk.

``DUTYGRAPH_KILL_CYCLES`` sets how often the process is killed (default 4). Before a release:

    DUTYGRAPH_KILL_CYCLES=100 .venv/bin/python -m pytest -q -s -k killed tests/service/test_durability.py
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from graph.errors import StoreFull
from graph.store import open_store
from tests.corpus import ACTION_PLAN

CYCLES = int(os.environ.get("DUTYGRAPH_KILL_CYCLES", "4"))
ROOT = Path(__file__).resolve().parents[2]
INGEST = """
import sys
from graph.extract import extract
from graph.ingest import keep
from graph.reading import source_from_text
from graph.store import open_store
text = open(sys.argv[2], encoding="utf-8", newline="").read()
store = open_store(sys.argv[1])
print("open", flush=True)
for number in range(int(sys.argv[3]), 10**6):
    source = source_from_text(text.replace("〔2026〕11号", f"〔2026〕{number}号"), f"{number}.txt")
    document = extract(source)
    print("begin", document.id, flush=True)
    keep(store, document)
    print("done", document.id, flush=True)
"""


def test_killed_at_any_moment_no_document_is_lost_or_there_by_half(tmp_path: Path) -> None:
    store_path, acknowledged, begun = tmp_path / "store", list[str](), list[str]()
    chance = random.Random(4)
    for cycle in range(CYCLES):
        process = subprocess.Popen(
            [sys.executable, "-c", INGEST, str(store_path), str(ACTION_PLAN), str(100 * (cycle + 1))],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        lines: list[str] = []
        if cycle == CYCLES - 1:  # however slow the machine, one document at least is done
            while not lines or not lines[-1].startswith("done"):
                lines.append(process.stdout.readline())
        elif chance.random() < 0.8:  # else it is killed while it reads the first one
            lines.append(process.stdout.readline())
        time.sleep(chance.uniform(0.0, 2.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        lines += process.stdout.read().splitlines()
        told = [line.split() for line in lines if len(line.split()) == 2]
        acknowledged += [document for word, document in told if word == "done"]
        begun += [document for word, document in told if word == "begin"]
    store = open_store(str(store_path))
    prefix = "https://dutygraph.example/graph/doc/"
    there = {str(graph).removeprefix(prefix) for graph in store.graphs() if str(graph).startswith(prefix)}
    assert acknowledged and set(acknowledged) <= there <= set(begun)
    sizes = {sum(1 for _ in store.quads(URIRef(prefix + document))) for document in there}
    assert len(sizes) == 1, "some document is there by half"
    tasks = store.select(
        "SELECT ?d (COUNT(DISTINCT ?t) AS ?n) { ?t a <https://dutygraph.example/def#Task> ; "
        "<http://purl.org/dc/terms/isPartOf> ?d } GROUP BY ?d"
    )
    assert {str(row["n"]) for row in tasks} == {"16"} and len(tasks) == len(there)
    print(f"{CYCLES} times killed: {len(acknowledged)} documents acknowledged, {len(there)} there and whole")
    store.close()


def test_on_a_full_disk_writes_are_refused_reads_go_on_and_room_heals_it(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 80_000_000)
    store = open_store(str(small_disk / "store"))

    def write(number: int) -> None:
        graph = URIRef(f"https://dutygraph.example/graph/doc/{number}")
        store.replace_graphs(
            [graph], [(graph, graph, Literal(f"{n}" + "区" * 300), graph) for n in range(1000)]
        )

    def fill() -> int:
        for number in range(1000):
            try:
                write(number)
            except StoreFull:
                return number
        raise AssertionError("the disk never filled")

    written = fill()
    assert (store.count(), len(store.graphs())) == (written * 1000, written)
    with pytest.raises(StoreFull, match="no room"):
        write(2000)
    assert store.count() == written * 1000
    ballast.unlink()
    write(3000)
    assert store.count() == (written + 1) * 1000
    store.close()
    store = open_store(str(small_disk / "store"))
    assert store.count() == (written + 1) * 1000
    store.close()
