"""The service beside the Oxigraph server and rdflib-endpoint, over one generated graph, in one run.

    python -m bench.service                     1,000,000 triples, all kinds of query
    python -m bench.service --triples 100000 --seconds 2
    python -m bench.service --rounds 5          more rounds: a median and a spread that say more
    python -m bench.service --soak 300          50 requests per second, mixed: errors and memory (bench/soak.py)

The servers run at the same time over the same triples, each with its own defaults and all processors, and the same
clients (bench/clients.py) ask each of them in turn, round after round; what counts is the ratio within a round. Each
query is drawn anew out of hundreds or thousands. rdflib-endpoint holds the triples in memory (1.5 GB for a million,
two minutes to load); it is left out where it is not installed (``pip install 'rdflib-endpoint[cli]'``; ``--rdflib``
names one in an environment of its own).
"""

from __future__ import annotations

import argparse
import contextlib
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from bench import soak
from bench.clients import CLIENTS, Clients, Figure, OtherWork, Server
from tests.service.running import Running

DUTY, ID, LABEL = "https://dutygraph.example/def#", "https://dutygraph.example/id/", "urn:label"
UNITS = 5_000
PER_TASK = 14
DRAWN = 5_000
"""Queries of each kind."""
SEED = 20260618


def triples(count: int) -> Iterator[ox.Quad]:
    """Tasks with title, number, document, matter and four units each, drawn by Zipf's law."""
    chance = random.Random(SEED)
    name, literal = ox.NamedNode, ox.Literal
    weights = [1 / (rank + 1) for rank in range(UNITS)]
    a = name("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for unit in range(UNITS):
        yield ox.Quad(name(f"{ID}e-{unit}"), name(LABEL), literal(f"单位{unit}"))
    for task in range((count - UNITS) // PER_TASK):
        node = name(f"{ID}d-{task // 30}.{task % 30}")
        yield ox.Quad(node, a, name(DUTY + "Task"))
        yield ox.Quad(node, name(LABEL), literal(f"推进事项{task}"))
        yield ox.Quad(node, name(DUTY + "number"), literal(f"{task % 30}."))
        yield ox.Quad(node, name(DUTY + "isPartOf"), name(f"{ID}d-{task // 30}"))
        yield ox.Quad(node, name(DUTY + "concerns"), name(f"{ID}o-{chance.randrange(2000)}"))
        yield ox.Quad(node, name(DUTY + "order"), literal(task % 30))
        for unit in chance.choices(range(UNITS), weights, k=4):
            yield ox.Quad(name(f"{ID}e-{unit}"), name(DUTY + "responsibleFor"), node)
            yield ox.Quad(name(f"{ID}e-{unit}"), name(DUTY + "involvedIn"), node)


def point(chance: random.Random) -> str:
    return f"SELECT ?name {{ <{ID}e-{chance.randrange(UNITS)}> <{LABEL}> ?name }}"


def tasks_of(chance: random.Random) -> str:
    unit = chance.randrange(50, UNITS)
    return f'SELECT ?task {{ ?unit <{LABEL}> "单位{unit}" ; <{DUTY}responsibleFor> ?task }} LIMIT 50'


def two_hops(chance: random.Random) -> str:
    unit = chance.randrange(20, 100)
    return (
        f"CONSTRUCT {{ ?unit <{DUTY}with> ?other }} WHERE {{ VALUES ?unit {{ <{ID}e-{unit}> }} "
        f"?unit <{DUTY}responsibleFor> ?task . ?other <{DUTY}responsibleFor> ?task }} "
        f"LIMIT {chance.randrange(2000, 4000)}"
    )


def aggregation(chance: random.Random) -> str:
    return (
        f"SELECT ?matter (COUNT(?task) AS ?n) {{ <{ID}e-{chance.randrange(20)}> <{DUTY}responsibleFor> ?task . "
        f"?task <{DUTY}concerns> ?matter ; <{DUTY}order> ?place FILTER(?place >= {chance.randrange(10)}) }} "
        f"GROUP BY ?matter ORDER BY DESC(?n) LIMIT {chance.randrange(10, 30)}"
    )


def mix(chance: random.Random) -> str:
    """20 : 1 : 1 of cheap, two hops, aggregation."""
    kind = chance.choices((tasks_of, two_hops, aggregation), (20, 1, 1))[0]
    return kind(chance)


KINDS: dict[str, Callable[[random.Random], str]] = {
    "point": point,
    "tasks of a unit": tasks_of,
    "two hops": two_hops,
    "aggregation": aggregation,
    "mix 20:1:1": mix,
}


@contextlib.contextmanager
def dutygraph(root: Path, count: int) -> Iterator[Server]:
    (root / "store").mkdir()
    load(root / "store" / "oxigraph", count)
    with (root / "service.log").open("wb") as log:
        running = Running({"store": str(root / "store")}, log)
        try:
            yield Server("dutygraph", running.port, "/sparql", running.process.pid)
        finally:
            running.stop()


@contextlib.contextmanager
def oxigraph(root: Path, count: int) -> Iterator[Server]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        raise FileNotFoundError("the Oxigraph server is not installed: pip install oxigraph")
    load(root / "peer", count)
    command = [program, "serve", "--location", str(root / "peer"), "--bind", "127.0.0.1:{port}"]
    with _process(command) as (port, process):
        yield Server("oxigraph", port, "/query", process)


@contextlib.contextmanager
def rdflib_endpoint(root: Path, count: int, program: str | None) -> Iterator[Server]:
    own = str(Path(sys.executable).parent)
    program = program or shutil.which("rdflib-endpoint", path=own) or shutil.which("rdflib-endpoint")
    if program is None:
        raise FileNotFoundError("rdflib-endpoint is not installed: pip install 'rdflib-endpoint[cli]'")
    file = root / "all.nt"
    ox.serialize((quad.triple for quad in triples(count)), str(file), format=ox.RdfFormat.N_TRIPLES)
    with _process([program, "serve", str(file), "--host", "127.0.0.1", "--port", "{port}"]) as (
        port,
        process,
    ):
        yield Server("rdflib-endpoint", port, "/", process)


@contextlib.contextmanager
def _process(command: list[str]) -> Iterator[tuple[int, int]]:
    """Port and number of the process, once it takes connections."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [part.format(port=port) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(6000):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended by itself")
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.kill()
        process.wait()


def load(folder: Path, count: int) -> None:
    store = ox.Store(str(folder))
    store.bulk_extend(triples(count))
    store.optimize()


def compare(clients: Clients, mine: Server, others: list[Server], seconds: float, rounds: int) -> None:
    for kind, query in KINDS.items():
        chance = random.Random(SEED)
        clients.draw(kind, [query(chance) for _ in range(DRAWN)])
    other_work = OtherWork([mine, *others])
    no_op = [clients.measure(mine, None, seconds) for _ in range(rounds)]
    print(f"clients: {CLIENTS}, {clients.name}; rounds: {rounds} of {seconds:g} s; requests/s are medians")
    print(f"{'no-op route':16} {_told(no_op)}")
    for kind in KINDS:
        figures: dict[str, list[Figure]] = {each.name: [] for each in (mine, *others)}
        for _ in range(rounds):
            for each in (mine, *others):
                figures[each.name].append(clients.measure(each, kind, seconds))
        own = figures[mine.name]
        print(f"{kind:16} {_told(own)}, {_ratio(own, no_op)} x no-op")
        for each in others:
            theirs = figures[each.name]
            print(f"{'':16} {_ratio(own, theirs)} x {each.name} ({_told(theirs)})", flush=True)
    print(f"other work took {other_work.share():.0%} of the processors meanwhile")


def _told(figures: list[Figure]) -> str:
    rate, cost = (statistics.median(getattr(each, name) for each in figures) for name in ("rate", "cost"))
    return f"{rate:.1f}/s at {cost:.2f} ms of processor time"


def _ratio(own: list[Figure], theirs: list[Figure]) -> str:
    """Median, least and greatest of the rounds."""
    ratios = [mine.rate / other.rate for mine, other in zip(own, theirs, strict=True)]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=4.0, help="for each kind and server in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("oxigraph", "rdflib"), help="one peer")
    parser.add_argument("--rdflib", help="the program rdflib-endpoint, where it is not on the path")
    parser.add_argument("--soak", type=float, default=0.0, help="seconds at 50 requests per second")
    given = parser.parse_args()
    if given.soak:
        soak.main(["--seconds", str(given.soak)])
        return
    with tempfile.TemporaryDirectory(prefix="dutygraph-bench-") as folder, contextlib.ExitStack() as servers:
        root = Path(folder)
        print(f"{given.triples:,} triples")
        mine, others = servers.enter_context(dutygraph(root, given.triples)), []
        peers = {
            "oxigraph": oxigraph(root, given.triples),
            "rdflib": rdflib_endpoint(root, given.triples, given.rdflib),
        }
        for name, peer in peers.items():
            if given.only in (None, name):
                try:
                    others.append(servers.enter_context(peer))
                except FileNotFoundError as error:
                    print(f"left out: {error}")
        compare(Clients(root), mine, others, given.seconds, given.rounds)


if __name__ == "__main__":
    main()
