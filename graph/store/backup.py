"""Backup and restore of the embedded store, each compared with the original quad by quad."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pyoxigraph as ox

from graph.errors import BadRequest, Conflict, StoreUnavailable
from graph.store.directory import StoreDirectory

_NOTE = "backup.json"


def write_note(directory: Path) -> None:
    """Leaves number and digest of the quads in a backup that was just made."""
    quads, digest = fingerprint(directory / "oxigraph")
    note = {"format": 1, "quads": quads, "sha256": digest}
    (directory / _NOTE).write_text(json.dumps(note, indent=2), encoding="utf-8")


def restore(directory: str, spec: str) -> None:
    """Makes the store ``spec`` (a new folder) from a backup. Raises BadRequest, Conflict, StoreUnavailable."""
    source = Path(directory)
    try:
        note = json.loads((source / _NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadRequest(f"{directory} 不是 dutygraph 的备份：缺少 {_NOTE}（not a backup）") from None
    if spec == "memory:" or spec.startswith("sparql+"):
        raise BadRequest(f"只能恢复到文件夹，不能恢复到 {spec}（a folder was expected）")
    target = StoreDirectory(Path(spec))
    if target.exists():
        raise Conflict(f"{spec} 已经有存储；请指定空的位置（a store is there already）")
    target.create()
    try:
        shutil.rmtree(target.database)
        shutil.copytree(source / "oxigraph", target.database)
        shutil.copyfile(source / "generation", target.root / "generation")
        quads, digest = fingerprint(target.database)
    except OSError as error:
        raise StoreUnavailable(f"恢复到 {spec} 失败（restore failed）：{error}") from error
    if (quads, digest) != (note["quads"], note["sha256"]):
        raise StoreUnavailable(
            f"恢复的内容与备份不符：应有 {note['quads']} 条，现有 {quads} 条；备份可能已损坏（backup is damaged）"
        )


def fingerprint(database: Path) -> tuple[int, str]:
    """Number of quads, and the sum of the SHA-256 of each as N-Quads: no order, no sorting, little memory."""
    total, count = 0, 0
    for quad in ox.Store.read_only(str(database)):
        total += int.from_bytes(hashlib.sha256(str(quad).encode()).digest(), "big")
        count += 1
    return count, f"{total % 2**256:064x}"
