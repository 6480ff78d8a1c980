"""A file by its extension to the reader of its format."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath

from graph.errors import UnreadableFile
from graph.model import ReadingWarning, SourceText
from graph.reading import text
from graph.reading.sandbox import foreign_text

_TEXT = {".txt": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown"}
_FOREIGN = {
    ".html": ("html", "text/html"),
    ".htm": ("html", "text/html"),
    ".docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pdf": ("pdf", "application/pdf"),
}
SUFFIXES = (*_TEXT, *_FOREIGN)
"""Extensions that are read."""

_SAVE_AS_DOCX = "请用 Word 或 WPS 打开后“另存为”.docx，再读取"
_REFUSED = {
    ".doc": f"是旧版 Word 文档，不能直接读取。{_SAVE_AS_DOCX}。",
    ".wps": f"是 WPS 文字文档，不能直接读取。{_SAVE_AS_DOCX}。",
    ".rtf": f"是 RTF 文档，不能直接读取。{_SAVE_AS_DOCX}。",
    ".ofd": "是 OFD 版式文件，不能直接读取。请用 OFD 阅读器导出为带文字层的 .pdf，或向制发单位索取 .docx，再读取。",
    ".xls": "是电子表格，不能直接读取。请把表格复制到 Word 中另存为 .docx，再读取。",
    ".xlsx": "是电子表格，不能直接读取。请把表格复制到 Word 中另存为 .docx，再读取。",
    ".ppt": "是演示文稿，不能直接读取。请把文字另存为 .docx，再读取。",
    ".pptx": "是演示文稿，不能直接读取。请把文字另存为 .docx，再读取。",
    ".jpg": "是图片，不能直接读取。请先做文字识别（OCR），核对后存为 .docx 或 .txt，再读取。",
    ".jpeg": "是图片，不能直接读取。请先做文字识别（OCR），核对后存为 .docx 或 .txt，再读取。",
    ".png": "是图片，不能直接读取。请先做文字识别（OCR），核对后存为 .docx 或 .txt，再读取。",
    ".zip": "是压缩包，不能直接读取。请先解压，再读取其中的文档。",
    ".rar": "是压缩包，不能直接读取。请先解压，再读取其中的文档。",
}


def read(path: str | Path) -> SourceText:
    """Read a file. Raises UnreadableFile, which names the file, what is wrong and what to do."""
    path = Path(path)
    _suffix(str(path))
    return read_bytes(text.load(path, str(path)), str(path))


def read_bytes(data: bytes, file: str) -> SourceText:
    """Read the content of a file; the extension of ``file`` tells its format. Raises UnreadableFile."""
    suffix = _suffix(file)
    if suffix in _TEXT:
        return text.read_text(data, file, _TEXT[suffix])
    if not data:
        raise UnreadableFile(f"{file}：文件是空的，没有可读的文字。请检查文件是否保存完整。")
    form, media_type = _FOREIGN[suffix]
    raw, encoding = foreign_text(form, data, file)
    warnings: tuple[ReadingWarning, ...] = ()
    if form == "html" and encoding not in ("utf-8", "ascii"):
        message = f"{file} 不是 UTF-8 编码，已按 {encoding.upper()} 读取；如有乱码请另存为 UTF-8。"
        warnings = (ReadingWarning(f"read-as-{encoding}", message),)
    return text.source_from_text(
        raw,
        file,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        encoding=encoding,
        warnings=warnings,
    )


def _suffix(file: str) -> str:
    suffix = PurePath(file).suffix.lower()
    if suffix in _REFUSED:
        raise UnreadableFile(f"{file}：{_REFUSED[suffix]}")
    if suffix not in SUFFIXES:
        kind = f"扩展名 {suffix} " if suffix else "没有扩展名的文件"
        raise UnreadableFile(f"{file}：不认识{kind}。能读取的有 {'、'.join(SUFFIXES)}；请另存为其中一种。")
    return suffix
