"""A table that people have corrected -> corrections in the registry, which survive re-reading.

The table has a row per entity (see ``corrections_table``). Its last three columns say what is to hold:
合并到 (merged into), 改名为 (renamed), 改种类 (another kind). An empty cell means no correction, so clearing a
cell and importing again undoes it. Entities with no row stay as they are. Nothing is written unless every
row can be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rdflib import RDF, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from graph.catalogue.names import resolve
from graph.catalogue.values import known
from graph.corrections import Corrections, load_corrections
from graph.errors import AmbiguousName, BadRequest, UnknownName
from graph.ingest import reread
from graph.overlap.findings import rebuild
from graph.queries import prefixes
from graph.store.base import Quad, Store
from ontology import terms
from ontology.kinds import class_iri, is_a, kinds
from ontology.terms import DUTY, ID, REGISTRY

What = Literal["merge", "label", "kind"]
PREDICATE: dict[What, URIRef] = {"label": SKOS.prefLabel, "kind": RDF.type}
NAMED_KINDS = ("Organization", "DutyObject", "Industry", "Location")
"""An entity is one of these, or of a kind below them."""


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One entity as the table shows it; the last three are what people write."""

    id: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    type: str = ""
    jurisdiction: str | None = None
    merge: str = ""
    """id or name of the entity that stands for this one"""
    label: str = ""
    kind: str = ""
    """Local name or Chinese label of a class"""
    line: int = 0
    """Where it stands in the file, for messages."""


@dataclass(frozen=True, slots=True)
class Change:
    """One correction that comes, goes or becomes another. ``before`` and ``after`` are an id, a label, a kind."""

    entity: str
    name: str
    what: What
    before: str | None
    after: str | None

    def json(self) -> dict[str, Any]:
        return {
            "entity": self.entity,
            "name": self.name,
            "what": self.what,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: its changes and the documents that are read again for them."""

    changes: tuple[Change, ...]
    documents: tuple[str, ...]


def correction_rows(store: Store) -> list[CorrectionRow]:
    """Every entity, merged ones too, with the corrections in force, by name."""
    corrections = load_corrections(store)
    direct = _merges(store)
    query = """SELECT ?entity ?key ?label ?type ?jurisdiction WHERE {
      ?entity duty:canonicalKey ?key .
      OPTIONAL { ?entity skos:prefLabel ?label . ?entity a ?type }
      OPTIONAL { ?entity duty:jurisdiction ?jurisdiction } }"""
    names: dict[str, set[str]] = {}
    for row in store.select(prefixes() + "SELECT ?entity ?name WHERE { ?entity duty:name ?name }"):
        names.setdefault(known(row["entity"]), set()).add(str(row["name"]))
    found = []
    for row in store.select(prefixes() + query):
        entity = known(row["entity"])
        if "label" not in row and entity not in direct:
            continue  # named by no document any more
        name = str(row.get("label") or row["key"])
        found.append(
            CorrectionRow(
                entity,
                name,
                tuple(sorted(names.get(entity, set()) - {name})),
                known(row["type"]) if "type" in row else "",
                str(row["jurisdiction"]) if "jurisdiction" in row else None,
                direct.get(entity, ""),
                corrections.labels.get(entity, ""),
                corrections.kinds.get(entity, ""),
            )
        )
    return sorted(found, key=lambda row: (row.name, row.id))


def plan(store: Store, rows: Sequence[CorrectionRow]) -> Plan:
    """What importing these rows would change. Raises BadRequest with a sentence per row that cannot be."""
    wanted, problems = _Reading(store, rows).wanted()
    merges = {**_merges(store), **{id_: each["merge"] for id_, each in wanted.items()}}
    problems += _cycles({old: new for old, new in merges.items() if new}, rows)
    if problems:
        raise BadRequest("表中有不能照办的内容，未作任何更改：\n" + "\n".join(problems))
    in_force = _in_force(store)
    names = {row.id: row.name for row in rows}
    found = []
    for entity, after in sorted(wanted.items()):
        before = in_force.get(entity, {})
        for what in ("merge", "label", "kind"):
            if before.get(what) != after[what]:
                found.append(Change(entity, names[entity], what, before.get(what), after[what]))
    return Plan(tuple(found), tuple(_concerned(store, found)))


def carry_out(store: Store, planned: Plan) -> None:
    """Writes the corrections in one transaction, then reads the documents concerned again."""
    with store.writing():
        remove = [quad for change in planned.changes for quad in _quads(change, change.before)]
        add = [quad for change in planned.changes for quad in _quads(change, change.after)]
        store.replace_graphs([], add, remove)
        for document in planned.documents:
            reread(store, document)
        if planned.changes:
            rebuild(store)


class _Reading:
    """Rows -> what is wanted of each entity, as ids and local names."""

    def __init__(self, store: Store, rows: Sequence[CorrectionRow]) -> None:
        self.store = store
        self.rows = rows
        self.present = {row.id: row for row in correction_rows(store)}
        self.kinds = {terms.label(str(class_iri(kind))): kind for kind in sorted(kinds())}

    def wanted(self) -> tuple[dict[str, dict[str, str | None]], list[str]]:
        wanted: dict[str, dict[str, str | None]] = {}
        problems = []
        for row in self.rows:
            try:
                one = self._of(row)
            except (BadRequest, UnknownName, AmbiguousName) as problem:
                problems.append(f"第 {row.line} 行（{row.name or row.id}）：{problem}")
                continue
            if row.id in wanted and wanted[row.id] != one:
                problems.append(
                    f"第 {row.line} 行（{row.name or row.id}）：编号 {row.id} 出现两次，内容不同。"
                )
            wanted[row.id] = one
        return wanted, problems

    def _of(self, row: CorrectionRow) -> dict[str, str | None]:
        if row.id not in self.present:
            raise BadRequest(f"图谱中没有编号为 {row.id} 的名称；请用“corrections export”导出的表填写。")
        present = self.present[row.id]
        label, merge, kind = row.label.strip(), row.merge.strip(), row.kind.strip()
        kind = self._kind(kind) if kind else ""
        return {
            "merge": self._merge(row, merge) if merge else None,
            # what already holds without a correction needs none
            "label": label if label and (present.label or label != present.name) else None,
            "kind": kind if kind and (present.kind or kind != present.type) else None,
        }

    def _merge(self, row: CorrectionRow, name: str) -> str:
        target = name if name in self.present else resolve(self.store, name).id
        if target == row.id:
            raise BadRequest("“合并到”填的是它自己。")
        return target

    def _kind(self, name: str) -> str:
        kind = self.kinds.get(name, name)
        if kind not in kinds() or not any(is_a(kind, each) for each in NAMED_KINDS):
            fitting = "、".join(
                label for label, each in self.kinds.items() if any(is_a(each, a) for a in NAMED_KINDS)
            )
            raise BadRequest(f"“改种类”填的“{name}”不是可用的种类；可用：{fitting}")
        return kind


def _cycles(merges: dict[str, str], rows: Iterable[CorrectionRow]) -> list[str]:
    found = []
    for row in rows:
        seen, here = [row.id], row.id
        while (here := merges.get(here, "")) and here not in seen:
            seen.append(here)
        if here == row.id:
            found.append(
                f"第 {row.line} 行（{row.name or row.id}）：合并成了一圈：{' → '.join([*seen, here])}。"
            )
    return found


def _in_force(store: Store) -> dict[str, dict[str, str]]:
    corrections: Corrections = load_corrections(store)
    found: dict[str, dict[str, str]] = {}
    for what, values in (
        ("merge", _merges(store)),
        ("label", corrections.labels),
        ("kind", corrections.kinds),
    ):
        for entity, value in values.items():
            found.setdefault(entity, {})[what] = value
    return found


def _merges(store: Store) -> dict[str, str]:
    """Merges as they were written, chains not followed."""
    query = prefixes() + "SELECT ?old ?new WHERE { ?old dcterms:isReplacedBy ?new }"
    return {known(row["old"]): known(row["new"]) for row in store.select(query)}


def _concerned(store: Store, changes: Iterable[Change]) -> list[str]:
    """For a merge every document that names either side; for a name or kind one that names the entity,
    for the registry looks at all documents whenever it is brought up to date."""
    naming: dict[str, set[str]] = {}
    query = f"SELECT ?g ?entity WHERE {{ GRAPH ?g {{ ?entity <{DUTY.statedKind}> ?kind }} }}"
    for row in store.select(query):
        if str(row["g"]).startswith(terms.DOC_GRAPHS):
            naming.setdefault(known(row["entity"]), set()).add(known(row["g"]))
    merges = _merges(store)
    found: set[str] = set()
    others: list[str] = []
    for change in changes:
        if change.what == "merge":
            for side in (change.entity, change.before, change.after):
                end = side
                while end is not None:
                    found |= naming.get(end, set())
                    end = merges.get(end) if merges.get(end) != end else None
        else:
            others.append(change.entity)
    for entity in others:
        entity = merges.get(entity, entity)
        if not naming.get(entity, set()) & found:
            found |= set(sorted(naming.get(entity, set()))[:1])
    return sorted(found)


def _quads(change: Change, value: str | None) -> list[Quad]:
    """The statements of one correction, in the registry and, as plain triples, in the default graph."""
    if value is None:
        return []
    entity = ID(change.entity)
    if change.what == "merge":
        triples: list[tuple[Node, Node, Node]] = [(entity, DCTERMS.isReplacedBy, ID(value))]
    else:
        predicate = PREDICATE[change.what]
        digest = hashlib.sha256(f"{change.entity}|{predicate}".encode()).hexdigest()[:16]
        node = ID(f"c-{digest}")
        object_ = class_iri(value) if change.what == "kind" else RdfLiteral(value, lang="zh")
        triples = [
            (node, RDF.type, DUTY.Correction),
            (node, RDF.subject, entity),
            (node, RDF.predicate, predicate),
            (node, RDF.object, object_),
        ]
    return [(s, p, o, graph) for s, p, o in triples for graph in (REGISTRY, None)]
