"""A question in Chinese becomes a typed query, and its rows an answer with evidence, or a reasoned refusal.

No model and no network: the words are those of ``ontology/lexicon/questions.toml`` and the names those of
the store. What is not understood is said, never guessed.
"""

from __future__ import annotations

from graph.questions.answer import Json, Refused, answered, refused
from graph.questions.frames import understand
from graph.questions.names import names_of
from graph.questions.reading import read
from graph.store.base import Store

__all__ = ["ask"]


def ask(store: Store, question: str) -> Json:
    """The Answer object of the interfaces."""
    question = question.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").strip()
    try:
        return answered(question, understand(read(names_of(store), question)))
    except Refused as refusal:
        return refused(question, refusal)
