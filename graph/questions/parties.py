"""Who is named in a question, in what part, and whether the part is denied."""

from __future__ import annotations

from dataclasses import dataclass

from graph.questions.answer import Refused
from graph.questions.asked import Asked, Token
from graph.questions.names import Named
from graph.questions.query import ROLES, iris, whole

_PARTS = ("lead", "responsible", "support", "guide", "assigned", "involved", "mention")
_JOINS = frozenset({"and", "or"})


@dataclass(slots=True)
class Party:
    token: Token
    named: Named
    role: str | None
    """A key of ``ROLES``; None where the question names no part."""
    negated: bool = False
    excluded: bool = False
    """除…以外."""

    @property
    def name(self) -> str:
        """As the question writes it."""
        return self.token.text


def parties(asked: Asked, among: list[Token] | None = None) -> list[Party]:
    """The bodies of a question in order. Marks them and the words of their parts as used."""
    found: list[Party] = []
    for token in among if among is not None else asked.bodies:
        role, words, negated = _role(asked, token)
        excluded = _excluded(asked, token)
        before = _word_before(asked, token)
        denied = before is not None and "not" in before.tags
        for word in words:
            word.used = True
        if denied and before is not None:
            before.used = True
        token.used = True
        found.append(Party(token, chosen(asked, token), role, negated or denied, excluded))
    for token in asked.all("and", "or"):
        token.used = True
    return found


def chosen(asked: Asked, token: Token) -> Named:
    """The one body that a name means here; of several the one that a document of the question knows."""
    bodies = {
        named.id: named for named in token.bodies or token.of("platform", "industry", "place", "object")
    }
    if len(bodies) == 1:
        return next(iter(bodies.values()))
    documents = [named.id for other in asked.named("document") for named in other.of("document")]
    inside = [
        named for named in bodies.values() if any(_known_to(asked, named, document) for document in documents)
    ]
    for place in asked.named("place"):
        home = [named for named in bodies.values() if place.text in (named.jurisdiction or "")]
        if not inside and len(home) == 1:
            inside, place.used = home, True
    beside = {
        other.bodies[0].jurisdiction for other in asked.bodies if len({b.id for b in other.bodies}) == 1
    }
    if not inside and len(beside) == 1:
        inside = [named for named in bodies.values() if named.jurisdiction in beside]
    if len(inside) == 1:
        return inside[0]
    bodies = dict(sorted(bodies.items(), key=lambda each: (each[1].label, each[0])))
    told_apart = [f"{named.label}（{named.jurisdiction or '全国'}）" for named in bodies.values()]
    raise Refused(
        "ambiguous",
        f"“{token.text}”对应{len(bodies)}个单位：{'、'.join(told_apart)}。请写全称，或写明是哪份文件。",
        [
            asked.question.replace(token.text, _full_name(named, list(bodies.values())))
            for named in bodies.values()
        ],
    )


def _full_name(named: Named, others: list[Named]) -> str:
    """Its label; with its district before it where several bear the same."""
    alike = [other for other in others if other.label == named.label]
    return f"{named.jurisdiction or ''}{named.label}" if len(alike) > 1 else named.label


def _known_to(asked: Asked, named: Named, document: str) -> bool:
    query = whole("ask_known_to").replace("#ENTITY", iris(named.ids)).replace("#DOCUMENT", iris([document]))
    return asked.names.store.ask(query)


def part_of(words: Token) -> str | None:
    """The part that a word gives, strongest meaning first."""
    return next((tag for tag in _PARTS if tag in words.tags), None)


def _role(asked: Asked, token: Token) -> tuple[str | None, list[Token], bool]:
    """The part stated behind a name in its clause, else the one before it."""
    at = asked.tokens.index(token)
    negation: list[Token] = []
    for other in asked.tokens[at + 1 :]:
        if other.kind == "stop" or "but" in other.tags:
            break
        if "not" in other.tags:
            negation.append(other)
            continue
        if part_of(other):
            return part_of(other), [other, *negation], bool(negation)
        if other.kind == "word" and {"which", "who", "task"} & set(other.tags) and _behind_a_part(asked, at):
            break
    for other in reversed(asked.tokens[:at]):
        if other.kind == "stop" or "but" in other.tags:
            break
        if part_of(other):
            return part_of(other), [other], False
    return None, [], False


def _behind_a_part(asked: Asked, at: int) -> bool:
    """由 stands not before it, and a part does: 负责任务5的区科委."""
    return any(part_of(other) for other in asked.tokens[:at])


def _excluded(asked: Asked, token: Token) -> bool:
    at = asked.tokens.index(token)
    for other in reversed(asked.tokens[:at]):
        if "except" in other.tags:
            other.used = True
            for word in asked.tokens[at:]:
                if "outside" in word.tags:
                    word.used = True
                    break
            return True
        if not (other.bodies or _JOINS & set(other.tags)):
            return False
    return False


def _word_before(asked: Asked, token: Token) -> Token | None:
    at = asked.tokens.index(token)
    while at and (asked.tokens[at - 1].bodies or _JOINS & set(asked.tokens[at - 1].tags)):
        at -= 1
    return asked.tokens[at - 1] if at else None


def said(role: str) -> str:
    """How a part is said."""
    return ROLES[role][1]
