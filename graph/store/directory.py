"""What lies in the folder of an embedded store.

``oxigraph/`` the database · ``generation`` the name of its present content · ``serving.json`` who serves it
· ``checkpoints/`` read-only views for query workers · ``readers/`` read-only views of other processes.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreUnavailable


@dataclass(frozen=True, slots=True)
class StoreDirectory:
    root: Path

    @property
    def database(self) -> Path:
        return self.root / "oxigraph"

    @property
    def checkpoints(self) -> Path:
        return self.root / "checkpoints"

    @property
    def readers(self) -> Path:
        return self.root / "readers"

    def log_size(self) -> int:
        """Bytes of the database's write-ahead log."""
        with os.scandir(self.database) as entries:
            return sum(entry.stat().st_size for entry in entries if entry.name.endswith(".log"))

    def exists(self) -> bool:
        return (self.database / "CURRENT").is_file()

    def create(self) -> None:
        """Makes the folder, or refuses one that holds something else."""
        if self.root.exists() and not self.root.is_dir():
            raise StoreUnavailable(f"{self.root} 是文件，不是存储所在的文件夹（a folder was expected）")
        if not self.exists() and self.root.is_dir() and any(self.root.iterdir()):
            strangers = sorted(
                set(os.listdir(self.root)) - {"oxigraph", "checkpoints", "readers", "generation"}
            )
            if strangers:
                raise StoreUnavailable(
                    f"{self.root} 不是 dutygraph 的存储，里面有 {strangers[0]}；"
                    "请指定空文件夹或已有的存储（not a store of dutygraph）"
                )
        try:
            self.database.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"无法建立存储 {self.root}（cannot be made）：{error.strerror}") from error

    def read_generation(self) -> str:
        try:
            return (self.root / "generation").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    def write_new_generation(self) -> str:
        """Stands on disk before the commit it names: content never changes under a name once seen."""
        name = secrets.token_hex(8)
        draft = self.root / "generation.new"
        draft.write_text(name, encoding="ascii")
        draft.replace(self.root / "generation")
        return name

    def announce(self, address: str) -> None:
        """Leaves the server's address for the messages of other processes."""
        text = json.dumps({"address": address, "pid": os.getpid()})
        (self.root / "serving.json").write_text(text, encoding="utf-8")

    def withdraw(self) -> None:
        (self.root / "serving.json").unlink(missing_ok=True)

    def served_at(self) -> str | None:
        try:
            return str(json.loads((self.root / "serving.json").read_text(encoding="utf-8"))["address"])
        except (FileNotFoundError, KeyError, ValueError):
            return None

    def sweep(self) -> None:
        """Takes away what a process that died has left. Only for the owner of the store."""
        shutil.rmtree(self.checkpoints, ignore_errors=True)
        self.withdraw()
        if self.readers.is_dir():
            for folder in self.readers.iterdir():
                if not _alive(folder.name.partition("-")[0]):
                    shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: str) -> bool:
    if not pid.isdigit():
        return False
    if os.name == "nt":  # there, os.kill would end the process; an old view is left where it is
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
