"""Clauses that begin with who answers for them: （四）区水务局：按照水务规划要求…"""

from __future__ import annotations

import re

from graph.parsing.clauses import Node
from graph.parsing.duties import leading_role
from graph.parsing.duty_grammar import Part, Statement
from graph.parsing.unit_lists import Unit, is_office, is_unit_like, split_units
from ontology import words

_UNIT_HEAD = re.compile(
    r"(?P<units>[^。：；，！？\n“《]{2,60}?)(?:的?(?:主要|工作|具体)?(?:职责|任务)(?:分工)?)?(?:[：。]|\n)"
)
_UNIT_LINE = re.compile(r"[。；\n](?P<units>[^。：；，！？\n“《]{2,60}?)(?:的?(?:主要|工作|具体)?职责)?：")

_HELD_BY = re.compile(r"\n?由[^。；，]{2,60}(?:担任|兼任)(?![^。；]*负责(?!人))")
"""县级路长。由县长担任: who holds an office, not what it is to do."""


def unit_first(text: str, node: Node, taken: list[Statement]) -> list[Statement]:
    """（四）区水务局：按照水务规划要求… : the unit at the head of a clause, or of a line in it, answers for it."""
    found = []
    head = _UNIT_HEAD.match(text, node.body, node.own_end)
    heads = [head] if head else []
    heads += [
        m
        for m in _UNIT_LINE.finditer(text, node.body, node.own_end)
        if not head or m.start("units") >= head.end()
    ]
    heads = [m for m in heads if not any(s.start <= m.start("units") < s.end for s in taken)]
    for k, head in enumerate(heads):
        plain = text[head.end() - 1] != "：" and "职责" not in head.group()
        units = _heading_units(text, head.start("units"), head.end("units"), plain)
        if units and _HELD_BY.match(text, head.end(), node.own_end):
            continue
        end = heads[k + 1].start("units") if k + 1 < len(heads) else node.own_end
        if units and head.end() < end:
            statement = Statement(head.start("units"), end, "unit_first")
            role, word = leading_role(text, head.end(), end)
            statement.parts = [Part(u, role, word) for u in units]
            found.append(statement)
    return found


def _heading_units(text: str, a: int, b: int, plain: bool) -> list[Unit]:
    """The units that are a heading; a ``plain`` one (no colon, no 职责) must end as a body of government."""
    if is_office(text[a:b]):
        return [Unit(a, b, True)]
    units = split_units(text, a, b)
    names = [text[u.start : u.end] for u in units]
    if names and _is_deed(names[0]):
        return []
    told = tuple(words.table("running_text")["told_endings"])
    return units if all(is_unit_like(n) and (not plain or n.endswith(told)) for n in names) else []


def _is_deed(heading: str) -> bool:
    """建设概念验证中心 tells what is to be done, though it ends as a body does; 建设局 is a body."""
    table = words.table("units")
    return heading.startswith(tuple(table["deeds"])) and not heading.endswith(tuple(table["bodies"]))
