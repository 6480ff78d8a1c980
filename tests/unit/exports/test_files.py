"""Where exports are written: files, folders, streams."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from graph.errors import Conflict
from graph.exports import FORMATS, export
from graph.store import Store


@pytest.mark.parametrize("format_", [name for name, each in FORMATS.items() if each.folder])
def test_a_folder_and_its_archive_hold_the_same_files(format_: str, small: Store, tmp_path: Path) -> None:
    export(small, format_, "full", tmp_path / "folder")
    target = io.BytesIO()
    export(small, format_, "full", target)
    archive = zipfile.ZipFile(target)
    assert archive.testzip() is None
    assert {info.extract_version for info in archive.infolist()} == {20}  # 45 would be ZIP64
    written = {path.name: path.read_bytes() for path in (tmp_path / "folder").iterdir()}
    assert {name: archive.read(name) for name in archive.namelist()} == written


def test_a_folder_that_holds_something_is_left_alone(small: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Conflict, match="不是空文件夹"):
        export(small, "csv", "full", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_appears_whole_or_not_at_all(small: Store, tmp_path: Path) -> None:
    target = tmp_path / "graph.gexf"
    target.write_text("old")

    def fails(done: int, total: int) -> None:
        raise Conflict("stop")

    with pytest.raises(Conflict, match="stop"):
        export(small, "gexf", "full", target, progress=fails)
    assert target.read_text() == "old" and [path.name for path in tmp_path.iterdir()] == ["graph.gexf"]
    export(small, "gexf", "full", target)
    assert target.read_bytes().startswith(b"<?xml")


def test_progress_ends_with_all_done(small: Store) -> None:
    for name in FORMATS:
        seen: list[tuple[int, int]] = []
        export(
            small,
            name,
            "full",
            io.BytesIO(),
            progress=lambda done, total, seen=seen: seen.append((done, total)),
        )  # type: ignore[misc]
        assert seen and seen[-1][0] == seen[-1][1], name
