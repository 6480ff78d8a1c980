"""REST, documents over HTTP and linked data, over the two founding plans."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from rdflib import Graph, URIRef

from tests.corpus import ACTION_PLAN, DOCUMENTS, WORK_PLAN
from tests.service.conftest import Start
from tests.service.running import Reply, Running

TASK = "https://dutygraph.example/def#Task"


def post(service: Running, path: Path, name: str | None = None, **asked: str) -> Reply:
    boundary = "----dutygraph"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name or path.name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + path.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return service.ask("/api/documents", "POST", body, headers, token=True, **asked)


@pytest.fixture(scope="module")
def service(start: Start) -> Running:
    running = start()
    for plan in sorted(DOCUMENTS.glob("*.txt")):
        assert post(running, plan).status == 201
    return running


def test_who_is_involved_is_answered_with_role_and_quote(service: Running) -> None:
    found = service.ask("/api/tasks", involves="紫竹高新区", document="闵府发〔2026〕11号").json
    listed = [item for item in found["items"] if item["involvement"][0]["as"] == "responsible"]
    assert [item["number"].rstrip(".") for item in listed] == ["2", "4", "5", "6", "9", "11", "12"]
    for item in listed:
        evidence = item["involvement"][0]["evidence"]
        text = service.ask(f"/api/documents/{evidence['document']}/text").text
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_an_alias_and_an_id_ask_the_same(service: Running) -> None:
    by_name = service.ask("/api/tasks", involves="上海交通大学").json
    by_alias = service.ask("/api/tasks", involves="上海交大").json
    by_id = service.ask("/api/tasks", involves=by_name["entity"]["id"]).json
    assert by_name["items"] == by_alias["items"] == by_id["items"]
    assert by_name["total"] > 0


def test_an_unknown_name_is_404_with_names_near_it(service: Running) -> None:
    reply = service.ask("/api/tasks", involves="紫竹高新")
    assert reply.status in (200, 404)
    reply = service.ask("/api/tasks", involves="七宝镇")
    assert (reply.status, reply.media_type) == (404, "application/problem+json")
    assert reply.json["suggestions"]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/api/tasks?limit=0", "limit"),
        ("/api/tasks?limit=1001", "limit"),
        ("/api/tasks?offset=-1", "offset"),
        ("/api/tasks?involve=x", "involve"),
        ("/api/tasks?as=boss&involves=x", "as"),
        ("/api/targets?year=x", "year"),
        ("/api/graph?view=none", "view"),
        ("/api/export?format=none", "none"),
        ("/api/export", "format"),
    ],
)
def test_a_parameter_out_of_range_or_unknown_is_400_and_named(service: Running, path: str, says: str) -> None:
    reply = service.ask(path)
    assert (reply.status, reply.media_type) == (400, "application/problem+json")
    assert says in reply.json["detail"]


def test_pages_follow_each_other_without_gap(service: Running) -> None:
    whole = service.ask("/api/tasks", limit=1000).json
    pages = [service.ask("/api/tasks", limit=7, offset=at).json for at in range(0, whole["total"], 7)]
    assert [item["id"] for page in pages for item in page["items"]] == [item["id"] for item in whole["items"]]
    assert {page["total"] for page in pages} == {whole["total"]} and whole["total"] == 29


PATHS = (
    "/api/tasks",
    "/api/units",
    "/api/entities?q=zizhu",
    "/api/targets?limit=5",
    "/api/cadences",
    "/api/documents",
    "/api/overlaps?limit=5",
    "/api/overlaps/matrix",
    "/api/graph?around=" + quote("区科委"),
)


@pytest.mark.parametrize("path", PATHS)
def test_every_list_has_an_etag_and_fits_its_own_description(service: Running, path: str) -> None:
    reply = service.ask(path)
    assert reply.status == 200
    assert service.ask(path, headers={"If-None-Match": reply.headers["etag"]}).status == 304
    spec = service.ask("/openapi.json").json
    operation = spec["paths"][path.partition("?")[0]]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator(schema | {"components": spec["components"]}).validate(reply.json)


def test_the_interface_is_openapi_3_1_and_its_page_loads_nothing_from_outside(service: Running) -> None:
    spec = service.ask("/openapi.json").json
    assert spec["openapi"].startswith("3.1")
    page = service.ask("/docs").text
    assert "http://" not in page and "https://" not in page
    assert service.ask("/docs/static/vendor/rapidoc-9.3.8/rapidoc-min.js").status == 200


def test_the_same_file_again_changes_nothing(service: Running) -> None:
    before = service.ask("/ready").json["generation"]
    reply = post(service, ACTION_PLAN)
    assert (reply.status, reply.json["status"]) == (200, "unchanged")
    assert service.ask("/ready").json["generation"] == before


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("letter.txt", "你好，今天天气不错。".encode(), 422),
        ("empty.txt", b"", 422),
        ("binary.txt", bytes(range(256)) * 20, 422),
        ("broken.pdf", b"%PDF-1.7 broken", 422),
        ("broken.docx", b"PK\x03\x04broken", 422),
        ("old.doc", b"\xd0\xcf\x11\xe0", 422),
        ("noname", b"x", 422),
    ],
)
def test_a_file_that_is_no_plan_says_why_and_leaves_nothing(
    service: Running, tmp_path: Path, name: str, content: bytes, status: int
) -> None:
    before = service.ask("/ready").json["generation"]
    (tmp_path / name).write_bytes(content)
    reply = post(service, tmp_path / name)
    assert reply.status == status and name in reply.json["detail"]
    assert service.ask("/ready").json["generation"] == before


def test_findings_of_several_files_are_worked_out_with_the_last(start: Start) -> None:
    service = start()
    post(service, ACTION_PLAN, findings="later")
    assert service.ask("/api/overlaps").json["total"] == 0
    post(service, WORK_PLAN)
    assert service.ask("/api/overlaps").json["total"] > 0


def test_removing_a_document_leaves_nothing_of_it(start: Start) -> None:
    service = start()
    stored = [post(service, plan).json["document"] for plan in (ACTION_PLAN, WORK_PLAN)]
    assert service.ask(f"/api/documents/{stored[0]}", "DELETE").status == 401
    assert service.ask("/api/documents/11", "DELETE", token=True).status == 404
    assert service.ask(f"/api/documents/{stored[0]}", "DELETE", token=True).json == {"removed": stored[0]}
    assert service.ask(f"/api/documents/{stored[0]}").status == 404
    left = service.rows(
        f"SELECT ?s {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} FILTER(CONTAINS(STR(?s), '{stored[0]}')) }}"
    )
    assert left == []


def test_a_decision_on_a_finding_is_kept_and_taken_back(service: Running) -> None:
    finding = service.ask("/api/overlaps", limit=1).json["items"][0]["id"]
    path, headers = f"/api/findings/{finding}/decision", {"Content-Type": "application/json"}
    body = json.dumps({"state": "watch", "note": "季度再看"})
    assert service.ask(path, "PUT", body, headers).status == 401
    decided = service.ask(path, "PUT", body, headers, token=True)
    assert (decided.status, decided.json["decision"]["state"]) == (200, "watch")
    assert service.ask(f"/api/findings/{finding}").json["decision"]["note"] == "季度再看"
    taken_back = service.ask(path, "PUT", '{"state": null}', headers, token=True)
    assert taken_back.json["decision"] is None
    assert service.ask(path, "PUT", '{"state": "maybe"}', headers, token=True).status == 400


def test_a_correction_is_made_seen_and_undone(start: Start) -> None:
    service = start()
    post(service, ACTION_PLAN)
    entity = service.ask("/api/entities", q="区科委").json["items"][0]
    headers = {"Content-Type": "application/json"}
    body = json.dumps({"items": [{"id": entity["id"], "label": "闵行区科委（更名）"}]})
    assert service.ask("/api/corrections", "POST", body, headers).status == 401
    done = service.ask("/api/corrections", "POST", body, headers, token=True)
    assert (done.status, [change["after"] for change in done.json["changes"]]) == (
        200,
        ["闵行区科委（更名）"],
    )
    assert service.ask(f"/api/entities/{entity['id']}").json["name"] == "闵行区科委（更名）"
    undo = json.dumps({"items": [{"id": entity["id"]}]})
    assert service.ask("/api/corrections", "POST", undo, headers, token=True).status == 200
    assert service.ask(f"/api/entities/{entity['id']}").json["name"] == entity["name"]
    wrong = json.dumps({"items": [{"id": "e-none", "label": "x"}]})
    assert service.ask("/api/corrections", "POST", wrong, headers, token=True).status == 400


def test_a_question_is_answered_with_evidence_or_refused_with_a_reason(service: Running) -> None:
    answer = service.ask("/api/ask", q="紫竹高新区负责哪些任务？").json
    assert answer["understood"] and answer["items"] and answer["evidence"] and answer["sparql"]
    assert service.rows(answer["sparql"])
    refused = service.ask("/api/ask", q="明天天气怎么样？").json
    assert refused["refusal"]["reason"] and refused["items"] == []


def test_a_thing_is_a_page_for_people_and_rdf_for_programs(service: Running) -> None:
    task = service.ask("/api/tasks", limit=1).json["items"][0]["id"]
    browser = service.ask(f"/id/{task}", headers={"Accept": "text/html"})
    assert (browser.status, browser.headers["location"]) == (303, f"/task/{task}")
    for media_type, syntax in (
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ):
        reply = service.ask(f"/id/{task}", headers={"Accept": media_type})
        assert (reply.status, reply.media_type, reply.headers["vary"]) == (200, media_type, "Accept")
        graph = Graph().parse(data=reply.text, format=syntax)
        assert (URIRef(f"https://dutygraph.example/id/{task}"), None, URIRef(TASK)) in graph
    assert service.ask("/id/none").status == 404
    assert service.ask(f"/id/{task}", headers={"Accept": "image/png"}).status == 406


def test_the_vocabulary_and_the_catalogue_are_there(service: Running) -> None:
    turtle = service.ask("/def", headers={"Accept": "text/turtle"}).text
    assert "列为责任单位" in turtle
    page = service.ask("/def", headers={"Accept": "text/html"})
    assert page.media_type == "text/html" and "duty:responsibleFor" in page.text
    catalogue = Graph().parse(data=service.ask("/dataset").text, format="turtle")
    dumps = [str(o) for o in catalogue.objects(None, URIRef("http://www.w3.org/ns/dcat#downloadURL"))]
    assert f"{service.address}/api/export?format=ttl" in dumps
    assert all(service.ask(dump.removeprefix(service.address)).status == 200 for dump in dumps)


def test_an_export_holds_only_the_selected_nodes_of_a_map(service: Running) -> None:
    unit = service.ask("/api/tasks", involves="紫竹高新区", limit=1).json["entity"]["id"]
    task = service.ask("/api/tasks", involves="紫竹高新区", **{"as": "responsible"}, limit=1).json["items"][
        0
    ]["id"]
    graph = service.ask("/api/export", format="graphml", view="bipartite", selection=f"{unit},{task}")
    assert graph.status == 200
    ids = {part.split('"')[1] for part in graph.body.decode().split("<node ")[1:]}
    assert ids == {unit, task}


def test_an_address_that_is_none_gives_a_person_a_page_and_a_program_a_problem(service: Running) -> None:
    page = service.ask("/nosuch", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.status == 404
    assert "没有这个页面" in page.body.decode()
    assert page.headers["content-type"].startswith("text/html")
    for path, accept in (("/nosuch", "*/*"), ("/api/nosuch", "text/html")):
        told = service.ask(path, headers={"Accept": accept})
        assert (told.status, told.headers["content-type"]) == (404, "application/problem+json")
