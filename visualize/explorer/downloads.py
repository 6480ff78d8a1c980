"""Files an office passes on: 任务分工表, 单位任务清单 and the findings, as Word and Excel."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from flask import Response

from graph.reports import overlaps as overlap_reports
from graph.reports.overlaps_word import word
from graph.reports.overlaps_workbook import workbook
from graph.reports.sheets import sheet
from visualize.explorer import blueprint
from visualize.explorer.language import say
from visualize.explorer.reading import reading

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/sheet/<name>.<any(docx, xlsx):format>")
def download_sheet(name: str, format: str) -> Response:
    """The duty sheet of a document, or the task list of a unit, by its id."""
    now = reading()
    title = say("任务分工表") if name in now.documents else say("单位任务清单")
    head = now.documents.get(name, {}).get("number") or now.short(name, name)
    return _file(sheet(now.store, [name], format), f"{title} {head}", format)


@blueprint.get("/findings.<any(docx, xlsx):format>")
def download_findings(format: str) -> Response:
    """All findings with their quotes."""
    report = overlap_reports.report(reading().store, None, None, None, date.today())
    made = word(report) if format == "docx" else workbook(report)
    return _file(made, str(say("待核提示")), format)


def _file(content: bytes, title: str, format: str) -> Response:
    name = quote(f"{title}.{format}")
    return Response(
        content,
        mimetype=TYPES[format],
        headers={"Content-Disposition": f"attachment; filename=dutygraph.{format}; filename*=UTF-8''{name}"},
    )
