"""The clause tree of a plan: 一、（一）1. (1) ① 一是 第一, sections, headings, run-in clauses.

Works on the normalised view (one logical paragraph per line). A ``Node`` is a clause in the making;
``structure.py`` turns nodes into ``Clause`` and ``Task``. The level of a mark is where it stands in the
nesting, not what it looks like: some plans put 1. above （一）.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from graph.parsing.text_lines import Line, numeral
from ontology import words

_N = "一二三四五六七八九十"
MINOR = frozenset({"round", "circled", "half", "yishi", "diyi"})
"""Marks of small items; where one list of units stands at their end, it covers them all."""

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@cache
def _mark() -> re.Pattern[str]:
    worded = "|".join(sorted(words.table("clauses")["worded_heads"], key=len, reverse=True))
    return re.compile(
        rf"(?P<chapter>第[{_N}百]{{1,4}}[编章])(?![程节节目])"
        rf"|(?P<section>第[{_N}百]{{1,4}}节)"
        rf"|(?P<article>第[{_N}百]{{1,5}}条)"
        rf"|(?P<worded>(?:{worded})(?:[{_N}]{{1,3}}|\d{{1,2}})[：:、.])"
        rf"|(?P<yishi>[{_N}]{{1,3}}是)(?!一种|否)"
        rf"|(?P<diyi>第[{_N}]{{1,3}}[，,、：:])"
        rf"|(?P<cn>[{_N}]{{1,3}}[、.．])"
        rf"|(?P<pcn>（[{_N}]{{1,3}}）[、.]?)"
        rf"|(?P<round>（\d{{1,2}}）[、.]?)"
        rf"|(?P<dot>\d{{1,2}}(?:[.、](?![\d%％])))"
        rf"|(?P<half>\d{{1,2}}）)"
        rf"|(?P<circled>[{_CIRCLED}][、.]?)"
    )


_DIGITS = re.compile(rf"[{_N}]+|\d+|[{_CIRCLED}]")
_SENTENCE_END = "。；;！？"
_BEFORE_INLINE = "。；;：:！？”）)》\n\t "
_NOT_BEFORE_CN = "第统单同专唯之万归划逐初其等说这那进某每"
_HEADING_MAX = 120


@dataclass(slots=True)
class Node:
    """A clause: ``text[start:own_end]`` is its own text, ``text[start:end]`` with the clauses below it."""

    style: str
    number: int
    mark: str
    start: int
    body: int
    """Where the text after the mark begins."""
    inline: bool
    own_end: int = 0
    end: int = 0
    heading_end: int = 0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    path: tuple[int, ...] = ()
    frame: bool = False
    """A section such as 指导思想 that holds no tasks."""
    safeguard: bool = False

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def label(self) -> str:
        """The number as one would call it: 第一 without the comma of the sentence it begins."""
        return self.mark.rstrip("，,：:")


def _number(mark: str) -> int:
    digits = _DIGITS.search(mark)
    if digits is None:
        return 0
    found = digits.group()
    return _CIRCLED.index(found) + 1 if found in _CIRCLED else numeral(found)


def parse_clauses(
    text: str, end: int, lines: list[Line], skip: tuple[tuple[int, int], ...] = ()
) -> list[Node]:
    """The top clauses of the lines, in order, up to ``end``; ``skip``: stretches without clauses (tables)."""
    marks = _line_marks(lines)
    if _runs_on(lines, marks):
        marks = _running_marks(text, lines)
    roots = _nest(marks)
    for root in roots:
        for node in root.walk():
            _split_run_in(text, node)
    flat = [node for root in roots for node in root.walk()]
    flat.sort(key=lambda node: node.start)
    holes = sorted(a for a, _ in skip)
    for node, following in zip(flat, [*flat[1:], None], strict=False):
        node.own_end = _trimmed_end(text, node.start, following.start if following else end, holes)
    for root in roots:
        _close(root)
    for node in flat:
        node.heading_end = _heading_end(text, node)
    for root in roots:
        _classify(text, root)
    return roots


def _trimmed_end(text: str, start: int, end: int, holes: list[int]) -> int:
    k = bisect_right(holes, start)
    if k < len(holes) and holes[k] < end:
        end = holes[k]
    while end > start and text[end - 1] in "\n \t":
        end -= 1
    return end


def _line_marks(lines: list[Line]) -> list[Node]:
    found = []
    mark = _mark()
    for line in lines:
        if "\t" in line.text:
            continue
        match = mark.match(line.text)
        if match and match.lastgroup and match.end() < len(line.text):
            found.append(
                Node(
                    match.lastgroup,
                    _number(match.group()),
                    match.group(),
                    line.start,
                    line.start + match.end(),
                    False,
                )
            )
    return found


def _runs_on(lines: list[Line], marks: list[Node]) -> bool:
    """Whether the clauses stand inside long lines, as in a text that lost its paragraphs."""
    longest = max((len(line.text) for line in lines), default=0)
    if longest < 150:
        return False
    majors = sum(1 for node in marks if node.style in ("cn", "pcn", "dot", "article"))
    length = sum(len(line.text) for line in lines)
    return majors < 3 or longest > 0.5 * length


def _running_marks(text: str, lines: list[Line]) -> list[Node]:
    """Clause marks anywhere in the lines, each taken only where it continues or opens a numbering."""
    last: dict[str, int] = {}
    stack: list[str] = []
    found: list[Node] = []
    mark = _mark()
    for line in lines:
        if "\t" in line.text:
            continue
        for match in mark.finditer(line.text):
            style = match.lastgroup
            if style is None or match.end() >= len(line.text):
                continue
            at_start = match.start() == 0
            before = "" if at_start else line.text[match.start() - 1]
            number = _number(match.group())
            if not at_start and not _may_open(style, before):
                continue
            continues = last.get(style) is not None and number == last[style] + 1
            if style in stack:
                if not continues and not (number == 1 and stack[-1] != style and at_start):
                    continue
                del stack[stack.index(style) + 1 :]
            elif number == 1 or continues:
                stack.append(style)
            else:
                continue
            last[style] = number
            place = line.start + match.start()
            found.append(Node(style, number, match.group(), place, line.start + match.end(), False))
    return found


def _may_open(style: str, before: str) -> bool:
    if style == "cn":
        return before not in _NOT_BEFORE_CN and before not in _N and not before.isdigit()
    if style == "pcn":
        return before not in "第按照"
    if style == "dot":
        return not (before.isdigit() or (before.isascii() and before.isalpha())) and before not in "第、"
    return before in _BEFORE_INLINE


def _nest(marks: list[Node]) -> list[Node]:
    """Parents and children by the order of styles: a style met before closes all below it."""
    roots: list[Node] = []
    stack: list[Node] = []
    for node in marks:
        depth = next((k for k, open_ in enumerate(stack) if open_.style == node.style), None)
        if depth is not None:
            del stack[depth:]
        elif stack and node.style == "cn":
            # 一、 after （一） or 1. without a 一、 above them: it closes what is open.
            stack.clear()
        node.parent = stack[-1] if stack else None
        (node.parent.children if node.parent else roots).append(node)
        stack.append(node)
    return roots


_RUN_IN = (
    ("diyi", re.compile(rf"(?:^|(?<=[。；;：:！？]))(?:第([{_N}]{{1,3}})[，,、：:])")),
    ("round", re.compile(r"(?:^|(?<=[。；;：:！？]))（(\d{1,2})）")),
    ("circled", re.compile(rf"(?:^|(?<=[。；;：:！？]))([{_CIRCLED}])")),
    ("dot", re.compile(r"(?:^|(?<=[。；;：:！？]))(\d{1,2})[.、](?![\d%])")),
)


_SECOND = {"diyi": ("第二",), "round": ("（2）",), "circled": ("②",), "dot": ("2.", "2、")}


def _split_run_in(text: str, node: Node) -> None:
    """第一…第二… (and (1)…(2)…, 1.…2.…) inside one paragraph of a lowest clause become its children."""
    if node.children:
        return
    end = text.find("\n", node.body)
    end = len(text) if end < 0 else end
    for style, pattern in _RUN_IN:
        if style == node.style or not any(text.find(two, node.body, end) >= 0 for two in _SECOND[style]):
            continue
        run: list[Node] = []
        for match in pattern.finditer(text, node.body, end):
            number = _number(match.group())
            if number == len(run) + 1:
                run.append(Node(style, number, match.group(), match.start(), match.end(), True, parent=node))
        if len(run) >= 2:
            node.children = run
            return


def _close(node: Node) -> None:
    for child in node.children:
        _close(child)
    node.end = max([node.own_end, *(child.end for child in node.children)])


_STOP = re.compile("[。！？]")
_INLINE_STOP = re.compile("[。！？;；]")


def _heading_end(text: str, node: Node) -> int:
    """End of the heading: the first sentence of a run-in one, else the line; at most the own text."""
    line_end = text.find("\n", node.body, node.own_end)
    stop = node.own_end if line_end < 0 else line_end
    if node.mark[-1:] not in "：:":
        end = (_INLINE_STOP if node.inline else _STOP).search(text, node.body, min(stop, node.body + 400))
        stop = end.start() if end else stop
    colon = text.find("：", node.body, min(stop, node.body + 26))
    if (
        colon > node.body + 1
        and stop - colon > 4
        and not any(c in "，；“《" for c in text[node.body : colon])
    ):
        stop = colon
    bracket = _trailing_bracket(text, node.body, stop)
    while bracket > node.body and text[bracket - 1] in "：:。；; ":
        bracket -= 1
    return bracket


def _trailing_bracket(text: str, start: int, stop: int) -> int:
    """``stop``, or where a bracket with a duty begins that closes the heading."""
    if stop > start and text[stop - 1] in "）】］":
        pair = {"）": "（", "】": "【", "］": "［"}[text[stop - 1]]
        opened = text.rfind(pair, start, stop)
        if opened > start and any(w in text[opened:stop] for w in ("单位", "部门", "负责", "牵头", "落实")):
            return opened
    return stop


@cache
def _frames() -> re.Pattern[str]:
    names = "|".join(sorted(words.table("clauses")["frame"], key=len, reverse=True))
    return re.compile(rf"(?:{names})(?:(?:[和与及、，：:]|以及)?(?:{names}))*")


@cache
def _frames_run_in() -> re.Pattern[str]:
    """总体要求以高质量发展为统领…: a text that lost its line ends runs the heading into the sentence."""
    names = "|".join(
        sorted((n for n in words.table("clauses")["frame"] if len(n) > 3), key=len, reverse=True)
    )
    return re.compile(rf"(?:{names})[以坚到围全深紧按通经认统]")


def _classify(text: str, node: Node) -> None:
    table = words.table("clauses")
    heading = text[node.body : node.heading_end]
    parent = node.parent
    node.frame = bool(
        (parent is not None and parent.frame)
        or _frames().fullmatch(heading)
        or _frames_run_in().match(heading)
        or (heading.startswith(tuple(table["frame_sentences"])) and "意义" in heading)
    )
    node.safeguard = bool(
        (parent is not None and parent.safeguard)
        or (len(heading) <= 20 and any(word in heading for word in table["safeguard"]) and parent is None)
    )
    for child in node.children:
        _classify(text, child)
