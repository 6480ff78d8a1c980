"""The graph as files for other tools, and tables that people have corrected."""

from __future__ import annotations

from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from api.commands.common import Settings, common_options, messages, print_json, print_table
from graph import corrections_table
from graph.corrections_import import Change, carry_out, correction_rows
from graph.corrections_import import plan as planned
from graph.errors import BadRequest
from graph.exports import FORMATS, VIEWS
from graph.exports import export as write_export
from graph.exports.format import Progress as Progressing
from graph.exports.reading_back import import_rdf
from graph.store.base import Store
from ontology import terms
from ontology.kinds import class_iri

WHAT = {"merge": ("合并到", "merged into"), "label": ("改名为", "renamed"), "kind": ("改种类", "kind")}


def _list_formats(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    for each in FORMATS.values():
        click.echo(
            f"{each.name:9}{each.zh}　{'文件夹' if each.folder else each.suffix}　{'、'.join(each.views)}"
        )
    context.exit()


@click.command()
@click.option(
    "--format", "format_", type=click.Choice(list(FORMATS)), required=True, help="格式（见 --formats）"
)
@click.option(
    "--view", type=click.Choice(VIEWS), default="full", show_default=True, help="全图、单位—任务、单位"
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="文件；文件夹格式给文件夹或 .zip"
)
@click.option(
    "--formats", is_flag=True, is_eager=True, expose_value=False, callback=_list_formats, help="列出全部格式"
)
@common_options
def export(settings: Settings, format_: str, view: str, output: Path) -> None:
    """导出给 Gephi、Cytoscape、yEd、Neo4j、Pajek、Excel、Power BI、Protégé 等工具。"""
    chosen = FORMATS[format_]
    with (
        settings.open() as store,
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            console=messages,
            transient=True,
        ) as progress,
    ):
        bar = progress.add_task(settings.say("导出", "Exporting"), total=None)

        def done(so_far: int, total: int) -> None:
            progress.update(bar, completed=so_far, total=total)

        if chosen.folder and output.suffix.lower() == ".zip":
            _to_archive(store, format_, view, output, done)
        else:
            write_export(store, format_, view, output, progress=done)
    if settings.as_json:
        print_json({"format": format_, "view": view, "output": str(output)})
    else:
        messages.print(
            settings.say(f"已导出 {output}（{chosen.zh}）", f"Exported {output} ({chosen.en})"), markup=False
        )


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unchecked", is_flag=True, help="不作校验（SHACL、原文依据）")
@common_options
def import_(settings: Settings, file: Path, unchecked: bool) -> None:
    """把导出的 RDF（.nq .trig .jsonld .ttl）读回一个空的存储。"""
    with settings.open(read_only=False) as store:
        count = import_rdf(store, file, checked=not unchecked)
    if settings.as_json:
        print_json({"file": str(file), "quads": count, "checked": not unchecked})
    else:
        messages.print(settings.say(f"已读入 {count} 条陈述", f"{count} statements read"), markup=False)


@click.group()
def corrections() -> None:
    """更正名称：导出表格，填写合并、改名、改种类，再导入。"""


@corrections.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@common_options
def export_corrections(settings: Settings, file: Path) -> None:
    """导出全部名称为 .xlsx 或 .csv；最后三列留给人填写。"""
    with settings.open() as store:
        rows = correction_rows(store)
    corrections_table.write(rows, file)
    if settings.as_json:
        print_json({"file": str(file), "entities": len(rows)})
    else:
        messages.print(
            settings.say(f"已导出 {len(rows)} 个名称到 {file}", f"{len(rows)} names written to {file}"),
            markup=False,
        )


@corrections.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看会改什么，不改")
@common_options
def import_corrections(settings: Settings, file: Path, dry_run: bool) -> None:
    """导入填写过的表格：记入名称登记，并重读有关文件；清空单元格即撤销。"""
    rows = corrections_table.read(file)
    with settings.open(read_only=dry_run) as store:
        found = planned(store, rows)
        names = {row.id: row.name for row in correction_rows(store)}
        if not dry_run:
            carry_out(store, found)
    if settings.as_json:
        print_json(
            {
                "dry_run": dry_run,
                "changes": [change.json() for change in found.changes],
                "documents": list(found.documents),
            }
        )
        return
    print_table(
        ("编号", "名称", "更正", "原为", "改为"),
        [
            (
                change.entity,
                change.name,
                WHAT[change.what][settings.lang == "en"],
                _shown(change, change.before, names),
                _shown(change, change.after, names),
            )
            for change in found.changes
        ],
    )
    done = "将更正" if dry_run else "已更正"
    messages.print(f"{done} {len(found.changes)} 处；重读 {len(found.documents)} 份文件。", markup=False)


def _shown(change: Change, value: str | None, names: dict[str, str]) -> str:
    if value is None:
        return "—"
    if change.what == "kind":
        return terms.label(str(class_iri(value)))
    return f"{names.get(value, value)}（{value}）" if change.what == "merge" else value


def _to_archive(store: Store, format_: str, view: str, output: Path, done: Progressing) -> None:
    try:
        with output.open("wb") as file:
            write_export(store, format_, view, file, progress=done)
    except OSError as error:
        raise BadRequest(f"无法写入 {output}：{error.strerror}") from error


COMMANDS = (export, import_, corrections)
