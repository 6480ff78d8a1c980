"""One document scored; the words that were learned from it are left out of its own score."""

from __future__ import annotations

import os
from multiprocessing import get_context

from graph.errors import NotAPlan
from graph.evaluation.counts import Judged
from graph.evaluation.gold import Gold
from graph.evaluation.judges import judge_document
from graph.extract import extract
from graph.model import Document, Header
from graph.reading import read
from ontology import words


def judged(gold: Gold) -> dict[str, Judged]:
    """Every measure of one document."""
    return _judged_without_its_words(gold) if _has_learned_words(gold) else _score(gold)


def _score(gold: Gold) -> dict[str, Judged]:
    source = read(gold.text)
    try:
        document = extract(source)
    except NotAPlan:
        # Nothing was read: all that is there counts as missed.
        document = Document(source, "", Header(), None, (), (), ())
    return judge_document(document, gold.data)


def _judged_without_its_words(gold: Gold) -> dict[str, Judged]:
    """In a process of its own, whose lexicon lacks the rows that were learned from this very document."""
    os.environ[words.LEFT_OUT] = gold.key
    try:
        with get_context("spawn").Pool(1) as pool:
            return pool.apply(_score, (gold,))
    finally:
        del os.environ[words.LEFT_OUT]


def _has_learned_words(gold: Gold) -> bool:
    return any(
        row.get("learned_from") == gold.key for name in ("entities", "industries") for row in words.rows(name)
    )
