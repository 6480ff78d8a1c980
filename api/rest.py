"""REST: each handler reads what was asked, calls one function of ``graph``, and answers JSON."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from api import schemas, security
from api.conditional import fresh, fresh_json
from api.service import service
from graph import catalogue, exports, questions
from graph.corrections_import import CorrectionRow, carry_out, plan
from graph.overlap import findings
from graph.store import Store
from visualize.layout import place

blueprint = APIBlueprint("rest", __name__, url_prefix="/api", tag="REST")


@blueprint.get("/tasks")
@blueprint.input(schemas.TasksAsked, location="query", arg_name="asked")
@blueprint.output(schemas.Tasks)
def tasks(asked: schemas.TasksAsked) -> Response:
    """Tasks, or those that involve a unit, platform, place …, with its role and the quote."""
    due = asked.due_before.isoformat() if asked.due_before else None
    return fresh_json(
        lambda: catalogue.tasks(
            service().store,
            involves=asked.involves,
            as_=asked.as_,
            document=asked.document,
            industry=asked.industry,
            q=asked.q,
            due_before=due,
            limit=asked.limit,
            offset=asked.offset,
        )
    )


@blueprint.get("/tasks/<id>")
@blueprint.output(schemas.Task)
def task(id: str) -> Response:
    """One task with measures, mentions, and the evidence of each assignment."""
    return fresh_json(lambda: catalogue.task(service().store, id))


@blueprint.get("/units")
@blueprint.input(schemas.Page, location="query", arg_name="asked")
@blueprint.output(schemas.Entities)
def units(asked: schemas.Page) -> Response:
    """Bodies that hold an assignment or own an indicator."""
    return fresh_json(lambda: catalogue.units(service().store, asked.limit, asked.offset))


@blueprint.get("/entities")
@blueprint.input(schemas.EntitiesAsked, location="query", arg_name="asked")
@blueprint.output(schemas.Entities)
def entities(asked: schemas.EntitiesAsked) -> Response:
    """Entities by part of a name or alias, pinyin or initials."""
    return fresh_json(
        lambda: catalogue.entities(service().store, asked.q, asked.type, asked.limit, asked.offset)
    )


@blueprint.get("/entities/<id>")
@blueprint.output(schemas.EntityHead)
def entity(id: str) -> Response:
    """One entity with its tasks by role, targets, relations and findings; 301 where it was merged."""
    found = catalogue.resolve(service().store, id)
    if id.startswith("e-") and found.id != id:
        return Response(status=301, headers={"Location": f"/api/entities/{found.id}"})
    return fresh_json(lambda: catalogue.entity(service().store, id))


@blueprint.get("/targets")
@blueprint.input(schemas.TargetsAsked, location="query", arg_name="asked")
@blueprint.output(schemas.Targets)
def targets(asked: schemas.TargetsAsked) -> Response:
    """Targets by indicator, year, owner, document."""
    return fresh_json(
        lambda: catalogue.targets(
            service().store,
            asked.indicator,
            asked.year,
            asked.owner,
            asked.document,
            asked.limit,
            asked.offset,
        )
    )


@blueprint.get("/cadences")
@blueprint.input(schemas.CadencesAsked, location="query", arg_name="asked")
@blueprint.output(schemas.ListOf)
def cadences(asked: schemas.CadencesAsked) -> Response:
    """Who does what how often."""
    return fresh_json(lambda: catalogue.cadences(service().store, asked.document, asked.limit, asked.offset))


@blueprint.get("/ask")
@blueprint.input(schemas.QuestionAsked, location="query", arg_name="asked")
@blueprint.output(schemas.AnswerToQuestion)
def ask(asked: schemas.QuestionAsked) -> Response:
    """A question in Chinese: answer, how it was understood, evidence, the SPARQL; or why it is not answered."""
    return fresh_json(lambda: questions.ask(service().store, asked.q))


@blueprint.get("/overlaps")
@blueprint.input(schemas.OverlapsAsked, location="query", arg_name="asked")
@blueprint.output(schemas.Overlaps)
def overlaps(asked: schemas.OverlapsAsked) -> Response:
    """Findings, ranked."""

    def found() -> Any:
        store = service().store
        unit = catalogue.resolve(store, asked.unit).id if asked.unit else None
        return findings.findings(store, asked.measure, unit, asked.limit, asked.offset)

    return fresh_json(found)


@blueprint.get("/overlaps/matrix")
@blueprint.input(schemas.MatrixAsked, location="query", arg_name="asked")
@blueprint.output(schemas.Matrix)
def matrix(asked: schemas.MatrixAsked) -> Response:
    """How much each two units share."""
    return fresh_json(lambda: findings.matrix(service().store, asked.measure))


@blueprint.get("/findings/<id>")
@blueprint.output(schemas.Finding)
def finding(id: str) -> Response:
    """One finding and how it is worked out."""
    return fresh_json(lambda: findings.finding(service().store, id))


@blueprint.put("/findings/<id>/decision")
@blueprint.input(schemas.DecisionGiven, location="json", arg_name="given")
@blueprint.output(schemas.Finding)
@blueprint.doc(security="token")
def decide(id: str, given: schemas.DecisionGiven) -> dict[str, Any]:
    """Keeps a person's decision on a finding; it survives the re-reading of documents."""
    security.require_writer()
    decided = findings.decide(service().store, id, given.state, given.note)
    security.audit("decision", finding=id, state=given.state)
    return decided


@blueprint.post("/corrections")
@blueprint.input(schemas.CorrectionsGiven, location="json", arg_name="given")
@blueprint.output(schemas.Corrected)
@blueprint.doc(security="token")
def correct(given: schemas.CorrectionsGiven) -> dict[str, Any]:
    """Merges, renames and kinds that people have corrected; they survive the re-reading of documents."""
    security.require_writer()
    store = service().store
    rows = [
        CorrectionRow(each.id, merge=each.merge, label=each.label, kind=each.kind, line=number)
        for number, each in enumerate(given.items, 1)
    ]
    with store.writing():
        planned = plan(store, rows)
        if not given.dry_run:
            carry_out(store, planned)
    security.audit("corrections", changes=len(planned.changes), dry_run=given.dry_run)
    return {"changes": [asdict(change) for change in planned.changes], "documents": list(planned.documents)}


@blueprint.get("/graph")
@blueprint.input(schemas.GraphAsked, location="query", arg_name="asked")
@blueprint.output(schemas.GraphView)
def graph(asked: schemas.GraphAsked) -> Response:
    """Nodes and edges of a view, with places to draw them at."""

    def view() -> Any:
        types = [each for each in (asked.types or "").split(",") if each]
        found = catalogue.graph_view(
            service().store,
            asked.view,
            asked.around,
            asked.from_,
            asked.to,
            asked.depth,
            types,
            asked.document,
            asked.limit,
        )
        return place(found, asked.view, found.get("centre"), service().layouts)

    return fresh_json(view)


def _selection(ids: str | None) -> list[str] | None:
    return [each for each in ids.split(",") if each] if ids else None


class _Export:
    """The chunks of an export of one state of the store, however long the client takes to read them.

    Not a generator: one that was never begun (HEAD) does not come to its ``finally``.
    """

    def __init__(self, store: Store, asked: schemas.ExportAsked) -> None:
        self._frozen = store.frozen()
        try:
            ids = _selection(asked.selection)
            self._chunks = exports.stream(self._frozen, asked.format, asked.view, ids)
        except BaseException:
            self._frozen.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def close(self) -> None:
        """Called by the server when the answer is sent, or nobody wants it any more."""
        if isinstance(self._chunks, Generator):
            self._chunks.close()
        self._frozen.close()


@blueprint.get("/export")
@blueprint.input(schemas.ExportAsked, location="query", arg_name="asked")
@blueprint.doc(responses={200: "The file"})
def export(asked: schemas.ExportAsked) -> Response:
    """The graph as a file for another tool, streamed."""

    def file() -> Response:
        chunks = _Export(service().store, asked)
        chosen = exports.FORMATS[asked.format]
        name = f"dutygraph-{asked.view}{'.' if not chosen.suffix.startswith('.') else ''}{chosen.suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(chunks, mimetype=chosen.media_type, headers=headers)

    return fresh(file)


@blueprint.get("/documents")
@blueprint.input(schemas.Page, location="query", arg_name="asked")
@blueprint.output(schemas.Documents)
def documents(asked: schemas.Page) -> Response:
    """The documents, newest first."""
    return fresh_json(lambda: catalogue.documents(service().store, asked.limit, asked.offset))


@blueprint.get("/documents/<id>")
@blueprint.output(schemas.DocumentHead)
def document(id: str) -> Response:
    """One document with its clauses, attachments and readers."""
    return fresh_json(lambda: catalogue.document(service().store, id))


@blueprint.get("/documents/<id>/text")
@blueprint.doc(responses={200: "The raw text"})
def document_text(id: str) -> Response:
    """The raw text; offsets of evidence count its code points."""
    return fresh(
        lambda: Response(
            catalogue.document_text(service().store, id), content_type="text/plain; charset=utf-8"
        )
    )
