"""Paths -> store: one transaction per document, idempotent, with progress; a bad file stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.namespace import PROV

from graph.catalogue.names import resolve_document
from graph.corrections import apply_corrections, load_corrections
from graph.document_json import Json, warning_json
from graph.errors import DutygraphError, UnreadableFile
from graph.extract import extract
from graph.model import Document
from graph.overlap.findings import rebuild
from graph.overlap.generation import is_stale
from graph.queries import load, prefixes
from graph.reading import SUFFIXES, read, source_from_text
from graph.registry import changes
from graph.statements import statements
from graph.store.base import Quad, Store
from graph.version import rules_version
from ontology import terms
from ontology.terms import DUTY, ID, META


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one file. ``status``: stored, replaced, unchanged, read (dry run) or failed."""

    file: str
    status: str
    document: Document | None = None
    error: str | None = None

    @property
    def ok(self) -> bool:
        return self.status != "failed"

    def json(self) -> Json:
        document = self.document
        if document is None:
            return {"file": self.file, "status": self.status, "error": self.error}
        return {
            "file": self.file,
            "status": self.status,
            "document": document.id,
            "title": document.title,
            "number": document.header.number.value if document.header.number else None,
            "tasks": len(document.tasks),
            "assignments": sum(len(task.assignments) for task in document.tasks),
            "targets": len(document.targets),
            "entities": len(document.entities),
            "warnings": [warning_json(each) for each in document.warnings],
        }


@dataclass
class Ingest:
    """Reads files into a store. ``on_report`` is called once per file, as soon as it is done."""

    store: Store
    dry_run: bool = False
    workers: int = 1
    on_report: Callable[[Report], None] = field(default=lambda report: None)

    def paths(self, paths: Iterable[str | Path]) -> list[Report]:
        """One report per file, in order; folders are walked. Findings are rebuilt once, at the end,
        also where an earlier run was broken off before it came to that."""
        files = list(files_in(paths))
        reports = []
        for file, document, error in self._extracted(files):
            report = (
                Report(str(file), "failed", error=error)
                if document is None
                else self._keep(str(file), document)
            )
            self.on_report(report)
            reports.append(report)
        if not self.dry_run and is_stale(self.store):
            rebuild(self.store)
        return reports

    def _extracted(self, files: Sequence[Path]) -> Iterator[tuple[Path, Document | None, str | None]]:
        if self.workers > 1 and len(files) > 1:
            with ProcessPoolExecutor(self.workers) as pool:
                yield from zip(files, *zip(*pool.map(_extract_file, files), strict=True), strict=True)
        else:
            for file in files:
                yield (file, *_extract_file(file))

    def _keep(self, file: str, document: Document) -> Report:
        if self.dry_run:
            return Report(file, "read", document)
        try:
            return Report(file, keep(self.store, document), document)
        except DutygraphError as problem:
            return Report(file, "failed", error=str(problem))


def files_in(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files named, and the readable ones inside folders named, in order of name."""
    for each in map(Path, paths):
        if each.is_dir():
            yield from sorted(
                path
                for path in each.rglob("*")
                if path.is_file() and path.suffix.lower() in SUFFIXES and path.name.lower() != "readme.md"
            )
        else:
            yield each


def passed_over(paths: Iterable[str | Path]) -> list[Path]:
    """Files inside the folders named that are of no kind read here (.doc, .xlsx, .wps …); hidden ones apart."""
    return [
        path
        for folder in map(Path, paths)
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() not in SUFFIXES and not path.name.startswith((".", "~$"))
    ]


def keep(store: Store, document: Document) -> str:
    """Stores one document in one transaction: ``stored``, ``replaced`` or ``unchanged``."""
    graph = terms.doc_graph(document.id)
    with store.writing():
        stamp = _stamp(store, graph)
        if stamp == (document.source.sha256, rules_version()):
            return "unchanged"
        _replace(store, document, graph)
    return "replaced" if stamp else "stored"


def reread(store: Store, name: str) -> None:
    """Reads a stored document again from its stored text, so that new corrections take hold."""
    document_id = resolve_document(store, name)
    row = store.select(load("document_source"), {"doc": ID(document_id)})[0]
    source = source_from_text(
        str(row["text"]),
        file=str(row["file"]),
        sha256=str(row["sha256"]),
        media_type=str(row["mediaType"]),
    )
    with store.writing():
        _replace(store, extract(source), terms.doc_graph(document_id))


def remove(store: Store, name: str) -> str:
    """Removes one document and all that only it states; answers its id. Raises UnknownName."""
    document_id = resolve_document(store, name)
    graph = terms.doc_graph(document_id)
    with store.writing():
        taken, added = changes(store, None, graph, load_corrections(store))
        store.replace_graphs([graph], added, [*taken, *_old_provenance(store, graph)])
    rebuild(store)
    return document_id


def _replace(store: Store, document: Document, graph: URIRef) -> None:
    corrections = load_corrections(store)
    document = apply_corrections(document, corrections)
    taken, added = changes(store, document, graph, corrections)
    quads = [*statements(document), *added, *_provenance(document, graph)]
    store.replace_graphs([graph], quads, [*taken, *_old_provenance(store, graph)])


def _extract_file(file: Path) -> tuple[Document | None, str | None]:
    try:
        if not file.exists():
            raise UnreadableFile(f"{file}：没有这个文件")
        return extract(read(file)), None
    except DutygraphError as problem:
        return None, str(problem)


def _stamp(store: Store, graph: URIRef) -> tuple[str, str] | None:
    query = "SELECT ?sha ?rules WHERE { GRAPH ?meta { ?doc duty:sha256 ?sha ; duty:rulesVersion ?rules } }"
    rows = store.select(prefixes() + query, {"meta": META, "doc": graph})
    return (str(rows[0]["sha"]), str(rows[0]["rules"])) if rows else None


def _old_provenance(store: Store, graph: URIRef) -> list[Quad]:
    query = "SELECT ?predicate ?value WHERE { GRAPH ?meta { ?doc ?predicate ?value } }"
    rows = store.select(query, {"meta": META, "doc": graph})
    return [(graph, row["predicate"], row["value"], META) for row in rows]


def _provenance(document: Document, graph: URIRef) -> Iterator[Quad]:
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    for predicate, value in (
        (RDF.type, PROV.Entity),
        (DUTY.sha256, Literal(document.source.sha256)),
        (DUTY.rulesVersion, Literal(rules_version())),
        (PROV.generatedAtTime, Literal(now, datatype=XSD.dateTime)),
        (PROV.wasDerivedFrom, ID(f"{document.id}.v")),
    ):
        yield graph, predicate, value, META
