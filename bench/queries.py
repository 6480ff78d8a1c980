"""Three questions on the founding plans: the embedded store beside rdflib's store in memory, in one run.

Prints milliseconds (median) and the ratio. Run it with ``python -m bench.queries [--times N]``.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from rdflib import Graph, Literal

from graph.ingest import Ingest
from graph.queries import prefixes
from graph.store import open_store

DOCUMENTS = Path(__file__).resolve().parents[1] / "data" / "documents"
QUESTIONS = {
    "tasks of one unit": """SELECT ?number ?title WHERE {
        ?unit duty:name ?name ; duty:responsibleFor ?task . ?task a duty:Task ; duty:number ?number ; dcterms:title ?title }""",
    "pairs of units by shared tasks": """SELECT ?a ?b (COUNT(DISTINCT ?task) AS ?shared) WHERE {
        ?a duty:responsibleFor ?task . ?b duty:responsibleFor ?task . ?task a duty:Task FILTER(STR(?a) < STR(?b)) }
        GROUP BY ?a ?b ORDER BY DESC(?shared)""",
    "targets by owner and year": """SELECT ?owner ?year ?label ?value WHERE {
        ?unit duty:responsibleFor ?indicator ; skos:prefLabel ?owner . ?target duty:indicator ?indicator ;
        duty:refYear ?year ; duty:value ?value . ?indicator skos:prefLabel ?label } ORDER BY ?owner ?year""",
}


def median_seconds(action: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=9, help="runs of each query, the median counts")
    times = parser.parse_args().times
    store = open_store("memory:")
    Ingest(store).paths([DOCUMENTS])
    peer = Graph()
    for subject, predicate, object_, _ in store.quads(None):
        peer.add((subject, predicate, object_))
    name = {"name": Literal("紫竹高新区")}
    print(f"{len(peer)} triples in the default graph")
    print(f"{'question':<34}{'rows':>6}{'embedded ms':>13}{'rdflib ms':>11}{'ratio':>8}")
    for question, text in QUESTIONS.items():
        query = prefixes() + text
        bindings = name if "?name" in text else None
        ours = store.select(query, bindings)
        theirs = list(peer.query(query, initBindings=bindings or {}))
        if len(ours) != len(theirs):
            raise SystemExit(f"{question}: {len(ours)} rows here, {len(theirs)} in rdflib")
        fast = median_seconds(lambda q=query, b=bindings: store.select(q, b), times)
        slow = median_seconds(
            lambda q=query, b=bindings: list(peer.query(q, initBindings=b or {})), max(3, times // 3)
        )
        print(f"{question:<34}{len(ours):>6}{fast * 1e3:>13.2f}{slow * 1e3:>11.1f}{slow / fast:>8.1f}")
    store.close()


if __name__ == "__main__":
    main()
