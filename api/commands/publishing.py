"""What is sent on: maps, the report on overlaps."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from api.commands.common import Settings, common_options, messages, print_json, print_table
from graph import catalogue
from graph.errors import BadRequest


@click.command("map")
@click.option("--around", help="以谁为中心（单位、任务、平台……）")
@click.option("--depth", type=click.IntRange(1, 4), default=1, show_default=True, help="向外几层")
@click.option("--overlaps", is_flag=True, help="任务交叉图：只画单位，线的粗细为 M1 权重")
@click.option("--industries", is_flag=True, help="产业与平台图")
@click.option("--document", help="只画一份文件")
@click.option("--type", "types", multiple=True, help="只画这些种类（可重复）")
@click.option("--limit", type=int, default=500, show_default=True, help="至多几个点")
@click.option("-o", "--output", type=click.Path(dir_okay=False), required=True, help="写到哪个 .html 文件")
@common_options
def map_(
    settings: Settings, around: str | None, overlaps: bool, industries: bool, output: str, **options: Any
) -> None:
    """一张自成一体的网页图：不连网也能打开。不指定中心时画 单位 × 任务。"""
    from visualize.map_quotes import add_quotes
    from visualize.maps import render_map

    if sum(map(bool, (around, overlaps, industries))) > 1:
        raise click.UsageError("--around、--overlaps、--industries 只能选一个。")
    view = "around" if around else "overlap" if overlaps else "industry" if industries else "bipartite"
    with settings.open() as store:
        graph = catalogue.graph_view(store, view=view, around=around, **options)
        if not graph["nodes"]:
            raise BadRequest("图中没有内容：存储是空的，或这些种类都没有。")
        graph = add_quotes(store, graph)
        name = next((n["label"] for n in graph["nodes"] if n["id"] == graph.get("centre")), None)
    titles = {
        "around": f"以{name}为中心",
        "overlap": "任务交叉图",
        "industry": "产业与平台图",
        "bipartite": "单位与任务",
    }
    Path(output).write_text(render_map(graph, titles[view], settings.lang), encoding="utf-8")
    messages.print(f"已写入 {output}（{len(graph['nodes'])} 项、{len(graph['edges'])} 条联系）", markup=False)


@click.command()
@click.option("--measure", type=click.Choice([f"M{n}" for n in range(1, 8)]), help="只看一项测度")
@click.option("--unit", help="只看涉及某单位的")
@click.option("--document", "documents", multiple=True, help="只看这些文件（可重复）")
@click.option("--year", type=int, help="只看该年度在执行的文件")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "md", "xlsx", "html", "docx"]),
    default="table",
    show_default=True,
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="写到文件；xlsx、docx 必须给出")
@click.option("--limit", type=int, default=50, show_default=True)
@common_options
def overlaps(
    settings: Settings,
    measure: str | None,
    unit: str | None,
    documents: tuple[str, ...],
    year: int | None,
    format_: str,
    output: str | None,
    limit: int,
) -> None:
    """任务交叉：待核提示，按轻重排列，各附原文；也可写成报告。"""
    from graph.overlap.findings import findings
    from graph.reports import overlaps as overlap_reports

    if settings.as_json:
        format_ = "json"
    if format_ in ("xlsx", "docx") and not output:
        raise click.UsageError(f"{format_} 请用 -o 指定文件名。")
    with settings.open() as store:
        if format_ in ("table", "json"):
            if documents or year:
                raise click.UsageError(
                    "--document 与 --year 用于报告：请加 --format md、html、xlsx 或 docx。"
                )
            found = findings(store, measure, catalogue.resolve(store, unit).id if unit else None, limit=limit)
            if format_ == "json":
                print_json(found)
                return
            click.echo(
                f"{found['total']} "
                + settings.say("条待核提示", "findings to check")
                + (f"　{found['note']}" if found["note"] else "")
            )
            print_table(
                ("编号", "测度", "提示") if settings.lang == "zh" else ("id", "measure", "finding"),
                [
                    (
                        each["id"],
                        each["measure"],
                        each["explanation_en"] if settings.lang == "en" else each["explanation"],
                    )
                    for each in found["items"]
                ],
            )
            return
        if unit:
            raise click.UsageError("--unit 用于列表；写单位清单请用 dutygraph sheet 单位名称。")
        ids = [catalogue.resolve_document(store, each) for each in documents] or None
        report = overlap_reports.report(store, ids, year, measure, date.today())
    content = _written(report, format_)
    if output:
        Path(output).write_bytes(content)
        messages.print(f"已写入 {output}", markup=False)
    else:
        sys.stdout.buffer.write(content)


def _written(report: Any, format_: str) -> bytes:
    if format_ == "md":
        from graph.reports.overlaps_markdown import markdown

        return markdown(report).encode()
    if format_ == "html":
        from graph.reports.overlaps_html import html

        return html(report).encode()
    if format_ == "docx":
        from graph.reports.overlaps_word import word

        return word(report)
    from graph.reports.overlaps_workbook import workbook

    return workbook(report)


COMMANDS = (map_, overlaps)
