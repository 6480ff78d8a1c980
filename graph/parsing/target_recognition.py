"""Is a quantity a target? By its bounds, its verb and what stands around it.

It is one where the text bounds it (不低于, 力争超, 左右 …), states a change (增长6%), gives a share (预留30%的号源) or
makes it the object of a verb that produces things (引育企业100家). It is none where it has been reached already,
sets a rule (3年免租, 最高15万元), explains, or only counts what is listed.
"""

from __future__ import annotations

import re

from graph.parsing.quantities import Quantity
from graph.parsing.target_words import ORDINAL, Chunk, Form, any_of, at_head, at_tail, puts_at_least

_FROM_BASE = re.compile(r"[由从]20\d\d年(?:底|末)?的?$")
_BY_RULE = re.compile(r"按照?(?:每[^，、]{1,4}|不低于|不少于|不超过)?$")
_HELD = re.compile("组织.*(?:[周月节赛展日]”?活动|[周节赛展]$)")
_NOUN = re.compile(r"[\u4e00-\u9fff]{2,}$")


def form_of(text: str, chunk: Chunk, q: Quantity) -> Form | None:
    """What kind of target the quantity is in its clause; None where it is none."""
    before, after = text[chunk.clause : q.start], text[q.end : chunk.stop]
    own = text[chunk.left : q.start] if chunk.left <= q.start else ""
    if _refused(text, chunk, before, after, q):
        return None
    if q.unit == "岁" and not q.before.startswith(("达", "提高", "提升")):
        return None  # 65岁以上老年人: an age is a number to reach only where life expectancy is meant
    at_least = puts_at_least(before, q)
    if q.time:
        cutting = re.search(r"压缩|缩短|压减|控制|提速", before + q.before) or "办结" in after
        if (q.before or q.after) and at_tail("times").search(own.rstrip("应要须均")) and not after:
            return "level"
        return "level" if cutting and (q.before or q.after or after.startswith("内")) else None
    regular = any_of("periods").search(before)
    if (
        regular
        and (at_least or any_of("organise").search(before))
        and q.unit in ("次", "场", "场次", "期", "回")
    ):
        # 家庭医生应每季度至少联系1次 is a norm of a service: how often, no number to reach.
        organised = any_of("organise").search(before)
        if "应" in before or (q.unit in ("次", "回") and not organised):
            return None  # 每季度至少巡路1次: a cadence
        # 每季度召开一次对接会, 每半年通报一次: a cadence, unless a limit makes it a number to reach or a campaign is held: 一次宣传周活动
        # makes it a number to reach
        once = q.chinese and q.value == 1 and not _HELD.search(before + after)
        return None if once and not (at_least or q.before or q.after) else "regular"
    if regular and q.unit in ("次", "回") and q.before and not any_of("organise").search(before):
        return None  # 每年专题研究不少于2次
    percent = q.unit.endswith(("%", "百分点", "‰"))
    counted = not percent and q.unit != ""
    verb = bool(chunk.verb) or _governing(own, after)
    by_words = not q.chinese or q.unit.endswith(("成", "倍", "百分点"))  # 降低一批收费 is no change by 1
    if counted and re.search("(?:改造|整治|修缮)提升$", own):
        return "count"  # 新建3.5万亩、改造提升1.2万亩
    if (by_words and _ends_with_change(before)) or text[q.number_start] == "翻":
        return "change"
    if q.chinese:
        many = q.value >= 10 and counted and any_of("produce").search(own) and not after
        return "count" if many else _in_words(q, after, at_least)
    if chunk.joined and q.after == "以上" and after and not after.startswith("的"):
        return None  # 引进5亿元以上项目不少于30个: what kind of projects
    if counted and chunk.joined and not any_of("produce").search(own):
        return None
    if q.high is not None and not (q.before and q.comparator != "="):
        return "count" if counted and verb else None
    if counted and verb and not q.before:
        return "count"
    if chunk.joined and q.before and after and not after.startswith(("的", "和", "与", "及")):
        return None  # 年营业收入超10亿元企业5家: what kind of firms, not how much is to be reached
    if q.before or q.after or at_least:
        return _limited(own, after, q, verb, percent, at_least)
    if percent and not after and any_of("lessen").search(own):
        return "change"  # 压减管理费用10%
    if percent:
        return "share" if _share(own, after) else None
    if counted and own.endswith("为") and any_of("done_to").search(after):
        return "count"
    if counted and not after and any_of("lessen").search(own):
        return "count"
    amount = q.unit.endswith(("元", "吨", "千瓦", "千瓦时", "立方米", "斤"))
    if amount and not after and any_of("bring_about").search(own):
        return "level"
    if counted and chunk.coming and not after and at_tail("amounts").search(own):
        return "level"
    listed = chunk.listed and counted and not after and bool(_NOUN.search(own))
    return "count" if listed else None


def _in_words(q: Quantity, after: str, at_least: bool) -> Form | None:
    """Numbers in characters mostly count what is listed (四个集群): only a bound makes them targets."""
    bound = at_least or (q.comparator != "=" and q.before not in ("近", "约", "接近"))
    large = q.unit.startswith(("万", "亿", "百", "千")) and q.before in ("达到", "达")
    if not (bound or large) or after.startswith("的"):
        return None
    return "count" if after else "level"


def _limited(own: str, after: str, q: Quantity, verb: bool, percent: bool, at_least: bool) -> Form | None:
    attributive = after.startswith("的")
    if percent:
        return "share" if after and not q.unit.endswith("百分点") and _goes_on(after) else "level"
    if attributive and not verb:
        return None  # 超过100人的企业: a property, not a number to reach
    if verb and (after or q.before in ("约", "近")):
        return "count"
    if q.before in ("约", "大约", "近", "接近", "约为"):
        return None  # 总投资约3亿元: how much it is, not how much is to be reached
    if not q.before and not at_least and after:
        return None  # 50人以上企业
    return "level"


def _rules(after: str) -> bool:
    return at_head("parameter_after").match(after) is not None and not after.startswith("标准化")


def _refused(text: str, chunk: Chunk, before: str, after: str, q: Quantity) -> bool:
    clause = text[chunk.clause : chunk.stop]
    if any_of("reached").search(clause.replace("较上年度", "").replace("比上年度", "")):
        return True
    if any_of("parameter_before").search(before) or _rules(after):
        return True
    if not q.unit.endswith("%") and any_of("sampling").search(before):
        return True
    if after == "的" or _BY_RULE.search(before):
        return True  # 占比超过5%的，按…: a condition; 按每百户20平方米配建: a rule
    if _FROM_BASE.search(before):
        return True  # 由2023年的9.2件提高到…
    paid = q.unit.endswith(("元", "%", "亩")) or q.time
    if paid and any_of("payment_before").search(before):
        return True
    if at_head("condition").match(ORDINAL.sub("", clause, count=1)) and after.lstrip(
        "及以上下内或"
    ).startswith("的"):
        return True
    if not q.unit.endswith(("%", "百分点")) and at_head("enumerated").match(after):
        return True
    if text[max(0, q.number_start - 1) : q.number_start] in ("前", "近", "每", "第") and not q.before:
        return True
    return before.endswith(("近", "前", "每", "逾期", "从", "由"))


def _ends_with_change(before: str) -> bool:
    return bool(at_tail("growth").search(before))


def _governing(own: str, after: str) -> bool:
    """Whether a verb before the number makes it a number of things to be made, or an outcome follows."""
    if any_of("produce").search(own):
        return True
    return bool(any_of("advance").search(own) or re.search("实现|完成|达到", after)) and bool(
        any_of("outcomes").search(after)
    )


def _goes_on(after: str) -> bool:
    return bool(re.match(r"的?[\u4e00-\u9fff]{2,}", after))


def _share(own: str, after: str) -> bool:
    if _goes_on(after):
        return True
    return bool(re.search(r"(?:率|比例|占比|比重|强度|份额|比值|程度|度|比)$", own.rstrip("为占达到均都")))
