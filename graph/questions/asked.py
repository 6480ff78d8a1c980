"""A question that was read: its tokens, and which of them an answer has used."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field

import cn2an

from graph.naming.near import suggestions
from graph.questions.answer import Refused
from graph.questions.names import Named, Names


@dataclass(slots=True)
class Token:
    kind: str
    """name, word, gap, stop, document_number (of no document here), or one of the shapes: task_number, day, year_end, years, year, month, number."""
    start: int
    end: int
    text: str
    tags: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    value: tuple[str, ...] = ()
    used: bool = False

    def of(self, *kinds: str) -> list[Named]:
        """The meanings of this name that are of one of these kinds."""
        return [named for named in self.named if named.kind in kinds]

    @property
    def bodies(self) -> list[Named]:
        """The meanings that may bear a duty."""
        return [named for named in self.named if named.kind == "unit" or named.is_unit]

    @property
    def number(self) -> int:
        return number(self.value[0])


@dataclass(slots=True)
class Asked:
    """A question that was read, and which of its words an answer has used."""

    names: Names
    question: str
    text: str
    tokens: list[Token]
    notes: list[str] = field(default_factory=list)

    def has(self, *wanted: str) -> bool:
        return any(tag in wanted for token in self.tokens for tag in token.tags)

    def all(self, *wanted: str) -> list[Token]:
        return [token for token in self.tokens if any(tag in wanted for tag in token.tags)]

    def take(self, *wanted: str) -> list[Token]:
        """The tokens of these tags, now used."""
        found = self.all(*wanted)
        for token in found:
            token.used = True
        return found

    def kind(self, *kinds: str) -> list[Token]:
        return [token for token in self.tokens if token.kind in kinds]

    def named(self, *kinds: str) -> list[Token]:
        """Name tokens that may mean a thing of one of these kinds."""
        return [token for token in self.tokens if token.of(*kinds)]

    @property
    def bodies(self) -> list[Token]:
        return [token for token in self.tokens if token.bodies]

    @property
    def gaps(self) -> list[Token]:
        return self.kind("gap")

    def unused(self, *kinds: str) -> list[Token]:
        return [token for token in self.tokens if not token.used and token.kind in kinds]

    def between(self, first: Token, second: Token) -> list[Token]:
        return self.tokens[self.tokens.index(first) + 1 : self.tokens.index(second)]

    @property
    def sought(self) -> str | None:
        """What 哪些, 哪个, 几项 … ask for: the tag of the noun behind them; at the end, of the noun before them."""
        nouns = ("task", "unit", "document", "indicator", "target")
        for at, token in enumerate(self.tokens):
            if not {"which", "how_many"} & set(token.tags):
                continue
            for other in [*self.tokens[at + 1 :], *reversed(self.tokens[:at])]:
                kind = next((tag for tag in other.tags if tag in nouns or tag.startswith("kind:")), None)
                if kind:
                    return kind
                if other.kind == "stop":
                    break
        return None

    def before(self, token: Token) -> Token | None:
        at = self.tokens.index(token)
        return self.tokens[at - 1] if at else None

    def after(self, token: Token) -> Token | None:
        at = self.tokens.index(token) + 1
        return self.tokens[at] if at < len(self.tokens) else None


def number(written: str) -> int:
    """12, 十二, 两 as an integer."""
    if written.isdigit():
        return int(written)
    try:
        return int(cn2an.cn2an(written.replace("两", "二").replace("〇", "零"), "smart"))
    except ValueError:
        raise Refused("unsupported", f"“{written}”不是一个数。") from None


def last_day(token: Token) -> tuple[str, bool]:
    """The day a date token names as ISO text, and whether that is a whole month or year (its last day)."""
    if token.kind == "year_end":
        return f"{token.value[0]}-12-31", True
    if token.kind == "year":
        return f"{token.value[0]}-12-31", True
    year, month = int(token.value[0]), int(token.value[1])
    if not 1 <= month <= 12:
        raise Refused("unsupported", f"“{token.text}”不是一个日期。")
    end = monthrange(year, month)[1]
    if len(token.value) > 2 and token.value[2]:
        if not 1 <= int(token.value[2]) <= end:
            raise Refused("unsupported", f"“{token.text}”不是一个日期。")
        return f"{year}-{month:02}-{int(token.value[2]):02}", False
    return f"{year}-{month:02}-{end}", True


def unknown(names: Names, name: str, message: str | None = None) -> Refused:
    """The refusal of a name that the store does not hold, with names near it."""
    near = suggestions(name, names.written)
    return Refused("unknown_name", message or f"图谱中没有名为“{name}”的单位、平台、产业、指标或文件。", near)
