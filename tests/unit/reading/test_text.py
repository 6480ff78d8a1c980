"""Bytes of every kind: what is read, what is said about it, what is refused and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import UnreadableFile
from graph.reading import read, read_bytes
from tests.corpus import WORK_PLAN

PLAN = WORK_PLAN.read_text(encoding="utf-8")


def test_utf8_with_a_mark_is_read_without_it() -> None:
    source = read_bytes(PLAN.encode("utf-8-sig"), "plan.txt")
    assert (source.raw, source.encoding, source.warnings) == (PLAN, "utf-8", ())


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("gb18030", "gb18030"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16")],
)
def test_another_encoding_is_read_and_said_so(encoding: str, name: str) -> None:
    source = read_bytes(PLAN.encode(encoding), "旧文件.txt")
    assert (source.raw, source.encoding) == (PLAN, name)
    assert [w.code for w in source.warnings] == [f"read-as-{name}"]
    assert "旧文件.txt" in source.warnings[0].message


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.txt", b"", "文件是空的"),
        ("空.txt", b"\xef\xbb\xbf \n\n", "文件是空的"),
        ("二进制.txt", bytes(range(256)) * 20, "二进制文件"),
        ("其实.txt", b"%PDF-1.7\n" + b"x" * 100, "PDF 文件"),
        ("其实.txt", b"PK\x03\x04" + b"\x00" * 100, "压缩包"),
        ("其实.md", b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "旧版 Office"),
        (
            "损坏.txt",
            PLAN.encode("utf-8")[:3000] + b"\xff\xff\x80" + PLAN.encode("utf-8")[3000:],
            "第 3001 个字节",
        ),
        ("空.docx", b"", "文件是空的"),
        ("方案.doc", b"x", "另存为”.docx"),
        ("方案.wps", b"x", "另存为”.docx"),
        ("方案.ofd", b"x", ".pdf"),
        ("方案.xyz", b"x", "不认识扩展名 .xyz"),
        ("方案", b"x", "没有扩展名"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(name: str, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_bytes(data, name)
    message = str(refused.value)
    assert message.startswith(f"{name}：")
    assert says in message
    assert message.endswith("。")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有这个文件"):
        read(tmp_path / "无.txt")
    (tmp_path / "夹.txt").mkdir()
    with pytest.raises(UnreadableFile, match="是文件夹"):
        read(tmp_path / "夹.txt")
