"""``dutygraph ask`` tells by its exit code whether it understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import dutygraph
from tests.corpus import ACTION_PLAN


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = str(Path(tmp_path_factory.mktemp("asking")) / "store")
    assert CliRunner().invoke(dutygraph, ["--store", place, "ingest", str(ACTION_PLAN)]).exit_code == 0
    return place


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("任务5由谁负责", 0),
        ("区科委是否负责任务10", 0),
        ("任务5由谁牵头", 0),
        ("写一首诗", 3),
        ("区民政局负责哪些任务", 3),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_question_that_was_not_understood_ends_with_3(
    store: str, question: str, code: int, form: tuple[str, ...]
) -> None:
    result = CliRunner().invoke(dutygraph, ["--store", store, "ask", question, *form])
    assert result.exit_code == code
    assert result.stdout
