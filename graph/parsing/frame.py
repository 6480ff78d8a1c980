"""What the reader of a document's frame works with: its words as patterns, its paragraphs, its dates."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from graph.model import Cited, SourceText
from ontology import words

HAN = "\u4e00-\u9fff"
_DIGITS = "0-9一二三四五六七八九十〇○零Ｏ"
DATE = rf"(?P<y>[12]\d{{3}}|[一二三四五六七八九〇○零]{{4}})年(?P<m>[{_DIGITS}]{{1,3}})月(?P<d>[{_DIGITS}]{{1,3}})日"
_CHINESE_DIGIT = {c: str(i % 10) for i, c in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "Ｏ": "0",
}


def _list(key: str) -> list[str]:
    value = words.table("header")[key]
    return sorted(value, key=len, reverse=True)


def _any(key: str) -> str:
    return "|".join(map(re.escape, _list(key)))


@cache
def pattern(name: str) -> re.Pattern[str]:
    genre = rf"(?:{_any('document_types')})"
    trailing = r"(?:（[^（）]{1,30}）)*"
    return re.compile(
        {
            "title": rf"{genre}{trailing}$",
            "notice": rf"(?:{_any('notice_verbs')}).{{2,200}}(?:通知|通告|公告|函|决定)(?:（[^（）]{{1,30}}）)*$",
            "named": rf"(?:{_any('notice_verbs')})(?P<named>.+?)的?(?:通知|通告|公告|函|决定){trailing}$",
            "letterhead": rf"^(?P<body>.{{2,60}}?){words.table('header')['letterhead_suffix']}$",
            "body": rf"(?:{_any('body_suffixes')})$",
            "labelled_number": rf"(?:{_any('number_labels')})[：:]\s?",
            "copies": rf"^(?:{_any('copy_labels')})[：:]\s?",
            "publicity": rf"^(?:{_any('publicity_labels')})[：:]\s?(?P<value>[{HAN}]{{2,10}})",
            "publicity_note": rf"^（?(?P<value>{_any('publicity_values')})）?$",
            "label": rf"^(?:{_any('line_labels')})[\d一二三]?[：:]",
            "before_number": rf"^.*(?P<word>{_any('before_number')})(?=[{HAN}]{{2}})",
            "place": rf"^[{HAN}]{{1,8}}?(?:{_any('place_suffixes')})",
            "letterhead_run_on": rf"^.*(?:{_any('body_suffixes')}|文件)(?=[{HAN}]{{2,8}}〔)",
            "frame": rf"(?P<number>〔\d{{4}}〕第?\d{{1,5}}号)(?![）、，])|(?P<notice>的通知(?=[^。；：]{{1,200}}：))"
            rf"|(?P<title>{genre}(?=[{HAN}]{{2,10}}〔\d{{4}}〕))|(?P<colon>：)|(?P<stop>[。；](?![”’）]))"
            rf"|(?P<date>{DATE})|(?P<note>（此件[^（）]{{2,8}}）)",
            "part": rf"^(?:{_any('body_parts')})",
        }[name]
    )


@dataclass(frozen=True, slots=True)
class Paragraph:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def split_paragraphs(text: str) -> list[Paragraph]:
    found, start = [], 0
    for line in text.split("\n"):
        cuts = [0, *(_frame_cuts(line) if len(line) > _RUN_TOGETHER and start < 400 else ()), len(line)]
        found += [Paragraph(start + a, line[a:b]) for a, b in pairwise(cuts) if a < b]
        start += len(line) + 1
    return found


_RUN_TOGETHER = 800


def _frame_cuts(line: str) -> list[int]:
    """Where the parts of the frame meet in a document that is one line with no sign between its paragraphs.

    After its number, the title of a notice, the addressees, each sentence, and around a date
    that follows a sentence or a body.
    """
    cuts: list[int] = []
    for found in pattern("frame").finditer(line):
        kind = found.lastgroup if found.lastgroup not in ("y", "m", "d") else "date"
        if kind == "date":
            since = line[cuts[-1] if cuts else 0 : found.start()]
            if len(since) > 120 or (since and not pattern("body").search(since)):
                continue
            cuts += [found.start(), found.end()]
        elif kind == "note":
            cuts += [found.start(), found.end()]
        elif kind == "colon":
            if found.start() < 600:
                cuts.append(found.end())
        elif kind not in ("number", "title") or found.start() < 200:
            cuts.append(found.end())
    return sorted(set(cuts))


def tidy(text: str) -> str:
    """A value without white space, but for the space between two Latin words."""
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text).strip()


def cite(source: SourceText, start: int, end: int) -> Cited:
    return Cited(tidy(source.text[start:end]), source.span(start, end))


def iso_date(year: str, month: str, day: str) -> str | None:
    """ISO 8601 of a date in Arabic or Chinese figures (二〇二四年二月四日); None if there is no such day."""
    numbers = []
    for figure in (year, month, day):
        if figure.isdigit() and figure.isascii():
            numbers.append(int(figure))
        elif "十" in figure:
            tens, ones = figure.split("十", 1)
            numbers.append(int(_CHINESE_DIGIT.get(tens, "1")) * 10 + int(_CHINESE_DIGIT.get(ones, "0")))
        else:
            digits = "".join(_CHINESE_DIGIT.get(c, c) for c in figure)
            if not digits.isdigit():
                return None
            numbers.append(int(digits))
    try:
        return datetime.date(*numbers).isoformat()
    except ValueError:
        return None
