"""The application: ``create_app`` puts the rooms of the service together."""

from __future__ import annotations

from pathlib import Path

from apiflask import APIFlask
from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api import (
    documents,
    graph_store,
    linked_data,
    openapi,
    operations,
    problems,
    rest,
    security,
    sparql,
    streaming,
)
from api.config import Config
from api.extraction import extract_apart
from api.service import Service
from api.short_way import ShortWay
from graph.store import Store, open_store
from graph.store.public import open_queries
from graph.version import release
from ontology.terms import PREFIXES
from visualize.explorer import blueprint as explorer
from visualize.layout import LayoutCache


def create_app(config: Config | None = None, store: Store | None = None) -> Flask:
    """An application over ``store``, or over the one that ``config`` names. Close it with ``close``.

    Raises StoreInUse, StoreUnavailable.
    """
    config = config or Config()
    store = store or open_store(config.store)
    app = APIFlask("api", title="职责图谱 dutygraph", version=release(), docs_path=None)
    app.config["MAX_CONTENT_LENGTH"] = config.body_limit + 2**20  # the parts of a form take some room too
    app.config["MAX_FORM_MEMORY_SIZE"] = config.text_limit
    app.config.update(openapi.settings())
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["dutygraph"] = store
    layouts = LayoutCache(Path(f"{store.info.place}.layouts") if store.info.kind == "embedded" else None)
    app.extensions["dutygraph-layouts"] = layouts
    app.extensions["dutygraph-extract"] = (
        extract_apart  # the explorer shows what a file says before it is stored
    )
    app.extensions["dutygraph-service"] = Service(
        config, store, open_queries(store, config.limits, PREFIXES), layouts
    )
    problems.register(app)
    operations.register(app)
    security.register(app)
    streaming.register(app)
    for plain in (sparql, graph_store, linked_data, openapi):
        _register(app, plain.blueprint)
    _register(app, explorer)
    app.register_blueprint(rest.blueprint)
    app.register_blueprint(documents.blueprint)
    openapi.describe(app)
    # What a hook above does to answers of /sparql, the short way does by itself.
    app.wsgi_app = ShortWay(app)  # type: ignore[method-assign]
    if config.proxies:
        near = config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, near, near, near, near, near)  # type: ignore[method-assign]
    return app


def _register(app: APIFlask, blueprint: Blueprint) -> None:
    """Registers what is no part of the REST interface, and so not of /openapi.json."""
    blueprint.enable_openapi = False  # type: ignore[attr-defined]  # APIFlask asks every blueprint
    app.register_blueprint(blueprint)


def close(app: Flask) -> None:
    """Ends the workers and closes the store."""
    here: Service = app.extensions["dutygraph-service"]
    here.queries.close()
    here.store.close()
