"""Commands on a small store: what is wrong is said in a sentence, and nothing ends in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api import cli
from api.cli import dutygraph
from api.commands.serving import catch_up
from graph.errors import AmbiguousName, BadRequest, UnknownName
from graph.extract import extract
from graph.ingest import keep
from graph.overlap.generation import is_stale
from graph.reading import source_from_text
from graph.store import open_store

PLAN = "某某区2026年科技创新工作要点\n\n一、重点工作\n\n1.建设孵化器。新建孵化器3家以上，2026年10月底前完成。（责任单位：区科委）\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert run(tmp_path, "ingest", str(tmp_path / "plans")).exit_code == 0
    return tmp_path


def run(place: Path, *arguments: str) -> Result:
    return CliRunner().invoke(dutygraph, ["--store", str(place / "store"), *arguments])


def test_a_day_that_is_none_is_refused_and_not_compared(place: Path) -> None:
    assert isinstance(run(place, "tasks", "--due-before", "昨天").exception, BadRequest)
    assert "1 项任务" in run(place, "tasks", "--due-before", "2026-11-01").stdout
    assert "0 项任务" in run(place, "tasks", "--due-before", "2026-10-31").stdout


def test_a_role_without_a_unit_is_wrong_usage_in_the_words_of_the_command(place: Path) -> None:
    done = run(place, "tasks", "--as", "lead")
    assert done.exit_code == 2
    assert "--involving" in done.stderr


def test_above_stands_behind_its_number(place: Path) -> None:
    assert " 3家以上 " in run(place, "targets").stdout


def test_a_folder_names_the_files_it_passes_over(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "plans" / "old.doc").write_bytes(b"x")
    monkeypatch.setattr(
        "sys.argv", ["dutygraph", "--store", str(place / "store"), "ingest", str(place / "plans")]
    )
    with pytest.raises(SystemExit):
        cli.main()
    assert "old.doc" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_a_sentence_and_exit_code_1(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(place / "nowhere" / "map.html")
    monkeypatch.setattr("sys.argv", ["dutygraph", "--store", str(place / "store"), "map", "-o", target])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith(f"无法读写 {target}：")


def test_a_query_error_counts_the_lines_of_the_users_query(place: Path) -> None:
    wrong = run(place, "query", "SELECT *\nWHERE { ?s }").exception
    assert isinstance(wrong, BadRequest)
    assert "error at 2:" in str(wrong)
    unknown = str(run(place, "query", "SELECT * { ?s nosuch:p ?o }").exception)
    assert "Prefix not found" in unknown
    assert len(unknown) < 160


def test_a_short_name_that_two_districts_share_is_told_apart_by_the_district_before_it(
    tmp_path: Path,
) -> None:
    for number, district in enumerate(("徐汇区", "宝山区"), 1):
        text = PLAN.replace("某某区", f"上海市{district}").replace("建设孵化器", f"建设孵化器{number}号")
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    assert run(tmp_path, "ingest", *(str(tmp_path / f"{n}.txt") for n in (1, 2))).exit_code == 0
    assert isinstance(run(tmp_path, "tasks", "--involving", "区科委").exception, AmbiguousName)
    for name in ("徐汇区科委", "上海市徐汇区科委"):
        listed = run(tmp_path, "tasks", "--involving", name).stdout
        assert listed.startswith("徐汇区科学技术委员会：1 项任务")
        assert "孵化器1号" in listed
    assert isinstance(run(tmp_path, "tasks", "--involving", "黄浦区科委").exception, UnknownName)


def test_serve_works_out_the_findings_that_an_upload_left_for_later(place: Path) -> None:
    store = open_store(str(place / "store"))
    second = PLAN.replace("2026年科技创新", "2026年孵化载体")
    keep(store, extract(source_from_text(second, file="second.txt")))
    assert is_stale(store)
    catch_up(store)
    assert not is_stale(store)
    store.close()
