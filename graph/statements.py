"""Document -> quads. The only place that knows both; docs/rdf.md shows the result.

Every relation is stated twice over: as plain triples (with the closure of its sub-properties),
which is what queries read, and as one Claim or Assignment, which carries the evidence.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from graph.model import (
    Assignment,
    Cadence,
    Clause,
    Document,
    Header,
    Measure,
    Mention,
    Relation,
    Span,
    Target,
    Task,
)
from graph.store.base import Quad
from ontology import terms
from ontology.kinds import class_iri, is_a
from ontology.terms import DUTY, ELI, ID, OA

ROLE = {
    "lead": DUTY.leads,
    "responsible": DUTY.responsibleFor,
    "support": DUTY.supports,
    "guide": DUTY.guides,
}
LEAD_BASIS = {
    "stated": DUTY.Stated,
    "first_listed_rule": DUTY.FirstListedRule,
    "not_stated": DUTY.NotStated,
}
ENDPOINT_PREDICATES = frozenset({RDF.subject, RDF.object})


def statements(document: Document) -> Iterator[Quad]:
    """All quads of one document: those of its own graph, and its plain triples again in the default graph."""
    return _Statements(document).quads()


class _Statements:
    """Gathers the triples of one document; a subject's evidence node is made once per span."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.graph = terms.doc_graph(document.id)
        self.node = ID(document.id)
        self.version = ID(f"{document.id}.v")
        self._evidence: dict[Span, URIRef] = {}
        self._triples: dict[tuple[Node, Node, Node], bool] = {}
        """triple -> plain; a dictionary keeps order and drops repeats"""
        self._clauses = sorted(document.clauses, key=lambda clause: (clause.span.start, -clause.span.end))
        self._starts = [clause.span.start for clause in self._clauses]
        self._by_path = {clause.path: clause for clause in document.clauses}

    def quads(self) -> Iterator[Quad]:
        document = self.document
        self._header(document.header)
        for clause in document.clauses:
            self._clause(clause)
        for order, task in enumerate(document.tasks, 1):
            self._task(order, task)
        self._names()
        self._targets(document.targets)
        for number, cadence in enumerate(document.cadences, 1):
            self._cadence(number, cadence)
        for relation in document.relations:
            self._relation(relation)
        for (subject, predicate, object_), plain in self._triples.items():
            yield subject, predicate, object_, self.graph
            if plain:
                yield subject, predicate, object_, None

    # -- parts of a document

    def _header(self, header: Header) -> None:
        document, node = self.document, self.node
        self._add(node, RDF.type, DUTY.PolicyDocument)
        if header.title is None:
            self._add(node, DCTERMS.title, Literal(self.document.title, lang="zh"))
        for predicate, cited, datatype in (
            (DCTERMS.title, header.title, "zh"),
            (DUTY.noticeTitle, header.notice_title, "zh"),
            (DCTERMS.identifier, header.number, None),
            (DCTERMS.issued, header.issued, XSD.date),
            (DUTY.printedOn, header.printed, XSD.date),
            (DUTY.printedBy, header.printed_by, None),
            (DUTY.publicity, header.publicity, None),
        ):
            if cited:
                value = (
                    Literal(cited.value, lang="zh") if datatype == "zh" else _literal(cited.value, datatype)
                )
                self._add(node, predicate, value)
                self._support(node, cited.span)
        for predicate, several in (
            (DUTY.addressee, header.addressees),
            (DUTY.copiedTo, header.copied_to),
            (ELI.cites, header.cites),
        ):
            for cited in several:
                self._add(node, predicate, Literal(cited.value))
                self._support(node, cited.span)
        for cited in header.issuers:
            self._add(node, DUTY.issuerText, Literal(cited.value))
            self._support(node, cited.span)
        for entity in document.issuer_entities:
            self._add(node, DCTERMS.publisher, ID(entity))
        if header.period_start:
            self._add(node, DUTY.periodStart, Literal(header.period_start, datatype=XSD.gYear))
        if header.period_end:
            self._add(node, DUTY.periodEnd, Literal(header.period_end, datatype=XSD.gYear))
        if header.period_span:
            self._support(node, header.period_span)
        if document.implied_owner:
            self._add(node, DUTY.impliedOwner, ID(document.implied_owner))
        if document.jurisdiction:
            self._add(node, DUTY.jurisdiction, Literal(document.jurisdiction))
        self._add(node, DUTY.listsUnits, Literal(document.lists_units))
        for attachment in header.attachments:
            part = ID(f"{document.id}.att{attachment.number}")
            self._add(node, DUTY.attachment, part)
            self._add(part, RDF.type, DUTY.Attachment)
            self._add(part, DUTY.number, Literal(str(attachment.number)))
            self._add(part, DCTERMS.title, Literal(attachment.title, lang="zh"))
            self._add(part, DUTY.present, Literal(attachment.present))
            self._support(part, attachment.span)
        self._add(node, DUTY.textVersion, self.version)
        for predicate, text in (
            (DUTY.sha256, document.source.sha256),
            (DUTY.rawText, document.source.raw),
            (DUTY.fileName, document.source.file),
            (DUTY.mediaType, document.source.media_type),
        ):
            self._add(self.version, predicate, Literal(text), plain=False)
        self._add(self.version, RDF.type, DUTY.TextVersion, plain=False)

    def _clause(self, clause: Clause) -> None:
        document = self.document
        node = ID(document.clause_id(clause.path))
        self._add(node, RDF.type, DUTY.Clause)
        self._add(node, DUTY.number, Literal(clause.number))
        self._add(node, DCTERMS.title, Literal(clause.heading, lang="zh"))
        self._add(
            node, DCTERMS.isPartOf, ID(document.clause_id(clause.parent)) if clause.parent else self.node
        )
        self._add(node, DUTY.start, Literal(clause.span.start))
        self._add(node, DUTY.end, Literal(clause.span.end))
        self._support(node, clause.span)

    def _task(self, order: int, task: Task) -> None:
        document = self.document
        node = ID(document.task_id(task.path))
        self._add(node, RDF.type, DUTY.Task)
        self._add(node, DUTY.number, Literal(task.number))
        self._add(node, DCTERMS.title, Literal(task.title, lang="zh"))
        self._add(node, DCTERMS.isPartOf, self.node)
        self._add(node, DUTY.order, Literal(order))
        self._add(node, DUTY.safeguard, Literal(task.safeguard))
        self._add(node, DUTY.start, Literal(task.span.start))
        self._add(node, DUTY.end, Literal(task.span.end))
        if task.headings:
            self._add(node, DUTY.inClausePath, Literal(" > ".join(task.headings)))
        clause = self._clause_around(task.span)
        if clause:
            self._add(node, DUTY.statedIn, clause)
        if task.deadline:
            self._add(node, DUTY.deadlineText, Literal(task.deadline.text))
            if task.deadline.date:
                self._add(node, DUTY.deadline, Literal(task.deadline.date, datatype=XSD.date))
            self._support(node, task.deadline.span)
        self._support(node, task.span)
        for number, measure in enumerate(task.measures, 1):
            part = ID(f"{document.task_id(task.path)}.m{number}")
            self._add(node, DUTY.hasMeasure, part)
            self._add(part, RDF.type, DUTY.Measure)
            self._add(part, DUTY.text, Literal(measure.text, lang="zh"))
            self._add(part, DUTY.order, Literal(number))
            self._support(part, measure.span)
        for number, assignment in enumerate(task.assignments, 1):
            self._assignment(ID(f"{document.task_id(task.path)}.a{number}"), assignment, node)
        self._mentions(node, task.mentions, task.measures)

    def _assignment(self, node: URIRef, assignment: Assignment, object_: URIRef) -> None:
        if assignment.entity is None:
            self._generic(node, assignment, object_)
            return
        predicate = ROLE[assignment.role]
        unit = ID(assignment.entity)
        self._close(unit, predicate, object_)
        for property_, value in (
            (RDF.type, DUTY.Assignment),
            (RDF.subject, unit),
            (RDF.predicate, predicate),
            (RDF.object, object_),
            (DUTY.basis, Literal(assignment.stated.basis)),
            (DUTY.listPosition, Literal(assignment.position)),
            (DUTY.listLength, Literal(assignment.length)),
            (DUTY.leadBasis, LEAD_BASIS[assignment.lead_basis]),
            (DUTY.evidence, self._evidence_node(assignment.stated.span)),
        ):
            self._add(node, property_, value, plain=False)

    def _generic(self, node: URIRef, assignment: Assignment, object_: URIRef) -> None:
        """有关部门 names no body: kept as words on the task, never as an entity."""
        self._add(object_, DUTY.genericUnit, Literal(assignment.unit))
        for property_, value in (
            (RDF.type, DUTY.Claim),
            (RDF.subject, object_),
            (RDF.predicate, DUTY.genericUnit),
            (RDF.object, Literal(assignment.unit)),
            (DUTY.evidence, self._evidence_node(assignment.stated.span)),
        ):
            self._add(node, property_, value, plain=False)

    def _mentions(self, task: URIRef, mentions: Sequence[Mention], measures: Sequence[Measure]) -> None:
        """The evidence of a mention is the sentence (measure) that names it, so that it can be read alone."""
        places: dict[tuple[str, str], list[Span]] = {}
        for mention in mentions:
            if mention.entity:
                sentence = next(
                    (each.span for each in measures if mention.span.within(each.span)), mention.span
                )
                spans = places.setdefault((mention.entity, mention.type), [])
                if sentence not in spans:
                    spans.append(sentence)
        for (entity, type_), spans in places.items():
            self._claim(ID(entity), DUTY.mentionedIn, task, spans)
            if type_ == "Industry":
                self._claim(task, DUTY.inIndustry, ID(entity), spans)
            elif is_a(type_, "DutyObject"):
                self._claim(task, DUTY.concerns, ID(entity), spans)

    def _names(self) -> None:
        for entity in self.document.entities:
            node = ID(entity.id)
            self._add(node, DUTY.statedKind, class_iri(entity.type))
            reasons: dict[tuple[str, str], list[Span]] = {}
            for form in entity.forms:
                reasons.setdefault((form.text, form.reason), []).append(form.span)
            if entity.forms and entity.name not in {form.text for form in entity.forms}:
                reasons[entity.name, "full_name"] = [entity.forms[0].span]
            for (text, reason), spans in reasons.items():
                self._claim(node, DUTY.name, Literal(text), spans, reason=reason)

    def _targets(self, targets: Iterable[Target]) -> None:
        document = self.document
        indicators: dict[tuple[str, str], URIRef] = {}
        for number, target in enumerate(targets, 1):
            key = (target.indicator, target.unit)
            indicator = indicators.get(key)
            if indicator is None:
                indicator = indicators[key] = ID(f"{document.id}.i{len(indicators) + 1}")
                self._add(indicator, RDF.type, DUTY.Indicator)
                self._add(indicator, SKOS.prefLabel, Literal(target.indicator, lang="zh"))
                self._add(indicator, DUTY.indicatorKey, Literal(target.indicator))
                self._add(indicator, DUTY.unitText, Literal(target.unit))
                self._add(indicator, DCTERMS.isPartOf, self.node)
                self._support(indicator, target.indicator_span or target.span)
            self._target(ID(f"{document.id}.t{number}"), target, indicator)

    def _target(self, node: URIRef, target: Target, indicator: URIRef) -> None:
        for property_, value in (
            (RDF.type, DUTY.Target),
            (DUTY.indicator, indicator),
            (DUTY.value, Literal(Decimal(str(target.value)))),
            (DUTY.comparator, Literal(target.comparator)),
            (DUTY.wording, Literal(target.wording)),
            (DUTY.aspiration, Literal(target.aspiration)),
            (DUTY.unitText, Literal(target.unit)),
            (DUTY.targetKind, Literal(target.kind)),
            (DCTERMS.isPartOf, self.node),
        ):
            self._add(node, property_, value)
        if target.year is not None:
            self._add(node, DUTY.refYear, Literal(str(target.year), datatype=XSD.gYear))
        if target.period:
            self._add(node, DUTY.refPeriod, Literal(target.period))
        if target.year_basis:
            self._add(node, DUTY.yearBasis, Literal(target.year_basis))
        if target.scope:
            self._add(node, DUTY.scope, Literal(target.scope))
        if target.task:
            task = ID(self.document.task_id(target.task))
            self._add(node, DUTY.ofTask, task)
            self._add(task, DUTY.hasIndicator, indicator)
        self._support(node, target.span)
        for owner in target.responsible:
            local = node.rsplit(".", 1)[1]
            self._assignment(ID(f"{self.document.id}.{local}.a{owner.position}"), owner, indicator)

    def _cadence(self, number: int, cadence: Cadence) -> None:
        node = ID(f"{self.document.id}.f{number}")
        self._add(node, RDF.type, DUTY.Cadence)
        self._add(node, DUTY.cadenceActor, Literal(cadence.actor))
        self._add(node, DUTY.activity, Literal(cadence.activity))
        self._add(node, DUTY.frequencyText, Literal(cadence.text))
        if cadence.frequency:
            self._add(
                node, DUTY.frequency, Literal(cadence.frequency, datatype=XSD.duration, normalize=False)
            )
        self._add(node, DCTERMS.isPartOf, self.node)
        if cadence.task:
            self._add(node, DUTY.ofTask, ID(self.document.task_id(cadence.task)))
        self._support(node, cadence.span)

    def _relation(self, relation: Relation) -> None:
        if relation.subject_entity and relation.object_entity:
            self._claim(
                ID(relation.subject_entity),
                DUTY[relation.predicate],
                ID(relation.object_entity),
                [relation.span],
            )

    # -- claims and evidence

    def _claim(
        self,
        subject: URIRef,
        predicate: URIRef,
        object_: Node,
        spans: Iterable[Span],
        reason: str | None = None,
    ) -> None:
        """One claim per statement, with one evidence per place that says it."""
        self._close(subject, predicate, object_)
        key = "|".join((str(subject), str(predicate), str(object_), reason or ""))
        node = ID(f"{self.document.id}.k-{hashlib.sha256(key.encode()).hexdigest()[:12]}")
        self._add(node, RDF.type, DUTY.Claim, plain=False)
        self._add(node, RDF.subject, subject, plain=False)
        self._add(node, RDF.predicate, predicate, plain=False)
        self._add(node, RDF.object, object_, plain=False)
        if reason:
            self._add(node, DUTY.reason, Literal(reason), plain=False)
        for span in spans:
            self._add(node, DUTY.evidence, self._evidence_node(span), plain=False)

    def _close(self, subject: URIRef, predicate: URIRef, object_: Node) -> None:
        for each in terms.closure(predicate):
            self._add(subject, each, object_)

    def _support(self, subject: URIRef, span: Span) -> None:
        self._add(subject, DUTY.evidence, self._evidence_node(span), plain=False)

    def _evidence_node(self, span: Span) -> URIRef:
        node = self._evidence.get(span)
        if node is None:
            local = f"{self.document.id}.s{span.start}-{span.end}"
            node = self._evidence[span] = ID(local)
            selector = ID(f"{local}.q")
            quote = self.document.source.raw[span.start : span.end]
            for subject, predicate, object_ in (
                (node, RDF.type, DUTY.Evidence),
                (node, OA.hasSource, self.version),
                (node, OA.hasSelector, selector),
                (selector, RDF.type, OA.TextQuoteSelector),
                (selector, RDF.type, OA.TextPositionSelector),
                (selector, OA.exact, Literal(quote)),
                (selector, OA.start, Literal(span.start)),
                (selector, OA.end, Literal(span.end)),
            ):
                self._add(subject, predicate, object_, plain=False)
            # Outside every clause the document itself: a query need not make room for there being none.
            place = self._clause_around(span) or self.node
            self._add(node, DUTY.statedIn, place, plain=False)
        return node

    def _clause_around(self, span: Span) -> URIRef | None:
        """The smallest clause that holds the whole span: the last that begins before it, or one above that."""
        place = bisect_right(self._starts, span.start) - 1
        clause = self._clauses[place] if place >= 0 else None
        while clause and not span.within(clause.span):
            clause = self._by_path.get(clause.parent) if clause.parent else None
        return ID(self.document.clause_id(clause.path)) if clause else None

    def _add(self, subject: Node, predicate: Node, object_: Node, plain: bool = True) -> None:
        self._triples.setdefault((subject, predicate, object_), plain)


def _literal(value: str, datatype: URIRef | str | None) -> Literal:
    return Literal(value, datatype=URIRef(datatype)) if datatype else Literal(value)
