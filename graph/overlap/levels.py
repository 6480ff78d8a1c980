"""Which document carries out which: a department's work plan its district's plan, a district's its city's.

Overlap is between issuers of one level. Between levels the same matter is 上下衔接 (lineage): it ought to recur.
"""

from __future__ import annotations

import re

from graph.overlap.duties import Duties, DutyTask, Frame

_GOVERNMENT = re.compile(
    r"人民政府(?:办公[厅室])?$|国务院(?:办公厅)?$|(?:省|市|区|县|州|盟|旗)委(?:办公[厅室])?$"
)
_PART = re.compile(r".+?(?:省|自治区|市|区|县|州|盟|旗|镇|乡|街道)")


class Levels:
    """Levels of the documents of some duties, worked out once per document."""

    def __init__(self, duties: Duties) -> None:
        self._documents = duties.documents
        self._level = {id_: level(frame) for id_, frame in duties.documents.items()}

    def lineage(self, first: str, second: str) -> bool:
        """Whether one of the two documents stands under the other."""
        if first == second:
            return False
        (home, rank), (other_home, other_rank) = self._level[first], self._level[second]
        inside = home[: len(other_home)] == other_home or other_home[: len(home)] == home
        if inside and (len(home), rank) != (len(other_home), other_rank):
            return True
        return self._cites(first, second) or self._cites(second, first)

    def apart(self, first: str, second: str) -> bool:
        """Whether neither jurisdiction holds the other: 广州 and 上海 each do their own."""
        home, other = self._level[first][0], self._level[second][0]
        shared = min(len(home), len(other))
        return home[:shared] != other[:shared]

    def higher(self, first: str, second: str) -> str:
        """Of two documents in lineage the one from above."""
        return min((first, second), key=lambda each: (len(self._level[each][0]), self._level[each][1]))

    def relation(self, left: DutyTask, right: DutyTask, running_text: bool = False) -> str:
        """For two tasks on one matter: same_level, lineage, not_stated, elsewhere (places apart), or one_plan
        (two tasks of one plan that states no unit for either).
        """
        if self.apart(left.document, right.document):
            return "elsewhere"
        if self.lineage(left.document, right.document):
            return "lineage"
        stated = bool(left.units(running_text)), bool(right.units(running_text))
        if all(stated):
            return "same_level"
        if not any(stated) and left.document == right.document:
            return "one_plan"
        return "not_stated"

    def _cites(self, first: str, second: str) -> bool:
        number = self._documents[second].number
        return number is not None and number in self._documents[first].cites


def governs(name: str) -> bool:
    """Whether a body of this name is a government or party committee: from above, to no department's tasking."""
    return _GOVERNMENT.search(name) is not None or name.startswith("中共")


def level(frame: Frame) -> tuple[tuple[str, ...], int]:
    """Jurisdiction from the top (('上海市', '闵行区')) and 0 for a government, 1 for a department of it."""
    home = tuple(_PART.findall(frame.jurisdiction or ""))
    return home, 0 if _GOVERNMENT.search(frame.issuer_name) else 1
