"""``python -m graph.evaluation``: precision, recall and F1 of every kind of reading.

Per document for those that rules were written on; for those set aside or held out only the sum, so that nobody
tunes on them by chance (``--details`` shows all errors, and ends their being set aside).
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from graph.errors import DutygraphError
from graph.evaluation.counts import Judged
from graph.evaluation.gold import load
from graph.evaluation.judges import total
from graph.evaluation.passages import BLIND, DEVELOPED, judge_passage, load_passages
from graph.evaluation.scoring import judged as score

ROOT = Path(__file__).resolve().parents[2]
GROUPS = {
    "founding": "founding plans",
    "developed": "developed on",
    "aside": "set aside",
    "held_out": "held out",
}


def _table(title: str, verdict: dict[str, Judged]) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold")
    table.add_column("measure")
    for column in ("P", "R", "F1", "right", "wrong", "missed"):
        table.add_column(column, justify="right")
    for measure, judged in verdict.items():
        c = judged.counts
        figures = ["–" if x is None else f"{x:.3f}" for x in (c.precision, c.recall, c.f1)]
        table.add_row(measure, *figures, str(c.right), str(c.wrong), str(c.missed))
    return table


def _errors(console: Console, verdict: dict[str, Judged]) -> None:
    for measure, judged in verdict.items():
        for line in judged.wrong:
            console.print(f"  {measure}: wrong {line}", markup=False)
        for line in judged.missed:
            console.print(f"  {measure}: missed {line}", markup=False)


def _passages(
    console: Console, folders: list[Path], only: tuple[str, ...], errors: bool, blind_errors: bool
) -> None:
    """The files of passages: those that rules were written on, those of which only the sum is shown."""
    for folder in folders:
        for name, shown in (
            *((name, errors) for name in DEVELOPED),
            *((name, blind_errors) for name in BLIND),
        ):
            key = name.removesuffix(".json")
            if not (folder / name).exists() or (only and key not in only):
                continue
            passages = load_passages(folder / name)
            verdict = total(judge_passage(passage) for passage in passages)
            console.print(_table(f"{key}: {len(passages)} passages", verdict))
            if shown:
                _errors(console, verdict)


@click.command()
@click.option(
    "--gold", "gold_folders", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--texts", "text_folders", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--only", multiple=True, help="score only these gold files (02, 002 …)")
@click.option("--details", is_flag=True, help="show every error, also of the documents set aside")
@click.option("--errors", is_flag=True, help="show every error of the documents that rules were written on")
def main(
    gold_folders: tuple[Path, ...],
    text_folders: tuple[Path, ...],
    only: tuple[str, ...],
    details: bool,
    errors: bool,
) -> None:
    """Score the reading against the documents annotated by hand."""
    console = Console(width=110, highlight=False)
    corpus = ROOT.parent / "shared" / "corpus"
    golds_in = list(gold_folders) or [f for f in (ROOT / "tests" / "gold", corpus / "gold") if f.exists()]
    texts_in = list(text_folders) or [f for f in (ROOT / "data" / "documents", corpus) if f.exists()]
    try:
        golds, absent = load(golds_in, texts_in)
        golds = [g for g in golds if not only or g.key in only]
        verdicts = {g.key: score(g) for g in golds}
    except DutygraphError as error:
        console.print(str(error))
        sys.exit(1)
    for group, name in GROUPS.items():
        members = [g for g in golds if g.group == group]
        shown = members if group not in ("aside", "held_out") or details else []
        for gold in shown:
            console.print(_table(f"{gold.key} {gold.text.name}", verdicts[gold.key]))
            if details or errors:
                _errors(console, verdicts[gold.key])
        if members:
            console.print(
                _table(f"{name}: {len(members)} documents", total(verdicts[g.key] for g in members))
            )
    try:
        _passages(console, golds_in, only, errors or details, details)
    except DutygraphError as error:
        console.print(str(error))
        sys.exit(1)
    if absent:
        console.print(f"not scored, their texts are not at hand: {', '.join(absent)}")


if __name__ == "__main__":
    main()
