"""The commands, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import dutygraph
from graph.store import open_store
from tests.unit.exports.test_corrections import TEXT


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("commands")
    (tmp_path / "plan.txt").write_text(TEXT, encoding="utf-8")
    assert run(tmp_path, "ingest", str(tmp_path / "plan.txt")).exit_code == 0
    return tmp_path


def run(place: Path, *arguments: str, store: str = "store") -> Result:
    return CliRunner().invoke(dutygraph, ["--store", str(place / store), *arguments])


def test_export_writes_a_file_and_import_reads_it_into_another_store(place: Path) -> None:
    assert run(place, "export", "--format", "trig", "-o", str(place / "graph.trig")).exit_code == 0
    done = run(place, "import", "--json", str(place / "graph.trig"), store="other")
    assert done.exit_code == 0, done.output
    first, second = (open_store(str(place / name), read_only=True) for name in ("store", "other"))
    assert json.loads(done.stdout)["quads"] == first.count()
    assert set(first.quads()) == set(second.quads())
    first.close()
    second.close()


def test_a_folder_format_goes_to_a_folder_or_to_an_archive(place: Path) -> None:
    assert run(place, "export", "--format", "csv", "-o", str(place / "tables")).exit_code == 0
    assert (place / "tables" / "02_单位.csv").exists()
    assert run(place, "export", "--format", "csv", "-o", str(place / "tables.zip")).exit_code == 0
    assert (place / "tables.zip").read_bytes()[:2] == b"PK"


def test_formats_are_listed_and_an_unknown_one_is_wrong_usage(place: Path) -> None:
    assert "GEXF 1.3（Gephi）" in run(place, "export", "--formats").output
    assert run(place, "export", "--format", "dot", "-o", "x").exit_code == 2


def test_corrections_go_out_and_come_back_with_a_dry_run_first(place: Path) -> None:
    file = place / "names.csv"
    assert run(place, "corrections", "export", str(file)).exit_code == 0
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    at = next(at for at, line in enumerate(lines) if "区人社局" in line)
    lines[at] = lines[at].removesuffix(",,") + ",闵行区人社局,"
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    for dry in (["--dry-run"], []):
        done = run(place, "corrections", "import", "--json", str(file), *dry)
        assert done.exit_code == 0, done.output
        found = json.loads(done.stdout)
        assert found["dry_run"] == bool(dry)
        assert [(each["what"], each["after"]) for each in found["changes"]] == [("label", "闵行区人社局")]
    again = run(place, "corrections", "import", "--json", str(file), "--dry-run")
    assert json.loads(again.stdout)["changes"] == []
