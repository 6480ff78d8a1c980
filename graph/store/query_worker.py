"""The process that runs one public query at a time, and may be killed at any moment.

Run by its path, not imported: it needs pyoxigraph and nothing of this project, so it starts in 0.1 s.
In: a line of JSON, then as many bytes of body as it says. Out: frames of one letter, four bytes of length
and content: D data, E end, X error (JSON: kind, message).
"""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
from typing import IO, Any, cast

import pyoxigraph as ox

RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_CHUNK = 64 * 1024
_PARSER_STACK = 4 * 2**20
"""Half of what a thread of the server has: what parses here parses there."""


class TooLarge(Exception):
    """The result is larger than it may be."""


class Frames:
    """The result as it grows: a file to write to that sends frames."""

    def __init__(self, channel: int, limit: int) -> None:
        self.channel = channel
        self.limit = limit
        self.sent = 0
        self.held = bytearray()

    def as_file(self) -> IO[bytes]:
        """What the serialisers need of a file is ``write`` and ``flush``."""
        return cast(IO[bytes], self)

    def write(self, data: bytes) -> int:
        self.held += data
        if self.sent + len(self.held) > self.limit:
            raise TooLarge
        if len(self.held) >= _CHUNK:
            self._send(b"D", bytes(self.held))
            self.sent += len(self.held)
            self.held.clear()
        return len(data)

    def flush(self) -> None:
        """Nothing to do: frames go out when they are full and at the end."""

    def end(self) -> None:
        frame = b"D" + struct.pack(">I", len(self.held)) + bytes(self.held) + b"E" + struct.pack(">I", 0)
        self._all(frame)

    def error(self, kind: str, message: str) -> None:
        self._send(b"X", json.dumps({"kind": kind, "message": message}).encode())

    def _send(self, kind: bytes, data: bytes) -> None:
        self._all(kind + struct.pack(">I", len(data)) + data)

    def _all(self, frame: bytes) -> None:
        view = memoryview(frame)
        while view:
            view = view[os.write(self.channel, view) :]


class Views:
    """The read-only view last asked for; an older one is closed."""

    def __init__(self) -> None:
        self.path = ""
        self.store: ox.Store | None = None

    def open(self, path: str) -> ox.Store:
        if self.store is None or path != self.path:
            self.store = None
            self.store = ox.Store.read_only(path)
            self.path = path
        return self.store


def query(views: Views, request: dict[str, Any], output: Frames) -> None:
    options: dict[str, Any] = {}
    if request.get("default_graphs") is not None:
        options["default_graph"] = [ox.NamedNode(iri) for iri in request["default_graphs"]]
        options["named_graphs"] = [ox.NamedNode(iri) for iri in request["named_graphs"]]
    if request.get("base"):
        options["base_iri"] = request["base"]
    results = views.open(request["view"]).query(request["query"], **options)
    if isinstance(results, ox.QueryTriples):
        if request["media_type"] == "text/turtle":
            ox.serialize(
                results, output.as_file(), format=ox.RdfFormat.TURTLE, prefixes=request.get("prefixes")
            )
        else:
            results.serialize(output.as_file(), format=GRAPH_FORMATS[request["media_type"]])
    else:
        results.serialize(output.as_file(), format=RESULT_FORMATS[request["media_type"]])


def dump(views: Views, request: dict[str, Any], output: Frames) -> None:
    """One graph, or with a format of quads the whole."""
    options: dict[str, Any] = {"prefixes": request.get("prefixes")} if request.get("prefixes") else {}
    if request["graph"] != "*":
        options["from_graph"] = (
            ox.DefaultGraph() if request["graph"] is None else ox.NamedNode(request["graph"])
        )
    views.open(request["view"]).dump(output.as_file(), GRAPH_FORMATS[request["media_type"]], **options)


def read_rdf(body: bytes, request: dict[str, Any], output: Frames) -> None:
    """A foreign RDF file to N-Triples, blank nodes renamed."""
    media_type = request["media_type"]
    if media_type == "application/rdf+xml" and b"<!DOCTYPE" in body.replace(b"\0", b"").upper():
        raise SyntaxError("a document type declaration (<!DOCTYPE) is not accepted in RDF/XML")
    quads = ox.parse(
        body,
        format=GRAPH_FORMATS[media_type],
        base_iri=request.get("base"),
        without_named_graphs=True,
        rename_blank_nodes=True,
    )
    ox.serialize((quad.triple for quad in quads), output.as_file(), format=ox.RdfFormat.N_TRIPLES)


def read_query(request: dict[str, Any]) -> None:
    """Parses a query; its patterns meet an empty store."""
    ox.Store().query(request["query"], base_iri=request.get("base"))


def read_update(request: dict[str, Any]) -> None:
    """Parses an update, on a stack smaller than the server's; its operations meet an empty store."""
    failure: list[BaseException] = []

    def parse() -> None:
        try:
            ox.Store().update(request["update"], base_iri=request.get("base"))
        except (SyntaxError, ValueError) as error:
            failure.append(error)
        except (OSError, RuntimeError):
            pass  # it parsed; what an empty store says to it does not matter

    threading.stack_size(_PARSER_STACK)
    thread = threading.Thread(target=parse)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]


def rehearse_update(request: dict[str, Any]) -> None:
    """Runs an update on a copy of the store that is thrown away, to see that it ends."""
    read_update(request)
    ox.Store(request["copy"]).update(request["update"], base_iri=request.get("base"))


def limit_this_process(memory: int) -> None:
    if os.name == "nt":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def limit_processor_time(seconds: float) -> None:
    """Should the server die while this process is busy, it does not run on for ever."""
    if os.name == "nt":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + (os.cpu_count() or 1) * seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))


def serve(channel: int, memory: int) -> None:
    limit_this_process(memory)
    views = Views()
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        body = sys.stdin.buffer.read(request.get("body", 0))
        output = Frames(channel, request["limit"])
        limit_processor_time(request["seconds"])
        try:
            match request["do"]:
                case "query":
                    query(views, request, output)
                case "dump":
                    dump(views, request, output)
                case "read-rdf":
                    read_rdf(body, request, output)
                case "read-query":
                    read_query(request)
                case "read-update":
                    read_update(request)
                case "rehearse-update":
                    rehearse_update(request)
            output.end()
        except TooLarge:
            output.error("too-large", "")
        except SyntaxError as error:
            output.error("syntax", str(error))
        except KeyError as error:
            output.error("format", str(error))
        except (ValueError, OverflowError) as error:
            output.error("value", str(error))
        except RuntimeError as error:  # well formed, and yet it cannot run: a function nobody defined
            output.error("evaluation", str(error))
        except (OSError, MemoryError) as error:
            output.error("engine", str(error))


if __name__ == "__main__":
    own = os.dup(1)
    os.dup2(2, 1)  # nothing but frames goes to the server
    serve(own, int(sys.argv[1]))
