"""Runs what strangers ask in processes that can be killed: queries, foreign RDF, rehearsals of updates."""

from __future__ import annotations

import json
import queue
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from typing import Any

from graph.errors import BadRequest, DutygraphError, QueryRefused, QueryTooCostly, StoreUnavailable
from graph.store.checkpoints import Checkpoints
from graph.store.dataset import Dataset
from graph.store.embedded import EmbeddedStore
from graph.store.limits import Limits
from graph.store.spool import Spool
from graph.store.worker_process import Deadlines, WorkerProcess

_HEAD = 1 << 20
"""Bytes of a result that are awaited before it is handed on: what fails in them is a plain error."""

_STUCK = 0.5
"""Seconds without an answer after which the queries under way are taken for long ones."""

_WITH_PREFIXES = "text/turtle"
"""The only form of a query's result that is written with prefixes."""

_SETS_OF_CHARACTERS = re.compile(r", \['.*", re.DOTALL)
"""What the parser would have taken, letter by letter, at the end of its message: nothing for a person."""


class QueryWorkers:
    """A pool of worker processes over one embedded store. Safe to use from many threads.

    Without a store they only parse.
    """

    def __init__(
        self,
        store: EmbeddedStore | None,
        limits: Limits | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._checkpoints = Checkpoints(store) if store else None
        self._prefixes = dict(prefixes or {})
        self._idle: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        for _ in range(self.limits.workers):
            self._idle.put(None)  # a worker is started when first needed
        self._waiting = 0
        self._waiting_lock = threading.Lock()
        self._moved = time.monotonic()
        """When a worker was last taken without waiting, or gave an answer."""
        self._deadlines = Deadlines()
        self._closed = False

    def query(
        self, text: str, media_type: str, dataset: Dataset | None = None, base: str | None = None
    ) -> Iterator[bytes]:
        """The serialised result, in chunks; those after the first MiB arrive while the query runs.

        Raises BadRequest (syntax), QueryTooCostly, StoreUnavailable; from the iterator too, where the
        result breaks off after its first MiB.
        """
        request: dict[str, Any] = {"do": "query", "query": text, "media_type": media_type, "base": base}
        if media_type == _WITH_PREFIXES:
            request["prefixes"] = self._prefixes
        if dataset:
            request["default_graphs"] = list(dataset.default_graphs)
            request["named_graphs"] = list(dataset.named_graphs)
        return self._run(request, self.limits.seconds, view=True)

    def dump(self, media_type: str, graph: str | None = "*") -> Iterator[bytes]:
        """One graph (``None``: the default graph), or ``"*"`` all of them in N-Quads or TriG."""
        request = {"do": "dump", "media_type": media_type, "graph": graph, "prefixes": self._prefixes}
        return self._run(request, max(self.limits.seconds, 60.0), view=True)

    def read_rdf(self, body: bytes, media_type: str, base: str) -> str:
        """A foreign RDF file as N-Triples. Raises BadRequest for what is not well formed."""
        request = {"do": "read-rdf", "media_type": media_type, "base": base, "body": len(body)}
        return b"".join(self._run(request, self.limits.parse_seconds, body)).decode()

    def try_query(self, text: str, base: str | None = None) -> None:
        """Raises BadRequest where the query does not parse."""
        request: dict[str, Any] = {"do": "read-query", "query": text, "base": base}
        b"".join(self._run(request, self.limits.seconds))

    def try_update(self, text: str, searches: bool, base: str | None = None) -> None:
        """Raises BadRequest or QueryTooCostly where the update does not parse or does not end in time."""
        request: dict[str, Any] = {"do": "read-update", "update": text, "base": base}
        if not searches:
            b"".join(self._run(request, self.limits.update_seconds))
            return
        request["do"] = "rehearse-update"
        b"".join(self._run(request, self.limits.update_seconds, copy=True))

    def close(self) -> None:
        """Ends every worker; queries under way fail."""
        self._closed = True
        self._deadlines.kill_all("closing")
        for _ in range(self.limits.workers):
            try:
                worker = self._idle.get(timeout=5)
            except queue.Empty:
                break
            if worker:
                worker.end()
        self._deadlines.close()
        if self._checkpoints:
            self._checkpoints.close()

    def _run(
        self,
        request: dict[str, Any],
        seconds: float,
        body: bytes = b"",
        view: bool = False,
        copy: bool = False,
    ) -> Iterator[bytes]:
        """``view``: it reads the store; ``copy``: it writes to a copy of the store that is thrown away."""
        if self._closed:
            raise StoreUnavailable("the service is being stopped")
        worker = self._free_worker()
        answer = _Answer(self, worker, seconds)
        try:
            if view:
                request["view"] = str(answer.keep(self._views().current()))
            if copy:
                request["copy"] = str(answer.keep(self._views().copy()))
            answer.start(request | {"limit": self.limits.result, "seconds": seconds}, body)
        except BaseException:
            answer.release()
            raise
        return answer.chunks()

    def _free_worker(self) -> WorkerProcess | None:
        """None stands for one that has yet to be started. Raises QueryTooCostly where none gets free."""
        with suppress(queue.Empty):
            worker = self._idle.get_nowait()
            if not self._waiting:
                self._moved = time.monotonic()
            return worker
        with self._waiting_lock:
            crowd = self._waiting >= self.limits.queue
            self._waiting += not crowd
        if crowd:
            return self._worker_in_a_crowd()
        try:
            return self._idle.get(timeout=self.limits.wait_seconds)
        except queue.Empty:
            raise QueryTooCostly(
                f"all {self.limits.workers} query workers were busy for {self.limits.wait_seconds:g} s"
            ) from None
        finally:
            with self._waiting_lock:
                self._waiting -= 1

    def _worker_in_a_crowd(self) -> WorkerProcess | None:
        """Many short queries pass one after the other; behind long ones no more than the queue may wait."""
        end = time.monotonic() + self.limits.wait_seconds
        while (left := min(self._moved + _STUCK, end) - time.monotonic()) > 0:
            with suppress(queue.Empty):
                return self._idle.get(timeout=left)
        raise QueryTooCostly(
            f"all {self.limits.workers} query workers are busy and {self.limits.queue} queries wait already"
        )

    def _views(self) -> Checkpoints:
        if self._checkpoints is None:
            raise StoreUnavailable("these workers have no embedded store; they only parse")
        return self._checkpoints

    def _put_back(self, worker: WorkerProcess | None, resources: ExitStack) -> None:
        """For a worker that may answer again, and at once."""
        self._moved = time.monotonic()
        try:
            resources.close()
        finally:
            self._idle.put(worker)

    def _replace(self, worker: WorkerProcess, resources: ExitStack) -> None:
        """Puts a new worker in the place of a killed one and sees that to its end.

        Not on the time of the client: the end takes as long as the system needs to take back its memory.
        """
        fresh = None
        with suppress(OSError):  # the request that needs one tries again, and tells
            fresh = None if self._closed else WorkerProcess(self.limits.memory)
        self._idle.put(fresh)
        worker.end()
        resources.close()


class _Answer:
    """One request to one worker, from the first byte to the release of the worker."""

    def __init__(self, pool: QueryWorkers, worker: WorkerProcess | None, seconds: float) -> None:
        self._pool = pool
        self._limits = pool.limits
        self._seconds = seconds
        self._due = time.monotonic() + seconds
        self._worker = worker
        self._resources = ExitStack()
        self._released = False
        self._head: list[bytes] = []
        self._spool: Spool | None = None

    def keep(self, resource: AbstractContextManager[Path]) -> Path:
        """Enters what the worker needs; left when the worker is done with it."""
        return self._resources.enter_context(resource)

    def start(self, request: dict[str, Any], body: bytes) -> None:
        message = json.dumps(request).encode() + b"\n" + body
        if self._worker is None or not self._worker.alive():
            self._worker = WorkerProcess(self._limits.memory)
        self._pool._deadlines.add(self._worker, self._due)
        self._worker.send(message)
        size = 0
        while (frame := self._frame()) is not None:
            self._head.append(frame)
            size += len(frame)
            if size >= _HEAD:
                self._spool = Spool()
                threading.Thread(target=self._pump, name="query-result", daemon=True).start()
                return
        self.release()

    def chunks(self) -> Iterator[bytes]:
        if self._spool is None:
            return iter(self._head)
        return self._head_then_spool(self._spool)

    def _head_then_spool(self, spool: Spool) -> Iterator[bytes]:
        try:
            yield from self._head
            yield from spool.chunks()
        finally:
            spool.abandon()

    def _pump(self) -> None:
        """Takes the rest of the result from the worker, so that a slow reader does not hold it."""
        assert self._spool is not None
        try:
            while (frame := self._frame()) is not None:
                if not self._spool.put(frame):
                    self._worker_or_fail().kill("abandoned")
                    break
            self._spool.finish(None)
        except DutygraphError as error:
            self._spool.finish(error)
        except OSError as error:
            self._spool.finish(StoreUnavailable(f"the result could not be kept: {error}"))
        finally:
            self.release()

    def _frame(self) -> bytes | None:
        """The next piece of the result; None at its end."""
        worker = self._worker_or_fail()
        kind, content = worker.frame()
        if kind == b"D":
            return content
        if kind == b"E":
            return None
        if kind == b"X":
            raise self._failure(json.loads(content))
        raise self._death(worker)

    def _worker_or_fail(self) -> WorkerProcess:
        if self._worker is None:
            raise StoreUnavailable("the query has no worker")
        return self._worker

    def _failure(self, told: Mapping[str, str]) -> DutygraphError:
        message = told["message"]
        match told["kind"]:
            case "syntax":
                message = _SETS_OF_CHARACTERS.sub("", message)
                return BadRequest(f"查询写法有误（this cannot be parsed: {message}）")
            case "too-large":
                return QueryTooCostly(
                    f"the result is larger than {self._limits.result:,} bytes; ask for less of it "
                    "(LIMIT and OFFSET, or fewer variables)"
                )
            case "format":
                return BadRequest(f"the result cannot be had as {message}")
            case "value":
                return BadRequest(f"this cannot be run: {message}")
            case "evaluation":
                return QueryRefused(f"this cannot be run: {message}")
        return StoreUnavailable(f"the query failed: {message}")

    def _death(self, worker: WorkerProcess) -> QueryTooCostly:
        if worker.killed_for == "closing":
            return QueryTooCostly("the service is being stopped")
        if worker.killed_for == "deadline":
            return QueryTooCostly(f"stopped at the limit of {self._seconds:g} s")
        return QueryTooCostly(
            f"the worker broke down over this (memory limit {self._limits.memory // 2**20:,} MiB); "
            "nothing else was disturbed"
        )

    def release(self) -> None:
        if self._released:
            return
        self._released = True
        worker, pool = self._worker, self._pool
        if worker is not None:
            pool._deadlines.remove(worker)
            if worker.broken or not worker.alive():
                replacing = (worker, self._resources)
                threading.Thread(target=pool._replace, args=replacing, name="query-worker-ends").start()
                return
        pool._put_back(worker, self._resources)
