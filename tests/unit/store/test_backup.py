from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from graph.errors import BadRequest, Conflict, StoreUnavailable
from graph.store import open_store
from graph.store.backup import restore

G, P = URIRef("https://dutygraph.example/graph/doc/a"), URIRef("urn:p")


def test_a_backup_taken_while_writing_is_restored_quad_for_quad(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    store.replace_graphs([], [(G, P, Literal(f"区科委 {n}"), G) for n in range(500)])
    stop = threading.Event()

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            store.replace_graphs([G], [(G, P, Literal(f"{turn}/{n}"), G) for n in range(200)])

    writer = threading.Thread(target=write)
    writer.start()
    store.backup(str(tmp_path / "backup"))
    stop.set()
    writer.join()
    store.close()
    restore(str(tmp_path / "backup"), str(tmp_path / "again"))
    again = open_store(str(tmp_path / "again"))
    note = json.loads((tmp_path / "backup" / "backup.json").read_text())
    turns = {str(value).partition("/")[0] for _, _, value, _ in again.quads()}
    assert again.count() == note["quads"] and again.count() in (200, 500)
    assert again.count() == 500 or len(turns) == 1
    again.close()


def test_the_copy_shares_no_file_with_the_store(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    store.replace_graphs([], [(G, P, Literal("x"), G)])
    store.backup(str(tmp_path / "backup"))
    assert {file.stat().st_nlink for file in (tmp_path / "backup" / "oxigraph").iterdir()} == {1}
    store.close()


def test_a_damaged_backup_is_found_out(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    store.replace_graphs([], [(G, P, Literal("x"), G)])
    store.backup(str(tmp_path / "backup"))
    store.close()
    note = tmp_path / "backup" / "backup.json"
    note.write_text(note.read_text().replace('"quads": 1', '"quads": 2'))
    with pytest.raises(StoreUnavailable, match="damaged"):
        restore(str(tmp_path / "backup"), str(tmp_path / "again"))


def test_nothing_is_written_over(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    store.backup(str(tmp_path / "backup"))
    with pytest.raises(BadRequest, match="new folder"):
        store.backup(str(tmp_path / "backup"))
    with pytest.raises(Conflict, match="already"):
        restore(str(tmp_path / "backup"), str(tmp_path / "store"))
    with pytest.raises(BadRequest, match="not a backup"):
        restore(str(tmp_path / "store"), str(tmp_path / "new"))
    store.close()
