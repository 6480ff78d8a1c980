"""The service beside the Oxigraph server and rdflib-endpoint, over one generated graph, in one run.

    python -m bench.service                     1,000,000 triples, all kinds of query
    python -m bench.service --triples 100000 --seconds 2
    python -m bench.service --soak 300          50 requests per second, mixed: errors and memory (bench/soak.py)

Each kind of query is asked by the same clients (processes that keep their connections) of each server in turn;
what counts is the ratio. rdflib-endpoint is asked only where it is installed (``pip install 'rdflib-endpoint[cli]'``),
over at most 100,000 triples, which it holds in memory.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import multiprocessing
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox

from bench import soak
from tests.service.running import Running

DUTY, ID, LABEL = "https://dutygraph.example/def#", "https://dutygraph.example/id/", "urn:label"
UNITS = 5_000
PER_TASK = 14
CLIENTS = 4
RDFLIB_MOST = 100_000
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
    unit = chance.randrange(20, 60)
    return (
        f"CONSTRUCT {{ ?unit <{DUTY}with> ?other }} WHERE {{ VALUES ?unit {{ <{ID}e-{unit}> }} "
        f"?unit <{DUTY}responsibleFor> ?task . ?other <{DUTY}responsibleFor> ?task }} LIMIT 3000"
    )


def aggregation(chance: random.Random) -> str:
    return (
        f"SELECT ?matter (COUNT(?task) AS ?n) {{ <{ID}e-{chance.randrange(10)}> <{DUTY}responsibleFor> ?task . "
        f"?task <{DUTY}concerns> ?matter }} GROUP BY ?matter ORDER BY DESC(?n) LIMIT 20"
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


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    path: str


def ask(server: Server, kind: str | None, seconds: float, seed: int, rate: float = 0) -> tuple[int, int]:
    """Asks over one connection; how many were answered, how many failed. ``kind`` None asks for /health."""
    chance = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    done = failed = 0
    start = time.monotonic()
    while (now := time.monotonic()) < start + seconds:
        if rate and (done + failed) / rate > now - start:
            time.sleep(max(0.0, (done + failed) / rate - (now - start)))
        try:
            if kind is None:
                connection.request("GET", "/health")
            else:
                body = urlencode({"query": KINDS[kind](chance)})
                accept = "application/n-triples, application/sparql-results+json"
                headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
                connection.request("POST", server.path, body, headers)
            answer = connection.getresponse()
            answer.read()
            done, failed = done + (answer.status == 200), failed + (answer.status != 200)
        except (OSError, http.client.HTTPException):
            failed += 1
            connection.close()
    return done, failed


def per_second(server: Server, kind: str | None, seconds: float) -> float:
    with multiprocessing.Pool(CLIENTS) as clients:
        jobs = [(server, kind, seconds, SEED + number) for number in range(CLIENTS)]
        results = clients.starmap(ask, jobs)
    failed = sum(each[1] for each in results)
    if failed:
        print(f"  {server.name}, {kind}: {failed} requests failed", file=sys.stderr)
    return sum(each[0] for each in results) / seconds


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[Server | None]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        print("the Oxigraph server is not installed: pip install oxigraph")
        yield None
        return
    with _process([program, "serve", "--location", str(folder), "--bind", "127.0.0.1:{port}"]) as port:
        yield Server("oxigraph", port, "/query")


@contextlib.contextmanager
def rdflib_endpoint(file: Path) -> Iterator[Server | None]:
    own = str(Path(sys.executable).parent)
    program = shutil.which("rdflib-endpoint", path=own) or shutil.which("rdflib-endpoint")
    if program is None:
        print("rdflib-endpoint is not installed and is left out: pip install 'rdflib-endpoint[cli]'")
        yield None
        return
    with _process([program, "serve", str(file), "--host", "127.0.0.1", "--port", "{port}"]) as port:
        yield Server("rdflib-endpoint", port, "/")


@contextlib.contextmanager
def _process(command: list[str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [part.format(port=port) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(1200):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.kill()
        process.wait()


def load(folder: Path, count: int) -> None:
    store = ox.Store(str(folder))
    store.bulk_extend(triples(count))
    store.optimize()


@contextlib.contextmanager
def ours(root: Path, count: int) -> Iterator[tuple[Running, Server]]:
    (root / "store").mkdir()
    load(root / "store" / "oxigraph", count)
    with (root / "service.log").open("wb") as log:
        running = Running({"store": str(root / "store")}, log)
        try:
            yield running, Server("dutygraph", running.port, "/sparql")
        finally:
            running.stop()


def compare(mine: Server, others: list[Server], seconds: float) -> None:
    no_op = per_second(mine, None, seconds)
    print(
        f"{'':18}{'dutygraph':>12}"
        + "".join(f"{each.name:>18}{'ratio':>8}" for each in others)
        + f"{'no-op':>10}"
    )
    for kind in KINDS:
        rate = per_second(mine, kind, seconds)
        line = f"{kind:18}{rate:12.1f}"
        for each in others:
            theirs = per_second(each, kind, seconds)
            line += f"{theirs:18.1f}{rate / theirs if theirs else float('inf'):8.2f}"
        print(line + f"{rate / no_op:10.2f}")
    print(f"no-op route: {no_op:.1f}/s; rates are requests per second, {CLIENTS} clients")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each kind and server")
    parser.add_argument("--only", choices=("oxigraph", "rdflib"), help="one peer")
    parser.add_argument("--soak", type=float, default=0.0, help="seconds at 50 requests per second")
    given = parser.parse_args()
    if given.soak:
        soak.main(["--seconds", str(given.soak)])
        return
    with tempfile.TemporaryDirectory(prefix="dutygraph-bench-") as folder:
        root = Path(folder)
        print(f"{given.triples:,} triples")
        if given.only != "rdflib":
            with ours(root, given.triples) as (_, mine):
                load(root / "peer", given.triples)
                with oxigraph(root / "peer") as peer:
                    compare(mine, [peer] if peer else [], given.seconds)
        if given.only == "oxigraph":
            return
        small = min(given.triples, RDFLIB_MOST)
        ox.serialize(
            (quad.triple for quad in triples(small)), str(root / "small.nt"), format=ox.RdfFormat.N_TRIPLES
        )
        with rdflib_endpoint(root / "small.nt") as slow:
            if slow:
                (root / "again").mkdir()
                print(f"{small:,} triples")
                with ours(root / "again", small) as (_, mine):
                    compare(mine, [slow], given.seconds)


if __name__ == "__main__":
    main()
