"""A question as tokens: names of the store, years, numbers, days, task numbers, words of questions, and gaps."""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.naming.divisions import by_name, by_short_name
from graph.questions.answer import Refused
from graph.questions.asked import Asked, Token, unknown
from graph.questions.names import Names, plain
from graph.questions.words import of_names, tags

LONGEST = 300
"""Characters; a question of a person is shorter."""
_NUMERAL = "0-9零〇一二两三四五六七八九十百"
_SHAPES = (
    ("task_number", re.compile(rf"(?:任务|事项)第?([{_NUMERAL}]+)(?:项|条|号)?(?![家个年])")),
    ("task_number", re.compile(rf"第([{_NUMERAL}]+)(?:项|条|个|号)?(?:工作|重点)?任务")),
    ("task_number", re.compile(rf"([{_NUMERAL}]+)号任务")),
    ("day", re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})[日号])?")),
    ("day", re.compile(r"((?:19|20)\d\d)-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")),
    ("year_end", re.compile(r"((?:19|20)\d\d)年(?:年)?(?:底|末)")),
    ("years", re.compile(r"((?:19|20)\d\d)年?(?:到|至|-|—|－|~)((?:19|20)\d\d)年?")),
    ("year", re.compile(r"((?:19|20)\d\d)(?:年度|年|(?!\d))")),
    ("year", re.compile(r"([零〇一二三四五六七八九]{4})年")),
    ("month", re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:份|底|末)?(?:\d{1,2}[日号])?")),
    ("number", re.compile(rf"([{_NUMERAL}]+)(?:家|个|项|份|名|所)")),
    ("number", re.compile(r"(\d+(?:\.\d+)?)")),
)
_PARTICLES = "的了吗呢"
_JOINTS = "的了由是与和在对"
_DOCUMENT_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,12})〔\d{4}〕第?\d+号")
_STOPS = "，。？！；：…?!,;"


def read(names: Names, question: str) -> Asked:
    """The tokens of a question. Raises Refused for an empty or overlong one, and for a name that is not known."""
    text = plain(question)
    if not any(character.isalnum() for character in text):
        raise Refused("unsupported", "请写出要问的问题。")
    if len(text) > LONGEST:
        raise Refused("unsupported", f"问题过长（{len(text)} 字），请控制在 {LONGEST} 字以内。")
    tokens = _tokens(names, text)
    tokens = _joined(names, text, _with_kinds(text, tokens))
    asked = Asked(names, question, text, tokens)
    _other_bodies(asked)
    return asked


def _tokens(names: Names, text: str) -> list[Token]:
    taken: list[Token | None] = [None] * len(text)
    for start, end, named in names.find(text):
        _lay(taken, Token("name", start, end, text[start:end], named=named))
    for match in _DOCUMENT_NUMBER.finditer(text):
        start = match.start() + _behind_words(match[1])
        _lay(taken, Token("document_number", start, match.end(), text[start : match.end()]))
    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            values = tuple(part or "" for part in match.groups())
            if kind == "year" and not values[0].isdigit():
                values = (
                    "".join(str("零一二三四五六七八九".index(c.replace("〇", "零"))) for c in values[0]),
                )
            _lay(taken, Token(kind, match.start(), match.end(), match[0], value=values))
    for at, character in enumerate(text):
        if character in _STOPS and taken[at] is None:
            _lay(taken, Token("stop", at, at + 1, character))
        elif character == "、" and taken[at] is None:
            _lay(taken, Token("word", at, at + 1, character, ("and",)))
    _words(text, taken, names.text)
    found: list[Token] = []
    at = 0
    while at < len(text):
        token = taken[at]
        if token is None:
            end = at
            while end < len(text) and taken[end] is None:
                end += 1
            token = Token("gap", at, end, text[at:end])
        found.append(token)
        at = token.end
    return found


def _behind_words(written: str) -> int:
    """Where the agency's code begins in what stands before 〔2023〕: behind the last word of a question."""
    return max(
        (
            end
            for end in range(1, len(written))
            for start in range(end)
            if written[start:end] in tags() and (end - start > 1 or written[start:end] in _JOINTS)
        ),
        default=0,
    )


def _lay(taken: list[Token | None], token: Token) -> bool:
    """Puts a token down where all its characters are free."""
    if any(taken[at] is not None for at in range(token.start, token.end)):
        return False
    for at in range(token.start, token.end):
        taken[at] = token
    return True


@cache
def _long_words() -> tuple[AhoCorasick, list[str]]:
    words = [word for word in tags() if len(word) > 1]
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), words


def _words(text: str, taken: list[Token | None], wording: str) -> None:
    """Words of the lexicon in what is still free.

    Single characters only beside what is understood, and not from wording of the documents (会商).
    """
    automaton, words = _long_words()
    for at, character in enumerate(text):
        longer = any(word in tags() for word in (text[at - 1 : at + 1], text[at : at + 2], text[at : at + 3]))
        if character in of_names("strong") and not longer:
            _lay(taken, Token("word", at, at + 1, character, tags()[character]))
    for start, end in _free(taken):
        for at, left, right in automaton.find_matches_as_indexes(text[start:end]):
            _lay(taken, Token("word", start + left, start + right, words[at], tags()[words[at]]))
    changed = True
    while changed:
        changed = False
        for start, end in _free(taken):
            if (
                end - start > 1
                and text[start:end] in wording
                and not {text[start], text[end - 1]} & set(_PARTICLES)
            ):
                continue
            for at in (start, end - 1):
                rest = text[start + 1 : end] if at == start else text[start : end - 1]
                if (
                    end - start > 2
                    and text[at] in of_names("measures")
                    and rest not in wording
                    and not _counted(taken, at)
                ):
                    continue
                if taken[at] is None and text[at] in tags():
                    _lay(taken, Token("word", at, at + 1, text[at], tags()[text[at]]))
                    changed = True


def _counted(taken: list[Token | None], at: int) -> bool:
    """Whether a character stands behind 哪, 几 or a number, or behind a name (区科委管…)."""
    before = taken[at - 1] if at else None
    return before is not None and (before.kind != "word" or bool({"which", "how_many"} & set(before.tags)))


def _free(taken: list[Token | None]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at, token in enumerate([*taken, Token("stop", 0, 0, "")]):
        if token is None and start is None:
            start = at
        elif token is not None and start is not None:
            found.append((start, at))
            start = None
    return found


def _joined(names: Names, text: str, tokens: list[Token]) -> list[Token]:
    """Gaps grow over their neighbours as long as the documents use the longer wording: 大学科技园+建设."""
    wording = names.text
    for gap in [token for token in tokens if token.kind == "gap" or _names_a_kind(token)]:
        if gap not in tokens or gap.text not in wording:
            continue
        grown = True
        while grown:
            grown = False
            at = tokens.index(gap)
            for left, right in ((at, at + 2), (at - 1, at + 1)):
                if left < 0 or right > len(tokens):
                    continue
                parts = tokens[left:right]
                longer = text[parts[0].start : parts[-1].end]
                other = next(part for part in parts if part is not gap)
                if other.kind == "stop" or other.bodies or not _absorbed(other) or longer not in wording:
                    continue
                if other.kind == "name" and "kind:Industry" in gap.tags:
                    continue
                gap = Token("gap", parts[0].start, parts[-1].end, longer)
                tokens[left:right] = [gap]
                grown = True
                break
    return tokens


_BODIES = frozenset({"kind:University", "kind:Enterprise", "kind:Hospital", "kind:ResearchInstitute"})


def _with_kinds(text: str, tokens: list[Token]) -> list[Token]:
    """复旦 and 大学 are one name that is not known."""
    found: list[Token] = []
    for token in tokens:
        if found and found[-1].kind == "gap" and _BODIES & set(token.tags):
            before = found.pop()
            token = Token("gap", before.start, token.end, text[before.start : token.end])
        found.append(token)
    return found


_SOFT = frozenset(
    [
        "filler",
        "change",
        "builds",
        "develops",
        "supportedBy",
        "operatedBy",
        "focusesOn",
        "hostedBy",
        "support",
        "guide",
        "assigned",
        "responsible",
        "target",
        "task",
        "together",
        "indicator",
        "unit",
        "document",
        "about",
        "regulation",
        "period",
        "and",
        "attachment",
        "title",
    ]
)


def _absorbed(token: Token) -> bool:
    """Whether a token may be part of a matter's wording: 建设, 运营 and 中 may, 哪些 and 谁 may not."""
    if token.kind in ("gap", "name", "number"):
        return True
    if token.tags == ("filler",):
        return len(token.text) > 1 or token.text in of_names("absorbed")
    return token.kind == "word" and all(tag in _SOFT or tag.startswith("kind:") for tag in token.tags)


def _names_a_kind(token: Token) -> bool:
    return any(tag.startswith("kind:") for tag in token.tags)


def _other_bodies(asked: Asked) -> None:
    """A name grown by what is glued to it is another name: 徐汇区科委, 市科委, 区科委办公室."""
    for token in list(asked.tokens):
        if not token.bodies:
            continue
        before, after = asked.before(token), asked.after(token)
        if before is not None and _makes_another(before, token, asked):
            raise unknown(asked.names, before.text + token.text)
        if after is not None and after.kind == "gap" and after.text.endswith(of_names("endings")):
            raise unknown(asked.names, token.text + after.text)
        if after is None or after.kind == "name":
            continue
        for ending in of_names("endings"):
            if len(ending) > 1 and asked.text.startswith(ending, token.end):
                raise unknown(asked.names, token.text + ending)


def _makes_another(before: Token, token: Token, asked: Asked) -> bool:
    divisions = {**by_short_name(), **by_name()}
    if before.kind == "gap":
        tail = next(
            (before.text[at:] for at in range(len(before.text)) if before.text[at:] in divisions), None
        )
        if tail or (before.text + token.text[0]).endswith(tuple(d for d in divisions if len(d) > 2)):
            return True
        return before.text[-1] in of_names("levels")
    places = before.of("place")
    if places and before.end == token.start and before.text in divisions:
        home = {named.jurisdiction or "" for named in token.bodies}
        if token.text in {plain(named.label) for named in token.bodies}:
            return not any(before.text in (where or before.text) for where in home)
        if not any(before.text in where[-len(before.text) - 1 :] for where in home):
            return True
        before.used = True
    return False
