"""The rows of one Document that need not be stored: a draft to review."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import Assignment, Document
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


def from_document(document: Document) -> Duties:
    """The rows of one Document as read, with the ids that it would have in a store."""
    header = document.header
    by_id = {entity.id: entity for entity in document.entities}

    def clause_of(path: tuple[int, ...]) -> str:
        return document.clause_id(path) if any(clause.path == path for clause in document.clauses) else ""

    tasks = tuple(
        DutyTask(
            id=document.task_id(task.path),
            number=task.number,
            title=task.title,
            document=document.id,
            order=order,
            span=task.span,
            parts=_document_parts(task.assignments),
            mentions=tuple(Named(each.entity, each.span) for each in task.mentions if each.entity),
            safeguard=task.safeguard,
            path=" > ".join(task.headings),
            clause=clause_of(task.path),
            measures=tuple(measure.span for measure in task.measures),
            deadline=task.deadline.date if task.deadline else None,
            deadline_text=task.deadline.text if task.deadline else None,
            generic=tuple(each.unit for each in task.assignments if not each.entity),
        )
        for order, task in enumerate(document.tasks, 1)
    )
    indicators: dict[tuple[str, str], IndicatorRow] = {}
    targets: list[TargetRow] = []
    for number, target in enumerate(document.targets, 1):
        key = (target.indicator, target.unit)
        row = indicators.setdefault(
            key,
            IndicatorRow(
                id=f"{document.id}.i{len(indicators) + 1}",
                name=target.indicator,
                document=document.id,
                owners=_document_parts(target.responsible),
                span=target.indicator_span or target.span,
                unit_text=target.unit,
            ),
        )
        targets.append(
            TargetRow(
                id=f"{document.id}.t{number}",
                indicator=target.indicator,
                indicator_id=row.id,
                document=document.id,
                value=target.value,
                comparator=target.comparator,
                year=target.year,
                period=target.period,
                unit_text=target.unit,
                scope=target.scope,
                kind=target.kind,
                wording=target.wording,
                span=target.span,
                task=document.task_id(target.task) if target.task else None,
            )
        )
    frame = Frame(
        id=document.id,
        title=header.title.value if header.title else "",
        number=header.number.value if header.number else None,
        issuers=document.issuer_entities,
        issuer_name="、".join(by_id[each].name for each in document.issuer_entities if each in by_id)
        or (header.issuer.value if header.issuer else ""),
        issued=header.issued.value if header.issued else None,
        start=int(header.period_start[:4]) if header.period_start else None,
        end=int(header.period_end[:4]) if header.period_end else None,
        jurisdiction=document.jurisdiction,
        lists_units=document.lists_units,
        implied_owner=document.implied_owner,
        raw=document.source.raw,
        addressees=tuple(cited.value for cited in header.addressees),
        copied_to=tuple(cited.value for cited in header.copied_to),
        cites=tuple(cited.value for cited in header.cites),
    )
    return Duties(
        documents={document.id: frame},
        tasks=tasks,
        indicators=tuple(indicators.values()),
        targets=tuple(targets),
        cadences=tuple(
            CadenceRow(
                id=f"{document.id}.f{number}",
                document=document.id,
                actor=cadence.actor,
                activity=cadence.activity,
                text=cadence.text,
                frequency=cadence.frequency,
                span=cadence.span,
                task=document.task_id(cadence.task) if cadence.task else None,
            )
            for number, cadence in enumerate(document.cadences, 1)
        ),
        attachments=tuple(
            AttachmentRow(document.id, each.number, each.title, each.present, each.span)
            for each in header.attachments
        ),
        names={
            entity.id: Name(entity.id, entity.name, entity.type, entity.jurisdiction, entity.aliases)
            for entity in document.entities
        },
    )


def _document_parts(assignments: Iterable[Assignment]) -> tuple[Part, ...]:
    return tuple(
        Part(
            unit=each.entity,
            role=each.role,
            position=each.position,
            length=each.length,
            basis=each.stated.basis,
            span=each.stated.span,
            role_text=each.role_text,
            written=each.unit,
            lead_basis=each.lead_basis,
        )
        for each in assignments
        if each.entity
    )
