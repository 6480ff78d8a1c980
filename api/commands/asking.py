"""A question in Chinese: ``dutygraph ask QUESTION``."""

from __future__ import annotations

import sys

import click

from api.commands.common import Settings, common_options, print_json, quote
from graph import questions
from graph.questions.answer import Json

_SHOWN = 20
NOT_UNDERSTOOD = 3
"""Exit code of a question that was not understood; what was understood and is not stated is an answer."""


@click.command()
@click.argument("question", nargs=-1, required=True)
@common_options
def ask(settings: Settings, question: tuple[str, ...]) -> None:
    """用一句话提问：答案、理解方式、原文依据和所用的 SPARQL。没有读懂时退出码为 3。"""
    with settings.open() as store:
        answer = questions.ask(store, " ".join(question))
    if settings.as_json:
        print_json(answer)
    else:
        _tell(settings, answer)
    if not answer["understood"]:
        sys.exit(NOT_UNDERSTOOD)


def _tell(settings: Settings, answer: Json) -> None:
    refusal = answer["refusal"]
    click.echo(answer["answer"])
    if answer["reading"]:
        click.echo(answer["reading"])
    for item in answer["items"]:
        number = item.get("number") or ""
        value = item.get("value")
        year = f" {item['year']}年" if item.get("year") else ""
        said = "" if value is None else f"：{value}{item.get('unit') or ''}"
        click.echo(f"  {number} {item['label']}{year}{said}".rstrip())
    if answer["evidence"]:
        click.echo(settings.say("原文依据：", "Evidence:"))
    for each in answer["evidence"][:_SHOWN]:
        click.echo(f"  “{quote(each['quote'])}” {each['document']} {each['start']}–{each['end']}")
    if len(answer["evidence"]) > _SHOWN:
        rest = len(answer["evidence"]) - _SHOWN
        click.echo("  " + settings.say(f"其余 {rest} 条见 --json", f"{rest} more with --json"))
    if refusal and refusal["suggestions"]:
        click.echo(settings.say("是否想问：", "Near: ") + "、".join(refusal["suggestions"]))
    if answer["ignored"]:
        click.echo(settings.say("没有用到的词：", "Words not used: ") + "、".join(answer["ignored"]))
    if answer["sparql"]:
        click.echo("SPARQL:\n" + answer["sparql"].rstrip())


COMMANDS = (ask,)
