"""For those who run the service: /health, /ready, /metrics, and a log line for each request."""

from __future__ import annotations

import logging
import time

from flask import Blueprint, Flask, Response, g, jsonify, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from api import formats, problems
from api.service import service
from graph.errors import StoreError
from graph.version import release

blueprint = Blueprint("operations", __name__)
_log = logging.getLogger("dutygraph.access")


class Metrics:
    """Figures of one application; a registry of its own, so that tests may make many."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("dutygraph_requests", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "dutygraph_request_seconds",
            "Time to the first byte",
            ("route",),
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
            registry=self.registry,
        )
        self.under_way = Gauge(
            "dutygraph_requests_under_way", "Requests being answered", registry=self.registry
        )
        self.quads = Gauge("dutygraph_quads", "Quads in the store", registry=self.registry)
        self.documents = Gauge("dutygraph_graphs", "Named graphs in the store", registry=self.registry)

    def count(self, method: str, route: str, path: str, status: int, seconds: float, address: str) -> None:
        """Counts and logs one request that was answered; ``seconds`` to the first byte."""
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(route).observe(seconds)
        _log.info(
            "request",
            extra={
                "method": method,
                "path": path,
                "status": status,
                "ms": round(seconds * 1000, 1),
                "address": address,
            },
        )


def register(app: Flask) -> None:
    metrics = app.extensions["dutygraph-metrics"] = Metrics()
    blueprint.enable_openapi = False  # type: ignore[attr-defined]  # APIFlask asks every blueprint
    app.register_blueprint(blueprint)

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()
        metrics.under_way.inc()

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        seconds = time.perf_counter() - g.get("begun", time.perf_counter())
        metrics.count(
            request.method, route, request.path, response.status_code, seconds, request.remote_addr or ""
        )
        return response

    @app.teardown_request
    def end(error: BaseException | None) -> None:
        metrics.under_way.dec()


@blueprint.get("/health")
def health() -> Response:
    """The process answers."""
    return _fresh(jsonify(status="ok", version=release()))


@blueprint.get("/ready")
def ready() -> Response:
    """The store answers a real query, in a worker and in the server itself."""
    here = service()
    if here.draining:
        return problems.response(problems.document(503, "the service is being stopped"))
    try:
        b"".join(here.queries.query("SELECT ?s { ?s ?p ?o } LIMIT 1", formats.JSON_RESULTS))
        here.store.ask("ASK { ?s ?p ?o }")
    except StoreError as error:
        return problems.response(problems.document(503, str(error), "store-unavailable"))
    limits = here.queries.limits
    told = {"seconds": limits.seconds, "result_bytes": limits.result, "workers": limits.workers}
    return _fresh(jsonify(status="ready", generation=here.store.generation(), limits=told))


@blueprint.get("/metrics")
def metrics() -> Response:
    from flask import current_app

    figures: Metrics = current_app.extensions["dutygraph-metrics"]
    here = service()
    figures.quads.set(here.quads())
    figures.documents.set(len(here.store.graphs()))
    return Response(generate_latest(figures.registry), content_type=CONTENT_TYPE_LATEST)


def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
