"""Documents in and out: ingest, extract, remove, documents, check."""

from __future__ import annotations

import sys

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from api.commands.common import Settings, common_options, fail, messages, print_json, print_table
from graph import catalogue
from graph.check import check as check_store
from graph.document_json import document_json
from graph.errors import DutygraphError
from graph.extract import extract as extract_document
from graph.ingest import Ingest, Report, files_in, passed_over
from graph.ingest import remove as remove_document
from graph.reading import read

STATUS = {
    "stored": "已存入",
    "replaced": "已替换",
    "unchanged": "无变化",
    "read": "可读（未存）",
    "failed": "未读成",
}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--dry-run", is_flag=True, help="只看会读到什么，不存入")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="并行读取的进程数")
@common_options
def ingest(settings: Settings, paths: tuple[str, ...], dry_run: bool, workers: int) -> None:
    """把文件或文件夹（.txt .md .html .docx .pdf）读入存储；逐份成事，坏文件不影响其他。"""
    files = list(files_in(paths))
    for each in passed_over(paths):
        messages.print(
            f"未读　{each}：这里不读 {each.suffix or '没有扩展名的文件'}；请另存为 .docx 或 .pdf 再读。",
            markup=False,
        )
    if not files:
        messages.print("这些文件夹里没有可读的文件（.txt .md .html .docx .pdf）。", style="red")
        sys.exit(1)
    with (
        settings.open(read_only=False) as store,
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=messages,
            transient=True,
        ) as progress,
    ):
        bar = progress.add_task("读取", total=len(files))

        def done(report: Report) -> None:
            progress.advance(bar)
            if not settings.as_json:
                progress.console.print(_line(report), markup=False, style=None if report.ok else "red")

        reports = Ingest(store, dry_run, workers, done).paths(files)
    if settings.as_json:
        print_json([report.json() for report in reports])
    sys.exit(0 if all(report.ok for report in reports) else 1)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@common_options
def extract(settings: Settings, files: tuple[str, ...]) -> None:
    """只读不存：从文件读出的全部内容（JSON）。"""
    documents, failed = [], False
    for file in files_in(files):
        try:
            documents.append(document_json(extract_document(read(file))))
        except DutygraphError as problem:
            failed = True
            fail(problem)
    print_json(documents)
    sys.exit(1 if failed else 0)


@click.command()
@click.argument("document")
@common_options
def remove(settings: Settings, document: str) -> None:
    """移除一份文件（编号、发文字号或标题）及只由它写明的内容。"""
    with settings.open(read_only=False) as store:
        removed = remove_document(store, document)
    if settings.as_json:
        print_json({"removed": removed})
    else:
        messages.print(f"已移除 {removed}", markup=False)


@click.command()
@common_options
def documents(settings: Settings) -> None:
    """列出存储中的文件。"""
    with settings.open() as store:
        found = catalogue.documents(store, limit=1000)
    if settings.as_json:
        print_json(found)
        return
    print_table(
        ("编号", "发文字号", "标题", "成文日期", "任务", "分工", "目标值"),
        [
            (
                each["id"],
                each["number"],
                each["title"],
                each["issued"],
                each["tasks"],
                each["assignments"],
                each["targets"],
            )
            for each in found["items"]
        ],
    )


@click.command()
@common_options
def check(settings: Settings) -> None:
    """校验存储：SHACL 约束、每一条都有原文依据、引文与原文逐字相同。"""
    with settings.open() as store:
        problems = check_store(store)
    if settings.as_json:
        print_json({"conforms": not problems, "problems": [str(problem) for problem in problems]})
    else:
        for problem in problems:
            click.echo(str(problem))
        messages.print("校验通过。" if not problems else f"发现 {len(problems)} 处问题。", markup=False)
    sys.exit(1 if problems else 0)


def _line(report: Report) -> str:
    status = STATUS[report.status]
    if report.document is None:
        return f"{status}　{report.error}"
    facts = report.json()
    line = (
        f"{status}　{report.file}　{facts['number'] or facts['title'] or facts['document']}："
        f"任务 {facts['tasks']}、分工 {facts['assignments']}、目标值 {facts['targets']}"
    )
    notes = "".join(f"\n　　提示：{warning['message']}" for warning in facts["warnings"])
    return line + notes


COMMANDS = (ingest, extract, remove, documents, check)
