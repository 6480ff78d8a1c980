"""Attachments: the list that names them (附件：1.… 2.…) and the heads under which they stand (附件1)."""

from __future__ import annotations

import re

from graph.parsing.text_lines import Line, numeral

_ANNEX_HEAD = re.compile(
    r"[【\[（]?(?:附件|附表|附录)(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})?[】\]）]?[：:、.]?(?P<title>.{0,100})$"
)
_ANNEX_LIST = re.compile(r"(?:附件|附表|附)(?:[：:]|(?=1[.、]))")
_ANNEX_ITEM = re.compile(r"(\d{1,2})[.、](?!\d)")


def listed_attachments(lines: list[Line]) -> tuple[list[tuple[int, str, int, int]], set[int]]:
    """The list 附件：1.… 2.… : (number, title, start, end) each, and the indices of its lines."""
    for i, line in enumerate(lines):
        head = _ANNEX_LIST.match(line.text)
        if not head or len(line.text) > 400:
            continue
        rest_start = head.end()
        if not line.text[rest_start:].strip():
            continue
        used = {i}
        chunks = [(line.start + rest_start, line.text[rest_start:])]
        expected = len(_ANNEX_ITEM.findall(chunks[0][1])) + 1
        for k in range(i + 1, min(i + 30, len(lines))):
            item = _ANNEX_ITEM.match(lines[k].text)
            if not item or int(item.group(1)) != expected or len(lines[k].text) > 120:
                break
            chunks.append((lines[k].start, lines[k].text))
            used.add(k)
            expected += 1
        found: list[tuple[int, str, int, int]] = []
        for start, chunk in chunks:
            items = list(_ANNEX_ITEM.finditer(chunk))
            if not items:
                a, b = _trimmed(chunk, 0, len(chunk))
                found.append((1, chunk[a:b], start + a, start + b))
            for item, following in zip(items, [*items[1:], None], strict=False):
                a, b = _trimmed(chunk, item.end(), following.start() if following else len(chunk))
                if a < b:
                    found.append((int(item.group(1)), chunk[a:b], start + a, start + b))
        return found, used
    return [], set()


def _trimmed(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and text[a] in " \t　：:；;，,":
        a += 1
    while a < b and text[b - 1] in " \t　。；;，,":
        b -= 1
    return a, b


def attachment_heads(
    lines: list[Line], list_lines: set[int], imprint: set[int]
) -> list[tuple[int, int, str]]:
    """(line, number, title on the same line) of 附件1, 附件 2 …, after the list that names them."""
    heads: list[tuple[int, int, str]] = []
    for i, line in enumerate(lines):
        if i in list_lines or i in imprint or not line.text.startswith(("附", "【附", "[附", "（附")):
            continue
        found = _ANNEX_HEAD.match(line.text)
        if not found or "。" in line.text or "\t" in line.text.rstrip():
            continue
        title = found.group("title").strip()
        if found.group("n") is None and title:
            continue
        number = numeral(found.group("n")) if found.group("n") else len(heads) + 1
        heads.append((i, number, title))
    return heads
