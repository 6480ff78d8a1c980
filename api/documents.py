"""Documents in and out over HTTP: POST and DELETE /api/documents."""

from __future__ import annotations

from pathlib import PurePosixPath

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from api import requests, schemas, security
from api.extraction import extract_apart
from api.problems import Problem
from api.service import service
from graph import catalogue, ingest
from graph.errors import UnknownName
from graph.overlap.findings import rebuild
from graph.overlap.generation import is_stale

blueprint = APIBlueprint("documents", __name__, url_prefix="/api/documents", tag="Documents")
DOCUMENT_LIMIT = 32 * 2**20
_SUFFIXES = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_BODY = {
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
            }
        }
    }
    | {kind: {} for kind in _SUFFIXES}
}


@blueprint.post("")
@blueprint.input(schemas.UploadAsked, location="query", arg_name="asked")
@blueprint.output(schemas.IngestReport, status_code=201)
@blueprint.doc(
    security="token", responses={200: "The same content was there already, or older content was replaced"}
)
def add(asked: schemas.UploadAsked) -> Response:
    """Reads one file into the store: all of it or nothing; the same content again changes nothing."""
    security.require_writer()
    name, data = _uploaded(asked.file)
    here = service()
    document = extract_apart(data, name)
    with here.store.writing():
        status = ingest.keep(here.store, document)
        if asked.findings == "now" and is_stale(here.store):
            rebuild(here.store)
    report = ingest.Report(name, status, document).json()
    security.audit("document", document=document.id, status=status, sha256=document.source.sha256)
    answer = jsonify(report)
    answer.status_code = 201 if status == "stored" else 200
    answer.headers["Location"] = f"/api/documents/{document.id}"
    return answer


@blueprint.delete("/<id>")
@blueprint.output(schemas.Removed)
@blueprint.doc(security="token")
def remove(id: str) -> Response:
    """Removes a document and all that only it states. Only its exact id will do."""
    security.require_writer()
    store = service().store
    if catalogue.resolve_document(store, id) != id:
        raise UnknownName(f"没有编号为 {id} 的文件", [catalogue.resolve_document(store, id)])
    removed = ingest.remove(store, id)
    security.audit("document-removed", document=removed)
    return jsonify(removed=removed)


def _uploaded(given_name: str | None) -> tuple[str, bytes]:
    """Name and content of the one file of the request."""
    if (request.content_length or 0) > DOCUMENT_LIMIT + 2**16:
        raise requests.too_large(DOCUMENT_LIMIT)
    if request.mimetype == "multipart/form-data":
        files = [file for _, file in request.files.items(multi=True) if file.filename]
        if len(files) != 1:
            raise Problem(400, f"表单中应有一个文件（file），收到 {len(files)} 个（one file was expected）")
        name, data = files[0].filename or "", files[0].stream.read(DOCUMENT_LIMIT + 1)
    else:
        suffix = _SUFFIXES.get(request.mimetype)
        if suffix is None and not given_name:
            raise Problem(
                415,
                f"不读取 {request.mimetype or '未说明的类型'}；可用 multipart/form-data，或 {'、'.join(_SUFFIXES)}",
            )
        name, data = given_name or f"document{suffix}", requests.body(DOCUMENT_LIMIT)
    if len(data) > DOCUMENT_LIMIT:
        raise requests.too_large(DOCUMENT_LIMIT)
    return PurePosixPath(name.replace("\\", "/")).name, data
