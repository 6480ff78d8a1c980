"""Which bodies of a question bear which part, and the conditions that say so."""

from __future__ import annotations

from collections.abc import Sequence

from graph.questions import query
from graph.questions.asked import Asked, Token, unknown
from graph.questions.parties import Party, part_of
from graph.questions.query import ROLES

_DUTIES = ("responsible", "lead", "support", "guide", "assigned")
_ENTITIES = ("unit", "platform", "industry", "place", "object")


def alone(asked: Asked) -> bool:
    """只由A负责, A单独负责: no other unit; A只负责… says something else, and is left for a refusal."""
    found = False
    for token in asked.all("only"):
        after = asked.after(token)
        if (
            token.text in ("单独", "独自", "独家")
            or token.text.endswith("由")
            or (after is not None and after.bodies)
        ):
            token.used = found = True
    return found


def subjects_of(asked: Asked) -> list[Token]:
    """Names that bear a part: bodies, and whatever stands before a word of part. An unknown one is refused."""
    found = []
    for token in asked.tokens:
        if token.bodies or (token.of(*_ENTITIES) and not asked.has("who") and _bears_a_part(asked, token)):
            found.append(token)
        elif (
            token.kind == "gap"
            and len(token.text) > 1
            and not asked.has("who")
            and _bears_a_part(asked, token)
            and not _beside(asked, token)
        ):
            raise unknown(asked.names, token.text)
    return found


_PASSED = ("filler", "together", "separately", "and", "or", "not", "yes_no", "only")


def _bears_a_part(asked: Asked, token: Token) -> bool:
    after = asked.after(token)
    while after is not None and (set(_PASSED) & set(after.tags) or after.bodies):
        if after.text == "的":
            return False
        after = asked.after(after)
    return (
        after is not None
        and after.kind == "word"
        and part_of(after) in _DUTIES
        and "deadline" not in after.tags
    )


def _beside(asked: Asked, token: Token) -> bool:
    """A gap with a body before it in its clause (区科委在人才方面负责…) is no unknown body itself."""
    before = asked.before(token)
    while before is not None and before.kind != "stop":
        if (
            before.bodies
            or before.text in ("在", "对", "关于", "就")
            or "which" in before.tags
            or "task" in before.tags
        ):
            return True
        before = asked.before(before)
    return False


def conditions_of(asked: Asked, those: Sequence[Party], role: str) -> tuple[list[str], str]:
    conditions, said = [], []
    positive = [each for each in those if not each.negated and not each.excluded]
    denied = [each for each in those if each.negated or each.excluded]
    if len(positive) > 1 and asked.has("or", "separately"):
        conditions.append(
            query.either(
                query.part(each.named.ids, each.role or role, at) for at, each in enumerate(positive)
            )
        )
        said.append(f"{'或'.join(each.name for each in positive)}{ROLES[role][1]}")
    else:
        for at, each in enumerate(positive):
            conditions.append(query.part(each.named.ids, each.role or role, at))
        by_role: dict[str, list[str]] = {}
        for each in positive:
            by_role.setdefault(each.role or role, []).append(each.name)
        for each_role, names in by_role.items():
            together = "共同" if len(names) > 1 else ""
            said.append(f"{'与'.join(names)}{together}{ROLES[each_role][1]}")
    for at, each in enumerate(denied):
        conditions.append(query.part(each.named.ids, _denied(each, role), 100 + at, negated=True))
        said.append(f"{each.name}未{ROLES[_denied(each, role)][1]}" if each.negated else f"除{each.name}以外")
    if denied and not positive:
        conditions.append("?doc duty:listsUnits true .")
        said.append("文件列有责任单位")
    return conditions, "、".join(said)


def _denied(party: Party, role: str) -> str:
    """没有X的任务 denies every part, X不负责的 only that one."""
    return party.role or ("involved" if role == "assigned" else role)
