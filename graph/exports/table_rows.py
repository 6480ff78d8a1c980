"""The rows of the tables, read from the store one document at a time."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, URIRef
from rdflib.namespace import DCTERMS, PROV
from rdflib.term import Literal, Node

from graph.exports.contents import LEAD_BASIS, ROLES, Content, EntityRow, documents, local, registry, titled
from graph.exports.format import Job
from graph.exports.shared_tasks import shared_tasks
from graph.exports.tables import (
    ASSIGNMENTS,
    CADENCES,
    DOCUMENTS,
    ENTITIES,
    FINDINGS,
    INDICATORS,
    MENTIONS,
    RELATIONS,
    SHARED,
    TARGETS,
    TASKS,
    UNITS,
    Cell,
    Row,
    Rows,
    Table,
)
from ontology import terms
from ontology.terms import DERIVED, DUTY

BETWEEN = "；"
COUNTED = frozenset({"lead", "responsible", "support"})


def rows(job: Job) -> Rows:
    """Every row with its table, tables mingled; those of the view and the selection only."""
    for table, row in _TableRows(job).all():
        if job.view in table.views and _chosen(job, table, row):
            yield table, row


def _chosen(job: Job, table: Table, row: Row) -> bool:
    """A row is chosen when all the ids that it is about are, and there is one."""
    if job.selection is None:
        return True
    if table is FINDINGS:
        about = str(row[table.place("unit_ids")]).split(BETWEEN) + str(row[table.place("task_ids")]).split(
            BETWEEN
        )
    else:
        about = [str(row[table.place(key)] or "") for key in table.keys]
    ids = [each for each in about if each]
    return bool(ids) and all(map(job.keeps, ids))


class _TableRows:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.entities: dict[str, EntityRow] = registry(job)
        self.listed: list[tuple[str, str]] = []
        self.task_names: dict[str, str] = {}

    def all(self) -> Rows:
        for content in documents(self.job, self.entities):
            document = content.document
            if document is not None:
                yield from self._document(content, document)
        for row in self.entities.values():
            cells = _entity(row)
            if row.is_unit:
                yield UNITS, cells
            yield ENTITIES, cells
        for pair in shared_tasks(self.listed):
            a, b = self.name(pair.left), self.name(pair.right)
            yield (
                SHARED,
                (pair.left, a, pair.right, b, len(pair.tasks), pair.weight, BETWEEN.join(pair.tasks)),
            )
        yield from self._findings()

    def name(self, entity: str | None) -> str:
        row = self.entities.get(entity or "")
        return row.name if row else entity or ""

    def _document(self, content: Content, document: URIRef) -> Rows:
        version = content.one(document, DUTY.textVersion) or document
        number = content.text(document, DCTERMS.identifier)
        about: Row = (local(document), number)
        yield (
            DOCUMENTS,
            (
                local(document),
                content.text(document, DCTERMS.title),
                content.text(document, DUTY.noticeTitle),
                number,
                content.day(document, DCTERMS.issued),
                content.day(document, DUTY.printedOn),
                content.year(document, DUTY.periodStart),
                content.year(document, DUTY.periodEnd),
                content.text(document, DUTY.jurisdiction),
                content.flag(document, DUTY.listsUnits),
                content.text(version, DUTY.fileName),
                content.text(version, DUTY.sha256),
            ),
        )
        parts = self._parts(content)
        for task in content.tasks():
            self.task_names[local(task)] = f"{content.text(task, DUTY.number) or ''}{titled(content, task)}"
            holders = {
                unit
                for unit, role, basis in parts.get(task, ())
                if role in COUNTED and basis != "running_text"
            }
            self.listed += [(unit, local(task)) for unit in holders if unit in self.entities]
            yield (
                TASKS,
                (
                    local(task),
                    content.text(task, DUTY.number),
                    titled(content, task),
                    content.text(task, DUTY.inClausePath),
                    content.integer(task, DUTY.order),
                    content.flag(task, DUTY.safeguard),
                    content.day(task, DUTY.deadline),
                    content.text(task, DUTY.deadlineText),
                    len(holders),
                    *about,
                ),
            )
        for indicator in content.of_class(DUTY.Indicator):
            unit = content.text(indicator, DUTY.unitText)
            yield INDICATORS, (local(indicator), titled(content, indicator), unit, *about)
        yield from self._assignments(content, about)
        yield from self._claims(content, about)
        yield from self._targets(content, about, parts)
        for cadence in content.of_class(DUTY.Cadence):
            yield (
                CADENCES,
                (
                    local(cadence),
                    content.text(cadence, DUTY.cadenceActor),
                    content.text(cadence, DUTY.activity),
                    content.text(cadence, DUTY.frequency),
                    content.text(cadence, DUTY.frequencyText),
                    content.local(cadence, DUTY.ofTask),
                    *_place(content, cadence, about),
                ),
            )

    def _parts(self, content: Content) -> dict[Node, list[tuple[str, str, str]]]:
        """Unit, role and basis of every part in a task or indicator, in the order of the lists."""
        found: dict[Node, list[tuple[int, str, str, str]]] = {}
        for node in content.of_class(DUTY.Assignment):
            object_ = content.one(node, RDF.object)
            role = ROLES.get(content.one(node, RDF.predicate), "")  # type: ignore[call-overload]  # absent is ""
            if object_ is not None:
                unit, basis = content.local(node, RDF.subject) or "", content.text(node, DUTY.basis) or ""
                found.setdefault(object_, []).append(
                    (content.integer(node, DUTY.listPosition) or 0, unit, role, basis)
                )
        return {object_: [each[1:] for each in sorted(those)] for object_, those in found.items()}

    def _assignments(self, content: Content, about: Row) -> Rows:
        tasks = set(content.tasks())
        for node in content.of_class(DUTY.Assignment):
            object_, predicate = content.one(node, RDF.object), content.one(node, RDF.predicate)
            if not isinstance(predicate, URIRef) or object_ is None:
                continue
            role = ROLES.get(predicate, local(predicate))
            basis = content.one(node, DUTY.leadBasis)
            unit = content.local(node, RDF.subject)
            yield (
                ASSIGNMENTS,
                (
                    local(node),
                    unit,
                    self.name(unit),
                    local(object_) if object_ in tasks else None,
                    None if object_ in tasks else local(object_),
                    titled(content, object_),
                    role,
                    terms.label(str(predicate)),
                    content.text(node, DUTY.basis),
                    content.integer(node, DUTY.listPosition),
                    content.integer(node, DUTY.listLength),
                    LEAD_BASIS.get(basis) if isinstance(basis, URIRef) else None,
                    *_place(content, node, about),
                ),
            )

    def _claims(self, content: Content, about: Row) -> Rows:
        for claim in content.of_class(DUTY.Claim):
            subject, predicate, object_ = (
                content.one(claim, p) for p in (RDF.subject, RDF.predicate, RDF.object)
            )
            if subject is None or predicate is None or not isinstance(object_, URIRef):
                continue  # a name or a role phrase
            place = _place(content, claim, about)
            if predicate == DUTY.mentionedIn:
                cells = (local(subject), self.name(local(subject)), local(object_), titled(content, object_))
                yield MENTIONS, (local(claim), *cells, *place)
                continue
            ends = [
                (
                    local(end),
                    self.entities[local(end)].name if local(end) in self.entities else titled(content, end),
                )
                for end in (subject, object_)
            ]
            yield (
                RELATIONS,
                (local(claim), *ends[0], local(predicate), terms.label(str(predicate)), *ends[1], *place),
            )

    def _targets(self, content: Content, about: Row, parts: dict[Node, list[tuple[str, str, str]]]) -> Rows:
        for target in content.of_class(DUTY.Target):
            indicator = content.one(target, DUTY.indicator)
            if indicator is None:
                continue
            owners = dict.fromkeys(self.name(unit) for unit, _, _ in parts.get(indicator, ()))
            yield (
                TARGETS,
                (
                    local(target),
                    local(indicator),
                    titled(content, indicator),
                    content.local(target, DUTY.ofTask),
                    content.year(target, DUTY.refYear),
                    content.text(target, DUTY.refPeriod),
                    content.number(target, DUTY.value),
                    content.text(target, DUTY.comparator),
                    content.text(target, DUTY.wording),
                    content.flag(target, DUTY.aspiration),
                    content.text(target, DUTY.unitText),
                    content.text(target, DUTY.scope),
                    content.text(target, DUTY.targetKind),
                    content.text(target, DUTY.yearBasis),
                    BETWEEN.join(owners),
                    *_place(content, target, about),
                ),
            )

    def _findings(self) -> Rows:
        content = Content(DERIVED, self.job.store.quads(DERIVED))
        for finding in content.of_class(DUTY.Finding):
            units = [local(each) for each in content.all(finding, DUTY.ofUnit)]
            tasks = [local(each) for each in content.all(finding, DUTY.ofTask)]
            yield (
                FINDINGS,
                (
                    local(finding),
                    content.text(finding, DUTY.measure),
                    content.text(finding, DUTY.kind),
                    content.number(finding, DUTY.score),
                    content.integer(finding, DUTY["rank"]),
                    next(iter(_in_chinese(content.all(finding, DUTY.explanation))), None),
                    BETWEEN.join(map(self.name, units)),
                    BETWEEN.join(units),
                    BETWEEN.join(self.task_names.get(task, task) for task in tasks),
                    BETWEEN.join(tasks),
                    content.text(finding, DUTY.onObject),
                    BETWEEN.join(local(each) for each in content.all(finding, PROV.wasDerivedFrom)),
                ),
            )


def _entity(row: EntityRow) -> Row:
    aliases = BETWEEN.join(row.aliases)
    return row.id, row.name, row.type, terms.label(str(DUTY[row.type])), row.jurisdiction, aliases


def _place(content: Content, node: URIRef, about: Row) -> tuple[Cell, ...]:
    quote = content.quote(node)
    return (*about, quote.text, quote.start, quote.end) if quote else (*about, None, None, None)


def _in_chinese(values: list[Node]) -> Iterator[str]:
    return (str(value) for value in values if isinstance(value, Literal) and value.language in ("zh", None))
