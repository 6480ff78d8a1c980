"""The Oxigraph server of the development requirements, on a free port."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.store.sparql_client import endpoint
from tests.service.running import wait_until


@dataclass
class OxigraphServer:
    folder: Path
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
        if program is None:
            pytest.skip("needs the Oxigraph server: pip install oxigraph")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [
                program,
                "serve",
                "--location",
                str(self.folder),
                "--bind",
                f"127.0.0.1:{self.port}",
                *self.options,
            ],
            stderr=subprocess.DEVNULL,
        )
        assert wait_until(self._answers), "the Oxigraph server did not start"

    def _answers(self) -> bool:
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", self.port)) == 0

    def empty(self) -> None:
        update = endpoint(f"http://127.0.0.1:{self.port}/update")
        list(update.post([("update", "DROP ALL")], "*/*", 60)[1])

    @property
    def spec(self) -> str:
        return f"sparql+http://127.0.0.1:{self.port}/query,http://127.0.0.1:{self.port}/update"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
