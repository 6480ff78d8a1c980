"""What the measures read: frozen rows of tasks, indicators, targets, cadences and their documents.

Two sources fill it: a store (``graph/overlap/loading.py``) and a Document just read
(``from_document``), so that a draft is measured by the same functions and never stored.
All offsets are code points of the raw text of the document, 0-based, end exclusive.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from graph.model import Span

COUNTED_ROLES = ("lead", "responsible", "support")
COUNTED_BASES = ("list", "table")


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's part in a task or indicator."""

    unit: str
    """Entity id."""
    role: str
    position: int
    length: int
    basis: str
    span: Span
    role_text: str = ""
    written: str = ""
    lead_basis: str = "not_stated"


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in the text of a task."""

    entity: str
    span: Span


@dataclass(frozen=True, slots=True)
class DutyTask:
    id: str
    number: str
    title: str
    document: str
    order: int
    span: Span
    parts: tuple[Part, ...] = ()
    mentions: tuple[Named, ...] = ()
    safeguard: bool = False
    path: str = ""
    """Headings above it, outermost first, joined by `` > ``."""
    clause: str = ""
    measures: tuple[Span, ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None
    generic: tuple[str, ...] = ()
    """Role phrases that name no body (有关部门), as written."""

    def counted(self, running_text: bool = False) -> tuple[Part, ...]:
        """Parts that the measures count: responsible, lead, support; from lists and tables."""
        return tuple(
            part
            for part in self.parts
            if part.role in COUNTED_ROLES and (running_text or part.basis in COUNTED_BASES)
        )

    def units(self, running_text: bool = False) -> tuple[str, ...]:
        """Counted units, each once, in the order of the document."""
        return tuple(dict.fromkeys(part.unit for part in self.counted(running_text)))

    def has_lead(self, running_text: bool = False) -> bool:
        return any(part.role == "lead" for part in self.counted(running_text))


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    id: str
    name: str
    document: str
    owners: tuple[Part, ...]
    span: Span
    unit_text: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    id: str
    indicator: str
    """Name of the indicator as its document writes it."""
    indicator_id: str
    document: str
    value: float
    comparator: str
    year: int | None
    period: str | None
    unit_text: str
    scope: str | None
    kind: str
    wording: str
    span: Span
    task: str | None = None


@dataclass(frozen=True, slots=True)
class CadenceRow:
    id: str
    document: str
    actor: str
    activity: str
    text: str
    frequency: str | None
    span: Span
    task: str | None = None


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    document: str
    number: int
    title: str
    present: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Frame:
    """A document's frame. ``raw`` is its text as read."""

    id: str
    title: str
    number: str | None
    issuers: tuple[str, ...]
    """Entity ids of the issuing bodies."""
    issuer_name: str
    issued: str | None
    start: int | None
    end: int | None
    jurisdiction: str | None
    lists_units: bool
    implied_owner: str | None
    raw: str
    addressees: tuple[str, ...] = ()
    copied_to: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    def label(self) -> str:
        """How an office names it: the number, else the title."""
        return self.number or f"《{self.title}》"

    def in_force(self, year: int) -> bool:
        """Whether its period covers ``year``; without a period, the year of issue counts."""
        start = self.start or (int(self.issued[:4]) if self.issued else None)
        end = self.end or start
        return start is not None and end is not None and start <= year <= end


@dataclass(frozen=True, slots=True)
class Name:
    """An entity as the measures need it."""

    id: str
    name: str
    type: str
    jurisdiction: str | None = None
    aliases: tuple[str, ...] = ()


def plain(title: str) -> str:
    """Letters alone: a title without numbers, marks and spaces."""
    return re.sub(r"[\W\d_]", "", title)


@dataclass(frozen=True)
class Duties:
    """All rows, in the order of documents and clauses."""

    documents: Mapping[str, Frame]
    tasks: tuple[DutyTask, ...]
    indicators: tuple[IndicatorRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    cadences: tuple[CadenceRow, ...] = ()
    attachments: tuple[AttachmentRow, ...] = ()
    names: Mapping[str, Name] = field(default_factory=dict)

    @cached_property
    def task(self) -> dict[str, DutyTask]:
        return {task.id: task for task in self.tasks}

    @cached_property
    def indicator(self) -> dict[str, IndicatorRow]:
        return {row.id: row for row in self.indicators}

    def short_name(self, unit: str) -> str:
        """The name the documents use most shortly in a list: what an office says aloud."""
        name = self.names.get(unit)
        return self.written.get(unit) or (name.name if name else unit)

    @cached_property
    def written(self) -> dict[str, str]:
        """For each unit, how a list of units first writes it."""
        found: dict[str, str] = {}
        for _, parts in self.shares():
            for part in parts:
                if part.written and part.unit not in found:
                    found[part.unit] = part.written
        return found

    def shares(self) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """(document, parts) of every task, then of every indicator."""
        for task in self.tasks:
            yield task.document, task.parts
        for row in self.indicators:
            yield row.document, row.owners

    @cached_property
    def single_numbers(self) -> frozenset[tuple[str, str]]:
        """(document, number in figures) that one task alone of its document bears."""
        counts = Counter((task.document, re.sub(r"[.．、，,*\s]", "", task.number)) for task in self.tasks)
        return frozenset(key for key, times in counts.items() if times == 1)

    @cached_property
    def echoes(self) -> frozenset[str]:
        """Tasks without units whose title another task of the same document bears with units.

        So a plan that describes its tasks in the text and assigns them in a table of its annex.
        """
        owned = {(task.document, plain(task.title)) for task in self.tasks if task.parts}
        return frozenset(
            task.id
            for task in self.tasks
            if not task.parts and not task.generic and (task.document, plain(task.title)) in owned
        )

    def quote(self, document: str, span: Span) -> str:
        return self.documents[document].raw[span.start : span.end]

    def only(self, documents: Iterable[str] | None = None, year: int | None = None) -> Duties:
        """The rows of some documents, or of those in force in ``year``."""
        kept = {
            id_: frame
            for id_, frame in self.documents.items()
            if (documents is None or id_ in set(documents)) and (year is None or frame.in_force(year))
        }
        return replace(
            self,
            documents=kept,
            tasks=tuple(row for row in self.tasks if row.document in kept),
            indicators=tuple(row for row in self.indicators if row.document in kept),
            targets=tuple(row for row in self.targets if row.document in kept),
            cadences=tuple(row for row in self.cadences if row.document in kept),
            attachments=tuple(row for row in self.attachments if row.document in kept),
        )

    def joined(self, other: Duties) -> Duties:
        """These rows and those of ``other``, whose documents replace the same ones here."""
        mine = self.only(set(self.documents) - set(other.documents))
        return Duties(
            documents={**mine.documents, **other.documents},
            tasks=mine.tasks + other.tasks,
            indicators=mine.indicators + other.indicators,
            targets=mine.targets + other.targets,
            cadences=mine.cadences + other.cadences,
            attachments=mine.attachments + other.attachments,
            names={
                **other.names,
                **{id_: _with_forms(name, other.names) for id_, name in self.names.items()},
            },
        )


def _with_forms(name: Name, others: Mapping[str, Name]) -> Name:
    """The name with the forms that the other documents give it."""
    other = others.get(name.id)
    if other is None:
        return name
    forms = {*name.aliases, other.name, *other.aliases} - {name.name}
    return replace(name, aliases=tuple(sorted(forms)))
