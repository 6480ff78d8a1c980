"""A real service in a process of its own, on a free port of this machine."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "token-of-the-tests"
_PROGRAM = """
import json, sys
from api.config import Config
from api.server import serve
from graph.store.limits import Limits
options = json.loads(sys.argv[1])
limits = Limits(**options.pop("limits", {}))
serve(Config(port=0, limits=limits, **options), announce=lambda entrance: print(entrance, flush=True))
"""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


@dataclass
class Running:
    options: dict[str, Any]
    log: IO[bytes]
    process: subprocess.Popen[str] = field(init=False)
    entrance: str = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, json.dumps(self.options)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], 60)
        self.entrance = self.process.stdout.readline().strip() if ready else ""
        if not self.entrance:
            self.kill()
            told = Path(self.log.name).read_text(encoding="utf-8")
            raise AssertionError(f"the service did not start: {told[-2000:]}")

    @property
    def address(self) -> str:
        return self.entrance.partition("?")[0].rstrip("/")

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def key(self) -> str:
        return self.entrance.partition("?key=")[2]

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        token: bool = False,
        timeout: float = 60,
        **parameters: Any,
    ) -> Reply:
        """One request; no redirect is followed."""
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {TOKEN}"
        if isinstance(body, str):
            body = body.encode()
        address = self.address + path + (f"?{urlencode(parameters, doseq=True)}" if parameters else "")
        request = urllib.request.Request(address, data=body, headers=sent, method=method)
        try:
            with _OPENER.open(request, timeout=timeout) as answer:
                return Reply(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())

    def sparql(self, query: str, accept: str = "application/sparql-results+json", **more: Any) -> Reply:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.ask("/sparql", "POST", query, headers, **more)

    def rows(self, query: str) -> list[dict[str, str]]:
        reply = self.sparql(query)
        assert reply.status == 200, reply
        return [
            {name: term["value"] for name, term in row.items()} for row in reply.json["results"]["bindings"]
        ]

    def update(self, update: str) -> Reply:
        headers = {"Content-Type": "application/sparql-update"}
        return self.ask("/sparql/update", "POST", update, headers, token=True)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def memory(self) -> int:
        """Resident bytes of the server and its workers."""
        import psutil

        parent = psutil.Process(self.process.pid)
        return sum(each.memory_info().rss for each in (parent, *parent.children(recursive=True)))


def wait_until(condition: Any, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())
