from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.running import TOKEN, Running

Start = Callable[..., Running]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts services, with the options of ``Config``, and ends them all after the module."""
    started: list[Running] = []

    def run(store: str | Path = "memory:", token: str | None = TOKEN, **options: Any) -> Running:
        log = (tmp_path_factory.mktemp("log") / "service.log").open("wb")
        service = Running({"store": str(store), "token": token, **options}, log)
        started.append(service)
        return service

    yield run
    for service in started:
        if service.process.poll() is None:
            service.kill()


@pytest.fixture(scope="module")
def scratch(start: Start) -> Running:
    """An empty store, every graph of which may be written."""
    return start(writable="all", limits={"seconds": 2.0, "update_seconds": 3.0})


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 110 MB, where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=110m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
