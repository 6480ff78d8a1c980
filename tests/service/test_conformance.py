"""The shared conformance tools against our own service."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.corpus import shared
from tests.service.conftest import Start
from tests.service.running import TOKEN, Running


def run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=600)
    return done.stdout + done.stderr


def addresses(service: Running) -> list[str]:
    base = service.address
    return ["--update", f"{base}/sparql/update", "--gsp", f"{base}/graphs", "--token", TOKEN]


def test_every_check_of_the_protocol_passes(scratch: Running) -> None:
    tool = shared("tools/protocol_check.py")
    told = run(
        *(str(tool), f"{scratch.address}/sparql", *addresses(scratch)),
        *("--rdf-tests", str(shared("w3c")), "--destructive", "--ssrf", "--gsp-direct", "--slow", "4"),
    )
    assert re.search(r"\b154 passed, 0 failed, 0 skipped", told), told


def test_no_fewer_w3c_tests_pass_than_with_the_engine_in_process(start: Start) -> None:
    tool = shared("tools/w3c_sparql.py")
    service = start(writable="all")
    told = run(
        *(str(tool), str(shared("w3c")), "--backend", "http"),
        *("--query", f"{service.address}/sparql", *addresses(service)),
    )
    score = re.search(r"(\d+) passed, \d+ failed, 6 skipped of 981", told)
    assert score is not None and int(score.group(1)) >= 947, told
