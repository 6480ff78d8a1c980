"""50 requests per second, mixed, for some minutes: none may fail, and memory must stay flat.

    python -m bench.soak                        5 minutes over the founding plans: SPARQL, REST, pages, writes
    python -m bench.soak --quads 1000000        over made plans: SPARQL and writes

Nine of ten requests read (SPARQL, REST, pages of the explorer), one in fifty is refused as it should be, one in
fifty writes a graph, and the next query of that client has to see it. Memory is what the server and its workers
hold for themselves alone, twice a second.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil

from bench.generator import fill
from graph.ingest import Ingest
from graph.store import open_store
from tests.service.running import TOKEN, Running

DOCUMENTS = Path(__file__).resolve().parents[1] / "data" / "documents"

RATE = 50.0
CLIENTS = 5
WARM_SECONDS = 20.0
"""Asked before the time that counts for memory: workers start, caches fill."""
MOST_GROWTH = 0.05
SPARE = 8 * 2**20
"""Bytes by which two medians may differ in any case: what an allocator keeps or gives back."""
_SAMPLE = 0.5
_LARGE = 50_000
"""Quads from which ``Mix`` leaves out what reads everything."""
_PREFIXES = (
    "PREFIX duty: <https://dutygraph.example/def#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "PREFIX dcterms: <http://purl.org/dc/terms/> "
)


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: str | None = None
    media_type: str = "application/sparql-query"
    status: int = 200
    holds: str = ""
    """Text that the answer has to have in it."""


@dataclass
class Outcome:
    seconds: float
    answered: int = 0
    failures: list[str] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds of each request, by kind."""
    memory: list[int] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.answered / self.seconds

    @property
    def grown(self) -> float:
        return growth(self.memory)

    def __str__(self) -> str:
        first, last = (statistics.median(each) / 2**20 for each in _first_and_last(self.memory))
        return (
            f"{self.answered} requests in {self.seconds:.0f} s ({self.rate:.1f}/s), {len(self.failures)} failed, "
            f"slowest {max(map(max, self.times.values())):.2f} s; memory {first:.0f} MiB when warm, {last:.0f} MiB at the end "
            f"({self.grown:+.1%})"
        )


def growth(memory: Sequence[int]) -> float:
    """By how much the median of the last third is above that of the first third, as a part of it;
    differences below ``SPARE`` count as none."""
    first, last = (statistics.median(each) for each in _first_and_last(memory))
    return 0.0 if abs(last - first) < SPARE else last / first - 1


def is_flat(memory: Sequence[int]) -> bool:
    return growth(memory) < MOST_GROWTH


def _first_and_last(memory: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    third = max(1, len(memory) // 3)
    return memory[:third], memory[-third:]


class Mix:
    """What one client asks, drawn by chance. ``units`` are names and ids of units in the store.

    ``large``: without REST and pages, which read whole lists again after every write: over a million quads that
    takes a second and more for each.
    """

    def __init__(self, units: Sequence[tuple[str, str]], client: int, large: bool = False) -> None:
        self.units = units
        self.chance = random.Random(client)
        self.client = client
        self.written = 0
        self.kinds: dict[str, tuple[int, Callable[[], list[Request]]]] = {
            "point": (10, self.point),
            "tasks of a name": (15, self.tasks_of_a_name),
            "two hops": (1, self.two_hops),
            "aggregation": (1, self.aggregation),
            "REST tasks": (8, self.rest_tasks),
            "REST entities": (5, self.rest_entities),
            "REST targets": (3, lambda: [Request("GET", "/api/targets?limit=20")]),
            "REST documents": (2, lambda: [Request("GET", "/api/documents?limit=20")]),
            "page": (2, lambda: [Request("GET", f"/entity/{self._unit()[1]}")]),
            "refused": (1, lambda: [Request("POST", "/sparql", "SELECT * {{{", status=400)]),
            "written and read": (1, self.written_and_read),
            "ready": (1, lambda: [Request("GET", "/ready")]),
        }
        if large:
            self.kinds = {
                name: each for name, each in self.kinds.items() if not name.startswith(("REST", "page"))
            }

    def next(self) -> tuple[str, list[Request]]:
        names = list(self.kinds)
        kind = self.chance.choices(names, [self.kinds[name][0] for name in names])[0]
        return kind, self.kinds[kind][1]()

    def _unit(self) -> tuple[str, str]:
        return self.chance.choice(self.units)

    def _query(self, text: str, holds: str = "") -> list[Request]:
        return [Request("POST", "/sparql", _PREFIXES + text, holds=holds)]

    def point(self) -> list[Request]:
        name, id = self._unit()
        return self._query(f"SELECT ?l {{ <https://dutygraph.example/id/{id}> skos:prefLabel ?l }}", name)

    def tasks_of_a_name(self) -> list[Request]:
        text = f"SELECT ?t {{ ?u skos:prefLabel {json.dumps(self._unit()[0])} ; duty:responsibleFor ?t }} LIMIT 50"
        return self._query(text.replace('"', "'"))

    def two_hops(self) -> list[Request]:
        unit = f"<https://dutygraph.example/id/{self._unit()[1]}>"
        return self._query(
            f"CONSTRUCT {{ {unit} duty:involvedIn ?o }} WHERE {{ {unit} duty:responsibleFor ?t . "
            "?o duty:responsibleFor ?t } LIMIT 1000"
        )

    def aggregation(self) -> list[Request]:
        unit = f"<https://dutygraph.example/id/{self._unit()[1]}>"
        return self._query(
            f"SELECT ?d (COUNT(?t) AS ?n) {{ {unit} duty:responsibleFor ?t . ?t dcterms:isPartOf ?d }} "
            "GROUP BY ?d ORDER BY DESC(?n) LIMIT 20"
        )

    def rest_tasks(self) -> list[Request]:
        return [Request("GET", "/api/tasks?" + urlencode({"involves": self._unit()[1], "limit": 20}))]

    def rest_entities(self) -> list[Request]:
        name, id = self._unit()
        return [Request("GET", "/api/entities?" + urlencode({"q": name, "limit": 20}), holds=id)]

    def written_and_read(self) -> list[Request]:
        self.written += 1
        graph = f"https://dutygraph.example/graph/user/soak-{self.client}"
        turtle = f"<urn:soak> <urn:says> 'number {self.written}' ."
        seen = f"SELECT ?o {{ GRAPH <{graph}> {{ <urn:soak> ?p ?o }} }}"
        return [
            Request("PUT", f"/graphs?graph={quote(graph, safe='')}", turtle, "text/turtle", 204),
            *self._query(seen, f"number {self.written}"),
        ]


class _Client(threading.Thread):
    def __init__(self, port: int, mix: Mix, seconds: float, outcome: Outcome, lock: threading.Lock) -> None:
        super().__init__(name="soak-client")
        self.port, self.mix, self.seconds, self.outcome, self.lock = port, mix, seconds, outcome, lock

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        begun, sent = time.monotonic(), 0
        while (now := time.monotonic()) < begun + self.seconds:
            ahead = sent * CLIENTS / RATE - (now - begun)
            if ahead > 0:
                time.sleep(ahead)
                continue
            kind, requests = self.mix.next()
            for request in requests:
                sent += 1
                asked = time.monotonic()
                failure = self._failure(connection, request)
                if failure and request.status == 204 and "201" in failure and self.mix.written == 1:
                    failure = ""  # the first writing of a graph makes it
                with self.lock:
                    self.outcome.answered += 1
                    self.outcome.times[kind].append(time.monotonic() - asked)
                    if failure:
                        self.outcome.failures.append(f"{kind}: {failure}")
        connection.close()

    def _failure(self, connection: http.client.HTTPConnection, request: Request) -> str:
        """What was wrong with the answer; empty for nothing."""
        headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "*/*"}
        if request.body is not None:
            headers["Content-Type"] = request.media_type
        try:
            body = request.body.encode() if request.body is not None else None
            connection.request(request.method, request.path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return f"{request.method} {request.path}: {error!r}"
        if answer.status != request.status:
            return f"{request.method} {request.path}: {answer.status} {text[:200]}"
        return "" if request.holds in text else f"{request.path}: {request.holds} is not in {text[:200]}"


def soak(running: Running, seconds: float, warm: float = WARM_SECONDS, large: bool = False) -> Outcome:
    """Asks a service whose store has units in it for ``warm`` and then ``seconds``; memory is that of the latter."""
    listed = running.ask("/api/units", limit=200).json["items"]
    units = [(unit["name"], unit["id"]) for unit in listed]
    whole = warm + seconds
    outcome, lock = Outcome(whole), threading.Lock()
    clients = [_Client(running.port, Mix(units, n, large), whole, outcome, lock) for n in range(CLIENTS)]
    begun = time.monotonic()
    for client in clients:
        client.start()
    while any(client.is_alive() for client in clients):
        time.sleep(_SAMPLE)
        if warm < time.monotonic() - begun < whole:
            outcome.memory.append(private_memory(running.process.pid))
    return outcome


def private_memory(pid: int) -> int:
    """Bytes that the process and its children hold for themselves: no shared or cached files."""
    total = 0
    parent = psutil.Process(pid)
    for process in (parent, *parent.children(recursive=True)):
        try:
            total += process.memory_full_info().uss
        except psutil.NoSuchProcess:  # a worker that was replaced
            continue
    return total


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--quads", type=int, default=0, help="of made plans; 0: the founding plans")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="dutygraph-soak-") as folder:
        store = open_store(f"{folder}/store")
        if given.quads:
            fill(store, given.quads)
        else:
            list(Ingest(store).paths([DOCUMENTS]))
        print(f"{store.count():,} quads", flush=True)
        store.close()
        with (Path(folder) / "service.log").open("wb") as log:
            running = Running({"store": f"{folder}/store", "token": TOKEN, "rate": 0}, log)
            try:
                warm = max(WARM_SECONDS, given.seconds / 3)
                outcome = soak(running, given.seconds, warm, large=given.quads > _LARGE)
            finally:
                running.stop()
    print(outcome)
    minute = int(60 / _SAMPLE)
    parts = [outcome.memory[at : at + minute] for at in range(0, len(outcome.memory), minute)]
    print("  MiB by the minute: " + " ".join(f"{statistics.median(part) / 2**20:.0f}" for part in parts))
    for kind, times in outcome.times.items():
        print(
            f"  {kind:18}{len(times):7}{statistics.median(times) * 1000:9.1f} ms{max(times) * 1000:9.1f} ms at most"
        )
    for failure in outcome.failures[:10]:
        print("  " + failure)
    if outcome.failures or not is_flat(outcome.memory) or outcome.rate < 0.95 * RATE:
        sys.exit("the soak failed")


if __name__ == "__main__":
    main()
