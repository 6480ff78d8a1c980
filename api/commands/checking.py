"""Before a plan goes out and after it came in: duty sheets, comparison of two plans, review of a draft, decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from api.commands.common import Settings, common_options, messages, print_json, print_table, quote
from graph.catalogue import resolve_document
from graph.errors import BadRequest


@click.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--format", "format_", type=click.Choice(["docx", "xlsx", "html"]), help="默认按 -o 的扩展名")
@click.option("-o", "--output", type=click.Path(dir_okay=False), required=True, help="写到哪个文件")
@common_options
def sheet(settings: Settings, names: tuple[str, ...], format_: str | None, output: str) -> None:
    """一份文件的任务分工表，或一家、几家单位的任务清单。"""
    from graph.reports.sheets import sheet as made

    wanted = format_ or Path(output).suffix.lstrip(".").lower()
    if wanted not in ("docx", "xlsx", "html"):
        raise BadRequest(f"{output}：从扩展名看不出格式，请用 .docx、.xlsx 或 .html，或加 --format。")
    with settings.open() as store:
        content = made(store, names, wanted)
    Path(output).write_bytes(content)
    messages.print(f"已写入 {output}", markup=False)


@click.command()
@click.argument("first")
@click.argument("second")
@common_options
def compare(settings: Settings, first: str, second: str) -> None:
    """两份文件逐项比较：沿用、有变化、未再列与新增，附理由。"""
    from graph.overlap.compare import compare as compared

    with settings.open() as store:
        found = compared(store, resolve_document(store, first), resolve_document(store, second))
    if settings.as_json:
        print_json(found)
        return
    if found["note"]:
        click.echo(found["note"])
    rows: list[tuple[str, str, str, str]] = []
    for kind, label in (("taken_over", "沿用"), ("changed", "有变化")):
        for each in found[kind]:
            said = "；".join(_sentence(change) for change in each["changes"])
            rows.append((label, _name(each["from"]), _name(each["to"]), said or each["why"]))
    rows += [("未再列", _name(task), "", "") for task in found["dropped"]]
    rows += [("新增", "", _name(task), "") for task in found["new"]]
    print_table(("", *(each["number"] or each["title"] for each in found["documents"]), "说明"), rows)
    moved = [each for each in found["targets"] if each["what"] == "moved"]
    if moved:
        click.echo("\n目标值不同的同名指标")
        print_table(
            ("指标", "年度", "由", "改为", ""),
            [
                (
                    each["indicator"],
                    each["year"],
                    f"{each['from']['value']:g}{each['from']['unit']}",
                    f"{each['to']['value']:g}{each['to']['unit']}",
                    "口径待核" if each["scope_to_check"] else "",
                )
                for each in moved
            ],
        )


@click.command()
@click.argument("file", type=click.Path())
@common_options
def review(settings: Settings, file: str) -> None:
    """发文前核稿：看一份未发的稿子有哪些需要核对之处；不存入，也不记录。"""
    from graph.extract import extract
    from graph.overlap.review import review as reviewed
    from graph.reading import read

    draft = extract(read(file))
    with settings.open() as store:
        found = reviewed(draft, store)
    if settings.as_json:
        print_json(found)
        return
    beside = "、".join(found["beside"]) or "没有其他文件"
    click.echo(f"{len(found['items'])} 处请核（对照：{beside}）")
    print_table(
        ("请核", "稿中原文", "位置"),
        [
            (each["message"], quote(each["quote"], 40), f"{each['start']}–{each['end']}")
            for each in found["items"]
        ],
    )


@click.command()
@click.argument("finding")
@click.argument("state", type=click.Choice(["confirmed", "not_an_issue", "watch"]))
@click.option("--note", default="", help="说明")
@common_options
def decide(settings: Settings, finding: str, state: str, note: str) -> None:
    """对一条待核提示作出处理（属实、不成问题、关注）；重新读取文件后仍保留。"""
    from graph.overlap.findings import decide as decided

    with settings.open(read_only=False) as store:
        made = decided(store, finding, state, note)
    if settings.as_json:
        print_json(made)
    else:
        messages.print(f"已记录 {finding}", markup=False)


def _name(task: dict[str, Any]) -> str:
    return f"{task['number']} {task['title']}"


def _sentence(change: dict[str, Any]) -> str:
    return str(change["zh"])


COMMANDS = (sheet, compare, review, decide)
