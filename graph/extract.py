"""SourceText -> Document: the parsers in their order, then names to entities. Pure: no file, no store."""

from __future__ import annotations

import gc
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from graph.errors import NotAPlan
from graph.identifiers import document_id
from graph.model import Document, Header, Mention, ReadingWarning, SourceText, Task
from graph.naming import name
from graph.naming.jurisdiction import unknown_divisions
from graph.parsing.cadences import parse_cadences
from graph.parsing.header import parse_header
from graph.parsing.mentions import find_mentions
from graph.parsing.parts import parse_parts
from graph.parsing.relations import find_relations
from graph.parsing.structure import parse_structure
from graph.parsing.targets import parse_targets, unread_tables


def extract(source: SourceText) -> Document:
    """All that was read from one text. Raises NotAPlan where there is no task and no target."""
    with _collection_paused():
        return _extract(source)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Reading makes many small values and no cycles: looking for cycles among them cost a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _extract(source: SourceText) -> Document:
    parts = parse_parts(source)
    header = parse_header(source, parts)
    structure = parse_structure(source, parts)
    targets = parse_targets(source, header, structure)
    if not structure.tasks and not targets:
        raise NotAPlan(
            f"{source.file}：读到 {len(source.raw)} 个字，但没有认出任何任务条目或目标值。"
            "这里需要的是行动计划、工作要点、实施方案、任务分工一类、有编号条目的文件。"
        )
    mentions = find_mentions(source, structure, unknown_divisions(header, source.text))
    relations = find_relations(source, structure, mentions)
    named = name(source, header, structure, mentions, targets, relations)
    tasks = _with_mentions(named.tasks, named.mentions)
    identifier = document_id(header, source.sha256)
    lists_units = structure.lists_units
    return Document(
        source=source,
        id=identifier,
        header=header,
        jurisdiction=named.jurisdiction,
        clauses=structure.clauses,
        tasks=tasks,
        entities=named.entities,
        targets=named.targets,
        cadences=parse_cadences(source, structure),
        relations=named.relations,
        mentions=_outside(named.mentions, tasks),
        issuer_entities=named.issuer_entities,
        implied_owner=named.issuer_entities[0] if named.issuer_entities and not lists_units else None,
        lists_units=lists_units,
        warnings=(
            *source.warnings,
            *structure.warnings,
            *unread_tables(source, structure, targets),
            *_absent_attachments(header),
        ),
    )


def _outside(mentions: tuple[Mention, ...], tasks: tuple[Task, ...]) -> tuple[Mention, ...]:
    """The mentions that stand in no task. Tasks do not overlap, so the last that begins before decides."""
    spans = sorted((task.span for task in tasks), key=lambda span: span.start)
    starts = [span.start for span in spans]
    return tuple(
        mention
        for mention in mentions
        if not (place := bisect_right(starts, mention.span.start))
        or not mention.span.within(spans[place - 1])
    )


def _with_mentions(tasks: tuple[Task, ...], mentions: tuple[Mention, ...]) -> tuple[Task, ...]:
    """Each task with the mentions that stand inside it."""
    starts = [mention.span.start for mention in mentions]
    made = []
    for task in tasks:
        first, stop = bisect_left(starts, task.span.start), bisect_left(starts, task.span.end)
        inside = tuple(mention for mention in mentions[first:stop] if mention.span.within(task.span))
        made.append(replace(task, mentions=inside) if inside else task)
    return tuple(made)


def _absent_attachments(header: Header) -> tuple[ReadingWarning, ...]:
    return tuple(
        ReadingWarning(
            "attachment-absent", f"附件说明列有附件{each.number}“{each.title}”，本文本未见", each.span
        )
        for each in header.attachments
        if not each.present
    )
