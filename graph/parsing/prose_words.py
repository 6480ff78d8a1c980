"""The words of duties in running text as patterns, made from ``ontology/lexicon/running_text.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from graph.parsing.unit_lists import last_characters
from ontology import words


@dataclass(frozen=True, slots=True)
class ProseWords:
    cues: re.Pattern[str]
    """A sentence without one of these tells at most what the body at the head of a clause is to do."""
    ends: re.Pattern[str]
    """The last character of a unit right before what it is to do."""
    bidden_ends: re.Pattern[str]
    """The same, or a time, behind 请 and 督促: 督促企业6月底前完成."""
    whatever: re.Pattern[str]
    """The end of a body for certain, with a word behind it that belongs to no longer name."""
    lesser: re.Pattern[str]
    """The same for bodies that are certain only behind 市, 县 or 各."""
    between: re.Pattern[str]
    """Words of manner before the doing, any number of them."""
    modal: re.Pattern[str]
    strong: re.Pattern[str]
    joint: re.Pattern[str]
    run: re.Pattern[str]
    body_as: re.Pattern[str]
    """为牵头单位, 作为本辖区…的责任主体: ``as`` is the part."""
    role_noun: re.Pattern[str]
    """主办单位为."""
    ask: re.Pattern[str]
    ask_anywhere: tuple[str, ...]
    """Those that bid in the middle of a clause, too."""
    past: re.Pattern[str]
    bidden: re.Pattern[str]
    """The end of a unit that is told by 要."""
    modals: frozenset[str]
    deeds: dict[str, tuple[str, ...]]
    """Words of doing by their first two characters, the longest first; single ones by themselves."""
    begins_with_deed: re.Pattern[str]
    """A name that begins as a doing does and is no 组织部 or 建设单位: words of the sentence before it."""
    not_asked_after: str
    by_may_follow: tuple[str, ...]
    """Words that end as one of those does and yet may stand before 由: 处理由公安机关负责."""
    manner: tuple[str, ...]
    encouraged: tuple[str, ...]
    mechanism: re.Pattern[str]
    told: tuple[str, ...]
    no_subject: tuple[str, ...]
    begins_anyway: tuple[str, ...]


@cache
def prose_words() -> ProseWords:
    table = words.table("running_text")

    def either(*keys: str) -> str:
        return _longest_first(word for key in keys for word in table[key])

    guard = f"(?!{table['not_before']})"
    answering = f"(?!{table['not_before_answering']})"
    # 负责 that begins or ends the word: 负责, 牵头负责.
    strong = f"(?:{_longest_first(w for w in table['strong'] if '负责' in w)}){answering}|(?:{_longest_first(w for w in table['strong'] if '负责' not in w)}){guard}"
    joint = f"(?:{either('joint')}){guard}"
    plain = _longest_first(w for w in table["doing"] if w not in {*table["strong"], *table["joint"]})
    doing = f"(?:{strong}|{joint}|(?:{plain})(?![的率度型性者])(?!(?<=组织)[可要应须和及、])|{table['doing_guarded']})"
    modal = f"(?<![^业]主)(?!{table['modal_guard']})(?:{either('modal')})"
    body_as = f"(?:作为|为|是)(?:[^，。；由]{{0,30}}的|[^，。；由的]{{0,12}})(?:{either('as_before')})?(?P<as>{either('as')})"
    tails, parts = table["name_tails"], table["part_tails"]
    name = f"(?:承担单位|(?:监管|出资|管理|控股|直管|托管)企业|(?:经营|管理|使用|运营|承包|所有)(?:人(?![才员力口])|者|方(?![案式法便])|户|商)|(?:{either('name_words')}){{1,3}}(?:{tails})|(?:{plain})(?:{parts}))"
    keys = ("strong", "joint", "doing", "modal", "between", "encouraged")
    single = re.findall(r"(?:^|\|)(\w)\(\?[!=]", table["doing_guarded"])
    firsts = "".join(sorted({word[0] for key in keys for word in table[key]} | {"为", "是", *single}))
    last = "".join(sorted(last_characters()))
    time = r"20\d\d年|\d{1,2}月|年底前|年内"
    manner = f"(?:{either('between')}|{table['by_duty']})*"
    # The two single characters are seen first: that spares trying every word at every place.
    follows = f"{manner}(?:{doing}|{modal})|{body_as}|{either('encouraged')}|{time}"
    ends = rf"[{last}](?=[\d年{firsts}])(?={follows})(?!{name})"
    whatever = (
        f"(?:{table['subject_endings']})(?=[\u4e00-\u9fff])(?!{table['no_verb']})"
        f"(?![\u4e00-\u9fff]{{0,6}}(?:{parts}|部(?!分|署|际)|办(?!理|好|法|公|事|学)))"
    )
    lesser = (
        f"(?:{table['lesser_endings']})(?=[\u4e00-\u9fff])(?!{table['no_verb']})"
        f"(?![\u4e00-\u9fff]{{0,6}}(?:{parts}|办(?!理|好|法|公|事|学)|[{last}](?:建|[率数的、和及与])))"
    )
    cue_words = [
        *table["strong"],
        *table["joint"],
        *table["bidding"]["ask"],
        "由",
        "联合",
        "设在",
        "邀请",
        "吸收",
    ]
    cue_firsts = "".join(sorted({word[0] for word in cue_words}))
    cues = f"(?=[{cue_firsts}形单导筹合持助])(?:{_longest_first(cue_words)}|形成.{{0,6}}合力|单位[为是]|[导筹合持助]下)"
    return ProseWords(
        cues=re.compile(cues),
        ends=re.compile(ends),
        bidden_ends=re.compile(
            rf"[{last}](?=[\d年本当{firsts}])(?!{name})(?={follows}|\d|年底|年内|本月|当月)"
        ),
        whatever=re.compile(whatever),
        lesser=re.compile(lesser),
        between=re.compile(manner),
        modal=re.compile(f"(?P<word>{modal})"),
        strong=re.compile(f"(?P<word>{strong})"),
        joint=re.compile(f"(?P<word>{joint})"),
        run=re.compile(f"(?P<word>{either('run')}){guard}"),
        body_as=re.compile(body_as),
        role_noun=re.compile(f"(?P<as>{either('as')})(?:分别)?[为是]"),
        ask=re.compile(f"(?:{_longest_first(table['bidding']['ask'])})(?!{table['name_tails']})"),
        bidden=re.compile(f"[{last}](?={modal})"),
        modals=frozenset(table["modal"]),
        deeds=_by_two([*table["doing"], *table["joint"], *table["strong"]]),
        begins_with_deed=re.compile(
            f"(?={either('doing', 'joint', 'strong')})"
            f"(?!(?:{either('name_words', 'doing')}){{1,4}}(?:{tails}|部门|单位|机构|企业)|[\u4e00-\u9fff]{{1,6}}所在)"
        ),
        not_asked_after=table["bidding"]["not_after"],
        by_may_follow=tuple(table["bidding"]["by_may_follow"]),
        manner=tuple(table["between"]),
        encouraged=tuple(table["encouraged"]),
        mechanism=re.compile(table["mechanism"]),
        ask_anywhere=tuple(table["bidding"]["anywhere"]),
        past=re.compile(table["past"]),
        told=(*table["told_endings"], *table["told_endings_more"]),
        no_subject=tuple(table["no_subject"]),
        begins_anyway=tuple(words.table("units")["begins_anyway"]),
    )


def _by_two(entries: Iterable[str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for word in sorted(set(entries), key=len, reverse=True):
        groups.setdefault(word[:2], []).append(word)
    return {two: tuple(group) for two, group in groups.items()}


_CHUNK = 12


def _longest_first(entries: Iterable[str]) -> str:
    """The words as alternatives. Many are cut into groups by their first characters, which are seen before the
    words of a group are tried: five times as fast as one long row of them."""
    groups: dict[str, list[str]] = {}
    for word in sorted(set(entries), key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    of_first = [
        (first, f"{re.escape(first)}(?:{'|'.join(rest)})" if rest != [""] else re.escape(first))
        for first, rest in groups.items()
    ]
    if len(of_first) <= _CHUNK:
        return "|".join(body for _, body in of_first)
    chunks = [of_first[k : k + _CHUNK] for k in range(0, len(of_first), _CHUNK)]
    return "|".join(
        f"(?=[{re.escape(''.join(first for first, _ in chunk))}])(?:{'|'.join(body for _, body in chunk)})"
        for chunk in chunks
    )
