"""Temporary files in which rows wait until all are known; they are gone when their stack is."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from typing import IO

from graph.exports.format import Chunks


def spool(stack: ExitStack) -> IO[bytes]:
    """A new temporary file, closed with the stack."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the stack
    return stack.enter_context(file)


def chunks_of(file: IO[bytes]) -> Chunks:
    """The whole content, from the beginning."""
    file.seek(0)
    while chunk := file.read(1 << 16):
        yield chunk
