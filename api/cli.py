"""The command line: ``dutygraph COMMAND``. Results on stdout, progress and messages on stderr.

Exit codes: 0 done, 1 something failed (the rest is kept), 2 wrong usage. A user's mistake never
shows a traceback.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from graph.errors import DutygraphError
from graph.version import release

MODULES = {
    "serving": ("serve",),
    "documents": ("ingest", "extract", "remove", "documents", "check"),
    "planners": ("tasks", "units", "entities", "entity", "targets", "cadences", "query"),
    "asking": ("ask",),
    "export": ("export", "import", "corrections"),
    "publishing": ("overlaps", "map"),
    "checking": ("sheet", "compare", "review", "decide"),
    "administration": ("backup", "restore"),
}
"""Modules of ``api.commands`` and their commands: a command imports only what it needs, so that a
question is answered without loading the parsers and a statistics library."""


class LazyCommands(click.Group):
    """Commands that are imported when they are run, or listed by ``--help``."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [name for names in MODULES.values() for name in names]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        for module, names in MODULES.items():
            if name in names:
                found = import_module(f"api.commands.{module}").COMMANDS
                return next(command for command in found if command.name == name)
        return None


@click.group(
    cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(release(), prog_name="dutygraph")
@click.option(
    "--store",
    envvar="DUTYGRAPH_STORE",
    default="./dutygraph-store",
    show_default=True,
    help="存储：文件夹路径，memory:，或 sparql+http://主机/query[,http://主机/update]",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序使用")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="输出语言")
@click.pass_context
def dutygraph(context: click.Context, store: str, as_json: bool, lang: str) -> None:
    """职责图谱：读政府计划，查谁负责什么，看哪些任务交叉。每一条都能回到原文。"""
    from api.commands.common import Settings

    context.obj = Settings(store, as_json, lang)


def main() -> None:
    """The console script."""
    try:
        dutygraph.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("已中断；此前完成的都已保存。", err=True)
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except DutygraphError as problem:
        from api.commands.common import fail

        fail(problem)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (dutygraph tasks | head): nothing is wrong here.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as problem:
        # A folder that is not there, no right to write, a full disk: the file says enough.
        click.echo(f"无法读写 {problem.filename or '文件'}：{problem.strerror or problem}", err=True)
        sys.exit(1)
    except UnicodeDecodeError:
        click.echo("文件不是 UTF-8 编码，不能读取。", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
