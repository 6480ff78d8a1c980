"""Stores of any size for benchmarks: made plans in the shape of real ones, the same for the same numbers.

A made plan has 16 tasks, 3 to 7 units to each out of a district's pool, mentions of platforms and industries,
ten indicators with three yearly targets, and four sentences of text per task.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

from rdflib import RDF, RDFS, XSD, Literal
from rdflib.namespace import DCTERMS, PROV, SKOS

from graph.model import (
    Assignment,
    Cited,
    Clause,
    Document,
    DutyList,
    Entity,
    Header,
    Measure,
    Mention,
    NameForm,
    SourceText,
    Span,
    Target,
    Task,
)
from graph.statements import statements
from graph.store.base import Quad, Store
from ontology import terms
from ontology.kinds import class_iri
from ontology.terms import DUTY, ID, META, REGISTRY

TASKS = 16
INDICATORS = 10
UNITS, PLATFORMS, INDUSTRIES = 60, 80, 20
"""How many of each a district has."""
DOCUMENTS_PER_DISTRICT = 8
VERBS = ["推进", "加快", "完善", "建设", "培育", "强化", "优化", "探索"]
MATTERS = [
    "概念验证",
    "成果转化",
    "人才公寓",
    "数据要素",
    "绿色低碳",
    "产业集群",
    "科技金融",
    "公共服务",
    "轨道交通",
    "国际合作",
]


def fill(store: Store, quads: int, seed: int = 1) -> int:
    """Adds made plans until the store holds ``quads`` or a little more; answers the number of plans."""
    number = 0
    known: set[str] = set()
    while store.count() < quads:
        batch: list[Quad] = []
        for _ in range(10):
            document = plan(number, seed)
            batch += statements(document)
            batch += _registry(document, known)
            batch += _provenance(document)
            number += 1
        store.replace_graphs([], batch)
    return number


def plan(number: int, seed: int = 1) -> Document:
    """The made plan of this number."""
    chance = random.Random(f"{seed}.{number}")
    district = number // DOCUMENTS_PER_DISTRICT
    docid = f"made-{number:06d}"
    text: list[str] = []
    written: dict[Span, str] = {}
    length = 0

    def write(words: str) -> Span:
        nonlocal length
        span = Span(length, length + len(words))
        text.append(words)
        length = span.end
        written[span] = words
        return span

    title = write(f"第{district}区第{number}号行动计划")
    write("\n")
    entities: dict[str, Entity] = {}

    def entity(kind: str, name: str, span: Span) -> str:
        id_ = f"e-{hashlib.sha256(f'{district}|{name}'.encode()).hexdigest()[:16]}"
        entities.setdefault(
            id_, Entity(id_, name, kind, f"第{district}区", name, (NameForm(name, span, "as_written"),))
        )
        return id_

    tasks, clauses = [], []
    for order in range(1, TASKS + 1):
        start = length
        heading = write(f"{chance.choice(VERBS)}{chance.choice(MATTERS)}第{order}项")
        measures, mentions = [], []
        for _ in range(4):
            begin = length
            write(f"。{chance.choice(VERBS)}")
            platform = write(f"{chance.choice(MATTERS)}平台{chance.randrange(PLATFORMS)}号")
            write("，面向")
            industry = write(f"产业{chance.randrange(INDUSTRIES)}")
            write(f"{chance.choice(VERBS)}{chance.choice(MATTERS)}，形成可复制可推广的经验做法")
            measures.append(Measure("".join(text)[begin:], Span(begin, length)))
            for kind, span in (("Platform", platform), ("Industry", industry)):
                name = written[span]
                mentions.append(Mention(name, span, kind, entity(kind, name, span)))
        begin = length
        write("（责任单位：")
        spans = []
        for unit in chance.sample(range(UNITS), chance.randint(3, 7)):
            spans.append(write(f"第{unit}局"))
            write("、")
        stated = DutyList(Span(begin, length), "list", "bracket")
        assignments = tuple(
            Assignment(
                written[span],
                span,
                stated,
                "responsible",
                "责任单位",
                place,
                len(spans),
                entity=entity("PublicOrganisation", written[span], span),
            )
            for place, span in enumerate(spans, 1)
        )
        write("）\n")
        path = (2, 1 + order // 4, order)
        whole = Span(start, length)
        clauses.append(Clause(path, f"{order}.", written[heading], 3, None, whole, heading))
        tasks.append(
            Task(
                path,
                f"{order}.",
                written[heading],
                ("二、工作任务",),
                whole,
                heading,
                assignments,
                tuple(measures),
                tuple(mentions),
            )
        )
    targets = []
    for at in range(INDICATORS):
        span = write(f"{chance.choice(MATTERS)}指标{at}每年{chance.randint(5, 900)}项\n")
        for year in (2026, 2027, 2028):
            owner = tasks[at].assignments[0]
            targets.append(
                Target(
                    f"{MATTERS[at]}指标",
                    float(chance.randint(5, 900)),
                    span,
                    year=year,
                    year_basis="stated",
                    unit="项",
                    responsible=(owner,),
                    task=tasks[at].path,
                )
            )
    raw = "".join(text)
    return Document(
        SourceText(f"{docid}.txt", hashlib.sha256(raw.encode()).hexdigest(), "text/plain", "utf-8", raw, raw, range(len(raw))),
        docid,
        Header(title=Cited(written[title], title), issued=Cited(f"{2020 + number % 7}-06-18", title)),
        f"第{district}区",
        tuple(clauses),
        tuple(tasks),
        tuple(entities.values()),
        tuple(targets),
        lists_units=True,
    )  # fmt: skip


def _registry(document: Document, known: set[str]) -> Iterator[Quad]:
    units = {part.entity for task in document.tasks for part in task.assignments}
    for entity in document.entities:
        if entity.id in known:
            continue
        known.add(entity.id)
        node = ID(entity.id)
        for predicate, value in (
            (RDF.type, class_iri(entity.type)),
            (DCTERMS.identifier, Literal(entity.id)),
            (DUTY.canonicalKey, Literal(entity.key)),
            (DUTY.jurisdiction, Literal(entity.jurisdiction)),
            (SKOS.prefLabel, Literal(entity.name, lang="zh")),
            (RDFS.label, Literal(entity.name, lang="zh")),
            (DUTY.name, Literal(entity.name)),
            (DUTY.shortName, Literal(entity.name)),
            *([(DUTY.isUnit, Literal(True))] if entity.id in units else []),
        ):
            yield node, predicate, value, REGISTRY
            yield node, predicate, value, None


def _provenance(document: Document) -> Iterator[Quad]:
    graph = terms.doc_graph(document.id)
    yield graph, RDF.type, PROV.Entity, META
    yield graph, DUTY.sha256, Literal(document.source.sha256), META
    yield graph, PROV.generatedAtTime, Literal("2026-01-01T00:00:00+00:00", datatype=XSD.dateTime), META
