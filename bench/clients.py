"""Four clients that keep their connections and ask as fast as they are answered.

They are ``wrk``'s where that is installed (Debian: ``apt-get install wrk``), which leaves the processors to the
servers; else processes of Python, which take about as much as a small query does. Every server is asked the same
drawn queries in the same order.
"""

from __future__ import annotations

import http.client
import multiprocessing
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil

CLIENTS = 4
FEWEST = 12
"""Answers that a figure rests on at least; slow servers are asked for longer."""
LONGEST = 40.0
FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept": "application/n-triples, application/sparql-results+json",
}
_SCRIPT = """
local bodies, place = {}, 0
local headers = {%s}
function init(arguments)
  for line in io.lines(arguments[1]) do bodies[#bodies + 1] = line end
end
function request()
  place = place %% #bodies + 1
  return wrk.format("POST", nil, headers, bodies[place])
end
"""


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    path: str
    process: int
    """Its number; its workers are its children."""


@dataclass(frozen=True)
class Figure:
    rate: float
    """Requests answered per second."""
    cost: float
    """Milliseconds of processor time that the server and its workers took for one."""


class Clients:
    def __init__(self, folder: Path) -> None:
        """``folder`` takes the queries as ``wrk`` reads them."""
        self._folder = folder
        self._wrk = shutil.which("wrk")
        script = _SCRIPT % ", ".join(f'["{name}"] = "{value}"' for name, value in FORM.items())
        (folder / "post.lua").write_text(script, encoding="ascii")

    @property
    def name(self) -> str:
        return "wrk" if self._wrk else "Python processes (wrk is not installed)"

    def draw(self, kind: str, queries: Sequence[str]) -> None:
        """Keeps the queries that ``measure`` asks for this kind."""
        lines = "".join(urlencode({"query": query}) + "\n" for query in queries)
        self._bodies(kind).write_text(lines, encoding="ascii")

    def measure(self, server: Server, kind: str | None, seconds: float) -> Figure:
        """``kind`` None asks for /health. Raises RuntimeError where one request fails."""
        before = processor_time(server.process)
        done, took = self._ask(server, kind, seconds)
        while done < FEWEST and took < LONGEST:
            more = self._ask(server, kind, seconds)
            done, took = done + more[0], took + more[1]
        spent = processor_time(server.process) - before
        return Figure(done / took, 1000 * spent / max(done, 1))

    def _bodies(self, kind: str) -> Path:
        return self._folder / f"{kind.replace(' ', '-')}.txt"

    def _ask(self, server: Server, kind: str | None, seconds: float) -> tuple[int, float]:
        """Answers, and the seconds they took."""
        return (self._with_wrk if self._wrk else self._with_python)(server, kind, seconds)

    def _with_wrk(self, server: Server, kind: str | None, seconds: float) -> tuple[int, float]:
        path, script, arguments = "/health", [], []
        if kind is not None:
            path, script = server.path, ["-s", str(self._folder / "post.lua")]
            arguments = ["--", str(self._bodies(kind))]
        limits = ["-t1", f"-c{CLIENTS}", f"-d{max(1, round(seconds))}s", "--timeout", "60s"]
        address = f"http://127.0.0.1:{server.port}{path}"
        command = [str(self._wrk), *limits, *script, address, *arguments]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if failed := re.search(r"Non-2xx.*|Socket errors.*", told):
            raise RuntimeError(f"{server.name}, {kind}: {failed[0]}")
        answered = re.search(r"(\d+) requests in ([\d.]+)(s|m)", told)
        if answered is None:
            raise RuntimeError(f"wrk said {told!r}")
        return int(answered[1]), float(answered[2]) * (60 if answered[3] == "m" else 1)

    def _with_python(self, server: Server, kind: str | None, seconds: float) -> tuple[int, float]:
        start = time.monotonic()
        bodies = None if kind is None else self._bodies(kind)
        with multiprocessing.Pool(CLIENTS) as clients:
            done = clients.starmap(_one_client, [(server, bodies, seconds, n) for n in range(CLIENTS)])
        return sum(done), time.monotonic() - start


def _one_client(server: Server, bodies: Path | None, seconds: float, number: int) -> int:
    """How many were answered. Raises RuntimeError where one was not."""
    drawn = bodies.read_text(encoding="ascii").split() if bodies else []
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        if bodies:
            body = drawn[(done * CLIENTS + number) % len(drawn)]
            connection.request("POST", server.path, body, FORM)
        else:
            connection.request("GET", "/health")
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{server.name}: {answer.status}")
        done += 1
    return done


def processor_time(process: int) -> float:
    """Seconds that a process and its children have used."""
    first = psutil.Process(process)
    times = [each.cpu_times() for each in (first, *first.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


class OtherWork:
    """How much of the machine went to what is no part of the comparison: a figure from a busy one says less.

    A server in several processes or threads loses more by it than one that can use a single processor.
    """

    def __init__(self, servers: Sequence[Server]) -> None:
        self._servers = servers
        self._start, self._busy, self._ours = time.monotonic(), _all_busy(), self._own()

    def share(self) -> float:
        """Of all processors, since the beginning."""
        whole = (time.monotonic() - self._start) * (psutil.cpu_count() or 1)
        return max(0.0, (_all_busy() - self._busy) - (self._own() - self._ours)) / whole

    def _own(self) -> float:
        mine = psutil.Process().cpu_times()  # with the clients, which have ended
        clients = mine.user + mine.system + mine.children_user + mine.children_system
        return float(clients + sum(processor_time(each.process) for each in self._servers))


def _all_busy() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))
