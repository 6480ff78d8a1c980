"""The server's end of one worker process, and the thread that kills those past their time."""

from __future__ import annotations

import os
import select
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

_PROGRAM = Path(__file__).with_name("query_worker.py")
_WATCH = 0.05
"""Seconds between two looks at the clock by ``Deadlines``."""
_PIECE = 1 << 20


class WorkerProcess:
    """One process. ``broken`` from the start of a request until its last frame.

    Who reads its frames stops at ``due`` and does not wait for it to be gone: the system takes back a
    gigabyte first (0.1 s and more) and closes the pipe only then.
    """

    def __init__(self, memory: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(_PROGRAM), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            # glibc reserves 64 MiB of addresses per arena, which would count against the limit
            env=os.environ | {"MALLOC_ARENA_MAX": "1"},
        )
        self.broken = False
        self.killed_for: str | None = None
        self.due: float | None = None
        """On the monotonic clock, while it works."""
        assert self.process.stdout is not None
        self._channel = self.process.stdout.fileno()
        self._held = bytearray()
        self._waiting = select.poll() if hasattr(select, "poll") else None  # Windows has none for pipes
        if self._waiting:
            self._waiting.register(self._channel, select.POLLIN)

    def alive(self) -> bool:
        return self.killed_for is None and self.process.poll() is None

    def send(self, message: bytes) -> None:
        self.broken = True
        assert self.process.stdin is not None
        view = memoryview(message)
        with suppress(BrokenPipeError):  # it died; the reading of frames tells
            while view:
                view = view[self.process.stdin.write(view) or 0 :]

    def frame(self) -> tuple[bytes, bytes]:
        """Kind and content; kind is empty where the process ended or its time did."""
        header = self._take(5)
        if header is None:
            return b"", b""
        content = self._take(struct.unpack(">I", header[1:])[0])
        if content is None:
            return b"", b""
        kind = header[:1]
        if kind in (b"E", b"X"):
            self.broken = False
        return kind, content

    def _take(self, size: int) -> bytes | None:
        while len(self._held) < size:
            if not self._ready():
                self.kill("deadline")
                return None
            piece = os.read(self._channel, _PIECE)
            if not piece:
                return None
            self._held += piece
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def _ready(self) -> bool:
        """False where nothing came until ``due``. Where a pipe cannot be waited for, ``Deadlines`` alone watches."""
        if self._waiting is None or self.due is None:
            return True
        return bool(self._waiting.poll(max(0.0, self.due - time.monotonic()) * 1000))

    def kill(self, reason: str) -> None:
        self.killed_for = self.killed_for or reason
        self.process.kill()

    def end(self) -> None:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()
        self.process.wait()


class Deadlines:
    """Kills the workers that are past their time: one thread for all, awake only while one works."""

    def __init__(self) -> None:
        self._due: dict[WorkerProcess, float] = {}
        self._lock = threading.Lock()
        self._work = threading.Event()
        self._closed = False
        threading.Thread(target=self._run, name="query-deadlines", daemon=True).start()

    def add(self, worker: WorkerProcess, due: float) -> None:
        """``due`` on the monotonic clock."""
        with self._lock:
            worker.due = self._due[worker] = due
            if not self._work.is_set():
                self._work.set()

    def remove(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._due.pop(worker, None)
            worker.due = None

    def kill_all(self, reason: str) -> None:
        with self._lock:
            for worker in self._due:
                worker.kill(reason)

    def close(self) -> None:
        self._closed = True
        self._work.set()

    def _run(self) -> None:
        while not self._closed:
            self._work.wait()
            now = time.monotonic()
            with self._lock:
                for worker, due in list(self._due.items()):
                    if now >= due:
                        worker.kill("deadline")
                        del self._due[worker]  # who reads from it keeps its own clock
                if not self._due and not self._closed:
                    self._work.clear()
            time.sleep(_WATCH)
