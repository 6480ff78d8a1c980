"""A folder for ``neo4j-admin database import full``: one CSV per label and per relationship, and the command.

The importer's rules: an ID space per label (``id:ID(Unit)``, ``:START_ID(Unit)``), UTF-8 with no BOM,
RFC 4180 quoting, arrays joined by ``;``. A quote may hold line ends, so ``--multiline-fields`` is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import ExitStack
from typing import IO

from graph.exports.csv_text import record
from graph.exports.drawing import look
from graph.exports.format import Chunks, Files, Format, Job
from graph.exports.property_graph import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    GraphEdge,
    GraphNode,
    PropertyGraph,
    Value,
    edge_values,
    node_values,
    property_graph,
)
from graph.exports.spool import chunks_of, spool

TYPES = {"string": "string", "integer": "int", "list": "string[]"}
Ends = tuple[str, str, str]
"""Label of the start, type of the relationship, label of the end."""


def _neo4j(job: Job) -> Files:
    with property_graph(job) as graph, ExitStack() as spools:
        nodes = _by_label(graph, spools)
        relationships = _by_ends(graph, spools)
        for label, file in nodes.items():
            yield f"nodes_{label}.csv", _copied(_node_header(label), file)
        for (start, type_, end), file in sorted(relationships.items()):
            yield _file_name(start, type_, end), _copied(_relationship_header(start, end), file)
        command = _command(nodes, sorted(relationships))
        yield "import.sh", iter([command.encode()])
        yield "import.bat", iter([_for_windows(command).encode()])
        yield "constraints.cypher", iter([_constraints(nodes).encode()])


def _by_label(graph: PropertyGraph, spools: ExitStack) -> dict[str, IO[bytes]]:
    found: dict[str, IO[bytes]] = {}
    for node in graph.nodes():
        label = label_of(node)
        if label not in found:
            found[label] = spool(spools)
        cells = (node.id, node.label, *map(_text, node_values(node)), f"{label};{node.type}")
        found[label].write(record(cells, "\n"))
    return dict(sorted(found.items()))


def _by_ends(graph: PropertyGraph, spools: ExitStack) -> dict[Ends, IO[bytes]]:
    labels = [label_of(node) for node in graph.nodes()]
    found: dict[Ends, IO[bytes]] = {}
    for edge in graph.edges():
        ends = (labels[graph.order[edge.source]], _type(edge), labels[graph.order[edge.target]])
        if ends not in found:
            found[ends] = spool(spools)
        cells = (edge.source, edge.target, edge.id, repr(edge.weight), *map(_text, edge_values(edge)))
        found[ends].write(record(cells, "\n"))
    return found


def label_of(node: GraphNode) -> str:
    return look(node.group)["neo4j"]


def _type(edge: GraphEdge) -> str:
    """responsibleFor -> RESPONSIBLE_FOR"""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", edge.kind).upper()


def _text(value: Value) -> str:
    """Arrays are joined by ``;``, so a half-width one inside an element becomes a full-width one."""
    if isinstance(value, tuple):
        return ";".join(each.replace(";", "；") for each in value)
    return "" if value is None else str(value).replace("\x00", "\ufffd")


def _node_header(label: str) -> bytes:
    columns = (f"{name}:{TYPES[type_]}" for name, type_ in NODE_ATTRIBUTES)
    return record((f"id:ID({label})", "name:string", *columns, ":LABEL"), "\n")


def _relationship_header(start: str, end: str) -> bytes:
    columns = (f"{name}:{TYPES[type_]}" for name, type_ in EDGE_ATTRIBUTES)
    return record((f":START_ID({start})", f":END_ID({end})", "id:string", "weight:double", *columns), "\n")


def _file_name(start: str, type_: str, end: str) -> str:
    return f"rel_{start}_{type_}_{end}.csv"


def _copied(header: bytes, file: IO[bytes]) -> Chunks:
    yield header
    yield from chunks_of(file)


def _command(nodes: Iterable[str], relationships: Iterable[Ends]) -> str:
    arguments = [
        *(f"--nodes={label}=nodes_{label}.csv" for label in nodes),
        *(f"--relationships={ends[1]}={_file_name(*ends)}" for ends in relationships),
        '--array-delimiter=";"',
        "--multiline-fields=true",
        "--overwrite-destination=true",
    ]
    return (
        "#!/bin/sh\n"
        "# 在本文件夹中运行；neo4j 须已停止，数据库名可改。Run in this folder while the database is stopped.\n"
        "neo4j-admin database import full \\\n"
        + "".join(f"  {each} \\\n" for each in arguments)
        + "  neo4j\n"
    )


def _for_windows(command: str) -> str:
    lines = command.split("\n")[2:]
    return "\r\n".join(line.removesuffix("\\") + "^" if line.endswith("\\") else line for line in lines)


def _constraints(nodes: Iterable[str]) -> str:
    return "".join(_constraint(label) for label in nodes) + "".join(
        f"CREATE INDEX {label.lower()}_name IF NOT EXISTS FOR (n:{label}) ON (n.name);\n" for label in nodes
    )


def _constraint(label: str) -> str:
    name = f"{label.lower()}_id"
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;\n"


NEO4J = Format(
    "neo4j", ".zip", "application/zip", "Neo4j 导入文件夹（CSV）", "Neo4j import folder (CSV)", files=_neo4j
)
