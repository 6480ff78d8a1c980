"""``dutygraph serve``: fill an empty store, then serve explorer, REST and SPARQL."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

import click

from api.commands.common import Settings, common_options, messages
from api.limits import limit_options
from graph.ingest import Ingest, Report
from graph.overlap.findings import rebuild
from graph.overlap.generation import is_stale
from graph.store import open_store
from graph.store.base import Store
from graph.store.limits import Limits

_THREADS = 12
"""For requests other than those that wait for a query worker."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址；0.0.0.0 供本单位其他电脑访问")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="端口；0 为任选空闲的"
)
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="存储为空时先读入的文件夹",
)
@click.option("--empty", is_flag=True, help="存储为空时不预先读入文件")
@click.option(
    "--writable",
    type=click.Choice(["user", "all"]),
    default="user",
    show_default=True,
    help="Update 与图存储协议可写的图：user 仅 graph/user/…，all 为全部（试验与管理用）",
)
@click.option("--open", "open_browser", is_flag=True, help="就绪后打开浏览器")
@limit_options
@common_options
def serve(
    settings: Settings,
    host: str,
    port: int,
    documents: Path | None,
    empty: bool,
    writable: Literal["user", "all"],
    open_browser: bool,
    limits: Limits,
) -> None:
    """启动服务：浏览器页面、REST 与 SPARQL。存储为空时先读入随附的两份文件。"""
    from api.config import Config
    from api.server import serve as run

    store = open_store(settings.store)
    try:
        if not empty and store.count() == 0:
            _fill(store, documents)
        catch_up(store)
    except BaseException:
        store.close()
        raise
    config = Config(
        store=settings.store,
        host=host,
        port=port,
        writable=writable,
        open_browser=open_browser,
        limits=limits,
        threads=_THREADS + limits.workers,
    )
    run(config, lambda address: click.echo(f"职责图谱已就绪：{address}"), store)


def catch_up(store: Store) -> None:
    """Works out the findings of documents that were stored when nobody waited for them."""
    if is_stale(store):
        messages.print("上次存入文件后没有核对任务交叉，先补上……")
        rebuild(store)


def _fill(store: Store, documents: Path | None) -> None:
    messages.print("存储是空的，先读入文件……")

    def say(report: Report) -> None:
        messages.print(f"  {report.file}：{report.error or '已读入'}", markup=False)

    if documents:
        Ingest(store, on_report=say).paths([documents])
        return
    inside = files("graph") / "founding_documents"
    if inside.is_dir():
        with as_file(inside) as folder:
            Ingest(store, on_report=say).paths([folder])
    else:
        # A checkout keeps them in data/documents; the wheel carries them inside the package.
        Ingest(store, on_report=say).paths([Path(__file__).parents[2] / "data" / "documents"])


COMMANDS = (serve,)
