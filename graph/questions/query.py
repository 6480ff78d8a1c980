"""Queries of questions: a named ``ask_*.rq`` with conditions put in, whole enough to be run at /sparql.

Conditions are SPARQL in which every name is an IRI and every wording an escaped literal, so nothing that
a person types can become syntax. Each condition on tasks is a sub-select of its own that starts from what it
names: the engine joins such sets of tasks quickly, whereas patterns of several conditions side by side it may
join by trying everything with everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.resources import files

from rdflib import Literal

from graph.store.base import Row, Store
from ontology import terms
from ontology.terms import ID

ROLES: dict[str, tuple[str, str]] = {
    "responsible": ("duty:responsibleFor", "列为责任单位"),
    "lead": ("duty:leads", "牵头"),
    "support": ("duty:supports", "配合"),
    "guide": ("duty:guides", "指导"),
    "assigned": ("duty:responsibleFor|duty:supports|duty:guides", "承担"),
    "involved": ("duty:involvedIn", "涉及"),
    "mention": ("duty:mentionedIn", "文中提及"),
}
"""Part in a task: its property path and how it is said."""
_OTHER_PARTS = "duty:responsibleFor|duty:supports|duty:guides"


def whole(name: str, conditions: Iterable[str] = ()) -> str:
    """The text of ``graph/queries/{name}.rq`` with its line ``#CONDITIONS`` replaced, and the prefixes it uses."""
    text = (files("graph.queries") / f"{name}.rq").read_text(encoding="utf-8")
    text = text.replace("#CONDITIONS", "\n  ".join(conditions))
    used = [
        f"PREFIX {prefix}: <{iri}>"
        for prefix, iri in terms.PREFIXES.items()
        if re.search(rf"\b{prefix}:", text)
    ]
    return "\n".join([*used, text])


def run(store: Store, query: str) -> list[Row]:
    """The rows of a query that the answer shows."""
    return store.select(query)


def iris(ids: Iterable[str]) -> str:
    return " ".join(ID(each).n3() for each in ids)


def literal(words: str) -> str:
    return Literal(words).n3()


def those(pattern: str, variable: str = "?task") -> str:
    """The tasks (or what ``variable`` stands for) of which a pattern holds, worked out before all else."""
    return f"{{ SELECT DISTINCT {variable} WHERE {{ {pattern} }} }}"


def part(ids: Sequence[str], role: str, at: int, negated: bool = False) -> str:
    """That one of these entities has this part in the task, or that none has."""
    path = ROLES[role][0]
    inside = f"VALUES ?part{at} {{ {iris(ids)} }} ?part{at} {path} ?task ."
    if role == "mention":
        inside += (
            f" FILTER NOT EXISTS {{ VALUES ?also{at} {{ {iris(ids)} }} ?also{at} {_OTHER_PARTS} ?task }}"
        )
    return f"FILTER NOT EXISTS {{ {inside} }}" if negated else those(inside)


def listed_together(ids: Sequence[str], at: int) -> str:
    """That one of these entities stands in a list or table of the task: a sentence that gives it work is no list."""
    return those(
        f"VALUES ?listed{at} {{ {iris(ids)} }} GRAPH ?g{at} {{ ?entry{at} rdf:subject ?listed{at} ; rdf:object ?task ; "
        f'duty:basis ?basis{at} . FILTER(?basis{at} != "running_text") }}'
    )


def either(alternatives: Iterable[str]) -> str:
    return " UNION ".join(f"{{ {each} }}" for each in alternatives)


def owned(ids: Iterable[str], at: int, negated: bool = False) -> str:
    """That one of these units answers for the indicator, or that none does."""
    inside = f"VALUES ?owner{at} {{ {iris(ids)} }} ?owner{at} duty:responsibleFor ?indicator ."
    return f"FILTER NOT EXISTS {{ {inside} }}" if negated else those(inside, "?indicator")


def of_document(ids: Iterable[str]) -> str:
    return f"VALUES ?doc {{ {iris(ids)} }}"


def in_year(year: str) -> str:
    span = f'FILTER(STR(?from) <= "{int(year):04}" && STR(?until) >= "{int(year):04}")'
    return f"?doc duty:periodStart ?from ; duty:periodEnd ?until . {span}"


def wording(words: str, at: int, headings: bool = False) -> str:
    """That the task's title or a measure holds these words, written with or without quotation marks."""
    where = (
        f"?task duty:inClausePath ?words{at} ."
        if headings
        else f"{{ ?task dcterms:title ?words{at} }} UNION {{ ?task duty:hasMeasure/duty:text ?words{at} }}"
    )
    return those(f"{where} FILTER({holds(f'?words{at}', words)})")


def holds(variable: str, words: str) -> str:
    return f'CONTAINS(REPLACE(LCASE(STR({variable})), "[\\\\s“”‘’\\"]", ""), {literal(words)})'


def mentioning(ids: Iterable[str], at: int) -> str:
    things = f"VALUES ?thing{at} {{ {iris(ids)} }}"
    return those(
        f"{{ {things} ?thing{at} duty:mentionedIn ?task }} UNION {{ {things} ?task duty:inIndustry ?thing{at} }}"
    )


def units_counted(comparison: str, path: str = "duty:responsibleFor") -> str:
    """That so many units have this part in the task (``= 1``, ``>= 5``)."""
    return (
        "{ SELECT ?task (COUNT(DISTINCT ?counted) AS ?units) WHERE { ?task a duty:Task . "
        f"OPTIONAL {{ ?counted {path} ?task }} }} GROUP BY ?task }} FILTER(?units {comparison})"
    )
