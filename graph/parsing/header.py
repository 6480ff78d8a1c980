"""The frame of a document (GB/T 9704): number, titles, issuer, dates, readers, copies, cited documents, attachments.

A document either is the plan itself or a notice that hands on a plan (关于印发…的通知); in the
second case the plan's title is the one that stands above the plan, else the one the notice names.
All words of the genre come from ``lexicon/header.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from graph.model import Attachment, Cited, Header, SourceText, Span
from graph.parsing.frame import HAN, cite, pattern, split_paragraphs, tidy
from graph.parsing.issue import FrontMatter, Issue
from graph.parsing.parts import Parts, parse_parts
from graph.parsing.signers import listed_bodies
from ontology import words

_NUMBER = re.compile(rf"(?P<code>[{HAN}]{{1,16}})〔\d{{4}}〕第?\d{{1,5}}号")
_SERIAL = re.compile(r"〔\d{4}〕第?\d{1,5}号")
_CODE = re.compile(rf"[{HAN}]{{1,16}}$")
_FIRST_CLAUSE = re.compile(r"(?:一、|第一[章条]|（一）|一是|1[.、])")
_SPAN_OF_YEARS = re.compile(r"(?P<a>20\d\d)年?\s?(?:[-—–－~～―─至到]+)\s?(?P<b>20\d\d)年?")
_ONE_YEAR = re.compile(r"(?<![到至\d])(?P<a>20\d\d)年(?:度)?(?!版|远景|远期|底|前|修订|[一-鿿]?月)")
_QUOTED = re.compile("《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_SENTENCE_END = re.compile("[。；！？]")
_HEAD_LENGTH = 40
"""Paragraphs of a document in which its titles and number are looked for."""


def parse_header(source: SourceText, parts: Parts | None = None) -> Header:
    """Read the frame of ``source``. What the document does not say stays None or empty.

    ``parts`` is what ``parse_parts`` found in the same text, where it is at hand.
    """
    return _Frame(source, parts or parse_parts(source)).header()


class _Frame:
    """One reading of one document: its paragraphs and the places found so far."""

    def __init__(self, source: SourceText, parts: Parts) -> None:
        self.source = source
        self.parts = parts
        self.paragraphs = split_paragraphs(source.text)
        clause = (i for i, p in enumerate(self.paragraphs) if _FIRST_CLAUSE.match(p.text))
        self.body = next(clause, len(self.paragraphs))
        self.matter = FrontMatter(source)
        self.issue = Issue(source, self.paragraphs, self.matter.value)

    def header(self) -> Header:
        notice, own = self._titles()
        at = notice if notice is not None else own
        number = self._number(at)
        addressees, after = self._addressees(at)
        issued, signed = self.issue.issued(notice, own, after)
        plan = (
            self._plan_title(notice, signed if signed is not None else after) if notice is not None else None
        )
        title_at = own if notice is None else None
        title = self._whole(title_at) if title_at is not None else plan
        notice_title = self._whole(notice) if notice is not None else None
        issuers = self.issue.issuers(at, signed)
        printed, printed_by = self.issue.printed()
        period = self._period(title, notice_title)
        return Header(
            title=title,
            notice_title=notice_title,
            number=number,
            issuer=self.issue.joint(issuers),
            issuers=issuers,
            issued=issued,
            printed=printed,
            printed_by=printed_by,
            addressees=addressees,
            copied_to=self._copied(),
            publicity=self._publicity(),
            period_start=period[0] if period else None,
            period_end=period[1] if period else None,
            period_span=period[2] if period else None,
            cites=self._cites(number),
            attachments=self._attachments(),
        )

    def _whole(self, index: int) -> Cited:
        paragraph = self.paragraphs[index]
        return cite(self.source, paragraph.start, paragraph.end)

    # Titles

    def _titles(self) -> tuple[int | None, int | None]:
        """Where the notice's title and, without a notice, the document's own title stand."""
        own = None
        for index, paragraph in enumerate(self.paragraphs[: min(_HEAD_LENGTH, self.body)]):
            text = paragraph.text
            if len(text) > 160 or "\t" in text or _SENTENCE_END.search(text) or text.endswith("："):
                continue
            if pattern("notice").search(text):
                return index, None
            if (
                own is None
                and len(text) >= 4
                and pattern("title").search(text)
                and not pattern("label").match(text)
            ):
                own = index
        return None, own

    def _plan_title(self, notice: int, after: int) -> Cited | None:
        """The title above the plan: what the notice names, or the first title after its signature."""
        named = self._named(notice)
        first = None
        for paragraph in self.paragraphs[after : after + 8]:
            text = paragraph.text
            if _FIRST_CLAUSE.match(text) or (_SENTENCE_END.search(text) and len(text) > 40):
                break
            if not pattern("title").search(text) or len(text) > 120 or pattern("label").match(text):
                continue
            here = cite(self.source, paragraph.start, paragraph.end)
            if named is None or _same_title(here.value, named.value):
                return here
            first = first or here
        for paragraph in self.paragraphs[after:]:
            if named and len(paragraph.text) <= 120 and tidy(paragraph.text) == named.value:
                return cite(self.source, paragraph.start, paragraph.end)
        return named or first

    def _named(self, notice: int) -> Cited | None:
        paragraph = self.paragraphs[notice]
        named = pattern("named").search(paragraph.text)
        if not named:
            return None
        start, end = named.span("named")
        quoted = _QUOTED.search(paragraph.text, start, end)
        if quoted:
            start, end = quoted.span(1)
        return cite(self.source, paragraph.start + start, paragraph.start + end)

    # Number

    def _number(self, title: int | None) -> Cited | None:
        """The document's own number: alone in a paragraph of the head, or in the front matter; never a cited one."""
        for paragraph in self.paragraphs[: min(_HEAD_LENGTH, self.body)]:
            text = paragraph.text
            labelled = pattern("labelled_number").search(text) if len(text) <= 80 else None
            start = labelled.end() if labelled else 0
            found = _NUMBER.match(text, start)
            if found and (labelled or len(text) - found.end() <= 16) and not _SENTENCE_END.search(text):
                run_on = pattern("letterhead_run_on").match(text, start) if len(found["code"]) > 9 else None
                start = run_on.end() if run_on else start
                return cite(self.source, paragraph.start + start, paragraph.start + found.end())
            if title is not None and paragraph is self.paragraphs[title]:
                tail = re.search(rf"[（]({_NUMBER.pattern})[）]$", text)
                if tail:
                    return cite(self.source, paragraph.start + tail.start(1), paragraph.start + tail.end(1))
        cited = self.matter.value("number")
        return cited if cited and re.search(r"\d号$", cited.value) else None

    def _cites(self, own: Cited | None) -> tuple[Cited, ...]:
        found: dict[str, Cited] = {}
        text = self.source.text
        for match in _SERIAL.finditer(text):
            code = _CODE.search(text[max(0, match.start() - 16) : match.start()])
            if not code:
                continue
            start = match.start() - len(code.group())
            lead = pattern("before_number").match(code.group())
            if lead and (len(lead["word"]) > 1 or text[max(0, start - 1)] not in "（\n"):
                start += lead.end()
            cited = cite(self.source, start, match.end())
            if own is None or cited.value != own.value:
                found.setdefault(cited.value, cited)
        return tuple(found.values())

    # Readers

    def _addressees(self, title: int | None) -> tuple[tuple[Cited, ...], int]:
        """Addressees, and the paragraph after them (or after the title where there are none)."""
        begin = 0 if title is None else title + 1
        for index in range(begin, min(begin + 6, len(self.paragraphs))):
            paragraph = self.paragraphs[index]
            text = paragraph.text
            if _SENTENCE_END.search(text) or _FIRST_CLAUSE.match(text):
                break
            if text.endswith("：") and not pattern("label").match(text) and len(text) <= 600:
                parts = re.finditer("[^，,；：]+", text)
                return (
                    tuple(
                        cite(self.source, paragraph.start + p.start(), paragraph.start + p.end())
                        for p in parts
                    ),
                    index + 1,
                )
        return (), begin

    def _copied(self) -> tuple[Cited, ...]:
        for paragraph in reversed(self.paragraphs):
            label = pattern("copies").match(paragraph.text)
            if label:
                return tuple(
                    cite(self.source, paragraph.start + a, paragraph.start + b)
                    for a, b in listed_bodies(paragraph.text, label.end())
                )
        return ()

    def _publicity(self) -> Cited | None:
        for paragraph in self.paragraphs:
            if len(paragraph.text) <= 40:
                found = pattern("publicity").match(paragraph.text) or pattern("publicity_note").match(
                    paragraph.text
                )
                if found:
                    a, b = found.span("value")
                    return cite(self.source, paragraph.start + a, paragraph.start + b)
        return None

    # Period

    def _period(self, title: Cited | None, notice: Cited | None) -> tuple[str, str, Span] | None:
        for cited in (title, notice):
            if cited is None:
                continue
            start = self._place(cited.span)
            end = self._place(Span(cited.span.end - 1, cited.span.end)) + 1
            text = self.source.text[start:end]
            years = _SPAN_OF_YEARS.search(text)
            if years and years["a"] <= years["b"]:
                return years["a"], years["b"], self.source.span(start + years.start(), start + years.end())
            for word, (first, last) in words.table("header")["periods"].items():
                at = text.find(word)
                if at >= 0:
                    return first, last, self.source.span(start + at, start + at + len(word))
            year = _ONE_YEAR.search(text)
            if year:
                return year["a"], year["a"], self.source.span(start + year.start(), start + year.end())
        return None

    def _place(self, span: Span) -> int:
        """The place in the view of a raw span that is known to be there."""
        return bisect_left(self.source.offsets, span.start)

    # Attachments

    def _attachments(self) -> tuple[Attachment, ...]:
        """The attachments the list names, and those that are there unnamed."""
        named = [
            Attachment(n.number, tidy(n.title), n.present, self.source.span(n.start, n.end))
            for n in self.parts.named
        ]
        known = {attachment.number for attachment in named}
        for part in self.parts.of("attachment"):
            if part.title and part.ordinal not in known:
                span = self.source.span(part.title_start, part.title_end)
                named.append(Attachment(part.ordinal, tidy(part.title), True, span))
        return tuple(named)


def _bare(title: str) -> str:
    return re.sub(r"[\s“”《》（）()\-—–]", "", title)


def _same_title(a: str, b: str) -> bool:
    a, b = _bare(a).removeprefix("关于"), _bare(b).removeprefix("关于")
    return a == b or (min(len(a), len(b)) >= 8 and (a in b or b in a))
