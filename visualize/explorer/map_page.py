"""The map: its page, the placed graph it draws, and the standalone file of what is seen."""

from __future__ import annotations

from functools import partial
from typing import cast

from flask import Response, current_app, jsonify, render_template, request

from graph import catalogue
from graph.errors import BadRequest
from visualize.explorer import blueprint
from visualize.explorer.language import language, say
from visualize.explorer.reading import Json, Reading, reading
from visualize.explorer.scene import Opening, communities, contract, count_hidden, mark_faint, scene
from visualize.kinds import kinds
from visualize.layout import View, place
from visualize.map_quotes import add_quotes
from visualize.maps import render_map

DEFAULT_NODES = 500
HARD_CAP = 3000
VIEWS = ("around", "bipartite", "overlap", "industry")


@blueprint.get("/map")
def map_page() -> str | Response:
    now = reading()
    if "download" in request.args:
        graph = build(now)
        title = _title(graph)
        return Response(
            render_map(add_quotes(now.store, graph), title, language()),
            mimetype="text/html",
            headers={"Content-Disposition": "attachment; filename=dutygraph-map.html"},
        )
    return render_template(
        "map.html",
        here="map",
        view=_view(),
        around=_centre(now),
        units=list(now.units.values()),
        documents=list(now.documents.values()),
        legend=list(kinds().values()),
    )


@blueprint.get("/map/data")
def map_data() -> Response:
    """The placed graph JSON: what ``/api/graph`` says, with places, marks and counts of what is not shown."""
    graph = build(reading())
    return jsonify({**graph, "title": _title(graph)})


def build(now: Reading) -> Json:
    """The placed graph of the address now asked for."""
    view = _view()
    limit = request.args.get("limit", DEFAULT_NODES, type=int)
    if not 1 <= limit <= HARD_CAP:
        raise BadRequest(f"limit 应为 1 到 {HARD_CAP} 的整数，收到 {limit}")
    start, end = request.args.get("from", "").strip(), request.args.get("to", "").strip()
    path = (start, end) if start and end else None
    centre = _centre(now)
    if view == "around" and not centre and not path:
        return {"nodes": [], "edges": [], "truncated": False, "centre": None, "path": None}
    asked = HARD_CAP if view != "around" else limit
    graph = scene(partial(catalogue.graph_view, now.store), view, centre, _openings(), asked, path)
    for node in graph["nodes"]:
        node["short"] = now.short(node["id"], node.get("short") or node["label"])
    if view in ("overlap", "industry") or request.args.get("colour") == "community":
        communities(graph)
    graph = contract(graph, limit)
    if not graph.get("contracted"):
        count_hidden(graph, language(), chips=view == "around")
        mark_faint(graph)
    how = cast(View, "industry" if path else view)
    hub = graph["centre"] if view == "around" and not path else None
    return {
        **place(graph, how, hub, current_app.extensions["dutygraph-layouts"], now.words),
        "view": how,
        "centre": hub,
    }


def _view() -> str:
    asked = request.args.get("view", "around")
    return asked if asked in VIEWS else "around"


def _centre(now: Reading) -> str | None:
    asked = request.args.get("around", "").strip()
    if asked:
        if "." in asked:
            return asked
        return catalogue.resolve(now.store, asked).id
    return next(iter(sorted(now.units, key=lambda unit: -now.units[unit]["tasks"]["responsible"])), None)


def _openings() -> list[Opening]:
    found = []
    for text in request.args.getlist("open"):
        node, _, group = text.rpartition("~")
        if node and group:
            found.append((node, group))
    return found[:60]


def _title(graph: Json) -> str:
    names = {node["id"]: node.get("short") or node["label"] for node in graph["nodes"]}
    if graph.get("path") is not None:
        return str(say("路径"))
    if graph.get("centre") in names:
        return str(say("以{name}为中心", name=names[graph["centre"]]))
    return str(say({"bipartite": "单位 × 任务", "overlap": "单位之间的任务交叉"}.get(_view(), "产业与平台")))
