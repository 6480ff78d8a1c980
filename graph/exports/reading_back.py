"""An exported RDF file -> an empty store that holds the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from graph.check import Problem, check
from graph.errors import BadRequest, Conflict, DutygraphError
from graph.exports.placing import placed
from graph.overlap.findings import rebuild
from graph.store.base import Quad, Store
from graph.store.rdf_files import WITH_GRAPHS, read_rdf

BATCH = 50_000
"""Quads per transaction: what is held in memory at once."""
SHOWN = 5


def import_rdf(store: Store, path: Path, checked: bool = True) -> int:
    """Loads a file into an empty store and answers the number of quads.

    Formats with named graphs are loaded as they are, batch by batch; of a flat Turtle every statement is put
    back into its graph (see ``placing``) and the findings are computed again. Then the store is checked. A file that cannot be read or does not
    pass leaves the store empty. Raises Conflict where the store holds something, BadRequest otherwise.
    """
    with store.writing():
        if store.count():
            raise Conflict(f"存储 {store.info.place} 不是空的；请用 --store 指定一个新的存储")
        quads: Iterable[Quad] = read_rdf(path)
        flat = path.suffix.lower() not in WITH_GRAPHS
        if flat:
            quads = placed((s, p, o) for s, p, o, _ in quads)
        try:
            for batch in _batches(quads):
                store.replace_graphs([], batch)
            if flat:
                rebuild(store)
            problems = check(store) if checked else []
            if problems:
                raise BadRequest(_sentence(path, problems))
        except DutygraphError:
            store.update("DROP ALL")
            raise
        return store.count()


def _batches(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    waiting = iter(quads)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _sentence(path: Path, problems: list[Problem]) -> str:
    shown = "\n".join(f"  {problem.sentence()}" for problem in problems[:SHOWN])
    rest = f"\n  ……共 {len(problems)} 处" if len(problems) > SHOWN else ""
    return f"{path} 未通过校验，什么都没有存入：\n{shown}{rest}"
