"""Foreign formats are parsed in a process of their own: 30 seconds, 1 GB, killed when it asks for more.

The memory limit is the system's RLIMIT_AS; where there is none (Windows) the deadline stands alone.
This module is both sides: ``foreign_text`` starts ``python -m graph.reading.sandbox FORMAT``, which
reads the file from standard input and writes one JSON object.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from graph.errors import UnreadableFile

SECONDS = 30.0
MEMORY = 1024 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[2]


def foreign_text(form: str, data: bytes, file: str, seconds: float = SECONDS) -> tuple[str, str]:
    """Text and encoding of a file in ``form`` (html, docx, pdf). Raises UnreadableFile."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "graph.reading.sandbox", form],
            input=data,
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise UnreadableFile(
            f"{file}：{seconds:.0f} 秒内没有读完，文件可能已损坏或过于复杂。请重新导出，或复制文字另存为 .txt。"
        ) from slow
    try:
        answer = json.loads(done.stdout.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as broken:
        raise UnreadableFile(
            f"{file}：读取时超出内存上限或中途停止，文件可能已损坏。请重新导出，或复制文字另存为 .txt。"
        ) from broken
    if "problem" in answer:
        raise UnreadableFile(f"{file}：{answer['problem']}。")
    return answer["text"], answer["encoding"]


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _text(form: str, data: bytes) -> tuple[str, str]:
    if form == "html":
        from graph.reading.html import html_text

        return html_text(data)
    if form == "docx":
        from graph.reading.docx import docx_text

        return docx_text(data), "utf-8"
    from graph.reading.pdf import pdf_text

    return pdf_text(data), "utf-8"


def answer(form: str, data: bytes) -> dict[str, str]:
    """What the process answers. A parser of a damaged file may raise anything: here is the border."""
    try:
        text, encoding = _text(form, data)
    except UnreadableFile as problem:
        return {"problem": str(problem)}
    except MemoryError:
        return {"problem": "读取时超出内存上限，文件可能已损坏或过大。请拆分或重新导出"}
    except RecursionError:
        return {"problem": "结构嵌套过深，文件可能已损坏。请重新导出"}
    except Exception:  # noqa: BLE001
        return {"problem": f"不是完整的 {form.upper()} 文件，可能没有下载完或已损坏。请重新下载或重新导出"}
    return {"text": text, "encoding": encoding}


def main() -> None:
    import logging

    logging.disable(logging.CRITICAL)
    _limit()
    found = json.dumps(answer(sys.argv[1], sys.stdin.buffer.read()))
    sys.stdout.write(found)


if __name__ == "__main__":
    main()
