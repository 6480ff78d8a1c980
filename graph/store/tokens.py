"""The words of a SPARQL text, and what can be told from them without a parser.

The grammar of SPARQL 1.1 (section 19.8), as far as it takes to tell code from strings, IRIs, names and
comments. Used to put terms for variables, and to refuse what may not run before anything parses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_NAME = r"[^\W\d_](?:[\w.·-]*[\w·-])?"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-]"
_LOCAL = rf"(?:[\w:]|{_ESCAPE})(?:(?:[\w.:·-]|{_ESCAPE})*(?:[\w:·-]|{_ESCAPE}))?"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+|\#[^\n\r]*)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w[\w·]*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:\w(?:[\w.·-]*[\w·-])?)
  | (?P<name>(?:{_NAME})?:(?:{_LOCAL})?)
  | (?P<number>\d*\.?\d+(?:[eE][+-]?\d+)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<mark>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    kind: str
    """iri, string, variable, language, blank, name, number, word or mark"""
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The word in capitals, for a keyword of the language; else empty."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> Iterator[Token]:
    """The tokens in order, without white space and comments."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind and kind != "space":
            yield Token(kind, match.group(), match.start())


_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def unescaped(text: str) -> str:
    """``\\uXXXX`` and ``\\UXXXXXXXX`` put in their characters' place, as section 19.2 does before parsing."""

    def character(match: re.Match[str]) -> str:
        code = int(match.group(1) or match.group(2), 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()

    return _CODE_POINT.sub(character, text)
