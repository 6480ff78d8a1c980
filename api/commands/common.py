"""What the commands share: settings, opening the store, and how results are printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from graph.errors import DutygraphError
from graph.store import open_store
from graph.store.base import Store

messages = Console(stderr=True, highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Settings:
    store: str
    as_json: bool
    lang: str

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    @contextmanager
    def open(self, read_only: bool = True) -> Iterator[Store]:
        """The store, closed afterwards. Reading commands work beside a running server."""
        store = open_store(self.store, read_only=read_only)
        try:
            yield store
        finally:
            store.close()


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Lets ``--store``, ``--json`` and ``--lang`` also stand behind the command's name."""

    @click.option("--store", "own_store", help="存储（也可写在命令之前）")
    @click.option("--json", "own_json", is_flag=True, help="以 JSON 输出")
    @click.option("--lang", "own_lang", type=click.Choice(["zh", "en"]), help="输出语言")
    @click.pass_obj
    @wraps(command)
    def wrapped(
        settings: Settings,
        /,
        *args: Any,
        own_store: str | None,
        own_json: bool,
        own_lang: str | None,
        **kwargs: Any,
    ) -> Any:
        settings = Settings(
            own_store or settings.store, own_json or settings.as_json, own_lang or settings.lang
        )
        return command(settings, *args, **kwargs)

    return wrapped


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table as wide as the terminal; a wide plain one where the output is no terminal; never an empty one."""
    if not rows:
        messages.print("没有符合条件的条目。", markup=False)
        return
    terminal = Console(highlight=False)
    console = terminal if terminal.is_terminal else Console(highlight=False, width=200)
    table = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(table, markup=False)


def fail(problem: DutygraphError) -> None:
    """One sentence on stderr, with near names where there are some."""
    messages.print(str(problem), style="red", markup=False)
    near = getattr(problem, "suggestions", ())
    if near:
        messages.print("相近的名称：" + "、".join(near), markup=False)


def quote(text: str, width: int = 60) -> str:
    """A quote on one line, cells apart, shortened at its end: the full one is in ``--json``."""
    line = "".join(part.strip() for part in text.replace("\t", " ").splitlines())
    return line if len(line) <= width else line[: width - 1] + "…"
