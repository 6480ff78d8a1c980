"""What planners ask: tasks, units, entities, entity, targets, cadences, and SPARQL for the rest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from api.commands.common import Settings, common_options, print_json, print_table, quote
from graph import catalogue
from graph.questions.telling import figure

ROLES = {"lead": "牵头", "responsible": "责任单位", "support": "配合", "guide": "指导", "mention": "文中提及"}


def limit_options(command: Any) -> Any:
    command = click.option("--limit", type=int, default=1000, show_default=True)(command)
    return click.option("--offset", type=int, default=0, show_default=True)(command)


@click.command()
@click.option("--involving", help="涉及的单位、平台……（名称、简称或编号）")
@click.option("--as", "as_", type=click.Choice(list(ROLES)), help="以何种角色；mention 指仅在文中提及")
@click.option("--document", help="只看一份文件")
@click.option("--industry", help="只看一个产业领域")
@click.option("--text", "words", help="标题或举措中含有的文字")
@click.option("--due-before", help="完成时限早于（如 2027-01-01）")
@limit_options
@common_options
def tasks(settings: Settings, involving: str | None, words: str | None, **options: Any) -> None:
    """任务清单：哪些任务涉及某单位，以何角色，原文怎么说。"""
    if options["as_"] and not involving:
        raise click.UsageError("--as 说的是某单位的角色，请同时用 --involving 给出单位。")
    with settings.open() as store:
        found = catalogue.tasks(store, involves=involving, q=words, **options)
    if settings.as_json:
        print_json(found)
        return
    rows = []
    for task in found["items"]:
        roles = task["involvement"]
        rows.append(
            (
                task["document"]["number"] or task["document"]["id"],
                task["number"],
                task["title"],
                "、".join(ROLES[each["as"]] for each in roles)
                if roles
                else "、".join(unit["name"] for unit in task["units"]),
                quote(roles[0]["evidence"]["quote"], 48) if roles else "",
            )
        )
    entity = found["entity"]
    click.echo(f"{entity['name']}：{found['total']} 项任务" if entity else f"{found['total']} 项任务")
    print_table(("文件", "序号", "任务", "角色" if entity else "责任单位", "原文" if entity else ""), rows)


@click.command()
@limit_options
@common_options
def units(settings: Settings, limit: int, offset: int) -> None:
    """责任单位：按文件列名次序，各有几项任务、几项指标。"""
    with settings.open() as store:
        found = catalogue.units(store, limit=limit, offset=offset)
    if settings.as_json:
        print_json(found)
        return
    print_table(
        ("编号", "单位", "牵头", "责任", "配合", "指导", "提及", "指标"),
        [
            (
                unit["id"],
                unit["name"],
                *(count or "" for count in unit["tasks"].values()),
                unit["indicators"] or "",
            )
            for unit in found["items"]
        ],
    )


@click.command()
@click.argument("words", required=False)
@click.option("--type", "type_", help="类名，如 Platform、Industry、University")
@limit_options
@common_options
def entities(settings: Settings, words: str | None, type_: str | None, limit: int, offset: int) -> None:
    """查名称：中文、简称、拼音、拼音首字母都行。"""
    with settings.open() as store:
        found = catalogue.entities(store, words, type_, limit, offset)
    if settings.as_json:
        print_json(found)
        return
    print_table(
        ("编号", "名称", "种类", "又作"),
        [(each["id"], each["name"], each["type"], "、".join(each["aliases"])) for each in found["items"]],
    )


@click.command()
@click.argument("name")
@common_options
def entity(settings: Settings, name: str) -> None:
    """一个单位、平台、产业或地点：任务、指标、关系，各附原文。"""
    with settings.open() as store:
        found = catalogue.entity(store, name)
    if settings.as_json:
        print_json(found)
        return
    click.echo(f"{found['name']}（{found['type']}）　{found['id']}")
    if found["aliases"]:
        click.echo("又作：" + "、".join(found["aliases"]))
    for role, label in ROLES.items():
        parts = [each for each in found["involvement"] if each["as"] == role]
        if parts:
            click.echo(f"\n{label} {len(parts)} 项")
            for part in parts:
                task = part["task"]
                click.echo(
                    f"  {task['document']['number'] or task['document']['id']}  {task['number']} {task['title']}"
                )
                click.echo(f"      「{quote(part['evidence']['quote'])}」")
    if found["targets"]:
        click.echo(f"\n目标值 {len(found['targets'])} 项")
        for target in found["targets"]:
            click.echo(f"  {_target_line(target)}")
    for relation in found["relations"]:
        arrow = "→" if relation["direction"] == "out" else "←"
        click.echo(
            f"  {relation['label']} {arrow} {relation['entity']['name']}「{quote(relation['evidence']['quote'])}」"
        )


@click.command()
@click.option("--indicator", help="指标名称中的文字")
@click.option("--year", "year_", type=int, help="目标年度")
@click.option("--owner", help="责任单位")
@click.option("--document", help="只看一份文件")
@limit_options
@common_options
def targets(settings: Settings, **options: Any) -> None:
    """指标与年度目标值。"""
    with settings.open() as store:
        found = catalogue.targets(store, **options)
    if settings.as_json:
        print_json(found)
        return
    print_table(
        ("文件", "指标", "年度", "目标值", "责任单位", "原文"),
        [
            (
                each["document"]["number"] or each["document"]["id"],
                each["indicator"]["name"],
                each["year"] or each["period"],
                figure(each),
                "、".join(owner["name"] for owner in each["responsible"]),
                quote(each["evidence"]["quote"], 40),
            )
            for each in found["items"]
        ],
    )


@click.command()
@click.option("--document", help="只看一份文件")
@common_options
def cadences(settings: Settings, document: str | None) -> None:
    """定期工作机制：谁、多久、做什么。"""
    with settings.open() as store:
        found = catalogue.cadences(store, document, limit=1000)
    if settings.as_json:
        print_json(found)
        return
    print_table(
        ("文件", "参与主体", "频次", "活动", "原文"),
        [
            (
                each["document"]["number"] or each["document"]["id"],
                each["actor"],
                each["text"],
                each["activity"],
                quote(each["evidence"]["quote"], 40),
            )
            for each in found["items"]
        ],
    )


@click.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", type=click.Path(exists=True, dir_okay=False), help="从文件读查询")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "xml", "csv", "tsv", "ttl", "nt", "jsonld"]),
    help="默认：表格；CONSTRUCT 与 DESCRIBE 为 ttl",
)
@common_options
def query(settings: Settings, sparql: str | None, file: str | None, format_: str | None) -> None:
    """运行一条 SPARQL 查询（常用前缀已备好）。"""
    from api.query_output import run_query, table_of

    if (sparql is None) == (file is None):
        raise click.UsageError("请给出一条查询，或用 -f 指定查询文件，二者取一。")
    text = Path(file).read_text(encoding="utf-8") if file else str(sparql)
    with settings.open() as store:
        as_table, chunks = run_query(store, text, format_ or ("json" if settings.as_json else None))
        if as_table:
            print_table(*table_of(b"".join(chunks)))
            return
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.write(b"\n")


def _target_line(target: dict[str, Any]) -> str:
    when = target["year"] or target["period"] or ""
    return f"{target['indicator']['name']} {when} {figure(target)}"


COMMANDS = (tasks, units, entities, entity, targets, cadences, query)
