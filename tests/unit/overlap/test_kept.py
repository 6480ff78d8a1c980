"""Findings in a real store: rebuilt, read back, decided on, found over SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.check import check
from graph.errors import BadRequest, UnknownName
from graph.ingest import Ingest, remove
from graph.overlap import findings as kept
from graph.overlap.loading import load
from graph.queries import prefixes
from graph.store import open_store
from graph.store.base import Store
from tests.corpus import DOCUMENTS
from tests.unit.overlap import real


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(str(tmp_path_factory.mktemp("overlap") / "store"))
    Ingest(opened).paths([DOCUMENTS])
    yield opened
    opened.close()


def test_a_store_gives_the_same_rows_as_the_documents(store: Store) -> None:
    rows, read = load(store), real.both()
    assert set(rows.documents) == set(read.documents)
    assert {task.id: task.units() for task in rows.tasks} == {task.id: task.units() for task in read.tasks}
    assert [row.name for row in rows.indicators] == [row.name for row in read.indicators]
    assert {(t.id, t.value, t.year) for t in rows.targets} == {(t.id, t.value, t.year) for t in read.targets}
    assert {row.text for row in rows.cadences} == {row.text for row in read.cadences}


def test_findings_are_read_as_they_were_worked_out(store: Store) -> None:
    page = kept.findings(store, limit=1000)
    assert page["total"] == len(page["items"]) == len(real.found())
    assert [item["id"] for item in page["items"]] == [one.id for one in real.found()]
    assert [item["explanation"] for item in page["items"]] == [one.zh for one in real.found()]
    assert page["note"] == "样本过小，不作显著性判断"
    assert [item["rank"] for item in page["items"]] == list(range(1, page["total"] + 1))


def test_findings_of_one_measure_and_one_unit(store: Store) -> None:
    unit = next(each for each in load(store).names.values() if each.name == "闵行区市场监督管理局")
    items = kept.findings(store, unit=unit.id)["items"]
    assert {item["measure"] for item in items} == {"M4", "M7"}
    page = kept.findings(store, measure="M2", limit=3, offset=2)
    assert page["total"] == 10
    assert [item["values"]["n"] for item in page["items"]] == [7, 6, 5]


def test_an_unknown_measure_and_a_negative_offset_are_refused(store: Store) -> None:
    with pytest.raises(BadRequest):
        kept.findings(store, measure="M8")
    with pytest.raises(BadRequest):
        kept.findings(store, offset=-1)
    with pytest.raises(UnknownName):
        kept.finding(store, "f-0000000000000000")


def test_a_decision_survives_a_rebuild_and_can_be_taken_back(store: Store) -> None:
    id_ = real.found()[0].id
    assert kept.finding(store, id_)["decision"] is None
    kept.decide(store, id_, "watch", "下次会商时核对")
    kept.rebuild(store)
    decision = kept.finding(store, id_)["decision"]
    assert (decision["state"], decision["note"]) == ("watch", "下次会商时核对")
    assert kept.decide(store, id_, "confirmed", "")["decision"]["state"] == "confirmed"
    assert check(store) == []
    before = store.count()
    assert kept.decide(store, id_, None)["decision"] is None
    assert store.count() < before
    with pytest.raises(BadRequest):
        kept.decide(store, id_, "maybe")


def test_a_finding_is_found_over_sparql_with_its_document_and_quote(store: Store) -> None:
    rows = store.select(
        prefixes()
        + """SELECT ?label ?quote WHERE { GRAPH ?g {
            ?f a duty:Overlap ; duty:onObject "概念验证" ; duty:explanation ?label ; duty:evidence ?e ;
               prov:wasDerivedFrom ?document .
            ?e oa:hasSelector/oa:exact ?quote . FILTER (LANG(?label) = "zh") } }"""
    )
    assert rows
    assert all("概念验证" in str(row["quote"]) for row in rows)


def test_evidence_of_findings_is_the_text_of_its_document(store: Store) -> None:
    frames = load(store).documents
    for item in kept.findings(store, limit=1000)["items"]:
        for each in item["evidence"]:
            assert frames[each["document"]].raw[each["start"] : each["end"]] == each["quote"]


def test_the_matrix_holds_every_pair_once(store: Store) -> None:
    matrix = kept.matrix(store, "k")
    assert (len(matrix["units"]), len(matrix["cells"])) == (26, 115)
    assert max(cell[2] for cell in matrix["cells"]) == 7
    assert all(row < column for row, column, _ in matrix["cells"])
    assert sum(matrix["groups"]) == 26


def test_look_alikes_are_shown_on_request_with_their_quotes(store: Store) -> None:
    pairs = kept.look_alikes(store)
    assert {"新增高新技术企业", "新增科技企业"} in [
        {pair["first"]["indicator"], pair["second"]["indicator"]} for pair in pairs
    ]
    assert all(pair["first"]["evidence"]["quote"] for pair in pairs)


def test_findings_go_with_the_document(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    Ingest(store).paths([DOCUMENTS])
    remove(store, "闵科委〔2026〕11号")
    items = kept.findings(store, limit=1000)["items"]
    assert {item["measure"] for item in items} == {"M1", "M2", "M3", "M4", "M6", "M7"}
    remove(store, "闵府发〔2026〕11号")
    assert kept.findings(store)["items"] == []
    store.close()
