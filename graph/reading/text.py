"""Bytes to text: UTF-8 with or without a mark, UTF-16, GB18030; what is none of them is refused."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from graph.errors import UnreadableFile
from graph.model import ReadingWarning, SourceText
from graph.reading.normalise import normalise

LARGEST = 64 * 1024 * 1024
"""Bytes; a plan has thousands. What is larger is no document of the genre."""

_MAGIC = (
    (b"%PDF", "PDF 文件", "请把扩展名改为 .pdf 后重试"),
    (
        b"PK\x03\x04",
        "压缩包（可能是 .docx、.wps、.ofd 或 .zip）",
        "若是 Word 文档，请把扩展名改为 .docx 后重试",
    ),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文档（.doc、.wps、.xls）", "请用 Word 或 WPS 打开后“另存为”.docx"),
    (b"\x89PNG", "图片", "请先做文字识别（OCR），再存为 .txt 或 .docx"),
    (b"\xff\xd8\xff", "图片", "请先做文字识别（OCR），再存为 .txt 或 .docx"),
    (b"\x1f\x8b", "压缩文件", "请先解压"),
    (b"Rar!", "压缩包", "请先解压"),
    (b"7z\xbc\xaf", "压缩包", "请先解压"),
    (b"{\\rtf", "RTF 文档", "请用 Word 或 WPS 打开后“另存为”.docx"),
)
_HANZI = re.compile("[\u3400-\u9fff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f\ufffd\ue000-\uf8ff]")


def _plausible(text: str) -> bool:
    """Whether a decoding gave ordinary Chinese: nearly all characters among the 3,755 most common of GB 2312.

    Text of one encoding read in another turns into rare characters.
    """
    sample = text[:20000]
    hanzi = _HANZI.findall(sample)
    if len(_CONTROL.findall(sample)) > len(sample) * 0.005:
        return False
    if not hanzi:
        return True
    common = sum(
        len(code) == 2 and 0xB0 <= code[0] <= 0xD7 for code in (c.encode("gb2312", "ignore") for c in hanzi)
    )
    return common >= 0.85 * len(hanzi)


def decode(data: bytes, file: str) -> tuple[str, str, tuple[ReadingWarning, ...]]:
    """Text, encoding and what there is to say about it. Raises UnreadableFile."""
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xfe\xff"):
        raise UnreadableFile(f"{file}：文件是空的，没有可读的文字。请检查文件是否保存完整。")
    for magic, what, advice in _MAGIC:
        if data.startswith(magic):
            raise UnreadableFile(f"{file}：内容不是纯文本，而是{what}。{advice}。")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _other(data, "utf-16", file)
    if b"\x00" in data[:4096]:
        for encoding in ("utf-16-le", "utf-16-be"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _plausible(text) and _HANZI.search(text):
                return _other(data, encoding, file)
        raise UnreadableFile(f"{file}：是二进制文件，不是文字。请提供 .txt、.md、.html、.docx 或 .pdf 文档。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        return _not_utf8(data, broken.start, file)
    return _checked(text, file), "utf-8", ()


def _not_utf8(data: bytes, at: int, file: str) -> tuple[str, str, tuple[ReadingWarning, ...]]:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if text and _HANZI.search(text) and _plausible(text):
        return _other(data, "gb18030", file)
    raise UnreadableFile(
        f"{file}：第 {at + 1} 个字节起既不是 UTF-8 也不是 GB18030 编码的文字，文件可能已损坏或不是文本。"
        "请用记事本打开后“另存为”，编码选 UTF-8。"
    )


def _other(data: bytes, encoding: str, file: str) -> tuple[str, str, tuple[ReadingWarning, ...]]:
    name = "utf-16" if encoding.startswith("utf-16") else encoding
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as broken:
        raise UnreadableFile(
            f"{file}：第 {broken.start + 1} 个字节起不是完整的 {name.upper()} 文字，文件可能已损坏。"
        ) from broken
    message = f"{file} 不是 UTF-8 编码，已按 {name.upper()} 读取；如有乱码请另存为 UTF-8。"
    return _checked(text.removeprefix("\ufeff"), file), name, (ReadingWarning(f"read-as-{name}", message),)


def _checked(text: str, file: str) -> str:
    if len(_CONTROL.findall(text[:100_000])) > len(text[:100_000]) * 0.02:
        raise UnreadableFile(
            f"{file}：含有大量控制字符，不是文字。请提供 .txt、.md、.html、.docx 或 .pdf 文档。"
        )
    return text


def source_from_text(
    raw: str,
    file: str = "",
    *,
    sha256: str | None = None,
    media_type: str = "text/plain",
    encoding: str = "utf-8",
    warnings: tuple[ReadingWarning, ...] = (),
) -> SourceText:
    """A SourceText of text that is at hand. ``sha256`` is that of the file where there is one."""
    text, offsets = normalise(raw)
    if not text:
        raise UnreadableFile(f"{file or '输入'}：文件是空的，没有可读的文字。请检查文件是否保存完整。")
    digest = sha256 or hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
    return SourceText(file, digest, media_type, encoding, raw, text, offsets, warnings)


def load(path: Path, file: str) -> bytes:
    """The bytes of a file, up to LARGEST. Raises UnreadableFile."""
    try:
        if path.is_dir():
            raise UnreadableFile(f"{file}：是文件夹，不是文件。")
        size = path.stat().st_size
        if size > LARGEST:
            raise UnreadableFile(
                f"{file}：文件有 {size // 1024 // 1024} MB，超过 {LARGEST // 1024 // 1024} MB 的上限。请拆分后再读。"
            )
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise UnreadableFile(f"{file}：没有这个文件。请检查路径。") from missing
    except OSError as broken:
        raise UnreadableFile(
            f"{file}：无法打开（{broken.strerror or broken}）。请检查权限或文件是否被占用。"
        ) from broken


def read_text(data: bytes, file: str, media_type: str) -> SourceText:
    raw, encoding, warnings = decode(data, file)
    return source_from_text(
        raw,
        file,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        encoding=encoding,
        warnings=warnings,
    )
