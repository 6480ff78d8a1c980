"""The embedded store: Oxigraph on disk, owned by one process, written under one lock."""

from __future__ import annotations

import atexit
import gc
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox
from rdflib.term import URIRef

from graph.errors import BadRequest, StoreError, StoreFull, StoreInUse, StoreUnavailable
from graph.store import snapshot
from graph.store.backup import write_note
from graph.store.base import Bindings, Quad, Row, StoreInfo
from graph.store.bindings import bind
from graph.store.default_graph import keeps_plain_triples
from graph.store.directory import StoreDirectory
from graph.store.terms_oxigraph import (
    DEFAULT_GRAPH,
    from_oxigraph,
    graph_to_oxigraph,
    quad_from_oxigraph,
    quad_to_oxigraph,
)
from graph.store.update_text import ground, quad_data

_LOG_LIMIT = 64 * 2**20
"""Bytes of write-ahead log after which tables are written: what a crash or a reader has to replay."""

_REOPEN_SECONDS = 5.0
_ROOM_TO_OPEN = 16 * 2**20
"""Bytes beside the log, whose content becomes tables when the database is opened."""


class EmbeddedStore:
    """A store in a folder. ``read_only`` sees the state at the moment of opening, also beside a server."""

    def __init__(
        self,
        path: str | Path,
        read_only: bool = False,
        kind: str = "embedded",
        view: tuple[Path, str] | None = None,
    ) -> None:
        """``view``: a checkpoint and its generation, read instead of a copy of the present files."""
        self.info = StoreInfo(kind, str(path))
        self.directory = StoreDirectory(Path(path))
        self.read_only = read_only
        self._write_lock = threading.RLock()
        self._closed = False
        self._impaired = False
        self._view: Path | None = None
        self._elsewhere: list[Path] = []
        """What views made on a full disk keep on another one."""
        if read_only:
            if not self.directory.exists():
                raise StoreUnavailable(
                    f"{path} 处还没有存储，请先运行 dutygraph ingest 或 dutygraph serve"
                    f"（there is no store at {path}）"
                )
            self._view, self._generation = view or snapshot.take(self.directory)
            if view is None:  # one of a service is swept away by the next, should this process die
                atexit.register(shutil.rmtree, self._view, ignore_errors=True)
            with self._engine_errors():
                self._oxigraph: ox.Store | None = ox.Store.read_only(str(self._view))
        else:
            self.directory.create()
            with self._engine_errors():
                self._oxigraph = ox.Store(str(self.directory.database))
            self.directory.sweep()
            self._generation = self.directory.read_generation() or self.directory.write_new_generation()

    # -- reading ---------------------------------------------------------------------------------

    def select(self, query: str, bindings: Bindings | None = None) -> list[Row]:
        with self._engine_errors():
            results = self._query(query, bindings)
            if not isinstance(results, ox.QuerySolutions):
                raise BadRequest("a SELECT query was expected")
            names = [variable.value for variable in results.variables]
            return [
                {name: from_oxigraph(term) for name, term in zip(names, row, strict=True) if term is not None}
                for row in results
            ]

    def ask(self, query: str, bindings: Bindings | None = None) -> bool:
        with self._engine_errors():
            result = self._query(query, bindings)
            if not isinstance(result, ox.QueryBoolean):
                raise BadRequest("an ASK query was expected")
            return bool(result)

    def construct(self, query: str, bindings: Bindings | None = None) -> Iterator[Quad]:
        with self._engine_errors():
            results = self._query(query, bindings)
            if not isinstance(results, ox.QueryTriples):
                raise BadRequest("a CONSTRUCT or DESCRIBE query was expected")
            for triple in results:
                yield quad_from_oxigraph(ox.Quad(triple.subject, triple.predicate, triple.object))

    def quads(self, graph: URIRef | str | None = "*") -> Iterator[Quad]:
        every = str(graph) == "*"
        name = None if every else DEFAULT_GRAPH if graph is None else graph_to_oxigraph(URIRef(graph))
        with self._engine_errors():
            for quad in self._engine.quads_for_pattern(None, None, None, name):
                yield quad_from_oxigraph(quad)

    def graphs(self) -> list[URIRef]:
        with self._engine_errors():
            return sorted(
                URIRef(name.value) for name in self._engine.named_graphs() if isinstance(name, ox.NamedNode)
            )

    def has_graph(self, graph: URIRef) -> bool:
        with self._engine_errors():
            return self._engine.contains_named_graph(graph_to_oxigraph(graph))

    def count(self) -> int:
        with self._engine_errors():
            return len(self._engine)

    def generation(self) -> str:
        return self._generation

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the one write lock: for a read and the write that depends on it."""
        with self._write_lock:
            yield

    def update(self, update: str, base: str | None = None) -> None:
        with self._commit() as engine:
            engine.update(update, base_iri=base)

    def replace_graphs(
        self, drop: Sequence[URIRef], quads: Iterable[Quad], remove: Iterable[Quad] = ()
    ) -> None:
        added = {quad_to_oxigraph(quad) for quad in quads}
        removed = {ground(quad) for quad in remove}
        with self._write_lock:
            dropped = [graph for graph in drop if self.has_graph(graph)]
            with self._engine_errors():
                removed |= self._plain_triples_only_in(dropped)
            removed -= added
            with self._engine_errors():
                emptied, gone = self._differences(dropped, added)
            removed |= gone
            if not emptied and not removed:
                if added:
                    with self._commit() as engine:
                        engine.extend(added)
                return
            operations = []
            if removed:
                operations.append("DELETE DATA {\n" + quad_data(removed) + "}")
            operations += [f"DROP SILENT GRAPH {graph_to_oxigraph(graph)}" for graph in emptied]
            if added:
                operations.append("INSERT DATA {\n" + quad_data(added) + "}")
            with self._commit() as engine:
                engine.update(" ;\n".join(operations))

    def extend(self, quads: Iterable[Quad]) -> None:
        """Adds quads, in one transaction."""
        self.replace_graphs((), quads)

    def _differences(
        self, dropped: Sequence[URIRef], added: set[ox.Quad]
    ) -> tuple[list[URIRef], set[ox.Quad]]:
        """Graphs to drop as a whole, and of the others the quads to take away; what stands already leaves ``added``.

        A document that is read again, or findings worked out again, mostly say what they said before.
        """
        whole, gone = [], set()
        for graph in dropped:
            name = graph_to_oxigraph(graph)
            standing = set(self._engine.quads_for_pattern(None, None, None, name))
            nameless = any(
                isinstance(term, ox.BlankNode) for quad in standing for term in (quad.subject, quad.object)
            )
            if nameless or standing.isdisjoint(added):
                whole.append(graph)
            else:
                gone |= standing - added
                added -= standing
        return whole, gone

    def _plain_triples_only_in(self, dropped: Sequence[URIRef]) -> set[ox.Quad]:
        names = {graph_to_oxigraph(graph) for graph in dropped if keeps_plain_triples(str(graph))}
        alone: set[ox.Quad] = set()
        for name in names:
            for quad in self._engine.quads_for_pattern(None, None, None, name):
                homes = {
                    found.graph_name
                    for found in self._engine.quads_for_pattern(
                        quad.subject, quad.predicate, quad.object, None
                    )
                }
                if DEFAULT_GRAPH not in homes or isinstance(quad.subject, ox.BlankNode):
                    continue
                if isinstance(quad.object, ox.BlankNode):  # no update can name it; ours have none
                    continue
                others = (home for home in homes if isinstance(home, ox.NamedNode) and home not in names)
                if not any(keeps_plain_triples(home.value) for home in others):
                    alone.add(ox.Quad(quad.subject, quad.predicate, quad.object))
        return alone

    # -- the whole -------------------------------------------------------------------------------

    def backup(self, directory: str) -> None:
        """A copy in a new folder, taken while in use, with a note of its content (``backup.json``)."""
        target = Path(directory)
        if target.exists():
            raise BadRequest(f"{target} 已经存在；备份要写入新的文件夹（a backup goes to a new folder）")
        target.mkdir(parents=True)
        with self._write_lock, self._engine_errors():
            if self._view:
                shutil.copytree(self._view, target / "oxigraph")
            else:
                self._engine.backup(str(target / "oxigraph"))
            (target / "generation").write_text(self._generation, encoding="ascii")
            # Hard links would tie the backup to the fate of this disk's files: a backup has its own.
            _own_files(target / "oxigraph")
        write_note(target)

    def frozen(self) -> EmbeddedStore:
        """The present content as a store that no later commit changes. Whoever asks for it closes it."""
        self.directory.readers.mkdir(exist_ok=True)
        target = self.directory.readers / f"{os.getpid()}-{secrets.token_hex(4)}"
        generation = self.checkpoint(target)
        return EmbeddedStore(
            self.directory.root, read_only=True, kind=self.info.kind, view=(target, generation)
        )

    def checkpoint(self, target: Path) -> str:
        """Makes the read-only view ``target`` of the present content and returns its generation.

        Waits for no writer: the view is one state of the store, that of the generation or a later one.
        """
        generation = self._generation
        with self._engine_errors():
            if self._view:
                shutil.copytree(self._view, target)
                return generation
            try:
                self._engine.backup(str(target))
            except (
                OSError
            ) as error:  # it writes tables of what is in the log, and a full disk has no room for them
                if not _is_full(error):
                    raise
                self._impaired = True
                self._elsewhere.append(snapshot.beside_a_full_disk(self.directory, target))
                atexit.register(shutil.rmtree, self._elsewhere[-1], ignore_errors=True)
        return generation

    def close(self) -> None:
        with self._write_lock:
            if self._oxigraph is not None and not self.read_only:
                with suppress(OSError):  # on a full disk; what was committed is in the log
                    self._oxigraph.flush()
            self._closed, self._oxigraph = True, None
            gc.collect()  # the database lock goes with the last object that holds the engine
            for folder in (*self._elsewhere, *([self._view] if self._view else [])):
                shutil.rmtree(folder, ignore_errors=True)

    # -- the border to the engine ----------------------------------------------------------------

    @property
    def _engine(self) -> ox.Store:
        engine = self._oxigraph
        if engine is None:
            if self._closed:
                raise StoreUnavailable(f"存储 {self.info.place} 已关闭（the store is closed）")
            with self._write_lock:  # it is being opened anew
                engine = self._oxigraph or self._open_anew()
        return engine

    def _repaired(self) -> ox.Store:
        """After a full disk the engine takes no write until it is opened again, which itself takes room."""
        free = shutil.disk_usage(self.directory.root).free
        if free < self.directory.log_size() + _ROOM_TO_OPEN:
            raise OSError("No space left on device")
        self._oxigraph = None
        return self._open_anew()

    def _open_anew(self) -> ox.Store:
        end = time.monotonic() + _REOPEN_SECONDS
        while True:
            gc.collect()
            try:
                self._oxigraph = ox.Store(str(self.directory.database))
                self._impaired = False
                return self._oxigraph
            except OSError as error:  # a reader still holds the old one
                if time.monotonic() > end:
                    raise self._sentence(error) from error
                time.sleep(0.05)

    def _query(
        self, query: str, bindings: Bindings | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return self._engine.query(bind(query, bindings))

    @contextmanager
    def _commit(self) -> Iterator[ox.Store]:
        if self.read_only:
            raise StoreInUse(f"存储 {self.info.place} 是以只读方式打开的（opened for reading only）")
        with self._write_lock, self._engine_errors():
            engine = self._repaired() if self._impaired else self._engine
            generation = self.directory.write_new_generation()
            yield engine
            self._generation = generation
            if self.directory.log_size() > _LOG_LIMIT:
                try:
                    self._engine.flush()
                except OSError:  # the commit itself is done; the next one will tell of the full disk
                    self._impaired = True

    @contextmanager
    def _engine_errors(self) -> Iterator[None]:
        try:
            yield
        except SyntaxError as error:
            raise BadRequest(f"this is not valid SPARQL 1.1: {error}") from error
        except ValueError as error:
            raise BadRequest(f"the store cannot take this: {error}") from error
        except OSError as error:
            raise self._sentence(error) from error

    def _sentence(self, error: OSError) -> StoreError:
        text = str(error)
        self._impaired = self._impaired or ("No space" in text and not self.read_only)
        if _is_full(error):
            return StoreFull(
                f"存储 {self.info.place} 所在的磁盘已满，本次没有写入；腾出空间后可继续（no room is left on the disk）"
            )
        if "lock" in text and ("LOCK" in text or "hold" in text):
            server = self.directory.served_at()
            holder = f"服务 {server} " if server else "另一个进程"
            by = f"the server at {server}" if server else "another process"
            return StoreInUse(
                f"存储 {self.info.place} 正被{holder}使用；请先停止它，或通过它提交修改（in use by {by}）"
            )
        return StoreUnavailable(f"存储 {self.info.place} 出错（the store failed）：{text}")


class TemporaryStore(EmbeddedStore):
    """``memory:``: on disk all the same, for only there a checkpoint can be made; gone when closed."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dutygraph-"))
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        super().__init__(self._folder / "store", kind="memory")
        self.info = StoreInfo("memory", "memory:")

    def close(self) -> None:
        super().close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _is_full(error: OSError) -> bool:
    text = str(error)
    return "No space left" in text or "Disk quota" in text


def _own_files(folder: Path) -> None:
    for file in folder.iterdir():
        if file.stat().st_nlink > 1:
            copy = file.with_name(file.name + ".copy")
            shutil.copyfile(file, copy)
            copy.replace(file)
