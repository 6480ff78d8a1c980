"""Debian's Virtuoso 7 (``apt-get install virtuoso-opensource-7-bin``) on free ports of this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.service.running import wait_until

PASSWORD = "password-of-the-tests"
_SETTINGS = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryCostEstimationTime = {cost}
MaxQueryExecutionTime = 60
"""


@dataclass
class VirtuosoServer:
    """Reading is open at ``/sparql``; ``dutygraph`` writes, with its password, at ``/sparql-auth``."""

    folder: Path
    cost: int = 400
    """Seconds that a query may be estimated at."""
    rows: int = 1_000_000
    """At which results are cut."""

    def __post_init__(self) -> None:
        if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
            pytest.skip("needs Virtuoso 7: apt-get install virtuoso-opensource-7-bin")
        self.http, self.sql = _free_port(), _free_port()
        settings = _SETTINGS.format(sql=self.sql, http=self.http, cost=self.cost, rows=self.rows)
        (self.folder / "virtuoso.ini").write_text(settings, encoding="ascii")
        self.process = subprocess.Popen(
            ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert wait_until(self._answers, 60), "Virtuoso did not start"
        self.sql_statement(f"DB.DBA.USER_CREATE('dutygraph', '{PASSWORD}')")
        self.sql_statement('GRANT SPARQL_UPDATE TO "dutygraph"')

    @property
    def spec(self) -> str:
        base = f"http://127.0.0.1:{self.http}"
        return f"sparql+{base}/sparql,{base}/sparql-auth"

    def sql_statement(self, text: str) -> None:
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", "ERRORS=STDOUT", f"exec={text};"],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def empty(self) -> None:
        self.sql_statement("RDF_GLOBAL_RESET()")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", self.http)) == 0


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
