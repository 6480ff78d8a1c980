"""Lists whose last words tell what the items are: A、B、C等企业, A、B等全国重点实验室, A、B等四个…产业集群.

The head after 等 gives the kind; an item that has an ending of its own is found without the list.
"""

from __future__ import annotations

import re
from functools import cache

from graph.parsing.mention_found import Found
from graph.parsing.mention_words import BOUNDARY, ETC, WORTH, Token, Tokens, Vocabulary
from ontology import words

_COUNT = re.compile(r"(?:\d+|[一二三四五六七八九十百两多]+)?(?:余)?(?:个|家|所|条|项|座|大|类)?")
_SHARED_KINDS = frozenset({"Laboratory", "ResearchInstitute", "InnovationCentre"})
_TOPIC_KINDS = frozenset({"Programme", "Event", "Fund"})
"""Endings that also end a topic: 海洋工程, 分子转化与反应工程."""
_REACH = 14
"""Characters between 等 and the head (四个百亿级创新|产业集群)."""
_ITEM_MAX = 20
_ITEMS_MAX = 40


@cache
def _heads() -> tuple[tuple[str, str], ...]:
    table = words.table("kinds")["list_heads"]
    return tuple(
        sorted(((head, kind) for kind, heads in table.items() for head in heads), key=lambda p: -len(p[0]))
    )


@cache
def _head_pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(head) for head, _ in _heads()))


@cache
def _kind_of_head() -> dict[str, str]:
    return dict(_heads())


@cache
def _grades() -> frozenset[str]:
    return frozenset(words.table("kinds")["grades"]["words"])


@cache
def _field_endings() -> tuple[str, ...]:
    return tuple(words.table("kinds")["industry_endings"]["words"])


def find_listed(text: str, tokens: Tokens, vocabulary: Vocabulary) -> list[Found]:
    """Names that only their list makes recognisable. Linear in the text."""
    found: list[Found] = []
    for index, flag, _, _ in tokens.marked:
        if flag & ETC:
            _list(text, tokens, index, vocabulary, found)
    return found


def _list(text: str, tokens: Tokens, at: int, vocabulary: Vocabulary, found: list[Found]) -> None:
    after = tokens.matches[at][2]
    following = at + 1
    if following < len(tokens) and text[after : tokens.matches[following][2]] in _grades():
        following += 1
    if following < len(tokens) and tokens.flags[tokens.matches[following][0]] & WORTH:
        head = tokens[following]
        if (
            head.sort == "suffix"
            and head.kind in _SHARED_KINDS
            and head.start == tokens.matches[following - 1][2]
        ):
            _shared(text, tokens, at, text[after : head.end], head.kind, found)
            return
    while following < min(len(tokens), at + 4) and tokens.sort(following) in ("generic", "lead"):
        following += 1
    counted = _COUNT.match(text, after)
    begin = counted.end() if counted else after
    matched = _head_pattern().search(text, begin, begin + _REACH)
    if matched is None:
        return
    stop = _clause_end(tokens, at, len(text))
    if matched.end() > stop:
        return
    kind = _kind_of_head()[matched.group()]
    items = _items(text, tokens, at)
    if kind == "Industry":
        if "学科" in text[matched.end() : matched.end() + 10]:
            return
        _fields(text, items, matched.group(), found)
        _joined_field(text, tokens, following, matched.end(), stop, found)
    else:
        _own_names(text, items, kind, vocabulary, found)


def _clause_end(tokens: Tokens, at: int, end: int) -> int:
    flags = tokens.flags
    for pattern, start, _ in tokens.matches[at + 1 : at + 30]:
        if flags[pattern] & BOUNDARY:
            return start
    return min(end, tokens.matches[at][2] + 60)


def _items(text: str, tokens: Tokens, at: int) -> list[tuple[int, int, list[Token]]]:
    """The items before 等, first to last: place and tokens of each."""
    items: list[tuple[int, int, list[Token]]] = []
    end = tokens[at].start
    inside: list[Token] = []
    depth = 0
    index = at - 1
    while index >= 0 and len(items) < _ITEMS_MAX:
        token = tokens[index]
        if token.sort == "close":
            depth += 1
        elif token.sort == "open":
            depth -= 1
            if depth < 0:
                break
        if depth == 0 and (token.sort in ("end", "cut")):
            break
        splits = token.sort == "list" or (token.sort == "join" and not items)
        if depth == 0 and splits:
            items.append((token.end, end, inside[::-1]))
            end = token.start
            inside = []
        else:
            inside.append(token)
        index -= 1
    start = tokens[index].end if index >= 0 else 0
    items.append((start, end, inside[::-1]))
    return items[::-1]


def _trimmed(text: str, item: tuple[int, int, list[Token]]) -> tuple[int, int, list[Token]] | None:
    start, end, inside = item
    while inside and inside[0].start == start and inside[0].sort in ("lead", "join"):
        start = inside[0].end
        inside = inside[1:]
    if not 2 <= end - start <= _ITEM_MAX:
        return None
    return start, end, inside


def _shared(text: str, tokens: Tokens, at: int, ending: str, kind: str, found: list[Found]) -> None:
    """上海交大A、B、华东师大C等全国重点实验室: each item a laboratory, its host the last university named."""
    host = ""
    for item in _joined_back(text, _items(text, tokens, at)):
        trimmed = _trimmed(text, item)
        if trimmed is None:
            continue
        start, end, inside = trimmed
        if (
            inside
            and inside[-1].end == end
            and inside[-1].rule == "proper"
            and inside[-1].kind not in _TOPIC_KINDS
        ):
            continue
        if inside and inside[0].sort == "known" and inside[0].start == start and inside[0].end < end:
            host = text[start : inside[0].end]
            start = inside[0].end
        if end - start < 2 or text[start:end] in ("国家", "全国"):
            continue
        found.append(Found(start, end, kind, "shared_ending", text[start:end] + ending, host))


def _joined_back(text: str, items: list[tuple[int, int, list[Token]]]) -> list[tuple[int, int, list[Token]]]:
    """In a list of topics 和 与 及 stand inside a topic (分子转化与反应工程): put its halves together again."""
    whole: list[tuple[int, int, list[Token]]] = []
    for start, end, inside in items:
        if whole and start > 0 and text[start - 1] in "和与及" and whole[-1][1] == start - 1:
            first, _, earlier = whole.pop()
            whole.append((first, end, earlier + inside))
        else:
            whole.append((start, end, inside))
    return whole


def _fields(text: str, items: list[tuple[int, int, list[Token]]], head: str, found: list[Found]) -> None:
    trimmed = [each for each in (_trimmed(text, item) for item in items) if each is not None]
    told = sum(_tells_field(text, *item) for item in trimmed)
    sure = head.endswith(("产业集群", "赛道", "未来产业")) or told >= 2
    for start, end, inside in trimmed:
        known = [t for t in inside if t.sort == "industry"]
        own = end - start - sum(t.end - t.start for t in inside)
        field = (
            end - start <= 8 and _tells_field(text, start, end, inside) and (told >= 2 or sure or own >= 2)
        )
        if any(t.start == start and t.end == end for t in known):
            field = True
        elif not known and end - start <= 10 and sure:
            field = field or own >= 2
        if field:
            found.append(Found(start, end, "Industry", "industry_list"))


def _tells_field(text: str, start: int, end: int, inside: list[Token]) -> bool:
    """Whether an item is a field by its end: 人工智能, 空间|人工智能, 智慧|医疗; not 医疗 alone."""
    if inside and inside[-1].sort == "industry" and inside[-1].end == end:
        return True
    return end - start >= 4 and text[start:end].endswith(_field_endings())


def _joined_field(
    text: str, tokens: Tokens, following: int, after: int, stop: int, found: list[Found]
) -> None:
    """…等四个创新产业集群和海洋工程重大战略产业创新集群: one more field after the head."""
    for index in range(following, min(following + 14, len(tokens) - 1)):
        token = tokens[index]
        if token.start >= stop:
            return
        if token.sort == "join" and token.start >= after:
            field = tokens[index + 1]
            if field.sort == "industry" and field.start == token.end and "集群" in text[field.end : stop]:
                found.append(Found(field.start, field.end, "Industry", "industry_list"))
            return


def _is_firm(text: str, start: int, end: int, inside: list[Token], own: int) -> bool:
    """骄成超声波, 大疆创新; not 初创型, 高新技术, and not what has an ending of its own."""
    if not 2 <= end - start <= 10 or text[end - 1] in words.table("kinds")["not_firms"]["endings"]:
        return False
    if inside and inside[-1].end == end and inside[-1].sort in ("suffix", "known"):
        return False
    return own >= 2 or (own == 1 and end - start >= 3)


def _after_join(start: int, inside: list[Token]) -> tuple[int, list[Token]]:
    """南京大学与|信达生物: what follows a join after a whole name is the item."""
    for index in range(len(inside) - 1, 0, -1):
        if inside[index].sort == "join" and inside[index - 1].sort in (
            "suffix",
            "known",
            "division",
            "generic",
        ):
            return inside[index].end, inside[index + 1 :]
    return start, inside


def _own_names(
    text: str,
    items: list[tuple[int, int, list[Token]]],
    kind: str,
    vocabulary: Vocabulary,
    found: list[Found],
) -> None:
    for item in items:
        trimmed = _trimmed(text, item)
        if trimmed is None:
            continue
        start, end, inside = trimmed
        short = [t for t in inside if t.sort == "short_division" and t.start == start and t.end == end]
        if kind == "Location":
            if short:
                found.append(Found(start, end, "Location", "list"))
            continue
        own = end - start - sum(t.end - t.start for t in inside)
        if kind == "Event":
            named = end - start >= 3 and inside and inside[-1].end == end and inside[-1].kind == "Event"
            if named and text[start:end] not in vocabulary.generic:
                found.append(Found(start, end, "Event", "list"))
        elif kind == "Enterprise":
            start, inside = _after_join(start, inside)
            own = end - start - sum(t.end - t.start for t in inside)
            if not _is_firm(text, start, end, inside, own):
                continue
            found.append(Found(start, end, "Enterprise", "list"))
