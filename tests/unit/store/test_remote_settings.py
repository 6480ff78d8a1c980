"""Name, password and patience for a remote store, from the environment; Digest authentication."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import BadRequest, StoreUnavailable
from graph.store.digest_authentication import Digest
from graph.store.remote_settings import RemoteSettings, remote_settings
from graph.store.sparql_client import endpoint
from graph.store.virtuoso import adapted, solutions_of


def test_a_password_comes_from_a_variable_or_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("geheim\n", encoding="utf-8")
    found = remote_settings({"DUTYGRAPH_STORE_USER": "me", "DUTYGRAPH_STORE_PASSWORD_FILE": str(file)})
    assert found == RemoteSettings("me", "geheim", 300.0)
    assert remote_settings({"DUTYGRAPH_STORE_USER": "me", "DUTYGRAPH_STORE_PASSWORD": "geheim"}) == found
    assert "geheim" not in repr(found)
    assert "geheim" not in repr(endpoint("http://me:geheim@server.example/q"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"DUTYGRAPH_STORE_PASSWORD": "x"}, "needs a user name"),
        ({"DUTYGRAPH_STORE_PASSWORD": "x", "DUTYGRAPH_STORE_PASSWORD_FILE": "y"}, "only one of the two"),
        ({"DUTYGRAPH_STORE_PASSWORD_FILE": "no/such/file"}, "no/such/file（cannot be read）"),
        ({"DUTYGRAPH_STORE_TIMEOUT": "0"}, "DUTYGRAPH_STORE_TIMEOUT：应为 1 到 86400"),
        ({"DUTYGRAPH_STORE_TIMEOUT": "soon"}, "收到 soon"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_by_name(given: dict[str, str], said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        remote_settings(given)


@pytest.mark.parametrize("address", ["http://", "http://host:port/q", "http:///q"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadRequest):
        endpoint(address)


def test_the_answer_to_a_digest_challenge_is_that_of_the_specification(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """RFC 7616, section 3.9.1."""
    monkeypatch.setattr("secrets.token_hex", lambda size: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    challenge = (
        'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    header = Digest(challenge, "Mufasa", "Circle of Life").header("GET", "/dir/index.html")
    assert 'response="8ca523f5e9506fed4657c9700eebdbec"' in header and "nc=00000001" in header


def test_a_challenge_that_cannot_be_answered_says_so() -> None:
    with pytest.raises(StoreUnavailable, match="not supported"):
        Digest('Digest realm="x", nonce="y", algorithm=SHA-512', "me", "x").header("POST", "/")


def test_an_update_is_put_in_the_words_of_virtuoso() -> None:
    duration = "http://www.w3.org/2001/XMLSchema#"
    update = f"PREFIX x: <{duration}> DROP GRAPH <urn:DROP> ; DROP SILENT GRAPH <urn:g> ; "
    assert "DROP SILENT GRAPH <urn:DROP> ; DROP SILENT GRAPH <urn:g>" in adapted(update)
    assert adapted('ASK { ?s ?p "DROP ^^x:duration" }') == 'ASK { ?s ?p "DROP ^^x:duration" }'
    for written in (f'"P1Y"^^<{duration}duration>', '"P1Y"^^x:duration'):
        kept = adapted(f"PREFIX x: <{duration}> ASK {{ ?s ?p {written} }}")
        assert '"P1Y"^^<https://dutygraph.example/def/kept#duration>' in kept


def test_the_solutions_of_a_construct_are_a_table() -> None:
    asked = "PREFIX a: <urn:a> CONSTRUCT { ?s a:b ?o . } WHERE { ?s ?p ?o } LIMIT 5"
    table = solutions_of(asked)
    assert (
        table is not None
        and " ".join(table.split()) == "PREFIX a: <urn:a> SELECT * WHERE { ?s ?p ?o } LIMIT 5"
    )
    short = solutions_of("CONSTRUCT WHERE { ?s ?p ?o }")
    assert short is not None and " ".join(short.split()) == "SELECT * WHERE { ?s ?p ?o }"
    assert solutions_of("DESCRIBE <urn:a>") is None
