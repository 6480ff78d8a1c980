"""Small stores for the tests of exports: documents made by hand, put in as the reader would."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from rdflib import RDF, RDFS, XSD, Literal
from rdflib.namespace import DCTERMS, PROV, SKOS

from graph.model import (
    Assignment,
    Cadence,
    Cited,
    Clause,
    Document,
    DutyList,
    Entity,
    Header,
    Measure,
    Mention,
    NameForm,
    Relation,
    Role,
    SourceText,
    Span,
    Target,
    Task,
)
from graph.statements import statements
from graph.store import Quad, Store, open_store
from ontology import terms
from ontology.kinds import class_iri
from ontology.terms import DERIVED, DUTY, ID, META, REGISTRY

HOSTILE = (
    "控制符\x00\x01\x0b\x1f\x7f\ufffe",
    "引号\"双'单`反\\斜",
    "换行\n回车\r两者\r\n制表\t",
    "闵府发〔2026〕11号",
    "表情🏛️👩🏽‍🔬与生僻字𠮷",
    "=1+1|cmd' /C calc'!A0",
    "+86",
    "-区科委",
    "@SUM(A1)",
    "<b>&amp;]]></b>",
    "分号;与,逗号；、",
    "长" * 32_767,
    "更长" * 17_000,
    "\u202e倒写\u200b\u2028行分隔",
)


def plan(
    units: Sequence[str] = ("区科委", "大零号湾集团", "上海交大"),
    titles: Sequence[str] = ("着力提升基础研究能力", "推进成果转化", "加强宣传"),
    docid: str = "minfufa-2026-11-1a2b3c",
) -> Document:
    """Three tasks: all units, the first two units, none; one platform, one industry, two targets, a cadence."""
    names = [*units, "紫竹概念验证中心", "生命健康"]
    raw = (
        f"闵府发〔2026〕11号\n{'；'.join(names)}\n"
        + "\n".join(titles)
        + "\n规上工业总产值增速 7%\n每半年会商\n"
    )
    spans = {text: Span(raw.index(text), raw.index(text) + len(text)) for text in (*names, *titles)}
    whole = Span(0, len(raw))
    kinds = ["PublicOrganisation"] * len(units) + ["ConceptCentre", "Industry"]
    entities = tuple(
        Entity(
            entity_id(name), name, kind, "上海市闵行区", name, (NameForm(name, spans[name], "as_written"),)
        )
        for name, kind in zip(names, kinds, strict=True)
    )
    listed = DutyList(whole, "list", "bracket")

    def parts(those: Sequence[str], role: Role = "responsible") -> tuple[Assignment, ...]:
        return tuple(
            Assignment(name, spans[name], listed, role, "责任单位", place, len(those), entity=entity_id(name))
            for place, name in enumerate(those, 1)
        )

    platform, industry = names[-2:]
    tasks = tuple(
        Task(
            (2, 1, n),
            f"{n}.",
            title,
            ("二、工作任务", "（一）强化"),
            spans[title],
            spans[title],
            safeguard=n == 3,
        )
        for n, title in enumerate(titles, 1)
    )
    tasks = (
        _with(
            tasks[0],
            assignments=(*parts(units[:1], "lead"), *parts(units[1:])),
            measures=(Measure(titles[0], spans[titles[0]]),),
            mentions=(
                Mention(platform, spans[platform], "ConceptCentre", entity_id(platform)),
                Mention(industry, spans[industry], "Industry", entity_id(industry)),
            ),
        ),
        _with(tasks[1], assignments=parts(units[:2])),
        *tasks[2:],
    )
    growth = Span(raw.index("规上"), raw.index("7%") + 2)
    targets = tuple(
        Target(
            "规上工业总产值增速",
            value,
            growth,
            year=year,
            year_basis="stated",
            unit="%",
            kind="growth",
            responsible=parts(units[:1]),
            task=(2, 1, 1),
        )
        for year, value in ((2026, 7.0), (2027, 7.5))
    )
    clauses = (
        Clause((2,), "二、", "工作任务", 1, None, whole, whole),
        *(
            Clause((2, 1, n), f"{n}.", title, 3, (2,), spans[title], spans[title])
            for n, title in enumerate(titles, 1)
        ),
    )
    number = Cited("闵府发〔2026〕11号", Span(0, 12))
    return Document(
        SourceText(f"{docid}.txt", hashlib.sha256(raw.encode()).hexdigest(), "text/plain", "utf-8", raw, raw, range(len(raw))),
        docid,
        Header(title=Cited("行动计划", Span(0, 4)), number=number, issued=Cited("2026-06-18", Span(0, 4)), period_start="2026", period_end="2028"),
        "上海市闵行区",
        clauses,
        tasks,
        entities,
        targets,
        (Cadence("区校主要领导", "会商", "每半年", "P6M", Span(raw.index("每半年"), raw.index("会商") + 2), (2, 1, 1)),),
        (Relation(platform, "hostedBy", units[0], whole, (2, 1, 1), "rule", entity_id(platform), entity_id(units[0])),),
        lists_units=True,
    )  # fmt: skip


def _with(task: Task, **changes: object) -> Task:
    from dataclasses import replace

    return replace(task, **changes)  # type: ignore[arg-type]


def entity_id(name: str) -> str:
    return f"e-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def store_of(*documents: Document, finding: bool = True) -> Store:
    """A temporary store with these documents, their registry, provenance and (for the first) one finding."""
    store = open_store("memory:")
    for document in documents:
        store.replace_graphs([], [*statements(document), *_registry(document), *_provenance(document)])
    if documents and finding:
        store.replace_graphs([], _finding(documents[0]))
    return store


def _registry(document: Document) -> Iterator[Quad]:
    holders = {part.entity for task in document.tasks for part in task.assignments}
    for entity in document.entities:
        node = ID(entity.id)
        for predicate, value in (
            (RDF.type, class_iri(entity.type)),
            (DCTERMS.identifier, Literal(entity.id)),
            (DUTY.canonicalKey, Literal(entity.key)),
            (DUTY.jurisdiction, Literal(entity.jurisdiction)),
            (SKOS.prefLabel, Literal(entity.name, lang="zh")),
            (RDFS.label, Literal(entity.name, lang="zh")),
            (DUTY.name, Literal(entity.name)),
            *([(DUTY.isUnit, Literal(True))] if entity.id in holders else []),
        ):
            yield node, predicate, value, REGISTRY
            yield node, predicate, value, None


def _provenance(document: Document) -> Iterator[Quad]:
    graph = terms.doc_graph(document.id)
    yield graph, RDF.type, PROV.Entity, META
    yield graph, DUTY.sha256, Literal(document.source.sha256), META
    yield graph, PROV.generatedAtTime, Literal("2026-11-22T08:00:00+00:00", datatype=XSD.dateTime), META


def _finding(document: Document) -> Iterator[Quad]:
    node = ID("f-0123456789abcdef")
    for predicate, value in (
        (RDF.type, DUTY.CoResponsibility),
        (RDF.type, DUTY.Finding),
        (DUTY.measure, Literal("M1")),
        (DUTY.kind, Literal("co_responsibility")),
        (DUTY.score, Literal("1.5", datatype=XSD.decimal)),
        (DUTY["rank"], Literal(1)),
        (DUTY.explanation, Literal("两家单位共同列责两项任务", lang="zh")),
        (DUTY.ofTask, ID(f"{document.id}.2.1.1")),
        (DUTY.ofUnit, ID(document.entities[0].id)),
        (DUTY.ofUnit, ID(document.entities[1].id)),
        (PROV.wasDerivedFrom, ID(document.id)),
    ):
        yield node, predicate, value, DERIVED
