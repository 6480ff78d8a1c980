"""The frames, in the order in which they are tried, and what is refused when words are left over."""

from __future__ import annotations

from collections.abc import Callable

from graph.questions import (
    comparisons,
    deadlines,
    documents,
    rankings,
    targets,
    tasks,
    things,
    units,
    verdicts,
)
from graph.questions.answer import Found, Refused
from graph.questions.asked import Asked, Token
from graph.questions.filters import documents as documents_named
from graph.questions.filters import issued_by

Frame = Callable[[Asked], Found | None]

FRAMES: tuple[Frame, ...] = (
    comparisons.agree,
    comparisons.findings,
    comparisons.cadences,
    documents.facts,
    targets.values,
    targets.of_unit,
    deadlines.deadlines,
    tasks.measures,
    rankings.without,
    rankings.most,
    verdicts.whether,
    verdicts.presumed,
    units.partners,
    things.relations,
    things.described,
    things.of_kind,
    units.owners,
    documents.holding,
    tasks.of_units,
    tasks.of_matter,
)
_HARMLESS = frozenset({"filler", "which", "who", "task", "how_many", "how_much", "and"})
"""Words whose loss changes nothing: they only say that something is asked for."""


def understand(asked: Asked) -> Found:
    """The answer of the first frame that fits. Raises Refused."""
    issued_by(asked)
    _beyond(asked)
    for frame in FRAMES:
        for token in asked.tokens:
            token.used = False
        found = frame(asked)
        if found is not None:
            _left_over(asked, found)
            return found
    documents_named(asked)
    raise Refused(
        "unsupported",
        "没有读懂这个问题。可以问谁负责什么、某单位有哪些任务、某指标的目标、两份文件是否一致。",
        examples(asked),
    )


def _beyond(asked: Asked) -> None:
    years = asked.all("relative_year")
    if years:
        raise Refused(
            "unsupported",
            f"“{years[0].text}”指哪一年，图谱不能判断，请写明年份，如“2026年”。",
            examples(asked),
        )
    words = asked.all("beyond")
    if words and asked.has("why"):
        verdicts.presumed(asked)  # a premise that is false is told first
    if words:
        said = "、".join(f"“{token.text}”" for token in words)
        raise Refused(
            "unsupported",
            f"{said}不在可答范围：图谱只记载文件写明的任务、单位、指标和条文，不作解释、评价和预测。",
            examples(asked),
        )


def _left_over(asked: Asked, found: Found) -> None:
    """Small words are told; a name, number, denial or longer wording that was not used refuses the answer."""
    serious: list[Token] = []
    for token in asked.tokens:
        if token.used or token.kind == "stop":
            continue
        if token.kind == "gap":
            (serious if len(token.text) > 2 else []).append(token)
            found.ignored.append(token.text)
        elif token.kind == "word":
            if not set(token.tags) <= _HARMLESS:
                found.ignored.append(token.text)
                if set(token.tags) & _RESTRICTING or any(tag.startswith("kind:") for tag in token.tags):
                    serious.append(token)
        else:
            serious.append(token)
    if serious:
        said = "、".join(f"“{token.text}”" for token in serious)
        raise Refused(
            "unsupported",
            f"没有读懂{said}在问题中的作用，为免答非所问，未作回答。",
            examples(asked),
        )


_RESTRICTING = frozenset(
    [
        "not",
        "change",
        "except",
        "outside",
        "only",
        "at_least",
        "more_than",
        "less_than",
        "at_most",
        "exactly",
        "most",
        "least",
        "before",
        "after",
        "relative_year",
        "but",
        "or",
        "compare",
        "overlap",
        "ranking",
        "more",
        "growth",
        "each_year",
        "lead",
        "support",
        "guide",
        "why",
        "several",
        "interval",
        "hostedBy",
        "locatedIn",
        "focusesOn",
        "operatedBy",
        "supportedBy",
        "builds",
        "develops",
        "partOf",
        "administers",
        "finding",
        "frequency",
        "deadline",
    ]
)


def examples(asked: Asked) -> list[str]:
    """Questions near this one that can be answered: about the first thing it names."""
    for token in asked.tokens:
        if token.bodies:
            return [f"{token.text}要做哪些事？", f"{token.text}和哪些单位共同负责任务？"]
        if token.of("indicator"):
            return [f"{token.text}的目标是多少，谁负责？"]
        if token.of("platform", "industry", "place", "object"):
            return [f"{token.text}写在哪些任务里？"]
    for token in asked.tokens:
        if token.kind == "task_number":
            return [f"{token.text}由谁负责？"]
    return []
