"""What people ask of the graph: each function reads the store and returns the JSON objects of the interfaces.

Every list is ``{"total", "items"}``; ids are local (``e-…``, ``minfufa-2026-11-….2.1.5``), never IRIs.
An unknown name raises UnknownName with near names; an empty list is only ever a true "none".
"""

from graph.catalogue.documents import clauses, document, document_text, documents
from graph.catalogue.entities import entities, entity, units
from graph.catalogue.names import Resolved, resolve, resolve_document
from graph.catalogue.targets import cadences, targets
from graph.catalogue.tasks import mentions, task, tasks
from graph.catalogue.views import graph_view

__all__ = [
    "Resolved",
    "cadences",
    "clauses",
    "document",
    "document_text",
    "documents",
    "entities",
    "entity",
    "graph_view",
    "mentions",
    "resolve",
    "resolve_document",
    "targets",
    "task",
    "tasks",
    "units",
]
