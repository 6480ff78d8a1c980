"""How findings name tasks, units and values, in zh and en; sentences come from ``ontology/lexicon/findings.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.overlap.duties import CadenceRow, Duties, TargetRow
from ontology import words

LANGUAGES = ("zh", "en")
_INNER = str.maketrans("“”", "‘’")
_NUMBER = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.．、]|[一二三四五六七八九十]+是"
)
_COMPARATORS = {
    "zh": {"=": "", ">=": "不低于", "<=": "不超过", "~": "左右", ">": "超过"},
    "en": {"=": "", ">=": "≥ ", "<=": "≤ ", "~": "≈ ", ">": "> "},
}
_MANY = 6
"""More units than this are counted, not named, in a sentence."""


def say(key: str, language: str, **values: object) -> str:
    template: str = words.table("findings")["say"][language][key]
    return template.format(**values)


def how(measure: str, language: str = "zh") -> str:
    """How the measure is worked out: what stands behind 怎么算的."""
    text: str = words.table("findings")["how"][language][measure]
    return text


def joined(parts: Iterable[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(parts)


def task_name(duties: Duties, task_id: str, language: str = "zh", with_document: bool = False) -> str:
    """任务5“高水平推进大学科技园建设”; see ``task_place`` for what stands before the title."""
    task = duties.task[task_id]
    document = duties.documents[task.document].label() if with_document else ""
    gap = " " if document and language == "en" else ""
    return f"{document}{gap}{task_place(duties, task_id, language)}{quoted(task.title)}"


def task_place(duties: Duties, task_id: str, language: str = "zh") -> str:
    """任务5 where the document has one 5., else the numbers that lead to it: 二、（一）一是."""
    task = duties.task[task_id]
    number = re.sub(r"[.．、，,*\s]", "", task.number)
    if number.isdigit() and (task.document, number) in duties.single_numbers:
        return f"任务{number}" if language == "zh" else f"task {number} "
    steps = [found[0] for part in task.path.split(" > ") if (found := _NUMBER.match(part.strip()))]
    if steps and steps[-1] == number:
        steps.pop()
    return "".join(steps) + (f"{number}." if number.isdigit() else number)


def tasks_named(duties: Duties, tasks: Sequence[str], language: str) -> str:
    """Tasks one after the other; a document is named before its first, where the duties hold several."""
    several = len(duties.documents) > 1
    names, last = [], ""
    for id_ in tasks:
        document = duties.task[id_].document
        names.append(task_name(duties, id_, language, several and document != last))
        last = document
    return joined(names, language)


def quoted(text: str) -> str:
    """In quotation marks; those inside become single ones."""
    return f"“{text.translate(_INNER)}”"


def units_named(duties: Duties, units: Sequence[str], language: str) -> str:
    names = [duties.short_name(unit) for unit in units]
    if len(names) <= _MANY:
        return joined(names, language)
    shown = joined(names[:_MANY], language)
    return f"{shown}等{len(names)}家" if language == "zh" else f"{shown} and {len(names) - _MANY} more"


def amount(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"


def target_value(duties: Duties, target: TargetRow, language: str) -> str:
    """闵府发〔2026〕11号为25%（口径：大零号湾）."""
    document = duties.documents[target.document].label()
    value = f"{_COMPARATORS[language][target.comparator]}{amount(target.value)}{target.unit_text}"
    if target.comparator == "~" and language == "zh":
        value = f"{amount(target.value)}{target.unit_text}左右"
    if language == "zh":
        return f"{document}为{value}（{f'口径：{target.scope}' if target.scope else '口径未载明'}）"
    return f"{document}: {value} ({f'scope: {target.scope}' if target.scope else 'scope not stated'})"


def cadence_value(duties: Duties, row: CadenceRow, language: str) -> str:
    document = duties.documents[row.document].label()
    return f"{document}为“{row.text}”" if language == "zh" else f"{document}: “{row.text}”"
