"""The browser explorer: ``blueprint`` serves the pages, the parts of pages they fetch, and the static files.

The application that registers it sets three extensions: ``dutygraph`` (the store), ``dutygraph-layouts`` (a
``LayoutCache``) and ``dutygraph-extract`` (bytes and a file name to a Document, in a limited process).
"""

from flask import Blueprint

blueprint = Blueprint(
    "explorer",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/explorer/static",
)

from visualize.explorer import downloads, language, lists, map_page, overlaps, things, tools  # noqa: E402, F401
