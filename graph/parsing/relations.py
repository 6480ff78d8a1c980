"""Relations between named things that words of the text state: hosts, focuses on, builds, located in …

Few rules, each sure: a subject, one of the verbs of ``relations.toml`` right after it, and objects up to the
end of the clause. A name inside a longer name states nothing. ``proposed`` (成立, 设立 …) has no object: it
says that its subject is yet to be set up, and its object is empty.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from graph.model import Mention, Relation, SourceText, Task
from ontology import words

_STOP = re.compile(r"[，。；！？\n]")
_SENTENCE = re.compile(r"[。；！？\n]")
_JOINED = re.compile(r"[、和与及]$")
_PARTS = re.compile(r"[、和与及]")
_NO_SUBJECT = frozenset({"Location", "Industry", "Event", "Programme", "CollectiveUnit"})
_HOSTS = frozenset({"University", "ResearchInstitute", "Hospital", "Enterprise", "School"})
_SETTABLE = frozenset({"PublicOrganisation", "Organization", "ProposedOrganization", "Enterprise", "Fund"})
_PHRASE_MAX = 14


class Tasked(Protocol):
    """What is used of ``graph.parsing.structure.Structure``."""

    @property
    def tasks(self) -> Sequence[Task]: ...


class _Named(NamedTuple):
    """A mention with its place in the normalised view."""

    start: int
    end: int
    mention: Mention


@dataclass(frozen=True, slots=True)
class _Grammar:
    after: re.Pattern[str]
    predicate: dict[str, str]
    words: dict[str, tuple[str, ...]]
    proposes: re.Pattern[str]


@cache
def _grammar() -> _Grammar:
    table = words.table("relations")
    predicate = {verb: name for name, verbs in table["after_subject"].items() for verb in verbs}
    verbs = "|".join(sorted(map(re.escape, predicate), key=len, reverse=True))
    adverbs = "|".join(table["adverbs"])
    told = {key: tuple(value) for key, value in table["words"].items()}
    return _Grammar(
        re.compile(rf"(?P<object>(?:的)?建设，)?(?:{adverbs})?(?P<verb>{verbs})"),
        predicate,
        told,
        re.compile(rf"(?:{'|'.join(told['proposes'])})$"),
    )


def find_relations(
    source: SourceText, structure: Tasked, mentions: tuple[Mention, ...]
) -> tuple[Relation, ...]:
    """Relations in the order of their places; each with the words that state it. Linear in the text."""
    return tuple(_Finder(source, structure, mentions).find())


class _Finder:
    def __init__(self, source: SourceText, structure: Tasked, mentions: tuple[Mention, ...]) -> None:
        self.source = source
        self.text = source.text
        offsets = source.offsets if isinstance(source.offsets, array) else list(source.offsets)
        self.named = [
            _Named(bisect_left(offsets, m.span.start), bisect_right(offsets, m.span.end - 1), m)
            for m in mentions
        ]
        self.starts = [n.start for n in self.named]
        self.tasks = sorted(structure.tasks, key=lambda t: t.span.start)
        self.task_starts = [t.span.start for t in self.tasks]
        self.seen: set[tuple[str, str, str, int]] = set()

    def find(self) -> Iterator[Relation]:
        for index, subject in enumerate(self.named):
            yield from self._proposed(subject)
            if subject.mention.rule == "shared_ending":
                yield from self._hosted(index)
            elif subject.mention.type not in _NO_SUBJECT:
                yield from self._after(subject)
                if subject.mention.type in _HOSTS:
                    yield from self._host_of(subject)

    def _relation(
        self, subject: Mention, predicate: str, target: str, start: int, end: int, rule: str
    ) -> Iterator[Relation]:
        key = (subject.text, predicate, target, start)
        if key in self.seen or subject.text == target:
            return
        self.seen.add(key)
        span = self.source.span(start, end)
        at = bisect_right(self.task_starts, span.start) - 1
        inside = at >= 0 and span.within(self.tasks[at].span)
        yield Relation(subject.text, predicate, target, span, self.tasks[at].path if inside else None, rule)

    def _between(self, start: int, end: int) -> list[_Named]:
        return self.named[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _stop(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.search(self.text, at)
        return found.start() if found else len(self.text)

    # ------------------------------------------------------------ one rule each

    def _proposed(self, one: _Named) -> Iterator[Relation]:
        if one.mention.type in _SETTABLE:
            verb = _grammar().proposes.search(self.text, max(0, one.start - 4), one.start)
            if verb:
                yield from self._relation(one.mention, "proposed", "", verb.start(), one.end, "to_be_set_up")

    def _hosted(self, index: int) -> Iterator[Relation]:
        """上海交大A、B、华东师大C等全国重点实验室: the host is the last body named before the item in its list."""
        item = self.named[index]
        host: Mention | None = None
        begin = item.start
        at = index
        while at > 0:
            before = self.named[at - 1]
            gap = self.text[before.end : begin]
            if gap == "" and before.mention.type in _HOSTS:
                host = before.mention
                begin = before.start
                break
            if gap == "、" and before.mention.rule == "shared_ending":
                begin = before.start
                at -= 1
                continue
            break
        if host is not None:
            last = index
            while (
                last + 1 < len(self.named)
                and _STOP.search(self.text, item.end, self.named[last + 1].start) is None
                and self.named[last + 1].start - self.named[last].end <= 30
            ):
                last += 1
            end = self.named[last].end
            for each in reversed(self.named[index : last + 1]):
                if each.mention.rule == "shared_ending":
                    ending = each.mention.text[each.end - each.start :]
                    end = self.text.find(ending, each.end) + len(ending)
                    break
            yield from self._relation(item.mention, "hostedBy", host.text, begin, end, "shared_ending")

    def _host_of(self, host: _Named) -> Iterator[Relation]:
        """依托 A 建设 B: B is hosted by A."""
        told = _grammar().words
        if not self.text[max(0, host.start - 2) : host.start].endswith(told["hosts"]):
            return
        for verb in told["host_builds"]:
            if self.text.startswith(verb, host.end):
                for built in self._objects(host.end + len(verb), self._stop(_STOP, host.end)):
                    if built.mention.type not in _NO_SUBJECT:
                        yield from self._relation(
                            built.mention,
                            "hostedBy",
                            host.mention.text,
                            host.start - 2,
                            built.end,
                            "relies_on",
                        )
                return

    def _after(self, subject: _Named) -> Iterator[Relation]:
        grammar = _grammar()
        if self.text[max(0, subject.start - 2) : subject.start].endswith(grammar.words["hosts"]):
            return
        matched = grammar.after.match(self.text, subject.end)
        pushed = self.text.startswith("建设，", subject.end)
        if matched is not None:
            verb_end = matched.end()
            clause = self._stop(_STOP, verb_end)
            sort = grammar.predicate[matched.group("verb")]
            yield from self._by_verb(subject, sort, verb_end, clause, pushed)
            if matched.group().startswith(grammar.words["jointly"]):
                for other in self._joined_before(subject):
                    yield from self._by_verb(other, sort, verb_end, clause, pushed)
        if pushed or self._acts(subject):
            yield from self._later_clauses(subject, self._stop(_SENTENCE, subject.end), pushed)

    def _joined_before(self, subject: _Named) -> Iterator[_Named]:
        """临江大学、|江南医科大学共建…: who is named in one list with the subject of a joint doing."""
        at = bisect_left(self.starts, subject.start)
        while at and _JOINED.fullmatch(self.text, self.named[at - 1].end, self.named[at].start):
            at -= 1
            if self.named[at].mention.type in _NO_SUBJECT:
                return
            yield self.named[at]

    def _by_verb(
        self, subject: _Named, sort: str, start: int, clause: int, pushed: bool
    ) -> Iterator[Relation]:
        mention, begin = subject.mention, subject.start
        told = _grammar().words
        if sort in ("focusesOn", "fieldwork"):
            if sort == "fieldwork" and not any(w in self.text[start:clause] for w in told["fields"]):
                return
            for field in self._between(start, clause):
                if field.mention.type == "Industry" and (
                    sort == "focusesOn" or self._in_fields(start, field, clause)
                ):
                    yield from self._relation(mention, "focusesOn", field.mention.text, begin, clause, sort)
        elif pushed:
            return
        elif sort == "builds":
            yield from self._built(subject, start, clause, "builds")
        elif sort == "pushes":
            objects = self._objects(start, clause)
            if objects and self.text.startswith(told["built"], objects[-1].end):
                for built in objects:
                    yield from self._relation(
                        mention, "builds", built.mention.text, begin, built.end, "pushes"
                    )
        elif sort == "develops":
            yield from self._developed(subject, start, clause)
        elif sort == "locatedIn":
            for place in self._objects(start, clause):
                if place.mention.type == "Location" or place.mention.type.endswith("Park"):
                    yield from self._relation(
                        mention, "locatedIn", place.mention.text, begin, place.end, sort
                    )
        elif sort == "partOf":
            for whole in self._objects(start, clause)[:1]:
                yield from self._relation(mention, "partOf", whole.mention.text, begin, whole.end, sort)
        elif sort in ("operatedBy", "supportedBy"):
            wanted = told["operates" if sort == "operatedBy" else "supports"]
            objects = self._objects(start, clause)
            if objects and self.text.startswith(wanted, objects[-1].end):
                for body in objects:
                    yield from self._relation(mention, sort, body.mention.text, begin, body.end, sort)

    def _in_fields(self, start: int, field: _Named, clause: int) -> bool:
        """Whether the field stands in the list that the verb opens: 开展 A、B 和 C 等领域."""
        first = self._between(start, clause)
        return bool(first) and first[0].start - start <= 2 and field.end <= clause

    def _built(self, subject: _Named, start: int, clause: int, rule: str) -> Iterator[Relation]:
        objects = self._objects(start, clause)
        for built in objects:
            if built.mention.type not in ("Location", "Industry"):
                yield from self._relation(
                    subject.mention, "builds", built.mention.text, subject.start, built.end, rule
                )

    def _developed(self, subject: _Named, start: int, clause: int) -> Iterator[Relation]:
        objects = [o for o in self._objects(start, clause) if o.mention.type != "Location"]
        if objects:
            for made in objects:
                yield from self._relation(
                    subject.mention, "develops", made.mention.text, subject.start, made.end, "develops"
                )
            return
        for phrase in _PARTS.split(self.text[start:clause]):
            if 2 <= len(phrase) <= _PHRASE_MAX and "的" not in phrase:
                yield from self._relation(
                    subject.mention, "develops", phrase, subject.start, clause, "develops_phrase"
                )

    def _later_clauses(self, subject: _Named, sentence: int, pushed: bool) -> Iterator[Relation]:
        """推进 X 建设，…，围绕沧源路…: where X lies; X 围绕…，建设 A、B: what X builds."""
        told = _grammar().words
        at = self._stop(_STOP, subject.end)
        first = True
        while at < sentence:
            start = at + 1
            clause = min(self._stop(_STOP, start), sentence)
            inside = self._between(start, clause)
            around = next((w for w in told["around"] if self.text.startswith(w, start)), None)
            if pushed and around and inside and inside[0].start == start + len(around):
                if inside[0].mention.type == "Location":
                    yield from self._relation(
                        subject.mention,
                        "locatedIn",
                        inside[0].mention.text,
                        subject.start,
                        inside[0].end,
                        "around",
                    )
            elif not pushed and first and self.text.startswith("建设", start):
                yield from self._built_phrases(subject, start + 2, clause)
            elif any(n.mention.type not in _NO_SUBJECT for n in inside) and not around:
                return
            first = False
            at = clause

    def _acts(self, subject: _Named) -> bool:
        """Whether the clause after the subject is its own doing: X 围绕…定位."""
        return self.text.startswith(_grammar().words["around"], subject.end)

    def _built_phrases(self, subject: _Named, start: int, clause: int) -> Iterator[Relation]:
        for phrase in self.text[start:clause].split("、"):
            if phrase.endswith(_grammar().words["built_endings"]) and len(phrase) <= _PHRASE_MAX:
                yield from self._relation(
                    subject.mention, "builds", phrase, subject.start, clause, "builds_phrase"
                )

    def _objects(self, start: int, clause: int) -> list[_Named]:
        """The names that stand right after a verb, joined by 、 和 与 及."""
        objects: list[_Named] = []
        at = start
        for one in self._between(start, clause):
            gap = self.text[at : one.start]
            if gap == "" if not objects else bool(_JOINED.fullmatch(gap)):
                objects.append(one)
                at = one.end
            else:
                break
        return objects
