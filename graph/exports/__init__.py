"""The graph as files for other tools, one format per module.

``export`` writes a file, a folder or a stream; ``stream`` yields bytes as they come, a ZIP archive for
formats that are folders. The same content of the store gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from graph.errors import BadRequest, Conflict
from graph.exports.archive import zipped
from graph.exports.csv_tables import CSV
from graph.exports.cx2 import CX2
from graph.exports.format import VIEWS, Format, Job, Progress
from graph.exports.gexf import GEXF
from graph.exports.graphml import GRAPHML
from graph.exports.jsonld import JSONLD
from graph.exports.neo4j import NEO4J
from graph.exports.nquads import NQUADS, NTRIPLES
from graph.exports.pajek import PAJEK
from graph.exports.parquet import PARQUET
from graph.exports.protege import TURTLE
from graph.exports.rdfxml import RDFXML
from graph.exports.trig import TRIG
from graph.exports.xlsx import XLSX
from graph.exports.yed import YED
from graph.store.base import Store

__all__ = ["FORMATS", "VIEWS", "Format", "export", "stream"]

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        TURTLE,
        NTRIPLES,
        NQUADS,
        TRIG,
        JSONLD,
        RDFXML,
        GEXF,
        GRAPHML,
        YED,
        CX2,
        PAJEK,
        NEO4J,
        XLSX,
        CSV,
        PARQUET,
    )
}
"""All formats by the name that ``dutygraph export --format`` and ``/api/export`` take."""


def stream(
    store: Store,
    format_: str,
    view: str = "full",
    selection: Iterable[str] | None = None,
    positions: Mapping[str, tuple[float, float]] | None = None,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """The export as chunks of bytes. Raises BadRequest at once, not on the first chunk."""
    chosen, job = _asked(store, format_, view, selection, positions, progress)
    if chosen.chunks:
        return chosen.chunks(job)
    assert chosen.files
    return zipped(chosen.files(job))


def export(
    store: Store,
    format_: str,
    view: str,
    target: Path | BinaryIO,
    selection: Iterable[str] | None = None,
    positions: Mapping[str, tuple[float, float]] | None = None,
    progress: Progress | None = None,
) -> None:
    """Writes an export to a path (a new or empty folder for folder formats) or to a binary stream.

    A file appears whole or not at all. ``view`` is one of ``VIEWS`` that the format has; ``selection``
    keeps only these local ids; ``positions`` are the places of a map.
    """
    chosen, job = _asked(store, format_, view, selection, positions, progress)
    if not isinstance(target, Path):
        for chunk in stream(store, format_, view, selection, positions, progress):
            target.write(chunk)
    elif chosen.files:
        _write_folder(target, chosen.files(job))
    else:
        assert chosen.chunks
        _write_file(target, chosen.chunks(job))


def _asked(
    store: Store,
    format_: str,
    view: str,
    selection: Iterable[str] | None,
    positions: Mapping[str, tuple[float, float]] | None,
    progress: Progress | None,
) -> tuple[Format, Job]:
    chosen = FORMATS.get(format_)
    if chosen is None:
        raise BadRequest(f"没有格式 {format_}；可选：{'、'.join(FORMATS)}")
    if view not in VIEWS:
        raise BadRequest(f"view 应为 {'、'.join(VIEWS)} 之一，收到 {view}")
    if view not in chosen.views:
        fitting = "、".join(name for name, each in FORMATS.items() if view in each.views)
        raise BadRequest(f"格式 {format_} 只导出全图（view=full）；view={view} 可用：{fitting}")
    job = Job(store, view, None if selection is None else frozenset(selection), positions or {})
    return chosen, replace(job, progress=progress) if progress else job


def _write_folder(target: Path, files: Iterator[tuple[str, Iterator[bytes]]]) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Conflict(f"{target} 已经存在且不是空文件夹；请给出新的文件夹")
    _made(target)
    for name, chunks in files:
        _write_file(target / name, chunks)


def _write_file(target: Path, chunks: Iterator[bytes]) -> None:
    if target.is_dir():
        raise Conflict(f"{target} 是文件夹；这种格式要写成一个文件")
    _made(target.parent)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            file.writelines(chunks)
        part.replace(target)
    except OSError as error:
        raise BadRequest(f"无法写入 {target}：{error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(f"无法建立文件夹 {folder}：{error.strerror}") from error
