"""The search box takes questions: whether one is meant, and its answer."""

from __future__ import annotations

import re

from graph import questions
from visualize.explorer.reading import Json, Reading

_QUESTION = re.compile(r"[？?]\s*$|谁|哪|多少|什么|几(?:个|家|项)|是否|有没有|吗|如何|怎么")


def is_question(asked: str) -> bool:
    """Whether the words read as a question rather than a name."""
    return bool(_QUESTION.search(asked))


def answer(now: Reading, asked: str) -> Json:
    """The Answer object of the interfaces."""
    found: Json = questions.ask(now.store, asked)
    return found
