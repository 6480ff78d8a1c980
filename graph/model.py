"""Immutable values that pass between reading, parsing, naming and statements.

All offsets are Unicode code points of ``SourceText.raw``, 0-based, end exclusive.
Nothing here knows RDF, files or HTTP. The JSON of ``dutygraph extract --json`` is made
from these values in ``graph/document_json.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal, NamedTuple

Role = Literal["lead", "responsible", "support", "guide"]
Basis = Literal["list", "table", "running_text"]
LeadBasis = Literal["stated", "first_listed_rule", "not_stated"]
Comparator = Literal["=", ">=", "<=", "~", ">"]
TargetKind = Literal["yearly", "cumulative", "end_of_period", "growth", "ratio"]


class Span(NamedTuple):
    """A stretch of the raw text: ``raw[start:end]`` is the evidence, to the character.

    A named tuple because a text has very many: a frozen dataclass takes three times as long to make.
    """

    start: int
    end: int

    def within(self, other: Span) -> bool:
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something seen and not understood, or read with a doubt. ``code`` is kebab-case and stable."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as read: the raw text and a normalised view of it with an offset map.

    ``text`` is the normalised view: logical paragraphs, one per line, with page breaks,
    bold markers, heading marks and stray white space taken out and brackets unified;
    every character of ``text`` stands for exactly one character of ``raw``, and
    ``offsets[i]`` is where in ``raw`` the character ``text[i]`` stands
    (``len(offsets) == len(text)``). Tables stand in both as tab-separated rows, one row
    per line, cells under a merged cell left empty.
    """

    file: str
    sha256: str
    media_type: str
    encoding: str
    raw: str
    text: str
    offsets: Sequence[int]
    warnings: tuple[ReadingWarning, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """The raw span of ``text[start:end]`` (``start < end``)."""
        if start >= end:
            raise ValueError(f"empty span {start}:{end}")
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Cited:
    """A value of the header with the place that says it."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attachment:
    number: int
    title: str
    present: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Header:
    """The frame of a document: number, title, issuer, dates, readers (GB/T 9704)."""

    title: Cited | None = None
    notice_title: Cited | None = None
    number: Cited | None = None
    issuer: Cited | None = None
    issuers: tuple[Cited, ...] = ()
    """Each of several joint issuers; one entry for a single one."""
    issued: Cited | None = None
    """成文日期, ISO 8601 date."""
    printed: Cited | None = None
    """印发日期, ISO 8601 date."""
    printed_by: Cited | None = None
    addressees: tuple[Cited, ...] = ()
    copied_to: tuple[Cited, ...] = ()
    publicity: Cited | None = None
    period_start: str | None = None
    period_end: str | None = None
    period_span: Span | None = None
    cites: tuple[Cited, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the tree. ``path`` counts from 1 at each level and is unique in the document."""

    path: tuple[int, ...]
    number: str
    """As written: 一、 （一） 5. 一是 第一"""
    heading: str
    level: int
    parent: tuple[int, ...] | None
    span: Span
    heading_span: Span
    measure: bool = False
    """True for 一是…二是… inside one paragraph: a measure of its task, not a clause of its own."""


@dataclass(frozen=True, slots=True)
class DutyList:
    """One place that states who answers for a task: a bracket, a line, a table cell, a sentence."""

    span: Span
    basis: Basis
    rule: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit's part in one task."""

    unit: str
    """As written, line breaks removed."""
    span: Span
    """The unit's own characters."""
    stated: DutyList
    role: Role
    role_text: str
    position: int
    """1-based place among the units of the same role in the same list."""
    length: int
    lead_basis: LeadBasis = "not_stated"
    generic: bool = False
    """A role phrase or vague collective (有关部门) that names no body."""
    entity: str | None = None
    """Entity id, set by naming; None for generic ones."""


@dataclass(frozen=True, slots=True)
class Measure:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in the text. ``type`` is the local name of a class of duty.ttl."""

    text: str
    span: Span
    type: str
    entity: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    text: str
    span: Span
    date: str | None = None
    """ISO 8601; the last day of what is named (2024年10月 -> 2024-10-31)."""


@dataclass(frozen=True, slots=True)
class Task:
    """A lowest work clause, or a row of a task table."""

    path: tuple[int, ...]
    number: str
    title: str
    headings: tuple[str, ...]
    """Headings of the clauses above it, outermost first, numbers included."""
    span: Span
    title_span: Span
    assignments: tuple[Assignment, ...] = ()
    measures: tuple[Measure, ...] = ()
    mentions: tuple[Mention, ...] = ()
    deadline: Deadline | None = None
    safeguard: bool = False
    """An item of 保障措施 / 组织实施, where naming no unit is usual."""


@dataclass(frozen=True, slots=True)
class Target:
    indicator: str
    value: float
    span: Span
    comparator: Comparator = "="
    year: int | None = None
    period: str | None = None
    year_basis: Literal["stated", "period"] | None = None
    wording: str = ""
    """不低于, 力争超, 左右 … as written, empty where there is none."""
    aspiration: bool = False
    unit: str = ""
    scope: str | None = None
    kind: TargetKind = "yearly"
    responsible: tuple[Assignment, ...] = ()
    """Owners, each with its own span (position and length as in a list)."""
    task: tuple[int, ...] | None = None
    indicator_span: Span | None = None
    rule: str = ""
    indicator_id: str | None = None


@dataclass(frozen=True, slots=True)
class Cadence:
    actor: str
    activity: str
    text: str
    """The frequency as written: 每半年, 季度, 双月."""
    frequency: str | None
    """xsd:duration (P6M), None where the words give none (定期)."""
    span: Span
    task: tuple[int, ...] | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two named things that the text states, e.g. hostedBy, focusesOn, locatedIn."""

    subject: str
    predicate: str
    """Local name of a property of duty.ttl."""
    object: str
    span: Span
    """The words that state it."""
    task: tuple[int, ...] | None = None
    rule: str = ""
    subject_entity: str | None = None
    object_entity: str | None = None


@dataclass(frozen=True, slots=True)
class NameForm:
    """One way a document writes an entity, with a first place and why it is the same thing."""

    text: str
    span: Span
    reason: str
    """Rule id: as_written, jurisdiction, well_known_short, self_reference, quotes, prefix …"""


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing as one document knows it. Its id depends on jurisdiction and key alone."""

    id: str
    name: str
    """The fullest normalised name known from this document and the lexicon."""
    type: str
    jurisdiction: str | None
    """Full name of the jurisdiction it is local to (上海市闵行区), None for the country at large."""
    key: str
    """Canonical key: what identifies it inside its jurisdiction."""
    forms: tuple[NameForm, ...] = ()

    @property
    def aliases(self) -> tuple[str, ...]:
        return tuple(sorted({form.text for form in self.forms} - {self.name}))


@dataclass(frozen=True, slots=True)
class Document:
    """All that was read from one text, with names resolved to entities."""

    source: SourceText
    id: str
    header: Header
    jurisdiction: str | None
    clauses: tuple[Clause, ...]
    tasks: tuple[Task, ...]
    entities: tuple[Entity, ...]
    targets: tuple[Target, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    relations: tuple[Relation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    """Names found outside tasks (preamble, goals)."""
    issuer_entities: tuple[str, ...] = ()
    implied_owner: str | None = None
    """Entity id of the issuer of a work plan that lists no units; never an assignment."""
    lists_units: bool = False
    warnings: tuple[ReadingWarning, ...] = field(default=())

    @property
    def title(self) -> str:
        """What the document calls itself, else its notice; of a text with no heading, the name of its file."""
        cited = self.header.title or self.header.notice_title
        return cited.value if cited else PurePath(self.source.file).stem or self.id

    def task_id(self, path: tuple[int, ...]) -> str:
        return f"{self.id}." + ".".join(map(str, path))

    def clause_id(self, path: tuple[int, ...]) -> str:
        return f"{self.id}.c" + ".".join(map(str, path))
