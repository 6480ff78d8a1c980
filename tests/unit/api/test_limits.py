"""The limits as people set them: in the environment and as options, in bounds that are said."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from api.commands.serving import serve
from api.limits import SETTINGS, limits_from_environment
from graph.errors import BadRequest
from graph.store.limits import Limits


def test_nothing_set_gives_the_limits_of_the_documentation() -> None:
    assert limits_from_environment({}) == Limits(10.0, 60.0, 30.0, 2**30, 256 * 2**20, 4, 20.0)


def test_each_limit_is_set_by_its_variable_in_its_unit() -> None:
    given = {
        "DUTYGRAPH_DEADLINE": "2.5",
        "DUTYGRAPH_WORKER_MEMORY": "512",
        "DUTYGRAPH_LARGEST_RESULT": "1.5",
        "DUTYGRAPH_WORKERS": "8",
        "DUTYGRAPH_WAIT": "0",
    }
    assert limits_from_environment(given) == Limits(
        seconds=2.5, memory=512 * 2**20, result=3 * 2**19, workers=8, wait_seconds=0.0
    )


@pytest.mark.parametrize(
    ("variable", "written", "expected"),
    [
        ("DUTYGRAPH_DEADLINE", "0", "0.1 到 3600 之间的数（单位：秒），收到 0"),
        ("DUTYGRAPH_DEADLINE", "nan", "0.1 到 3600"),
        ("DUTYGRAPH_DEADLINE", "ten", "收到 ten"),
        ("DUTYGRAPH_WORKER_MEMORY", "64", "128 到 131072"),
        ("DUTYGRAPH_LARGEST_RESULT", "-1", "1 到 65536"),
        ("DUTYGRAPH_WORKERS", "2.5", "1 到 64 之间的整数"),
        ("DUTYGRAPH_WORKERS", "inf", "1 到 64 之间的整数"),
        ("DUTYGRAPH_WAIT", "601", "0 到 600"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_its_name_and_the_bounds(
    variable: str, written: str, expected: str
) -> None:
    with pytest.raises(BadRequest, match=f"环境变量 {variable}：.*{expected}"):
        limits_from_environment({variable: written})


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.option)
def test_each_option_stands_in_the_help_with_bounds_default_and_variable(setting: object) -> None:
    said = "".join(CliRunner().invoke(serve, ["--help"]).stdout.split())
    for part in (setting.option, setting.variable, f"{setting.least:g}至{setting.most:g}"):  # type: ignore[attr-defined]
        assert part in said


def test_an_option_out_of_bounds_is_wrong_usage() -> None:
    done = CliRunner().invoke(serve, ["--workers", "0"])
    assert done.exit_code == 2 and "应为 1 到 64 之间的整数" in done.stderr
