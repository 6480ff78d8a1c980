"""Keeping a store: backup and restore."""

from __future__ import annotations

import click

from api.commands.common import Settings, common_options, messages
from graph.store.backup import restore as restore_store


@click.command()
@click.argument("directory", type=click.Path())
@common_options
def backup(settings: Settings, directory: str) -> None:
    """把存储备份到一个新文件夹；服务运行时也可以。"""
    with settings.open() as store:
        store.backup(directory)
    messages.print(f"已备份到 {directory}", markup=False)


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False))
@common_options
def restore(settings: Settings, directory: str) -> None:
    """从备份恢复到 --store 所指的位置（该位置须为空）。"""
    restore_store(directory, settings.store)
    messages.print(f"已恢复到 {settings.store}", markup=False)


COMMANDS = (backup, restore)
