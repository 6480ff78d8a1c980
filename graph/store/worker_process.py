"""The server's end of one worker process, and the thread that kills those past their time."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

_PROGRAM = Path(__file__).with_name("query_worker.py")
_WATCH = 0.05
"""Seconds between two looks at the clock: how late a worker may be killed."""


class WorkerProcess:
    """One process. ``broken`` from the start of a request until its last frame."""

    def __init__(self, memory: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(_PROGRAM), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # glibc reserves 64 MiB of addresses per arena, which would count against the limit
            env=os.environ | {"MALLOC_ARENA_MAX": "1"},
        )
        self.broken = False
        self.killed_for: str | None = None

    def alive(self) -> bool:
        return self.killed_for is None and self.process.poll() is None

    def send(self, message: bytes) -> None:
        self.broken = True
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # it died; the reading of frames tells
            self.process.stdin.write(message)
            self.process.stdin.flush()

    def frame(self) -> tuple[bytes, bytes]:
        """Kind and content; kind is empty where the process ended."""
        assert self.process.stdout is not None
        header = self.process.stdout.read(5)
        if len(header) < 5:
            return b"", b""
        length = struct.unpack(">I", header[1:])[0]
        content = self.process.stdout.read(length)
        if len(content) < length:
            return b"", b""
        kind = header[:1]
        if kind in (b"E", b"X"):
            self.broken = False
        return kind, content

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

    def add(self, worker: WorkerProcess, seconds: float) -> None:
        with self._lock:
            self._due[worker] = time.monotonic() + seconds
        self._work.set()

    def remove(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._due.pop(worker, None)

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
                        del self._due[worker]
                if not self._due and not self._closed:
                    self._work.clear()
            time.sleep(_WATCH)
