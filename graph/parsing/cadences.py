"""How often who does what: 区校主要领导每半年会商, 定期举办早春市集, 按季度通报.

A frequency word counts where work follows it; 季度, 双月 and their like (which are nouns first) only between
an actor and a work verb. The words are in ``ontology/lexicon/cadences.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cn2an

from graph.model import Cadence, SourceText, Task
from graph.parsing.structure import Structure
from graph.parsing.unit_lists import is_generic, is_unit_like
from ontology import words

_CLAUSE = re.compile(r"[^，；。：！？\n\t（）]+")
_EVERY = re.compile(
    r"每(?:隔)?(?P<n>\d{1,2}|[一二两三四五六])(?:\s?[-—～~至]\s?\d{1,2})?个?(?P<unit>月|年|季度|周|天|日|星期)"
)
_UNITS = {"年": ("Y", 1), "月": ("M", 1), "季度": ("M", 3), "周": ("D", 7), "星期": ("D", 7), "天": ("D", 1), "日": ("D", 1)}  # fmt: skip
_MECHANISM = re.compile(r"的?(?:“[^”]{1,20}”)?(?:工作|协调|联动)?(?:机制|制度)$|的$")
_QUOTED_TAIL = re.compile(r"的“[^”]{1,20}”.*$")
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:是|、)|第[一二三四五六七八九十]{1,3}[，,、]|\d{1,2}[.、](?!\d)|[①-⑳])"
)
_LONGEST_ACTOR = 40
_TASKS_BACK = 8
"""Tasks that may begin between the start of a task and a place inside it."""


@dataclass(frozen=True, slots=True)
class Frequency:
    start: int
    end: int
    text: str
    duration: str | None
    bare: bool


def _one_of(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _frequency() -> re.Pattern[str]:
    table = words.table("cadences")
    alternatives = [*table["intervals"], *table["words"]["open"], *table["bare"]]
    firsts = "".join(sorted({word[0] for word in alternatives} | {"每"}))
    return re.compile(
        rf"(?=[{firsts}])(?:(?P<interval>{_one_of(list(table['intervals']))})|(?P<every>{_EVERY.pattern})"
        rf"|(?P<open>{_one_of(table['words']['open'])})|(?P<bare>(?<!每)(?:{_one_of(list(table['bare']))})))"
    )


@cache
def _word(name: str, form: str) -> re.Pattern[str]:
    body = _one_of(words.table("cadences")["words"][name])
    return re.compile({"head": f"(?:{body})", "tail": f"(?:{body})$", "some": body}[form])


def frequencies(text: str, start: int, end: int) -> Iterator[Frequency]:
    """The frequency words of ``text[start:end]`` after which work follows."""
    table = words.table("cadences")
    for match in _frequency().finditer(text, start, end):
        if _word("not_before", "tail").search(text[max(start, match.start() - 3) : match.start()]):
            continue
        after = text[match.end() : end]
        if not after or _word("not_activities", "head").match(after):
            continue
        bare = match.lastgroup == "bare" or match["bare"] is not None
        work = _fillers(after)
        reach = 0 if bare else table["words"]["reach"]
        if match["open"]:  # 常态化监管、民办教育…公开: a noun of a list, not what is done
            work = work.partition("、")[0]
        found = _word("activities", "some").search(work)
        if found is None or found.start() > reach:
            continue
        yield Frequency(match.start(), match.end(), match.group(), _duration(match), bare)


@cache
def _anywhere() -> re.Pattern[str]:
    """What tells that a line is worth a look."""
    return re.compile(rf"{_frequency().pattern}|(?:开展|组织)年度")


@cache
def _yearly() -> re.Pattern[str]:
    """开展年度新增科普基地认定工作: work that each year brings."""
    kinds = "|".join(words.table("cadences")["words"]["yearly_work"])
    return re.compile(
        rf"(?:开展|组织)(?P<word>年度)(?P<activity>[^，。；、的年]{{0,14}}?(?:{kinds}))(?=$|[，。；])"
    )


def _fillers(after: str) -> str:
    while found := _word("fillers", "head").match(after):
        after = after[found.end() :]
    return after


def _duration(match: re.Match[str]) -> str | None:
    table = words.table("cadences")
    if match["interval"]:
        return str(table["intervals"][match["interval"]])
    if match["bare"]:
        return str(table["bare"][match["bare"]])
    if match["every"] and not re.search(r"[-—～~至]", match["every"]):
        sign, times = _UNITS[match["unit"]]
        count = int(match["n"]) if match["n"].isdigit() else int(cn2an.cn2an(match["n"], "smart"))
        return f"P{count * times}{sign}"
    return None


def parse_cadences(source: SourceText, structure: Structure) -> tuple[Cadence, ...]:
    """The cadences of the plans in the order of the text; ``actor`` is empty where the text names none."""
    text = source.text
    tasks = sorted(structure.tasks, key=lambda task: task.span.start)
    starts = [task.span.start for task in tasks]
    found: list[Cadence] = []
    for part in structure.parts.parts:
        if part.kind not in ("plan", "attachment"):
            continue
        begin = part.title_end if part.title_end > part.start else part.start
        at = begin
        while (word := _anywhere().search(text, at, part.end)) is not None:
            line = max(text.rfind("\n", at, word.start()) + 1, at)
            at = text.find("\n", word.end(), part.end)
            at = part.end if at < 0 else at
            found += _read_line(source, line, at, tasks, starts)
    return tuple(found)


def _read_line(source: SourceText, a: int, b: int, tasks: list[Task], starts: list[int]) -> Iterator[Cadence]:
    text = source.text
    for clause in _CLAUSE.finditer(text, a, b):
        for actor, frequency, begin, end in _read_clause(text, *clause.span()):
            task = _task(tasks, starts, source.offsets[frequency.start])
            who = actor or _subject(text, a, clause.start())
            yield Cadence(
                actor=text[who[0] : who[1]] if who else "",
                activity=text[begin:end],
                text=frequency.text,
                frequency=frequency.duration,
                span=source.span(actor[0] if actor else frequency.start, end),
                task=task.path if task else None,
                rule="cadence-bare" if frequency.bare else "cadence",
            )


def _read_clause(text: str, a: int, b: int) -> Iterator[tuple[tuple[int, int] | None, Frequency, int, int]]:
    """(actor, frequency, activity start, activity end) of each cadence of a clause; none where it only encourages."""
    numbered = _ORDINAL.match(text, a, b)
    if _word("encouraged", "head").match(text, numbered.end() if numbered else a, b):
        return
    yearly = _yearly().search(text, a, b)
    if yearly:
        word = Frequency(yearly.start("word"), yearly.end("word"), yearly["word"], "P1Y", True)
        yield None, word, *yearly.span("activity")
        return
    many = list(frequencies(text, a, b))
    left = a
    for k, frequency in enumerate(many):
        following = many[k + 1] if k + 1 < len(many) else None
        stop = b
        if following is not None:
            comma = text.rfind("、", frequency.end, following.start)
            stop = comma if comma >= 0 else following.start
        actor = _actor(text, left, frequency.start)
        left = stop + 1 if stop < b else stop
        if frequency.bare and actor is None:
            continue
        start, end = _activity(text, frequency.end, stop)
        if start < end:
            yield actor, frequency, start, end


def _activity(text: str, start: int, stop: int) -> tuple[int, int]:
    """Past 至少, 要 and the like, up to the mechanism that the words only describe (…推进的“三级联动”机制)."""
    while found := _word("fillers", "head").match(text, start, stop):
        start = found.end()
    body = text[start:stop]
    for pattern in (_QUOTED_TAIL, _MECHANISM):
        tail = pattern.search(body)
        if tail:
            body = body[: tail.start()]
    return start, start + len(body.rstrip())


def _actor(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """Who stands right before the frequency, without verbs that lead in; None where nobody does."""
    return _body(text, start, stop) if start < stop else None


def _body(text: str, start: int, stop: int) -> tuple[int, int] | None:
    numbered = _ORDINAL.match(text, start, stop)
    start = numbered.end() if numbered else start
    for verb in _word("bidding", "some").finditer(text, start, stop):
        start = verb.end()
    while (found := _word("lead_in", "head").match(text, start, stop)) and found.end() < stop:
        start = found.end()
    while (tail := _word("lead_out", "tail").search(text[start:stop])) and tail.start() > 0:
        stop = start + tail.start()
    name = text[start:stop]
    if not 2 <= len(name) <= _LONGEST_ACTOR or _word("sentence_signs", "some").search(name):
        return None
    last = re.split("[、和及与]", name)[-1]
    if is_unit_like(last) or is_generic(last) or _word("persons", "tail").search(last):
        return start, stop
    return None


def _subject(text: str, floor: int, clause: int) -> tuple[int, int] | None:
    """The subject of the clauses before, where this one has none: 各区政府要发挥…作用，定期研究…"""
    sentence = max(text.rfind(mark, floor, clause) for mark in "。！？\n\t")
    for earlier in reversed(list(_CLAUSE.finditer(text, max(sentence + 1, floor), clause))):
        mark = _word("subject_marks", "some").search(text, earlier.start() + 2, earlier.end())
        found = _body(text, earlier.start(), mark.start()) if mark else None
        if found:
            return found
    return None


def _task(tasks: list[Task], starts: list[int], raw: int) -> Task | None:
    place = bisect_right(starts, raw)
    near = tasks[max(0, place - _TASKS_BACK) : place]
    return next((t for t in reversed(near) if t.span.start <= raw < t.span.end), None)
