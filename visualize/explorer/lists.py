"""Pages that are lists: first page, units, tasks, targets, documents, search."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from graph import catalogue
from graph.errors import AmbiguousName, BadRequest, UnknownName, UserError
from visualize.explorer import answers, blueprint, findings
from visualize.explorer.examples import examples
from visualize.explorer.paging import first_shown, pages
from visualize.explorer.portrait import all_indicators, by_document, portrait
from visualize.explorer.reading import Json, Reading, reading
from visualize.kinds import kind_of

FIRST_FINDINGS = 5
PER_PAGE = 100
TASKS_PER_PAGE = 300
INDICATORS_PER_PAGE = 200


@blueprint.get("/")
def home() -> str:
    now = reading()
    if not now.documents:
        return render_template("ingest.html", here="home", first=True)
    return render_template(
        "home.html",
        here="home",
        units=list(now.units.values()),
        findings=findings.open_findings(now)[:FIRST_FINDINGS],
        documents=list(now.documents.values()),
    )


@blueprint.get("/parts/examples")
def example_questions() -> str:
    """The questions under the box: each is asked of the graph first, which the page need not wait for."""
    return render_template("parts/examples.html", examples=examples(reading()))


@blueprint.get("/parts/my-unit/<entity>")
def my_unit(entity: str) -> str:
    now = reading()
    found = catalogue.entity(now.store, entity)
    return render_template("parts/my_unit.html", entity=found, view=portrait(now, found))


@blueprint.get("/units")
def units() -> str:
    now = reading()
    return render_template("units.html", here="units", units=list(now.units.values()))


@blueprint.get("/tasks")
def tasks() -> str:
    now = reading()
    wanted = {
        name: request.args.get(name, "").strip() or None for name in ("document", "involves", "as", "q")
    }
    problem = None
    try:
        found = catalogue.tasks(
            now.store,
            involves=wanted["involves"],
            as_=wanted["as"] if wanted["involves"] else None,
            document=wanted["document"],
            q=wanted["q"],
            limit=TASKS_PER_PAGE,
            offset=first_shown(),
        )
    except UserError as error:
        found, problem = {"total": 0, "items": [], "entity": None}, error
    return render_template(
        "tasks.html",
        here="tasks",
        wanted=wanted,
        groups=by_document(found["items"]),
        total=found["total"],
        entity=found["entity"],
        problem=problem,
        stretch=pages(found["total"], TASKS_PER_PAGE),
        documents=list(now.documents.values()),
    )


@blueprint.get("/targets")
def targets() -> str:
    now = reading()
    every = all_indicators(now.store)
    start = first_shown()
    rows = findings.mark_divergences(now, every[start : start + INDICATORS_PER_PAGE])
    groups: dict[str, tuple[Json, list[Json]]] = {}
    for row in rows:
        groups.setdefault(row["document"]["id"], (row["document"], []))[1].append(row)
    found = [
        (document, group, sorted({year for row in group for year in row["years"]}))
        for document, group in groups.values()
    ]
    return render_template(
        "targets.html",
        here="targets",
        groups=found,
        total=len(every),
        stretch=pages(len(every), INDICATORS_PER_PAGE),
    )


@blueprint.get("/documents")
def documents() -> str:
    now = reading()
    return render_template("documents.html", here="documents", documents=list(now.documents.values()))


@blueprint.get("/search")
def search() -> str | Response:
    now = reading()
    asked = request.args.get("q", "").strip()
    groups = _grouped(now, asked) if asked else []
    answer = answers.answer(now, asked) if asked and answers.is_question(asked) else None
    tasks = catalogue.tasks(now.store, q=asked, limit=PER_PAGE)["items"] if asked else []
    exact = [
        hit for _, hits in groups for hit in hits if asked in (hit["name"], now.short(hit["id"], hit["name"]))
    ]
    if request.args.get("go") and len(exact) == 1:
        return redirect(f"/entity/{exact[0]['id']}")
    if asked and not answer and not groups and not tasks:
        answer = answers.answer(now, asked)
    return render_template(
        "search.html", here="search", asked=asked, groups=groups, tasks=tasks, answer=answer
    )


@blueprint.get("/parts/suggest")
def suggest() -> str:
    """Options under the search box while one types: at most eight."""
    now = reading()
    asked = request.args.get("q", "").strip()
    hits = catalogue.entities(now.store, q=asked, limit=8)["items"] if asked else []
    return render_template("parts/suggest.html", hits=hits)


def _grouped(now: Reading, asked: str) -> list[tuple[str, list[Json]]]:
    hits = catalogue.entities(now.store, q=asked, limit=PER_PAGE)["items"]
    groups: dict[str, list[Json]] = {}
    for hit in hits:
        groups.setdefault(kind_of(hit["type"]), []).append(hit)
    return list(groups.items())


@blueprint.errorhandler(UnknownName)
@blueprint.errorhandler(AmbiguousName)
def unknown(error: UnknownName | AmbiguousName) -> tuple[str, int]:
    return render_template("problem.html", message=str(error), suggestions=error.suggestions), 404


@blueprint.errorhandler(BadRequest)
def bad_request(error: BadRequest) -> tuple[str, int]:
    return render_template("problem.html", message=str(error), suggestions=()), 400
