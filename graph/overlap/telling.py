"""What findings of all measures have in common: told in both languages, quoting the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypedDict

from graph.model import Span
from graph.overlap.duties import Duties
from graph.overlap.finding import Quote

MOST_PER_MEASURE = 2_000
"""Of each measure of context (M1, M2, M7) the strongest are kept as findings; the functions give all."""
MOST_QUOTES = 12
_OPENING, _CLOSING = "“‘「『《（", "”’」』》）"


class Told(TypedDict):
    """A sentence in both languages, as the fields of a Finding."""

    zh: str
    en: str


def in_both(make: Callable[[str], str]) -> Told:
    return {"zh": make("zh"), "en": make("en")}


def sentences(parts: Sequence[str], language: str) -> str:
    return ("" if language == "zh" else " ").join(parts)


def list_quotes(duties: Duties, tasks: Sequence[str]) -> Iterator[Quote]:
    """The places that state who answers for the tasks."""
    for id_ in tasks[:MOST_QUOTES]:
        task = duties.task[id_]
        for span in dict.fromkeys(part.span for part in task.counted()):
            yield Quote(task.document, span, task.clause)


def with_marks(duties: Duties, document: str, span: Span) -> Span:
    """The span with quotation marks that stand at its edges: a reading has none."""
    raw = duties.documents[document].raw
    start, end = span.start, span.end
    while end < len(raw) and raw[end] in _CLOSING:
        end += 1
    while start > 0 and raw[start - 1] in _OPENING:
        start -= 1
    return Span(start, end)


def documents_of(duties: Duties, tasks: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(duties.task[task].document for task in tasks))
