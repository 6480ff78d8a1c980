"""The application: ``create_app`` puts the rooms of the service together."""

from __future__ import annotations

from apiflask import APIFlask
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api import graph_store, operations, problems, security, sparql
from api.config import Config
from api.service import Service
from graph.store import Store, open_store
from graph.store.public import open_queries
from graph.version import release
from ontology.terms import PREFIXES


def create_app(config: Config | None = None, store: Store | None = None) -> Flask:
    """An application over ``store``, or over the one that ``config`` names. Close it with ``close``.

    Raises StoreInUse, StoreUnavailable.
    """
    config = config or Config()
    store = store or open_store(config.store)
    app = APIFlask("api", title="职责图谱 dutygraph", version=release(), docs_path=None)
    app.config["MAX_CONTENT_LENGTH"] = config.body_limit + 2**20  # the parts of a form take some room too
    app.config["MAX_FORM_MEMORY_SIZE"] = config.text_limit
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["dutygraph"] = store
    app.extensions["dutygraph-service"] = Service(config, store, open_queries(store, config.limits, PREFIXES))
    problems.register(app)
    operations.register(app)
    security.register(app)
    app.register_blueprint(sparql.blueprint)
    app.register_blueprint(graph_store.blueprint)
    if config.proxies:
        near = config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, near, near, near, near, near)  # type: ignore[method-assign]
    return app


def close(app: Flask) -> None:
    """Ends the workers and closes the store."""
    here: Service = app.extensions["dutygraph-service"]
    here.queries.close()
    here.store.close()
