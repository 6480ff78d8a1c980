"""A node as it is drawn: its mark, the lines of its label, and the rectangle both take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from visualize.kinds import kind_of
from visualize.label_boxes import FONT, LINE, MARGIN, Box, Words, bigrams, text_width, wrap

Side = Literal["right", "left", "below", "above", "inside"]
SIDES: tuple[Side, ...] = ("right", "left", "below", "above")

RADIUS = 7.0
CENTRE_RADIUS = 19.0
GAP = 6.0
CHIP_HEIGHT = 22.0
PADDING = 10.0


@dataclass(slots=True)
class Sign:
    """One node: where it stands, on which side its label is, and what size both have."""

    id: str
    kind: str
    lines: list[str]
    number: str = ""
    radius: float = RADIUS
    font: float = FONT
    chips: list[str] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    side: Side = "right"
    chips_above: bool = True

    @property
    def boxed(self) -> bool:
        """True for tasks, whose text stands inside their own box."""
        return self.kind == "task"

    @property
    def label_width(self) -> float:
        return max(text_width(line, self.font) for line in self.lines)

    @property
    def label_height(self) -> float:
        return len(self.lines) * LINE * self.font / FONT

    def size(self) -> tuple[float, float]:
        """Width and height of the mark alone (for a task, of its box)."""
        if self.boxed:
            number = text_width(self.number, 15) + 8 if self.number else 0
            return self.label_width + number + 2 * PADDING, self.label_height + 10
        return 2 * self.radius, 2 * self.radius

    def chip_widths(self) -> list[float]:
        return [text_width(chip, 12) + 18 for chip in self.chips]

    def mark_box(self) -> Box:
        """The mark's own rectangle, about the origin."""
        width, height = self.size()
        return Box(-width / 2, -height / 2, width / 2, height / 2)

    def label_at(self, side: Side) -> tuple[float, float, str]:
        """Middle of the first line, relative to the mark, and the text's anchor."""
        width, _ = self.size()
        half = (len(self.lines) - 1) * LINE * self.font / FONT / 2
        if side == "inside":
            number = text_width(self.number, 15) + 8 if self.number else 0
            return -width / 2 + PADDING + number, -half, "start"
        if side == "right":
            return self.radius + GAP, -half, "start"
        if side == "left":
            return -self.radius - GAP, -half, "end"
        line = LINE * self.font / FONT
        if side == "below":
            return 0.0, self.radius + 2 + line / 2, "middle"
        return 0.0, -self.radius - 2 - line / 2 - 2 * half, "middle"

    def label_box(self, side: Side) -> Box:
        """The label's rectangle relative to the mark's centre."""
        x, y, anchor = self.label_at(side)
        line = LINE * self.font / FONT
        top = y - line / 2
        left = {"start": x, "end": x - self.label_width, "middle": x - self.label_width / 2}[anchor]
        return Box(left, top, left + self.label_width, top + self.label_height)

    def whole(self, side: Side | None = None) -> Box:
        """Mark, label and chips together, about the origin, with a margin."""
        side = side or self.side
        boxes = [self.mark_box()]
        if not self.boxed:
            boxes.append(self.label_box(side))
        if self.chips:
            width = sum(self.chip_widths()) + 6 * (len(self.chips) - 1)
            _, height = self.size()
            top = -height / 2 - 5 - CHIP_HEIGHT if self.chips_above else height / 2 + 5
            boxes.append(Box(-width / 2, top, width / 2, top + CHIP_HEIGHT))
        return Box(
            min(b.left for b in boxes),
            min(b.top for b in boxes),
            max(b.right for b in boxes),
            max(b.bottom for b in boxes),
        ).grown(MARGIN)

    def placed(self) -> Box:
        """Where all of it stands."""
        return self.whole().moved(self.x, self.y)

    def placed_mark(self) -> Box:
        return self.mark_box().moved(self.x, self.y)

    def placed_label(self) -> Box:
        return self.label_box(self.side).moved(self.x, self.y)


def signs_of(
    nodes: list[dict[str, Any]], centre: str | None = None, words: Words | None = None
) -> dict[str, Sign]:
    """One sign per node of the graph JSON, labels broken into lines, nothing placed yet.

    ``words`` are pairs of characters that recur in the texts at hand.
    """
    pairs = bigrams(str(node["label"]) for node in nodes)
    if words:
        pairs.update(words.pairs)
    signs: dict[str, Sign] = {}
    for node in nodes:
        kind = kind_of(str(node["type"]))
        label = str(node.get("short") or node["label"]).strip() or str(node["id"])
        lines = wrap(label, 9.0, pairs) if kind == "task" else wrap(label, 13.5, pairs)
        is_centre = node["id"] == centre
        signs[str(node["id"])] = Sign(
            id=str(node["id"]),
            kind=kind,
            lines=lines,
            number=str(node.get("number") or "").strip(".．、 ") if kind == "task" else "",
            radius=CENTRE_RADIUS if is_centre and kind != "task" else RADIUS,
            font=15.0 if is_centre and kind != "task" else FONT,
            chips=[str(chip["label"]) for chip in node.get("more", [])],
            side="inside" if kind == "task" else ("below" if is_centre else "right"),
        )
    return signs
