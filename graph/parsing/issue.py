"""Who issued a document and when: signature, head of the page, print note, YAML block before the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from graph.model import Cited, SourceText, Span
from graph.parsing.frame import DATE, Paragraph, cite, iso_date, pattern, tidy
from graph.parsing.signers import split_bodies
from graph.reading.lines import front_matter
from ontology import words

_DATE_ALONE = re.compile(rf"^{DATE}$")
_DATE_BRACKET = re.compile(rf"^（{DATE}[^（）。]{{0,40}}）$")
_PRINTED = re.compile(rf"^(?P<by>[^。：，]{{0,60}}?)[\s，]*{DATE}[\s]*印发?发?$")


class FrontMatter:
    """The values of a YAML block at the head of a file, each with its place."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.places = self._pairs()

    def _pairs(self) -> dict[str, tuple[int, int]]:
        """Raw spans of the values of a YAML block, by key."""
        place = front_matter(self.source.raw)
        if not place:
            return {}
        pairs = re.finditer(
            r"^([^:：\n]{1,20})[:：][ \t]*([^\r\n]+?)[ \t]*$", self.source.raw[: place[1]], re.MULTILINE
        )
        return {pair.group(1).strip(): pair.span(2) for pair in pairs}

    def value(self, kind: str) -> Cited | None:
        for key in words.table("header")["front_matter_keys"][kind]:
            if key in self.places:
                start, end = self.places[key]
                value = tidy(self.source.raw[start:end].strip("\"'"))
                if value:
                    return Cited(value, Span(start, end))
        return None


class Issue:
    """Dates and issuers among the paragraphs of one document."""

    def __init__(
        self, source: SourceText, paragraphs: Sequence[Paragraph], front_matter: Callable[[str], Cited | None]
    ) -> None:
        self.source = source
        self.paragraphs = paragraphs
        self.front_matter = front_matter

    def _dated(self, paragraph: Paragraph, pattern: re.Pattern[str]) -> Cited | None:
        if len(paragraph.text) > 100:
            return None
        found = pattern.match(paragraph.text)
        value = iso_date(found["y"], found["m"], found["d"]) if found else None
        if not found or not value:
            return None
        end = paragraph.text.index("日", found.start("d")) + 1
        return Cited(value, self.source.span(paragraph.start + found.start("y"), paragraph.start + end))

    def issued(self, notice: int | None, own: int | None, after: int) -> tuple[Cited | None, int | None]:
        """成文日期 and its paragraph: under the title, else below the signature."""
        for index in range(*((own + 1, own + 4) if own is not None else (0, 0))):
            if index < len(self.paragraphs):
                dated = self._dated(self.paragraphs[index], _DATE_BRACKET)
                if dated:
                    return dated, index
        alone = [
            (index, dated)
            for index, paragraph in enumerate(self.paragraphs)
            if index >= (notice or 0) and (dated := self._dated(paragraph, _DATE_ALONE))
        ]
        if alone:
            signed = [(i, d) for i, d in alone if self._signature(i)]
            index, dated = (alone if notice is not None else signed or alone[-1:])[0]
            return dated, index
        matter = self.front_matter("issued")
        if matter:
            date = re.search(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})", matter.value)
            value = iso_date(*date.groups()) if date else None
            if value:
                return Cited(value, matter.span), None
        return None, None

    def _signature(self, dated: int) -> list[int]:
        """The paragraphs above a date that name who signs, first to last."""
        signers: list[int] = []
        for index in range(dated - 1, -1, -1):
            text = self.paragraphs[index].text
            if text.startswith("（") and text.endswith("）") and len(text) <= 40:
                continue
            name = text.replace(" ", "")
            if len(name) > 120 or re.search("[。，；：\t]", name) or not pattern("body").search(name):
                break
            if pattern("title").search(name) and "关于" in name:
                break
            signers.append(index)
        return signers[::-1]

    def issuers(self, title: int | None, dated: int | None) -> tuple[Cited, ...]:
        found = [
            cited
            for index in (self._signature(dated) if dated is not None else [])
            for cited in split_bodies(self.source, self.paragraphs[index].start, self.paragraphs[index].end)
        ]
        if not found and title is not None:
            paragraph = self.paragraphs[title]
            stop = paragraph.text.find("关于")
            if stop > 0 and pattern("body").search(paragraph.text, 0, stop):
                found = split_bodies(self.source, paragraph.start, paragraph.start + stop)
        if not found or len(found) == 1:
            found = self._fuller(found, self._letterhead(title))
        if not found:
            matter = self.front_matter("issuer")
            found = [matter] if matter else []
        if not found:
            printed_by = self.printed()[1]
            found = [printed_by] if printed_by else []
        return tuple(found)

    @staticmethod
    def _fuller(signed: list[Cited], head: list[Cited]) -> list[Cited]:
        """The head of the page where it prints in full what the signature shortens: 上海市|闵行区科学技术委员会."""
        if signed and not (len(head) == 1 and head[0].value.endswith(signed[0].value)):
            return signed
        return head

    def _letterhead(self, title: int | None) -> list[Cited]:
        for paragraph in self.paragraphs[: title if title is not None else 3]:
            head = pattern("letterhead").match(paragraph.text)
            end = head.end("body") if head else len(paragraph.text)
            if head or (len(paragraph.text) <= 60 and pattern("body").search(paragraph.text)):
                return split_bodies(self.source, paragraph.start, paragraph.start + end)
        return []

    def joint(self, issuers: Sequence[Cited]) -> Cited | None:
        if not issuers:
            return None
        return Cited("、".join(i.value for i in issuers), Span(issuers[0].span.start, issuers[-1].span.end))

    def printed(self) -> tuple[Cited | None, Cited | None]:
        """印发日期 and 印发机关, from the foot of the document."""
        for index in range(len(self.paragraphs) - 1, -1, -1):
            paragraph = self.paragraphs[index]
            dated = self._dated(paragraph, _PRINTED)
            if not dated:
                continue
            by = _PRINTED.match(paragraph.text)
            if by and by["by"].strip():
                return dated, cite(self.source, paragraph.start, paragraph.start + len(by["by"].rstrip()))
            above = self.paragraphs[index - 1] if index else None
            if above and len(above.text) <= 60 and pattern("body").search(above.text):
                return dated, cite(self.source, above.start, above.end)
            return dated, None
        return None, None
