"""Fills ``Duties`` from a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rdflib.term import Literal, Node

from graph import queries
from graph.model import Span
from graph.overlap.duties import (
    AttachmentRow,
    CadenceRow,
    Duties,
    DutyTask,
    Frame,
    IndicatorRow,
    Name,
    Named,
    Part,
    TargetRow,
)
from graph.store.base import Row, Store

ROLE_OF = {"leads": "lead", "responsibleFor": "responsible", "supports": "support", "guides": "guide"}
LEAD_BASIS_OF = {"Stated": "stated", "FirstListedRule": "first_listed_rule", "NotStated": "not_stated"}


def load(store: Store, documents: Iterable[str] | None = None, year: int | None = None) -> Duties:
    """All rows of the store, or those of some documents (ids) or of the documents in force in ``year``."""
    return _Loading(store).duties().only(documents, year)


class _Loading:
    def __init__(self, store: Store) -> None:
        self.store = store

    def duties(self) -> Duties:
        frames = self._frames()
        names = self._names()
        parts = self._parts(frames, names)
        return Duties(
            documents=frames,
            tasks=self._tasks(parts),
            indicators=self._indicators(parts),
            targets=self._targets(),
            cadences=self._cadences(),
            attachments=self._attachments(),
            names=names,
        )

    def _rows(self, name: str) -> list[Row]:
        return self.store.select(queries.load(f"overlap_{name}"))

    def _frames(self) -> dict[str, Frame]:
        several: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in self._rows("frame_lists"):
            several[_local(row["document"])][_local(row["property"])].append(_text(row["value"]))
        issuers: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self._rows("issuers"):
            issuers[_local(row["document"])].append((_local(row["issuer"]), _text(row.get("name"))))
        frames: dict[str, Frame] = {}
        for row in self._rows("frames"):
            id_ = _local(row["document"])
            lists = several[id_]
            frames[id_] = Frame(
                id=id_,
                title=_text(row.get("title")),
                number=_text(row.get("number")) or None,
                issuers=tuple(issuer for issuer, _ in issuers[id_]),
                issuer_name="、".join(dict.fromkeys(name for _, name in issuers[id_] if name))
                or "、".join(lists["issuerText"]),
                issued=_text(row.get("issued")) or None,
                start=_year(row.get("start")),
                end=_year(row.get("end")),
                jurisdiction=_text(row.get("jurisdiction")) or None,
                lists_units=_text(row.get("listsUnits")) == "true",
                implied_owner=_local(row["owner"]) if "owner" in row else None,
                raw=_text(row["raw"]),
                addressees=tuple(lists["addressee"]),
                copied_to=tuple(lists["copiedTo"]),
                cites=tuple(lists["cites"]),
            )
        return frames

    def _names(self) -> dict[str, Name]:
        names: dict[str, Name] = {}
        aliases: dict[str, set[str]] = defaultdict(set)
        for row in self._rows("aliases"):
            aliases[_local(row["entity"])].add(_text(row["name"]))
        for row in self._rows("names"):
            id_ = _local(row["entity"])
            label = _text(row.get("label"))
            names[id_] = Name(
                id=id_,
                name=label or next(iter(sorted(aliases[id_])), id_),
                type=_local(row["type"]) if "type" in row else "Organization",
                jurisdiction=_text(row.get("jurisdiction")) or None,
                aliases=tuple(sorted(aliases[id_] - {label})),
            )
        return names

    def _parts(self, frames: dict[str, Frame], names: dict[str, Name]) -> dict[str, list[Part]]:
        """Parts by the id of what they are a part in: a task or an indicator."""
        parts: dict[str, list[Part]] = defaultdict(list)
        for row in self._rows("parts"):
            unit = _local(row["unit"])
            span = _span(row)
            frame = frames.get(_local(row["document"]))
            parts[_local(row["object"])].append(
                Part(
                    unit=unit,
                    role=ROLE_OF[_local(row["predicate"])],
                    position=_int(row["position"]),
                    length=_int(row["length"]),
                    basis=_text(row["basis"]),
                    span=span,
                    written=_as_written(frame, span, names.get(unit)),
                    lead_basis=LEAD_BASIS_OF[_local(row["leadBasis"])],
                )
            )
        for rows in parts.values():
            rows.sort(key=lambda part: (part.span.start, part.role != "lead", part.role, part.position))
        return parts

    def _tasks(self, parts: dict[str, list[Part]]) -> tuple[DutyTask, ...]:
        mentions: dict[str, list[Named]] = defaultdict(list)
        for row in self._rows("mentions"):
            mentions[_local(row["task"])].append(Named(_local(row["entity"]), _span(row)))
        measures: dict[str, list[Span]] = defaultdict(list)
        for row in self._rows("task_measures"):
            measures[_local(row["task"])].append(_span(row))
        generic: dict[str, list[str]] = defaultdict(list)
        for row in self._rows("generic_units"):
            generic[_local(row["task"])].append(_text(row["text"]))
        tasks: dict[str, DutyTask] = {}
        for row in self._rows("tasks"):
            id_ = _local(row["task"])
            tasks.setdefault(
                id_,
                DutyTask(
                    id=id_,
                    number=_text(row["number"]),
                    title=_text(row["title"]),
                    document=_local(row["document"]),
                    order=_int(row["order"]),
                    span=_span(row),
                    parts=tuple(parts.get(id_, ())),
                    mentions=tuple(sorted(mentions[id_], key=lambda each: (each.span.start, each.entity))),
                    safeguard=_text(row.get("safeguard")) == "true",
                    path=_text(row.get("path")),
                    clause=_local(row["clause"]) if "clause" in row else "",
                    measures=tuple(sorted(measures[id_], key=lambda span: span.start)),
                    deadline=_text(row.get("deadline")) or None,
                    deadline_text=_text(row.get("deadlineText")) or None,
                    generic=tuple(generic[id_]),
                ),
            )
        return tuple(sorted(tasks.values(), key=lambda task: (task.document, task.order)))

    def _indicators(self, parts: dict[str, list[Part]]) -> tuple[IndicatorRow, ...]:
        found: dict[str, IndicatorRow] = {}
        for row in self._rows("indicators"):
            id_ = _local(row["indicator"])
            once = {(part.unit, part.role): part for part in reversed(parts.get(id_, []))}
            owners = sorted(once.values(), key=lambda part: part.position)
            found.setdefault(
                id_,
                IndicatorRow(
                    id=id_,
                    name=_text(row["name"]),
                    document=_local(row["document"]),
                    owners=tuple(owners),
                    span=_span(row),
                    unit_text=_text(row.get("unitText")),
                ),
            )
        return tuple(sorted(found.values(), key=lambda row: (row.document, row.span.start, row.id)))

    def _targets(self) -> tuple[TargetRow, ...]:
        found: dict[str, TargetRow] = {}
        for row in self._rows("targets"):
            id_ = _local(row["target"])
            found.setdefault(
                id_,
                TargetRow(
                    id=id_,
                    indicator=_text(row["name"]),
                    indicator_id=_local(row["indicator"]),
                    document=_local(row["document"]),
                    value=float(_text(row["value"])),
                    comparator=_text(row["comparator"]),
                    year=_year(row.get("year")),
                    period=_text(row.get("period")) or None,
                    unit_text=_text(row.get("unitText")),
                    scope=_text(row.get("scope")) or None,
                    kind=_text(row["kind"]),
                    wording=_text(row.get("wording")),
                    span=_span(row),
                    task=_local(row["task"]) if "task" in row else None,
                ),
            )
        return tuple(sorted(found.values(), key=lambda row: (row.document, row.span.start, row.year or 0)))

    def _cadences(self) -> tuple[CadenceRow, ...]:
        found = {
            _local(row["cadence"]): CadenceRow(
                id=_local(row["cadence"]),
                document=_local(row["document"]),
                actor=_text(row["actor"]),
                activity=_text(row["activity"]),
                text=_text(row["text"]),
                frequency=_text(row.get("frequency")) or None,
                span=_span(row),
                task=_local(row["task"]) if "task" in row else None,
            )
            for row in self._rows("cadences")
        }
        return tuple(sorted(found.values(), key=lambda row: (row.document, row.span.start, row.id)))

    def _attachments(self) -> tuple[AttachmentRow, ...]:
        rows = (
            AttachmentRow(
                document=_local(row["document"]),
                number=_int(row["number"]),
                title=_text(row["title"]),
                present=_text(row["present"]) == "true",
                span=_span(row),
            )
            for row in self._rows("attachments")
        )
        return tuple(sorted(rows, key=lambda row: (row.document, row.number)))


def _as_written(frame: Frame | None, span: Span, name: Name | None) -> str:
    """The longest of the entity's names that the statement itself uses."""
    if frame is None or name is None:
        return ""
    quote = "".join(frame.raw[span.start : span.end].split())
    used = [each for each in (name.name, *name.aliases) if each in quote]
    return max(used, key=len, default="")


def _local(node: Node) -> str:
    """The id of a resource, or the local name of a property or class."""
    return str(node).rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _text(node: Node | None) -> str:
    return "" if node is None else str(node)


def _int(node: Node) -> int:
    return int(str(node)) if isinstance(node, Literal) else 0


def _year(node: Node | None) -> int | None:
    return int(str(node)[:4]) if node is not None else None


def _span(row: Row) -> Span:
    return Span(_int(row["from"]), _int(row["to"]))
