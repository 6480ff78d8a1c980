"""What is refused by its words alone."""

from __future__ import annotations

import re

import pytest

from graph.errors import BadRequest, QueryRefused
from graph.store.guard import TooDeep, check_query, check_update

USER = re.compile(r"https://dutygraph\.example/graph/user/\S+")
MINE = "<https://dutygraph.example/graph/user/a>"
THEIRS = "<https://dutygraph.example/graph/doc/a>"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("PREFIX ask: <urn:x> SELECT * { ?s ask:construct ?o }", "SELECT"),
        ("# SELECT\nBASE <http://select/> ASK {}", "ASK"),
        ("describe <urn:a>", "DESCRIBE"),
        ("", ""),
    ],
)
def test_the_form_of_a_query_is_its_first_verb(query: str, form: str) -> None:
    assert check_query(query).form == form


@pytest.mark.parametrize(
    "opening", ["{", "(", "[", "!", "-", "[ <urn:p> ", "{ { ", "(?a+(", "?a<((((((((((("]
)
def test_nesting_beyond_a_hundred_is_refused(opening: str) -> None:
    with pytest.raises(TooDeep, match="deeper than 100"):
        check_query("SELECT * WHERE { FILTER(" + opening * 16_000)


def test_brackets_in_strings_and_comments_do_not_nest() -> None:
    text = "SELECT ('" + "{" * 500 + "' AS ?x) # " + "(" * 500 + '\n {FILTER(?x = """' + "[" * 500 + '""")}'
    assert check_query(text).form == "SELECT"


@pytest.mark.parametrize("verb", ["SERVICE <http://x/>", "service ?x", "SERVICE ex:x"])
def test_federation_is_refused_and_its_address_taken_out(verb: str) -> None:
    checked = check_query("SELECT * { " + verb + " { ?s ?p ?o } }")
    assert checked.refusal is not None and "SERVICE" in str(checked.refusal)
    assert checked.text == "SELECT * { " + verb.split()[0] + " <about:blank> { ?s ?p ?o } }"


def test_silent_federation_may_fail_in_silence() -> None:
    checked = check_query("SELECT * { SERVICE SILENT <http://x/> { ?s ?p ?o } }")
    assert (checked.text, checked.refusal) == ("SELECT * { SERVICE SILENT <about:blank> { ?s ?p ?o } }", None)


def test_a_keyword_behind_escapes_is_refused_at_once() -> None:
    with pytest.raises(QueryRefused, match="escapes"):
        check_query("SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }")


def test_a_name_that_contains_service_is_no_federation() -> None:
    query = "PREFIX ex: <urn:service:> SELECT ?service { ?service ex:SERVICE 'SERVICE' ; ex:service <urn:SERVICE> }"
    assert (check_query(query).form, check_query(query).refusal) == ("SELECT", None)


def test_an_update_is_no_query() -> None:
    with pytest.raises(BadRequest, match="INSERT is an update"):
        check_query("PREFIX a: <urn:a> INSERT DATA { a:a a:b a:c }")


def test_the_graphs_after_from_are_told() -> None:
    checked = check_query("SELECT * FROM <urn:a> FROM NAMED <urn:b> { ?from ?s 'FROM <urn:c>' }")
    assert checked.graphs == ("urn:a", "urn:b")


def test_a_query_with_the_time_in_it_is_not_stable() -> None:
    assert not check_query("SELECT (now() AS ?t) {}").stable
    assert check_query("SELECT * { ?now <urn:now> 'NOW' }").stable


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT DATA {{ GRAPH {MINE} {{ <urn:s> <urn:p> 1 }} }}",
        f"DELETE DATA {{ GRAPH {MINE} {{ <urn:s> <urn:p> 1 }} }} ; DROP GRAPH {MINE} ; CREATE SILENT GRAPH {MINE}",
        f"WITH {MINE} DELETE {{ ?s ?p ?o }} INSERT {{ ?o ?p ?s }} WHERE {{ GRAPH {THEIRS} {{ ?s ?p ?o }} }}",
        f"DELETE WHERE {{ GRAPH {MINE} {{ ?s ?p ?o }} }}",
        f"PREFIX u: <https://dutygraph.example/graph/user/> CLEAR GRAPH u:a ; COPY {THEIRS} TO u:a",
        f"INSERT {{ GRAPH {MINE} {{ ?s ?p ?o }} }} USING {THEIRS} WHERE {{ ?s ?p ?o }} ; CLEAR GRAPH {MINE}",
    ],
)
def test_an_update_of_graphs_of_the_user_is_let_through(update: str) -> None:
    check_update(update, USER)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:s> <urn:p> 1 }",
        f"INSERT DATA {{ GRAPH {THEIRS} {{ <urn:s> <urn:p> 1 }} }}",
        f"INSERT DATA {{ GRAPH {MINE} {{ <urn:s> <urn:p> 1 }} <urn:s> <urn:p> 2 }}",
        "INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
        f"WITH {THEIRS} DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        f"WITH {MINE} DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }} ; INSERT {{ <urn:a> <urn:b> 1 }} WHERE {{}}",
        f"WITH {MINE} INSERT {{ GRAPH {THEIRS} {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
        "DROP ALL",
        "LOAD SILENT <http://x/>",
        f"LOAD SILENT <http://x/> INTO GRAPH {THEIRS}",
        "DROP DEFAULT",
        "CLEAR NAMED",
        "CLEAR SILENT GRAPH <urn:x>",
        f"MOVE {THEIRS} TO {MINE}",
        f"COPY {MINE} TO DEFAULT",
        f"ADD {MINE} TO GRAPH {THEIRS}",
        "DROP GRAPH <https://dutygraph.example/graph/user/../doc/a>",
        "BASE <https://dutygraph.example/graph/user/> DROP GRAPH <a>",
        "PREFIX u: <https://dutygraph.example/graph/user/> PREFIX u: <urn:> DROP GRAPH u:a",
        f"INSERT DATA {{ GRAPH {MINE} {{ <urn:s> <urn:p> '\\u0027 }} \\u0022 }} ; DROP ALL",
    ],
)
def test_an_update_of_any_other_graph_is_refused(update: str) -> None:
    with pytest.raises(QueryRefused):
        check_update(update, USER)


def test_loading_is_refused_even_where_all_graphs_may_be_written() -> None:
    checked = check_update("LOAD <file:///etc/passwd> INTO GRAPH <urn:g>", None)
    assert checked.refusal is not None and "LOAD" in str(checked.refusal)
    assert checked.text == "LOAD <about:blank> INTO GRAPH <urn:g>"


def test_silent_loading_loads_nothing() -> None:
    checked = check_update("LOAD SILENT <http://x/> INTO GRAPH <urn:g>", None)
    assert (checked.text, checked.refusal) == ("LOAD SILENT <about:blank> INTO GRAPH <urn:g>", None)


def test_the_graphs_of_the_request_become_using() -> None:
    checked = check_update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", None, ["urn:a"], ["urn:b"])
    assert checked.text == "DELETE { ?s ?p ?o }  USING <urn:a> USING NAMED <urn:b> WHERE { ?s ?p ?o }"
    short = check_update("DELETE WHERE { ?s ?p ?o }", None, ["urn:a"])
    assert short.text == "DELETE { ?s ?p ?o } USING <urn:a> WHERE  { ?s ?p ?o }"
    with pytest.raises(BadRequest, match="using-graph-uri"):
        check_update("WITH <urn:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", None, ["urn:b"])
