"""What is refused before any parser or engine sees it: depth, federation, loading, foreign graphs.

The parser of pyoxigraph 0.5.13 recurses: brackets some thousands deep end the process that parses them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import BadRequest, QueryRefused
from graph.store.tokens import Token, tokens, unescaped

MAX_DEPTH = 100
_OPENING, _CLOSING = set("{(["), set("})]")
_PREFIX_OPERATORS = set("!-+^")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UNSTABLE = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}
_WRITING = ("INSERT", "DELETE", "DROP", "CLEAR", "CREATE", "COPY", "MOVE", "ADD", "LOAD")


class TooDeep(BadRequest):
    """Nested deeper than any parser here will follow."""


_NAMED = re.compile(r"(?!default\Z)", re.IGNORECASE)
_NOWHERE = "<about:blank>"
"""What stands for every address to fetch from: no engine opens a connection to it."""
_NO_SERVICE = "SERVICE is refused: this service opens no connection to others"
_NO_LOAD = "LOAD is refused: this service reads nothing from the network or the disk"


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    text: str
    """With no address left in it that could be fetched: SERVICE SILENT fails in silence, as it may."""
    form: str
    """SELECT, ASK, CONSTRUCT, DESCRIBE, or empty where the text has none of them."""
    stable: bool
    """Whether the same content always gives the same result (no NOW, RAND, UUID, BNODE)."""
    graphs: tuple[str, ...]
    """IRIs after FROM and FROM NAMED, in order, as far as written in full."""
    refusal: QueryRefused | None
    """Why it may not run, to be said once it is known to be well formed."""


def check_query(text: str) -> CheckedQuery:
    """Raises TooDeep; BadRequest for an update; QueryRefused for federation behind escapes."""
    words = _shallow(text)
    keywords = [word.keyword for word in words]
    text, refusal = _without_addresses(text, words, keywords)
    form = next((keyword for keyword in keywords if keyword in (*_FORMS, *_WRITING)), "")
    if form in _WRITING:
        raise BadRequest(f"{form} is an update; this is the place for queries. Updates go to /sparql/update")
    graphs = []
    for place, keyword in enumerate(keywords):
        if keyword == "FROM":
            named = keywords[place + 1 : place + 2] == ["NAMED"]
            after = words[place + 1 + named : place + 2 + named]
            if after and after[0].kind == "iri":
                graphs.append(unescaped(after[0].text[1:-1]))
    return CheckedQuery(text, form, _UNSTABLE.isdisjoint(keywords), tuple(graphs), refusal)


@dataclass(frozen=True, slots=True)
class CheckedUpdate:
    text: str
    """With the graphs of the request put in as USING, and no address left that could be fetched."""
    searches: bool
    """Whether it has a pattern to match, and so may run long."""
    refusal: QueryRefused | None
    """Why it may not run, to be said once it is known to be well formed."""


def check_update(
    text: str,
    writable: re.Pattern[str] | None,
    using: Sequence[str] = (),
    using_named: Sequence[str] = (),
) -> CheckedUpdate:
    """``writable`` matches the IRIs of graphs that may be written; ``None`` lets every graph be written.

    Raises TooDeep, BadRequest, QueryRefused.
    """
    words = _shallow(text)
    text, refusal = _without_addresses(text, words, [word.keyword for word in words])
    words = list(tokens(text))
    if writable is not None:
        _WriteTargets(words, writable).check()
        if "\\u" in text.lower():
            _WriteTargets(list(tokens(unescaped(text))), writable).check()
    if using or using_named:
        text = _with_using(text, words, using, using_named)
    searches = any(word.keyword == "WHERE" for word in words)
    return CheckedUpdate(text, searches, refusal)


def _shallow(text: str) -> list[Token]:
    """The tokens, once they are known to nest no deeper than ``MAX_DEPTH``."""
    words, depth, run = list(tokens(text)), 0, 0
    for kind, written, start in words:
        hidden = 0
        if kind == "mark":
            run = run + 1 if written in _PREFIX_OPERATORS else 0
            depth += (written in _OPENING) - (written in _CLOSING)
        else:
            run = 0
            if kind == "iri":
                hidden = written.count("(") + written.count("!")
        if depth > MAX_DEPTH or run > MAX_DEPTH or hidden > MAX_DEPTH:
            raise TooDeep(f"nested deeper than {MAX_DEPTH} at character {start}")
    return words


def _without_addresses(text: str, words: list[Token], keywords: list[str]) -> tuple[str, QueryRefused | None]:
    """The text with ``_NOWHERE`` after every SERVICE and LOAD, and why it may not run, if so."""
    if "\\u" in text.lower():
        _shallow(unescaped(text))
        if {"SERVICE", "LOAD"} & ({word.keyword for word in tokens(unescaped(text))} - set(keywords)):
            raise QueryRefused("a keyword written with escapes is refused")
    parts, end = [], 0
    refusal: QueryRefused | None = None
    for place, keyword in enumerate(keywords):
        if keyword not in ("SERVICE", "LOAD"):
            continue
        silent = keywords[place + 1 : place + 2] == ["SILENT"]
        if not silent:
            refusal = QueryRefused(_NO_SERVICE if keyword == "SERVICE" else _NO_LOAD)
        address = words[place + 1 + bool(silent) : place + 2 + bool(silent)]
        if address and address[0].kind in ("iri", "name", "variable"):
            parts += [text[end : address[0].start], _NOWHERE]
            end = address[0].start + len(address[0].text)
    return "".join(parts) + text[end:], refusal


def _in_braces(words: list[Token], place: int) -> bool:
    before = [word.text for word in words[:place]]
    return before.count("{") > before.count("}")


def writes_default_graph(update: str) -> bool:
    """Whether an update names the default graph, or none, as a place to write."""
    try:
        _WriteTargets(list(tokens(update)), _NAMED).check()
    except QueryRefused:
        return True
    return False


# -- which graphs an update writes -----------------------------------------------------------------


class _WriteTargets:
    """Walks over an update request and finds every graph it names as a place to write."""

    def __init__(self, words: list[Token], writable: re.Pattern[str]) -> None:
        self.words = words
        self.writable = writable
        self.prefixes: dict[str, str] = {}
        self.place = 0

    def check(self) -> None:
        default: str | None = None
        while self.place < len(self.words):
            keyword = self._next().keyword
            if keyword == "PREFIX":
                name, iri = self._next(), self._next()
                self.prefixes[name.text] = iri.text[1:-1]
            elif keyword == "WITH":
                default = self._allowed(self._next())
            elif keyword in ("INSERT", "DELETE"):
                self._template(keyword, default)
            elif keyword == "LOAD":
                self._skip("SILENT")
                self._next()
                if self._peek().keyword != "INTO":
                    raise QueryRefused(_NO_LOAD)
                self._next()
                self._skip("GRAPH")
                self._allowed(self._next())
            elif keyword in ("DROP", "CLEAR", "CREATE"):
                self._skip("SILENT")
                self._skip("GRAPH")
                self._allowed(self._next())
            elif keyword in ("ADD", "COPY", "MOVE"):
                self._transfer(keyword)
            elif keyword in ("WHERE", "USING"):
                self._to_the_end_of_the_operation()
                default = None
            elif self.words[self.place - 1].text == ";":
                default = None

    def _template(self, keyword: str, default: str | None) -> None:
        """``INSERT DATA {``, ``DELETE DATA {``, ``DELETE WHERE {``, ``INSERT {``, ``DELETE {``"""
        kind = self._peek().keyword
        if kind in ("DATA", "WHERE"):
            self._next()
            default = None
        if self._next().text != "{":
            raise BadRequest(f"a {{ was expected after {keyword}")
        while (word := self._next()).text != "}":
            if word.keyword == "GRAPH":
                self._allowed(self._next())
                self._block()
            elif default is None and word.text != ".":
                raise QueryRefused(
                    "this update writes to the default graph, which is kept by the documents; "
                    "only graphs under graph/user/ may be written"
                )

    def _transfer(self, keyword: str) -> None:
        self._skip("SILENT")
        ends = []
        for _ in range(2):
            self._skip("GRAPH")
            ends.append(self._next())
            self._skip("TO")
        source, target = ends
        self._allowed(target)
        if keyword == "MOVE":
            self._allowed(source)

    def _to_the_end_of_the_operation(self) -> None:
        depth = 0
        while self.place < len(self.words):
            text = self._next().text
            depth += (text == "{") - (text == "}")
            if text == ";" and depth == 0:
                return

    def _block(self) -> None:
        if self._next().text != "{":
            raise BadRequest("a { was expected after GRAPH")
        while self._next().text != "}":
            pass

    def _allowed(self, name: Token) -> str:
        if name.kind == "iri":
            iri = unescaped(name.text[1:-1])
        elif name.kind == "name":
            prefix, _, local = name.text.partition(":")
            iri = self.prefixes.get(prefix + ":", "") + re.sub(r"\\(.)", r"\1", local)
        else:
            iri = name.text
        segments = iri.split("/")
        if "." in segments or ".." in segments or not self.writable.match(iri):
            raise QueryRefused(f"{iri} may not be written; only graphs under graph/user/, named in full, may")
        return iri

    def _next(self) -> Token:
        if self.place >= len(self.words):
            raise BadRequest("the update ends too early")
        self.place += 1
        return self.words[self.place - 1]

    def _peek(self) -> Token:
        return self.words[self.place] if self.place < len(self.words) else Token("end", "", 0)

    def _skip(self, keyword: str) -> None:
        if self._peek().keyword == keyword:
            self.place += 1


# -- using-graph-uri ------------------------------------------------------------------------------


def _with_using(text: str, words: list[Token], using: Sequence[str], using_named: Sequence[str]) -> str:
    if any(word.keyword in ("USING", "WITH") for word in words):
        raise BadRequest("using-graph-uri cannot go with USING or WITH in the update itself")
    clause = "".join(f" USING <{iri}>" for iri in using) + "".join(
        f" USING NAMED <{iri}>" for iri in using_named
    )
    parts, end = [], 0
    for place, word in enumerate(words):
        if word.keyword != "WHERE" or _in_braces(words, place):
            continue
        if words[place - 1].keyword == "DELETE":  # the short form: its pattern is its template
            pattern = text[words[place + 1].start : _closing(words, place + 1).start + 1]
            parts += [text[end : word.start], pattern, clause, " WHERE "]
            end = word.start + len(word.text)
        else:
            parts += [text[end : word.start], clause, " "]
            end = word.start
    return "".join(parts) + text[end:]


def _closing(words: list[Token], opening: int) -> Token:
    depth = 0
    for word in words[opening:]:
        depth += (word.text == "{") - (word.text == "}")
        if depth == 0:
            return word
    raise BadRequest("a } is missing")
