"""Reads uploaded files in a process of their own: a hostile one costs time and memory only there.

Both sides: ``extract_apart`` starts ``python -m api.extraction NAME``, which reads the file from standard
input and answers with the pickled Document or error; pickled by our own code, never by the file.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from graph.errors import DutygraphError, UnreadableFile
from graph.extract import extract
from graph.model import Document
from graph.reading import read_bytes

SECONDS = 60.0
MEMORY = 2 * 2**30
_ROOT = Path(__file__).resolve().parents[1]


def extract_apart(data: bytes, file: str, seconds: float = SECONDS) -> Document:
    """What a file of this name and content says. Raises UnreadableFile, NotAPlan."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "api.extraction", file],
            input=data,
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(f"{file}：{seconds:g} 秒内没有读完，已停止；请拆成较小的文件再试。") from None
    complaint = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode > 0 and not complaint.endswith("MemoryError"):
        raise RuntimeError(f"reading {file} failed:\n{complaint}")  # a fault of ours: logged, and a 500
    if done.returncode != 0:
        raise UnreadableFile(f"{file}：读取时超出内存限额或中途停止；请重新导出，或复制文字另存为 .txt。")
    found: Document | DutygraphError = pickle.loads(done.stdout)
    if isinstance(found, DutygraphError):
        raise found
    return found


def _limit() -> None:
    if os.name != "nt":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(file: str) -> Document | DutygraphError:
    try:
        return extract(read_bytes(sys.stdin.buffer.read(), file))
    except DutygraphError as error:
        return error


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(pickle.dumps(_answer(sys.argv[1])))
