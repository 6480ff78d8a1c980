"""What is wrong with a parameter or a field, in Chinese: pydantic's own sentences are English."""

from __future__ import annotations

import re
from collections.abc import Callable

_SENTENCES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Unable to parse input string as an integer.*", "应为整数，且位数不能过多"),
    (r"Input should be a valid (?:date|date or datetime)\b.*", "应为日期，如 2026-06-18"),
    (r"Datetimes provided to dates should have zero time.*", "应为日期，如 2026-06-18"),
    (r"Input should be a valid string.*", "应为文字"),
    (r"Input should be a valid boolean.*", "应为 true 或 false"),
    (r"Input should be a valid list", "应为列表"),
    (r"Input should be (?:a valid dictionary|an object).*", "应为 JSON 对象"),
    (r"Input should be greater than or equal to (.+)", r"不能小于 \1"),
    (r"Input should be less than or equal to (.+)", r"不能大于 \1"),
    (r"String should have at least (\d+) characters?", r"至少要有 \1 个字"),
    (r"String should have at most (\d+) characters?", r"至多 \1 个字"),
    (r"List should have at least (\d+) items? after validation, not \d+", r"至少要有 \1 项"),
    (r"List should have at most (\d+) items? after validation, not .*", r"至多 \1 项"),
    (r"Extra inputs are not permitted", "没有这个参数"),
    (r"Field required", "缺少这一项"),
    (r"Invalid JSON.*", "不是 JSON"),
    (
        r"Input should be ('.*')",
        lambda match: "应为 " + "、".join(re.findall(r"'([^']*)'", match[1])) + " 之一",
    ),
)


def in_chinese(sentence: str) -> str:
    """The sentence in Chinese; as it is where it is none of pydantic's."""
    for pattern, chinese in _SENTENCES:
        if match := re.fullmatch(pattern, sentence, re.DOTALL):
            return chinese(match) if callable(chinese) else match.expand(chinese)
    return sentence
