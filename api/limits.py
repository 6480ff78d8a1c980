"""The limits of public queries as options of ``serve`` and variables of the environment, checked in one place."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from graph.errors import BadRequest
from graph.store.limits import Limits

_MIB = 2**20


@dataclass(frozen=True, slots=True)
class LimitSetting:
    """One field of ``Limits`` as people set it: a number of ``unit``, from ``least`` to ``most``."""

    field: str
    option: str
    unit: str
    least: float
    most: float
    help: str
    scale: int = 1
    """What one unit is in the field."""
    whole: bool = False

    @property
    def variable(self) -> str:
        return "DUTYGRAPH_" + self.option.removeprefix("--").replace("-", "_").upper()

    @property
    def default(self) -> float:
        return float(getattr(Limits(), self.field)) / self.scale

    def read(self, written: object) -> float | int:
        """The field's value. Raises BadRequest with what was expected."""
        try:
            number = float(str(written))
        except ValueError:
            number = float("nan")
        if not self.least <= number <= self.most or (self.whole and number != int(number)):
            kind = "整数" if self.whole else "数"
            raise BadRequest(
                f"应为 {self.least:g} 到 {self.most:g} 之间的{kind}（单位：{self.unit}），收到 {written}"
                f"（a {'whole ' if self.whole else ''}number from {self.least:g} to {self.most:g} was expected）"
            )
        return int(number * self.scale) if self.whole or self.scale > 1 else number


SETTINGS = (
    LimitSetting("seconds", "--deadline", "秒", 0.1, 3600, "一次查询最长用时，超过即停止"),
    LimitSetting("memory", "--worker-memory", "MiB", 128, 2**17, "每个查询进程的内存上限", _MIB),
    LimitSetting("result", "--largest-result", "MiB", 1, 2**16, "一次查询结果的最大体积，超过即报错", _MIB),
    LimitSetting("workers", "--workers", "个", 1, 64, "同时执行的查询数", whole=True),
    LimitSetting("wait_seconds", "--wait", "秒", 0, 600, "查询进程都忙时最长等待时间"),
)


def limits_from_environment(environment: Mapping[str, str] = os.environ) -> Limits:
    """Raises BadRequest, with the variable's name, for a value out of its bounds."""
    found = {}
    for setting in SETTINGS:
        if written := environment.get(setting.variable):
            try:
                found[setting.field] = setting.read(written)
            except BadRequest as problem:
                raise BadRequest(f"环境变量 {setting.variable}：{problem}") from None
    return Limits(**found)  # type: ignore[arg-type]


class _Bounded(click.ParamType):
    def __init__(self, setting: LimitSetting) -> None:
        self.setting = setting
        self.name = setting.unit

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        try:
            return self.setting.read(value)
        except BadRequest as problem:
            self.fail(str(problem), parameter, context)


def limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options; they reach the command as one argument ``limits``."""

    @wraps(command)
    def with_limits(*arguments: Any, **named: Any) -> Any:
        given = {setting.field: named.pop(setting.field) for setting in SETTINGS}
        found = {field: value for field, value in given.items() if value is not None}
        return command(*arguments, limits=Limits(**found), **named)

    for setting in reversed(SETTINGS):
        add = click.option(
            setting.option,
            setting.field,
            type=_Bounded(setting),
            envvar=setting.variable,
            help=f"{setting.help}；{setting.least:g} 至 {setting.most:g}，默认 {setting.default:g} {setting.unit}",
            show_envvar=True,
        )
        with_limits = add(with_limits)
    return with_limits
