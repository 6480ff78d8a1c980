"""A Document as the JSON of ``dutygraph extract --json`` (docs/interfaces: names are relied on)."""

from __future__ import annotations

from typing import Any

from graph.model import Assignment, Cited, Deadline, Document, ReadingWarning, Span, Target, Task

Json = dict[str, Any]


def document_json(document: Document) -> Json:
    """The Document object; every offset counts code points of the raw text, end exclusive."""
    header = document.header
    names = {entity.id: entity.name for entity in document.entities}
    owner = document.implied_owner
    return {
        "file": document.source.file,
        "sha256": document.source.sha256,
        "encoding": document.source.encoding,
        "id": document.id,
        "title": document.title,
        "notice_title": _value(header.notice_title),
        "number": _value(header.number),
        "issuer": _value(header.issuer),
        "issuers": [cited.value for cited in header.issuers],
        "issued": _value(header.issued),
        "printed": _value(header.printed),
        "printed_by": _value(header.printed_by),
        "addressees": [cited.value for cited in header.addressees],
        "copied_to": [cited.value for cited in header.copied_to],
        "publicity": _value(header.publicity),
        "period": {"start": header.period_start, "end": header.period_end}
        if header.period_start or header.period_end
        else None,
        "cites": [cited.value for cited in header.cites],
        "attachments": [
            {"number": each.number, "title": each.title, "present": each.present}
            for each in header.attachments
        ],
        "jurisdiction": document.jurisdiction,
        "lists_units": document.lists_units,
        "clauses": [
            {
                "id": document.clause_id(clause.path),
                "number": clause.number,
                "heading": clause.heading,
                "level": clause.level,
                "parent": document.clause_id(clause.parent) if clause.parent else None,
                **_offsets(clause.span),
            }
            for clause in document.clauses
        ],
        "implied_owner": {"entity": owner, "name": names[owner]} if owner else None,
        "tasks": [_task(document, task, names) for task in document.tasks],
        "entities": [
            {
                "id": entity.id,
                "name": entity.name,
                "type": entity.type,
                "aliases": list(entity.aliases),
                "jurisdiction": entity.jurisdiction,
                "forms": [
                    {"text": form.text, "reason": form.reason, **_offsets(form.span)} for form in entity.forms
                ],
            }
            for entity in document.entities
        ],
        "targets": [_target(document, target, names) for target in document.targets],
        "cadences": [
            {
                "actor": cadence.actor,
                "activity": cadence.activity,
                "frequency": cadence.frequency,
                "text": cadence.text,
                "task": document.task_id(cadence.task) if cadence.task else None,
                **_offsets(cadence.span),
            }
            for cadence in document.cadences
        ],
        "relations": [
            {
                "subject": relation.subject,
                "predicate": relation.predicate,
                "object": relation.object,
                "subject_entity": relation.subject_entity,
                "object_entity": relation.object_entity,
                "task": document.task_id(relation.task) if relation.task else None,
                **_offsets(relation.span),
            }
            for relation in document.relations
        ],
        "warnings": [warning_json(warning) for warning in document.warnings],
    }


def warning_json(warning: ReadingWarning) -> Json:
    offsets: Json = _offsets(warning.span) if warning.span else {"start": None, "end": None}
    return {"code": warning.code, "message": warning.message, **offsets}


def _task(document: Document, task: Task, names: dict[str, str]) -> Json:
    return {
        "id": document.task_id(task.path),
        "number": task.number,
        "title": task.title,
        "path": list(task.headings),
        "safeguard": task.safeguard,
        **_offsets(task.span),
        "deadline": _deadline(task.deadline),
        "assignments": [_assignment(each, names) for each in task.assignments],
        "measures": [{"text": each.text, **_offsets(each.span)} for each in task.measures],
        "mentions": [
            {"text": each.text, "entity": each.entity, "type": each.type, **_offsets(each.span)}
            for each in task.mentions
        ],
    }


def _assignment(assignment: Assignment, names: dict[str, str]) -> Json:
    return {
        "unit": assignment.unit,
        "entity": assignment.entity,
        "name": names.get(assignment.entity, assignment.unit) if assignment.entity else assignment.unit,
        "role": assignment.role,
        "role_text": assignment.role_text,
        "basis": assignment.stated.basis,
        "position": assignment.position,
        "length": assignment.length,
        "lead_basis": assignment.lead_basis,
        "generic": assignment.generic,
        **_offsets(assignment.span),
        "statement": _offsets(assignment.stated.span),
    }


def _target(document: Document, target: Target, names: dict[str, str]) -> Json:
    return {
        "indicator": target.indicator,
        "year": target.year,
        "period": target.period,
        "value": target.value,
        "comparator": target.comparator,
        "wording": target.wording,
        "aspiration": target.aspiration,
        "year_basis": target.year_basis,
        "unit": target.unit,
        "scope": target.scope,
        "kind": target.kind,
        "responsible": [each.unit for each in target.responsible],
        "owners": [_assignment(each, names) for each in target.responsible],
        "task": document.task_id(target.task) if target.task else None,
        **_offsets(target.span),
    }


def _deadline(deadline: Deadline | None) -> Json | None:
    return {"text": deadline.text, "date": deadline.date, **_offsets(deadline.span)} if deadline else None


def _value(cited: Cited | None) -> str | None:
    return cited.value if cited else None


def _offsets(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
