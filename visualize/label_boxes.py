"""How much room a label takes, where it breaks, and which rectangles cover each other.

Widths are counted, not measured in a browser: a Chinese character is one em, Latin letters and digits
about 0.56 em in the system faces the pages use. Good to some five per cent, and the margin covers it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

FONT = 13.0
LINE = 17.0
MARGIN = 3.0

_NOT_AT_START = set("，。、；：？！”’）》〉】〕…的+-·/%")
_NOT_AT_END = set("“‘（《〈【〔")
_BREAK_BEFORE = set("与和及暨等")
_BREAK_AFTER = set("的、，；：”）》")


def text_width(text: str, font: float = FONT) -> float:
    """Width of one line of text in pixels at ``font`` pixels."""
    em = 0.0
    for character in text:
        if unicodedata.east_asian_width(character) in "WFA":
            em += 1.0
        elif character.isupper():
            em += 0.68
        else:
            em += 0.56
    return em * font


def bigrams(labels: Iterable[str]) -> Counter[str]:
    """How often each pair of neighbouring characters occurs: pairs that recur are words."""
    seen: Counter[str] = Counter()
    for label in labels:
        seen.update(label[i : i + 2] for i in range(len(label) - 1))
    return seen


@dataclass(frozen=True, slots=True)
class Words:
    """Pairs of characters that recur in the texts at hand; ``key`` is the same for the same pairs."""

    pairs: Counter[str]
    key: str

    @classmethod
    def of(cls, texts: Iterable[str]) -> Words:
        pairs = Counter({pair: n for pair, n in bigrams(texts).items() if n > 1})
        told = "".join(f"{pair}{n}" for pair, n in sorted(pairs.items()))
        return cls(pairs, hashlib.sha256(told.encode()).hexdigest()[:16])


def wrap(label: str, widest: float, words: Counter[str] | None = None, lines: int = 2) -> list[str]:
    """Break a label into at most ``lines`` lines of at most ``widest`` ems, an ellipsis closing what is cut.

    A break keeps clear of closing marks, of Latin words and of pairs of characters that recur in
    ``words`` (so 大学 stays whole where other labels have it), likes 的, 与, 和, and balances the lines.
    """
    label = " ".join(label.split())
    if text_width(label, 1.0) <= widest:
        return [label]
    if lines == 1:
        return [_cut(label, widest)]
    total = text_width(label, 1.0)
    goal = min(widest, max(total / lines, total - widest * (lines - 1)))
    best, best_cost = 0, float("inf")
    width = 0.0
    for i in range(1, len(label)):
        width += text_width(label[i - 1], 1.0)
        if width > widest:
            break
        cost = abs(width - goal) + _break_cost(label, i, words)
        cost += 12.0 if total - width > widest * (lines - 1) else 0.0
        if cost < best_cost:
            best, best_cost = i, cost
    best = best or 1
    return [label[:best].rstrip(), *wrap(label[best:].lstrip(), widest, words, lines - 1)]


def _break_cost(label: str, at: int, words: Counter[str] | None) -> float:
    before, after = label[at - 1], label[at]
    cost = 0.0
    if after in _NOT_AT_START or before in _NOT_AT_END:
        cost += 6
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        cost += 8
    if before.isdigit() and not after.isascii():
        cost += 4  # a number stays with what it counts
    if after in _BREAK_BEFORE or before in _BREAK_AFTER:
        cost -= 1.6
    if words is not None:
        cost += min(5.0, log2(max(1, words[before + after])))
    return cost


def _cut(label: str, widest: float) -> str:
    width = 0.0
    for i, character in enumerate(label):
        width += text_width(character, 1.0)
        if width > widest - 1.0 and i < len(label) - 1:
            return label[:i] + "…"
    return label


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-parallel rectangle, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def covers(self, other: Box) -> bool:
        """True where the two share an area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def crossed_by(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        """True where the segment runs through the inside (Liang and Barsky's clipping)."""
        t0, t1 = 0.0, 1.0
        dx, dy = x2 - x1, y2 - y1
        for p, q in (
            (-dx, x1 - self.left),
            (dx, self.right - x1),
            (-dy, y1 - self.top),
            (dy, self.bottom - y1),
        ):
            if p == 0:
                if q <= 0:
                    return False
                continue
            t = q / p
            if p < 0:
                t0 = max(t0, t)
            else:
                t1 = min(t1, t)
            if t0 >= t1:
                return False
        return True


def overlapping(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """Index pairs of boxes that share an area, found by a sweep from left to right."""
    order = sorted(range(len(boxes)), key=lambda i: boxes[i].left)
    found: list[tuple[int, int]] = []
    active: list[int] = []
    for i in order:
        active = [j for j in active if boxes[j].right > boxes[i].left]
        found.extend((min(i, j), max(i, j)) for j in active if boxes[i].covers(boxes[j]))
        active.append(i)
    return found
