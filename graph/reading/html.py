"""HTML to text: paragraphs a line each, tables as tab-separated rows, furniture of the page left out."""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml import html as lxml_html

from graph.errors import UnreadableFile
from graph.reading.grid import BREAK, rows_of, table_lines

_DROPPED = frozenset(
    {
        *(
            "script",
            "style",
            "noscript",
            "template",
            "nav",
            "header",
            "footer",
            "aside",
            "form",
            "button",
            "select",
        ),
        *(
            "option",
            "input",
            "textarea",
            "iframe",
            "object",
            "embed",
            "svg",
            "canvas",
            "audio",
            "video",
            "map",
            "head",
        ),
    }
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul"}
) | {
    *(
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "center",
        "address",
        "figure",
        "figcaption",
        "table",
        "tr",
        "td",
    ),
    *(
        "th",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "br",
        "hr",
        "body",
        "html",
        "fieldset",
        "details",
        "summary",
    ),
}
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|foot|sidebar|share|bdshare|toolbar|copyright|pagination|pager|"
    r"related|recommend|comment|search|login|qrcode|print)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")


def decode_html(data: bytes) -> tuple[str, str]:
    """Text and encoding: a mark at the head, the charset it declares, UTF-8, GB18030."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "utf-16"
    declared = _CHARSET.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    if name.startswith(("gb", "x-gbk", "hz")):
        name = "gb18030"
    for encoding in dict.fromkeys((name, "utf-8-sig", "gb18030")):
        try:
            return data.decode("utf-8-sig" if encoding == "utf-8" else encoding), encoding.removesuffix(
                "-sig"
            )
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace"), "utf-8"


def html_text(data: bytes) -> tuple[str, str]:
    """Text and encoding of an HTML page. Raises UnreadableFile, without the file's name, if there is none."""
    page, encoding = decode_html(data)
    page = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", page).replace("\x00", "")
    if not page.strip():
        raise UnreadableFile("网页是空的，没有可读的文字。请重新保存网页")
    try:
        root = lxml_html.document_fromstring(
            page, parser=lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as broken:
        raise UnreadableFile(
            f"不是可以解析的网页（{broken}）。请重新保存网页，或复制文字另存为 .docx 或 .txt"
        ) from broken
    return _Page(root).text(), encoding


class _Page:
    """One walk over the tree, without recursion: a page may be nested to any depth."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._lines: list[str] = []
        self._inline: list[str] = []

    def text(self) -> str:
        skipped: etree._Element | None = None
        for event, element in etree.iterwalk(self._root, events=("start", "end")):
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self._tail(element)
                continue
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if self._drop(element, tag):
                    skipped = element
                    continue
                if tag == "table" and _is_data(element):
                    self._break()
                    self._lines += table_lines(rows_of(_cells(element)))
                    skipped = element
                    continue
                if tag in _BLOCKS:
                    self._break()
                if element.text:
                    self._inline.append(element.text)
            else:
                if tag in _BLOCKS:
                    self._break()
                self._tail(element)
        self._break()
        return "\n".join(self._lines)

    def _tail(self, element: etree._Element) -> None:
        if element.tail:
            self._inline.append(element.tail)

    def _break(self) -> None:
        line = _WHITE.sub(" ", "".join(self._inline)).strip(" ")
        self._inline.clear()
        if line:
            self._lines.append(line)

    def _drop(self, element: etree._Element, tag: str) -> bool:
        if not tag or tag in _DROPPED or element.get("hidden") is not None:
            return True
        if _HIDDEN.search(element.get("style", "")):
            return True
        if tag in ("html", "body", "table", "tr", "td", "tbody"):
            return False
        names = f"{element.get('class', '')} {element.get('id', '')}"
        return bool(_FURNITURE.search(names)) and _mostly_links(element)


def _mostly_links(element: etree._Element) -> bool:
    """Whether a block holds links or a few words, and no text to read."""
    length = sum(len(piece.strip()) for piece in element.itertext())
    linked = sum(len(piece.strip()) for link in element.iter("a", "button") for piece in link.itertext())
    return length < 40 or linked >= 0.5 * length


def _is_data(table: etree._Element) -> bool:
    """Whether a table shows rows of values, not the layout of the page."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return False
    return any(len(list(row.iterchildren("td", "th"))) > 1 for row in table.iter("tr"))


def _cells(table: etree._Element) -> list[list[tuple[str, int, int]]]:
    return [
        [
            (_text(cell), _span(cell, "colspan"), _span(cell, "rowspan"))
            for cell in row.iterchildren("td", "th")
        ]
        for row in table.iter("tr")
    ]


def _text(cell: etree._Element) -> str:
    pieces: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            pieces += [BREAK] * (element.tag in _BLOCKS) + [element.text or ""]
        elif element is not cell:
            pieces += [BREAK] * (element.tag in _BLOCKS and element.tag != "br") + [element.tail or ""]
    return "".join(pieces)


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return int(value) if value.isdecimal() and len(value) < 6 else 1
