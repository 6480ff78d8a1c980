"""When a task is due: the words, and the last day they name (2019年6月底前 -> 2019-06-30)."""

from __future__ import annotations

import calendar
import re
from functools import cache

from ontology import words

_NUMBER = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}

DATED = re.compile(
    r"(?P<year>20\d{2})年"
    r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<third>[上中下])旬)?"
    r"|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?"
    r"(?P<edge>年?底|年?末|月底|月末|初|年内|内)?(?P<before>之?前|以前)?"
)
STANDING = re.compile(
    r"(?:长期|持续|常态化?|全年|每年|年内|适时|即日起|立即|尽快|按(?:时间)?节点|按计划|按期|分步|逐步|动态)"
    r"(?:坚持|推进|实施|开展|完成|落实|进行|执行|跟进|更新|优化|推动|深化|持续推进|长期坚持)?(?:并?(?:长期|持续)(?:坚持|推进|实施))?"
)
_IN_TEXT = re.compile(
    r"(?:本(?:意见|方案|通知|文|办法|计划|措施)(?:自?印发|发布|下发|施行)(?:之日)?(?:起|后)\d{1,3}(?:日|天|个月|个工作日)内)"
    r"|20\d{2}年(?:\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?|第?[一二三四]季度|[上下]半年|年?底|年?末)?(?:之?前|以前)"
)


def last_day(words_of_date: str) -> str | None:
    """ISO date of the last day of what the words name; None where they name no year."""
    found = DATED.search(words_of_date)
    if found is None:
        return None
    year = int(found["year"])
    if found["month"]:
        month = int(found["month"])
        if not 1 <= month <= 12:
            return None
        last = calendar.monthrange(year, month)[1]
        day = last
        if found["day"]:
            day = int(found["day"])
            if not 1 <= day <= last:
                return None
        elif found["third"]:
            day = {"上": 10, "中": 20, "下": last}[found["third"]]
        return f"{year:04d}-{month:02d}-{day:02d}"
    if found["quarter"]:
        month = _NUMBER[found["quarter"]] * 3
        return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"
    if found["half"]:
        return f"{year:04d}-06-30" if found["half"] == "上" else f"{year:04d}-12-31"
    return f"{year:04d}-12-31"


@cache
def deadline_label() -> re.Pattern[str]:
    """完成时限： and its like, with or without the colon where a date follows."""
    names = "|".join(sorted(words.table("duties")["deadline_labels"], key=len, reverse=True))
    return re.compile(rf"(?:{names})(?:[：:]|为|是|(?=20\d\d年))")


def is_deadline(chunk: str) -> bool:
    """Whether a chunk between separators speaks of time only: 2023年10月底前完成并持续推进, 长期坚持."""
    return bool(DATED.match(chunk.removeprefix("于").removeprefix("到").removeprefix("至"))) or bool(
        STANDING.match(chunk) and len(chunk) <= 16
    )


def in_text(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The first deadline that running text states with 前 or 内: 2025年底前."""
    found = _IN_TEXT.search(text, start, end)
    return found.span() if found else None
