"""The founding plans as the product reads them, once per test run."""

from __future__ import annotations

from functools import cache

from graph.extract import extract
from graph.overlap.assembly import findings
from graph.overlap.duties import Duties
from graph.overlap.finding import Finding
from graph.overlap.one_document import from_document
from graph.reading import read
from tests.corpus import ACTION_PLAN, WORK_PLAN


@cache
def action_plan() -> Duties:
    return from_document(extract(read(ACTION_PLAN)))


@cache
def work_plan() -> Duties:
    return from_document(extract(read(WORK_PLAN)))


@cache
def both() -> Duties:
    return action_plan().joined(work_plan())


@cache
def found() -> tuple[Finding, ...]:
    return tuple(findings(both()))


def id_of(duties: Duties) -> str:
    (only,) = duties.documents
    return only


def of_measure(measure: str) -> list[Finding]:
    return [one for one in found() if one.measure == measure]
