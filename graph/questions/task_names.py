"""The tasks that a question names, by number or title."""

from __future__ import annotations

import re

from graph.catalogue.values import known, text
from graph.questions.answer import Refused
from graph.questions.asked import Asked, number
from graph.questions.filters import Filters, in_documents
from graph.questions.names import plain
from graph.questions.telling import listed


def named_tasks(asked: Asked) -> list[str]:
    """Ids of tasks that the question names by number or title; [] where it names none. Ambiguity is told."""
    found: list[str] = []
    for token in asked.named("task"):
        token.used = True
        ids = [named.id for named in token.of("task")]
        found += ids
    numbered = asked.kind("task_number")
    if not numbered:
        return found
    restricted = Filters()
    in_documents(asked, restricted)
    rows = asked.names.tasks
    numbers: dict[str, str] = {}
    for row in asked.names.documents:
        numbers[known(row["doc"])] = text(row, "number") or text(row, "title") or known(row["doc"])
    for token in numbered:
        token.used = True
        wanted = token.number
        inside = [
            row for row in rows if not restricted.documents or known(row["doc"]) in restricted.documents
        ]
        fitting = [row for row in inside if str(row["number"]).rstrip(".．、， ") == str(wanted)]
        fitting = fitting or [row for row in inside if _number(str(row["number"])) == wanted]
        if not fitting:
            raise Refused(
                "false_premise",
                f"没有编号为 {wanted} 的任务。图谱中"
                + (f"{restricted.said[0]}有" if restricted.said else "共有")
                + f" {len(inside)} 项任务。",
                reading=f"任务{wanted}",
            )
        if len(fitting) > 1:
            told_apart = list(dict.fromkeys(numbers[known(row["doc"])] for row in fitting))
            raise Refused(
                "ambiguous",
                f"编号为 {wanted} 的任务有 {len(fitting)} 项，见于{listed(told_apart, '份')}。请写明文件或任务题目。",
                [asked.question.replace(token.text, f"{name}任务{wanted}") for name in told_apart[:5]]
                if len(told_apart) > 1
                else [f"“{row['title']}”由谁负责？" for row in fitting[:5]],
            )
        found.append(known(fitting[0]["task"]))
    return found


def _number(written: str) -> int | None:
    match = re.search(r"[0-9零〇一二两三四五六七八九十百]+", plain(written))
    return number(match[0]) if match else None
