"""A read-only view of a database that another process may be writing.

RocksDB promises nothing to a reader beside a writer, so the reader opens a copy: table files, which never
change, as hard links; the manifest and the log copied. The copy is one state of the store when the manifest
has not changed from before the first file to after the last: only a new manifest entry lets the writer
delete tables and logs, and a log is only ever added to, batch by batch, each with its checksum.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
import time
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.store.directory import StoreDirectory

_ATTEMPTS = 50


def take(directory: StoreDirectory) -> tuple[Path, str]:
    """Returns the folder of the view, to be deleted by the caller, and a name of its content."""
    for attempt in range(_ATTEMPTS):
        target = directory.readers / f"{os.getpid()}-{secrets.token_hex(4)}"
        try:
            target.mkdir(parents=True)
            before = _manifest(directory.database)
            content = _copy(directory.database, target)
            if before == _manifest(directory.database):
                return target, content
        except FileNotFoundError:
            pass  # a table was compacted away between listing and linking: a new manifest is there
        except OSError as error:
            shutil.rmtree(target, ignore_errors=True)
            raise StoreUnavailable(
                f"无法读取存储 {directory.root}（cannot be read）：{error.strerror}"
            ) from error
        shutil.rmtree(target, ignore_errors=True)
        time.sleep(0.01 * (attempt + 1))
    raise StoreUnavailable(
        f"存储 {directory.root} 正在频繁写入，暂时无法读取，请稍后再试（changes too fast to be read）"
    )


def beside_a_full_disk(directory: StoreDirectory, target: Path) -> Path:
    """Makes the view ``target`` where the store's own disk has no room: tables as links, which take none, and the
    rest, some of it links into the folder elsewhere that is returned, to be deleted once nobody reads the view.

    Only while nothing is written, which a full disk sees to. Raises OSError.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    elsewhere = Path(tempfile.mkdtemp(prefix="dutygraph-view-"))
    try:
        _copy(directory.database, elsewhere, tables=target)
        for file in elsewhere.iterdir():
            (target / file.name).symlink_to(file)
    except OSError:
        shutil.rmtree(elsewhere, ignore_errors=True)
        shutil.rmtree(target, ignore_errors=True)
        raise
    return elsewhere


def _manifest(database: Path) -> tuple[str, int]:
    name = (database / "CURRENT").read_text(encoding="ascii").strip()
    return name, (database / name).stat().st_size


def _copy(database: Path, target: Path, tables: Path | None = None) -> str:
    """``tables``: where the links to table files go, if not to ``target`` too."""
    seen = hashlib.sha256()
    for name in sorted(os.listdir(database)):
        source, copy = database / name, target / name
        if name.endswith(".sst"):
            copy = (tables or target) / name
            try:
                os.link(source, copy)
            except (PermissionError, NotImplementedError):
                shutil.copyfile(source, copy)
        elif (
            name in ("CURRENT", "IDENTITY")
            or name.startswith(("MANIFEST", "OPTIONS"))
            or name.endswith(".log")
        ):
            shutil.copyfile(source, copy)
        else:
            continue
        seen.update(f"{name} {copy.stat().st_size}\n".encode())
    return seen.hexdigest()[:16]
