"""The planner's question, asked through every way in: which tasks involve 紫竹高新区?"""

from __future__ import annotations

import pytest
from rdflib import Literal

from graph import catalogue
from graph.check import check
from graph.errors import UnknownName
from graph.extract import extract
from graph.ingest import Ingest, keep, remove
from graph.overlap.findings import findings
from graph.overlap.generation import is_stale
from graph.queries import prefixes
from graph.reading import read
from graph.store.base import Store
from tests.corpus import ACTION_PLAN, WORK_PLAN

RESPONSIBLE = ["2.", "4.", "5.", "6.", "9.", "11.", "12."]


def involved(store: Store, name: str) -> tuple[list[str], list[str]]:
    found = catalogue.tasks(store, involves=name)
    by_role = {
        role: [task for task in found["items"] if any(each["as"] == role for each in task["involvement"])]
        for role in ("responsible", "mention")
    }
    return [task["number"] for task in by_role["responsible"]], [task["title"] for task in by_role["mention"]]


@pytest.mark.parametrize("name", ["紫竹高新区", "id"])
def test_zizhu_is_responsible_for_seven_tasks_and_mentioned_in_one_more(founded: Store, name: str) -> None:
    asked = catalogue.resolve(founded, "紫竹高新区").id if name == "id" else name
    responsible, mentioned = involved(founded, asked)
    assert responsible == RESPONSIBLE
    assert len(mentioned) == 1
    assert "高新技术企业培育" in mentioned[0]


def test_as_mention_leaves_out_tasks_where_the_unit_has_another_role(founded: Store) -> None:
    found = catalogue.tasks(founded, involves="紫竹高新区", as_="mention")
    assert found["total"] == 1


def test_sparql_gives_the_same_tasks(founded: Store) -> None:
    query = """SELECT ?number WHERE { ?unit duty:name ?name ; duty:responsibleFor ?task .
               ?task a duty:Task ; duty:number ?number ; duty:order ?order } ORDER BY ?order"""
    rows = founded.select(prefixes() + query, {"name": Literal("紫竹高新区")})
    assert [str(row["number"]) for row in rows] == RESPONSIBLE


def test_zizhu_owns_indicators_4_7_and_10(founded: Store) -> None:
    found = catalogue.targets(founded, owner="紫竹高新区")
    assert list(dict.fromkeys(each["indicator"]["name"] for each in found["items"])) == [
        "规上工业总产值增速",
        "估值过亿元企业",
        "累计首次获得投资企业",
    ]
    assert found["total"] == 9


def test_an_unknown_town_is_an_error_with_near_names(founded: Store) -> None:
    with pytest.raises(UnknownName) as unknown:
        catalogue.tasks(founded, involves="七宝镇")
    assert "马桥镇" in unknown.value.suggestions


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海闵行区辛顿时空智能创新研究院", "辛顿时空智能创新研究院"),
        ("宁德时代未来能源研究院", "宁德时代上海未来能源研究院"),
        ("上海交大", "上海交通大学"),
        ("区科委", "科委"),
        ("区科委", "我委"),
        ("区科委", "闵行区科学技术委员会"),
    ],
)
def test_two_ways_of_writing_are_one_entity(founded: Store, one: str, other: str) -> None:
    assert catalogue.resolve(founded, one).id == catalogue.resolve(founded, other).id


def test_near_misses_stay_apart(founded: Store) -> None:
    names = ("马桥镇", "马桥人工智能试验区", "马桥试验区公司")
    assert len({catalogue.resolve(founded, name).id for name in names}) == 3
    assert catalogue.resolve(founded, "紫竹高新区").id != catalogue.resolve(founded, "紫竹创业孵化器").id


def test_the_units_are_listed_in_the_order_of_the_documents(founded: Store) -> None:
    names = [unit["name"] for unit in catalogue.units(founded, limit=1000)["items"]]
    assert names[:5] == ["上海交通大学", "华东师范大学", "闵行区科学技术委员会", "大零号湾集团", "紫竹高新区"]


def test_every_statement_has_evidence_that_equals_its_quote(founded: Store) -> None:
    assert [str(problem) for problem in check(founded)] == []


def test_ingesting_twice_changes_no_quad(empty: Store) -> None:
    Ingest(empty).paths([ACTION_PLAN, WORK_PLAN])
    before = sorted(map(str, empty.quads()))
    again = Ingest(empty).paths([ACTION_PLAN, WORK_PLAN])
    assert [report.status for report in again] == ["unchanged", "unchanged"]
    assert sorted(map(str, empty.quads())) == before


def test_the_order_of_ingest_does_not_matter(empty: Store, founded: Store) -> None:
    Ingest(empty).paths([WORK_PLAN, ACTION_PLAN])

    def content(store: Store) -> list[str]:
        return sorted(str(quad) for quad in store.quads() if not str(quad[3]).endswith("graph/meta"))

    assert content(empty) == content(founded)


def test_removing_a_document_leaves_only_registry_ids(empty: Store) -> None:
    Ingest(empty).paths([WORK_PLAN])
    alone = {str(quad) for quad in empty.quads() if not str(quad[3]).endswith("graph/meta")}
    report = Ingest(empty).paths([ACTION_PLAN])[0]
    assert report.document
    remove(empty, "闵府发〔2026〕11号")
    after = {str(quad) for quad in empty.quads() if not str(quad[3]).endswith("graph/meta")}
    assert not alone - after
    lasting = ("/terms/identifier", "#canonicalKey", "#jurisdiction")
    assert all(any(part in quad for part in lasting) for quad in after - alone), sorted(after - alone)[:5]


def test_findings_are_made_up_for_when_an_ingest_was_broken_off_before_them(empty: Store) -> None:
    keep(empty, extract(read(ACTION_PLAN)))
    assert is_stale(empty)
    assert findings(empty)["total"] == 0
    assert [report.status for report in Ingest(empty).paths([ACTION_PLAN])] == ["unchanged"]
    assert not is_stale(empty)
    assert findings(empty)["total"] > 0


def test_the_search_knows_a_short_name_behind_its_district(founded: Store) -> None:
    found = catalogue.entities(founded, "闵行区科委")
    assert [each["name"] for each in found["items"]] == ["闵行区科学技术委员会"]
    assert catalogue.entities(founded, "七宝镇")["total"] == 0


def test_an_industry_is_not_taken_for_the_laboratory_a_list_writes_alike(founded: Store) -> None:
    industry = catalogue.resolve(founded, "海洋工程")
    laboratory = catalogue.resolve(founded, "海洋工程全国重点实验室")
    assert (industry.type, laboratory.type) == ("Industry", "Laboratory")
    assert catalogue.resolve(founded, "机械系统与振动").id != laboratory.id
