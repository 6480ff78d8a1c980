"""Exports of nodes and edges, read by tools that we did not write, compared with SPARQL counts."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import etree

from graph.errors import BadRequest
from graph.exports import VIEWS, stream
from graph.exports.drawing import groups, look
from graph.exports.yed import box, width_of, wrapped
from graph.queries import prefixes
from graph.store import Store
from ontology.kinds import GROUPS
from ontology.terms import ID
from tests.unit.exports.conftest import afresh, exported
from tests.unit.exports.sample import HOSTILE, entity_id, plan, store_of

HERE = Path(__file__).parent
EVERY_STORE = pytest.mark.parametrize("which", ["small", "hostile", "empty"])
EVERY_VIEW = pytest.mark.parametrize("view", VIEWS)
XML = "{http://www.w3.org/2001/XMLSchema}"
UNIT, OTHER, THIRD = map(entity_id, ("区科委", "大零号湾集团", "上海交大"))
DOC = "minfufa-2026-11-1a2b3c"


def count(store: Store, pattern: str, what: str = "*") -> int:
    rows = store.select(f"{prefixes()}SELECT (COUNT({what}) AS ?n) WHERE {{ {pattern} }}")
    return int(str(rows[0]["n"]))


def nodes_by_sparql(store: Store, view: str) -> int:
    tasks = count(store, "?t a duty:Task")
    holders = "?a a duty:Assignment ; rdf:subject ?u ; rdf:object ?t . ?t a duty:Task"
    if view == "bipartite":
        return tasks + count(store, f"GRAPH ?g {{ {holders} }}", "DISTINCT ?u")
    if view == "units":
        listed = (
            '?a duty:basis ?b FILTER(?b IN ("list", "table")) ?a rdf:predicate ?p FILTER(?p != duty:guides)'
        )
        return count(store, f"GRAPH ?g {{ {holders} . {listed} }}", "DISTINCT ?u")
    others = sum(count(store, f"?x a {kind}") for kind in ("duty:PolicyDocument", "duty:Indicator"))
    return tasks + others + count(store, "?e duty:canonicalKey ?k ; skos:prefLabel ?l", "DISTINCT ?e")


def edges_by_sparql(store: Store, view: str) -> int:
    claims = "GRAPH ?g { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTER(isIRI(?o)) }"
    triple = "DISTINCT CONCAT(STR(?g), ' ', STR(?s), ' ', STR(?p), ' ', STR(?o))"
    if view == "bipartite":
        return count(store, f"{claims} ?o a duty:Task FILTER(?p != duty:mentionedIn)", triple)
    if view == "units":
        counted = 'GRAPH ?g { ?c%s rdf:subject ?u%s ; rdf:object ?t ; duty:basis ?b%s FILTER(?b%s IN ("list", "table")) }'
        pairs = " ".join(counted % ((number,) * 4) for number in "12")
        return count(
            store,
            f"{pairs} ?t a duty:Task FILTER(STR(?u1) < STR(?u2))",
            "DISTINCT CONCAT(STR(?u1), STR(?u2))",
        )
    inside = (
        "?x dcterms:isPartOf ?d . ?d a duty:PolicyDocument . ?x a ?c VALUES ?c { duty:Task duty:Indicator }"
    )
    return count(store, claims, triple) + count(store, inside) + count(store, "?t duty:hasIndicator ?i")


def networkx_graph(store: Store, format_: str, view: str) -> Any:
    content = io.BytesIO(exported(store, format_, view))
    return nx.read_gexf(content, version="1.3") if format_ == "gexf" else nx.read_graphml(content)


@EVERY_VIEW
@EVERY_STORE
@pytest.mark.parametrize("format_", ["gexf", "graphml", "yed"])
def test_networkx_reads_as_many_nodes_and_edges_as_sparql_counts(
    format_: str, which: str, view: str, request: pytest.FixtureRequest
) -> None:
    store = request.getfixturevalue(which)
    graph = networkx_graph(store, format_, view)
    assert graph.number_of_nodes() == nodes_by_sparql(store, view)
    assert graph.number_of_edges() == edges_by_sparql(store, view)
    assert graph.is_directed() == (view != "units") or not graph


@EVERY_VIEW
def test_networkx_reads_the_founding_plans_as_sparql_counts_them(view: str, founding: Store) -> None:
    graph = networkx_graph(founding, "gexf", view)
    assert graph.number_of_nodes() == nodes_by_sparql(founding, view)
    assert graph.number_of_edges() == edges_by_sparql(founding, view)
    if view == "units":
        # 26 units of 闵府发〔2026〕11号, 115 of their 325 pairs share a task
        assert (graph.number_of_nodes(), graph.number_of_edges()) == (26, 115)


@EVERY_VIEW
@EVERY_STORE
def test_igraph_reads_the_graphml(
    which: str, view: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    igraph = pytest.importorskip(
        "igraph", reason="python-igraph (GPL) reads back in tests only; install it to run this"
    )
    store = request.getfixturevalue(which)
    file = tmp_path / "graph.graphml"
    file.write_bytes(exported(store, "graphml", view))
    graph = igraph.Graph.Read_GraphML(str(file))
    assert (graph.vcount(), graph.ecount()) == (nodes_by_sparql(store, view), edges_by_sparql(store, view))
    if which == "small":
        assert all(isinstance(weight, float) for weight in graph.es["weight"])
        assert "区科委" in graph.vs["name"]


@EVERY_VIEW
@EVERY_STORE
def test_gexf_keeps_the_rules_of_its_schema(which: str, view: str, request: pytest.FixtureRequest) -> None:
    schema = etree.XMLSchema(etree.parse(str(HERE / "gexf_rules.xsd")))
    document = etree.fromstring(exported(request.getfixturevalue(which), "gexf", view))
    schema.assertValid(document)


@pytest.mark.parametrize("fault", [' weight="1.0"', ' kind="leads"', ' r="0"', ' version="1.3"'])
def test_the_rules_of_gexf_find_a_fault(fault: str) -> None:
    content = exported(store_of(plan()), "gexf").decode()
    assert fault in content
    schema = etree.XMLSchema(etree.parse(str(HERE / "gexf_rules.xsd")))
    assert not schema.validate(etree.fromstring(content.replace(fault, "", 1).encode()))


def test_gexf_carries_label_colour_size_place_and_the_words_of_the_text() -> None:
    store = store_of(plan())
    graph = networkx_graph(store, "gexf", "full")
    unit = graph.nodes[UNIT]
    assert (
        unit["label"] == "区科委"
        and unit["type"] == "PublicOrganisation"
        and unit["type_zh"] == "机关和公共机构"
    )
    assert unit["viz"]["color"] == {"r": 0, "g": 114, "b": 178} | {
        "a": unit["viz"]["color"].get("a", 1.0)
    } or (unit["viz"]["color"]["g"] == 114)
    assert unit["viz"]["size"] > 10 and set(unit["viz"]["position"]) == {"x", "y", "z"}
    edge = graph.edges[UNIT, f"{DOC}.2.1.1"]
    assert (edge["kind"], edge["label"], edge["weight"], edge["position"]) == ("leads", "牵头", 1.0, 1)
    assert edge["quote"].startswith("闵府发〔2026〕11号")


def test_the_places_of_a_map_are_kept_and_y_points_upwards_in_gephi() -> None:
    store = store_of(plan())
    places = {UNIT: (10.0, 20.0), f"{DOC}.2.1.2": (-5.5, 0.0)}
    content = b"".join(stream(store, "gexf", "bipartite", selection=places, positions=places))
    graph = nx.read_gexf(io.BytesIO(content), version="1.3")
    assert {
        node: (at["viz"]["position"]["x"], at["viz"]["position"]["y"]) for node, at in graph.nodes.items()
    } == {
        UNIT: (10.0, -20.0),
        f"{DOC}.2.1.2": (-5.5, 0.0),
    }
    assert list(graph.edges) == [(UNIT, f"{DOC}.2.1.2")]


def test_units_share_tasks_with_newmans_weight() -> None:
    graph = networkx_graph(store_of(plan()), "gexf", "units")
    # task 1 has three units (1/2 each pair), task 2 two (1)
    assert graph.edges[UNIT, OTHER]["weight"] == 1.5 and graph.edges[UNIT, OTHER]["shared"] == 2
    assert graph.edges[UNIT, THIRD]["weight"] == 0.5
    assert json.loads(graph.edges[UNIT, OTHER]["tasks"]) == [f"{DOC}.2.1.1", f"{DOC}.2.1.2"]


def test_the_founding_plan_gives_the_known_weights(founding: Store) -> None:
    graph = networkx_graph(founding, "graphml", "units")
    ids = {at["name"]: node for node, at in graph.nodes.items()}
    ids |= {alias: node for node, at in graph.nodes.items() for alias in at.get("aliases", "").split("；")}
    edge = graph.edges[ids["大零号湾集团"], ids["紫竹高新区"]]
    assert (edge["shared"], round(edge["weight"], 3)) == (7, 1.425)
    edge = graph.edges[ids["上海交大"], ids["华东师大"]]
    assert (edge["shared"], round(edge["weight"], 3)) == (4, 1.167)


def test_edge_ids_are_unique_and_lead_to_the_claim(small: Store) -> None:
    for format_ in ("graphml", "yed"):
        root = etree.fromstring(exported(small, format_))
        ids = [edge.get("id") for edge in root.iter("{http://graphml.graphdrawing.org/xmlns}edge")]
        assert len(set(ids)) == len(ids)
    claim = next(each for each in ids if each.endswith(".a1"))
    assert count(small, f"GRAPH ?g {{ <{ID(claim)}> a duty:Assignment }}") == 1


def test_labels_of_yed_fit_their_boxes() -> None:
    label = wrapped("闵行区推进“大零号湾”科技创新策源功能区建设行动计划（2026-2028年）")
    assert label.split("\n")[0] == "闵行区推进“大零号湾”科技创"
    assert all(width_of(line) <= 14 * 12 for line in label.split("\n"))
    width, height = box(label, 1.0)
    assert width >= max(map(width_of, label.split("\n"))) and height >= 18 * len(label.split("\n"))
    assert wrapped("") == "" and len(wrapped("长" * 40_000).replace("\n", "")) == 200


@EVERY_VIEW
@EVERY_STORE
def test_ndex2_reads_the_cx2(which: str, view: str, request: pytest.FixtureRequest) -> None:
    pytest.importorskip("ndex2", reason="the ndex2 package reads back in tests only; install it to run this")
    from ndex2.cx2 import RawCX2NetworkFactory

    store = request.getfixturevalue(which)
    raw = json.loads(exported(store, "cx2", view))
    network = RawCX2NetworkFactory().get_cx2network(raw)
    assert len(network.get_nodes()) == nodes_by_sparql(store, view)
    assert len(network.get_edges()) == edges_by_sparql(store, view)
    assert all(isinstance(node, int) for node in network.get_nodes())


def test_cx2_declares_what_it_uses_and_counts_it() -> None:
    aspects = {
        name: value for each in json.loads(exported(store_of(plan()), "cx2")) for name, value in each.items()
    }
    counts = {each["name"]: each["elementCount"] for each in aspects["metaData"]}
    assert counts["nodes"] == len(aspects["nodes"]) and counts["edges"] == len(aspects["edges"])
    declared = aspects["attributeDeclarations"][0]
    assert declared["nodes"]["aliases"] == {"d": "list_of_string"} and declared["edges"]["weight"] == {
        "d": "double"
    }
    for aspect in ("nodes", "edges"):
        for each in aspects[aspect]:
            assert set(each["v"]) <= set(declared[aspect])
    label = aspects["visualProperties"][0]["nodeMapping"]["NODE_LABEL"]
    assert label == {"type": "PASSTHROUGH", "definition": {"attribute": "name", "type": "string"}}
    assert aspects["status"] == [{"error": "", "success": True}]


@EVERY_STORE
def test_pajek_is_utf8_with_bom_crlf_and_one_line_per_node(
    which: str, request: pytest.FixtureRequest
) -> None:
    content = exported(request.getfixturevalue(which), "pajek")
    assert content[:3] == b"\xef\xbb\xbf" and b"\n" not in content.replace(b"\r\n", b"")
    lines = content.decode("utf-8-sig").split("\r\n")
    number = int(lines[0].split()[1])
    for place, line in enumerate(lines[1 : number + 1], 1):
        assert re.fullmatch(rf'{place} "[^"]+" [01]\.\d{{4}} [01]\.\d{{4}} 0\.5000 \w+', line)


def test_pajek_two_mode_networks_say_where_the_second_mode_begins(small: Store) -> None:
    lines = exported(small, "pajek", "bipartite").decode("utf-8-sig").split("\r\n")
    _, nodes, first = lines[0].split()
    assert int(nodes) - int(first) == count(small, "?t a duty:Task")
    edges = [tuple(map(int, line.split()[:2])) for line in lines if re.fullmatch(r"\d+ \d+ 1", line)]
    assert len(edges) == edges_by_sparql(small, "bipartite")
    assert all(unit <= int(first) < task for unit, task in edges)
    lines = exported(small, "pajek").decode("utf-8-sig").split("\r\n")
    headings = [at for at, line in enumerate(lines) if line.startswith("*Arcs")]
    # networkx knows no second list and would take its heading for an arc
    graph = nx.parse_pajek([line for at, line in enumerate(lines) if at not in headings[1:]])
    assert graph.number_of_edges() == edges_by_sparql(small, "full")


# -- Neo4j: what neo4j-admin database import asks for, checked over the whole folder


def neo4j_faults(folder: dict[str, bytes]) -> list[str]:
    """The rules of the importer that these files break; its command line is read, not assumed."""
    faults: list[str] = []
    arguments = re.findall(r"--(nodes|relationships)=(\w+)=(\S+)", folder["import.sh"].decode())
    ids: dict[str, set[str]] = {}
    for what, name, file in sorted(arguments):
        if file not in folder:
            return [f"{file} is named in the command and absent"]
        if folder[file].startswith(b"\xef\xbb\xbf"):
            faults.append(f"{file} begins with a BOM")
        csv.field_size_limit(2**22)  # the importer's own limit: its buffer of 4 MiB
        rows = list(csv.reader(io.StringIO(folder[file].decode("utf-8"), newline=""), strict=True))
        heading, records = rows[0], rows[1:]
        if any(len(record) != len(heading) for record in records):
            faults.append(f"{file} has records of unequal length")
        types = {column.rsplit(":", 1)[1] for column in heading}
        spaces = [re.fullmatch(r"\w*:(?:ID|START_ID|END_ID)\((\w+)\)", column) for column in heading]
        named = [match[1] for match in spaces if match]
        if what == "nodes":
            if named != [name] or len(types & {"LABEL"}) != 1:
                faults.append(f"{file} needs one :ID({name}) and one :LABEL")
            values = [record[0] for record in records]
            if len(set(values)) != len(values):
                faults.append(f"{file} has an id twice")
            ids[name] = set(values)
        else:
            if len(named) != 2:
                faults.append(f"{file} needs :START_ID and :END_ID with an ID space")
            for record in records:
                if record[0] not in ids.get(named[0], set()) or record[1] not in ids.get(named[1], set()):
                    faults.append(f"{file}: {record[:2]} has an end that is in no file")
        known = {"string", "int", "double", "string[]", "LABEL"} | {t for t in types if "ID(" in t}
        faults += [f"{file}: unknown type {each}" for each in types - known]
        for place, column in enumerate(heading):
            if column.endswith((":int", ":double")):
                faults += [
                    f"{file}: {r[place]!r} is no number"
                    for r in records
                    if r[place] and not _number(r[place])
                ]
    if set(folder) != {file for _, _, file in arguments} | {"import.sh", "import.bat", "constraints.cypher"}:
        faults.append("a file is in the folder and not in the command")
    return faults


def _number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def neo4j_folder(store: Store, view: str = "full") -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(exported(store, "neo4j", view)))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


@EVERY_VIEW
@EVERY_STORE
def test_the_neo4j_folder_keeps_the_rules_of_the_importer(
    which: str, view: str, request: pytest.FixtureRequest
) -> None:
    store = request.getfixturevalue(which)
    folder = neo4j_folder(store, view)
    assert neo4j_faults(folder) == []
    rows = {
        name: sum(1 for _ in csv.reader(io.StringIO(content.decode(), newline=""))) - 1
        for name, content in folder.items()
        if name.endswith(".csv")
    }
    assert sum(n for name, n in rows.items() if name.startswith("nodes_")) == nodes_by_sparql(store, view)
    assert sum(n for name, n in rows.items() if name.startswith("rel_")) == edges_by_sparql(store, view)


def test_the_checker_of_the_importer_finds_faults() -> None:
    folder = neo4j_folder(store_of(plan()))
    unit = folder["nodes_Unit.csv"]
    assert neo4j_faults({**folder, "nodes_Unit.csv": b"\xef\xbb\xbf" + unit})[0].endswith("begins with a BOM")
    assert neo4j_faults({**folder, "nodes_Unit.csv": unit.replace(UNIT.encode(), b"e-0")})
    assert neo4j_faults({**folder, "nodes_Unit.csv": unit + unit.split(b"\n")[1] + b"\n"})
    assert neo4j_faults({name: content for name, content in folder.items() if name != "nodes_Task.csv"})


# -- all of them


@EVERY_VIEW
@pytest.mark.parametrize("format_", ["gexf", "graphml", "yed", "cx2", "pajek", "neo4j"])
def test_the_same_store_gives_the_same_bytes(format_: str, view: str, small: Store) -> None:
    assert exported(small, format_, view) == afresh(small, format_, view)


@pytest.mark.parametrize("format_", ["gexf", "graphml"])
def test_hostile_labels_come_back_as_written_but_for_control_characters(format_: str, hostile: Store) -> None:
    graph = networkx_graph(hostile, format_, "full")
    labels = {at["label"] for _, at in graph.nodes.items()}
    for text in HOSTILE[1:]:
        assert text in labels, text[:20]
    assert "控制符" + "\ufffd" * 4 + "\x7f\ufffd" in labels


def test_one_node_is_a_graph() -> None:
    store = store_of(plan())
    for format_ in ("gexf", "graphml"):
        content = io.BytesIO(b"".join(stream(store, format_, selection=[UNIT])))
        graph = nx.read_gexf(content, version="1.3") if format_ == "gexf" else nx.read_graphml(content)
        assert list(graph.nodes) == [UNIT] and not graph.edges


def test_an_unknown_format_or_view_is_refused_with_what_there_is(small: Store) -> None:
    with pytest.raises(BadRequest, match="没有格式 dot；可选：ttl"):
        stream(small, "dot")
    with pytest.raises(BadRequest, match="view 应为"):
        stream(small, "gexf", "overlap")
    with pytest.raises(BadRequest, match="只导出全图"):
        stream(small, "ttl", "units")


def test_colours_are_those_of_the_explorer_and_every_group_has_a_look() -> None:
    assert set(groups()) == {group for _, group in GROUPS} | {"object"}
    shown = tomllib.loads((files("visualize") / "kinds.toml").read_text(encoding="utf-8"))
    for group in groups():
        assert look(group)["colour"] == shown["matter" if group == "object" else group]["colour"]
