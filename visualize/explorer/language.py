"""Two languages and two grounds: ``?lang=`` and ``?theme=`` choose, a cookie keeps the choice.

Templates are written in Chinese; ``_`` looks a sentence up in ``words/english.toml`` for English
pages. A sentence that is missing there is an error in tests and is shown in Chinese to people.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, g, request
from markupsafe import Markup, escape

from ontology.terms import DUTY, label
from visualize.explorer import blueprint
from visualize.explorer.portrait import clause_number, number, sign
from visualize.explorer.reading import Json, reading
from visualize.kinds import kind_of, kinds

YEAR = 365 * 24 * 3600


@cache
def english() -> dict[str, str]:
    """Chinese sentence to English sentence."""
    text = (files("visualize.explorer") / "words" / "english.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["sentences"])


def language() -> str:
    """zh or en, as asked for, else as kept, else zh."""
    asked = request.args.get("lang") or request.cookies.get("lang")
    return "en" if asked == "en" else "zh"


def theme() -> str:
    """light, dark, or auto (what the system says)."""
    asked = request.args.get("theme") or request.cookies.get("theme")
    return asked if asked in ("light", "dark") else "auto"


def say(sentence: str, **values: Any) -> Markup:
    """The sentence in the page's language, its ``{places}`` filled with escaped values."""
    wanted = english().get(sentence, sentence) if language() == "en" else sentence
    filled = {name: escape(value) for name, value in values.items()}
    return Markup(str(escape(wanted)).format(**filled) if values else str(escape(wanted)))


@blueprint.before_request
def _choose() -> None:
    g.lang = language()


@blueprint.after_request
def _keep(response: Response) -> Response:
    for name, value in (("lang", language()), ("theme", theme())):
        if request.args.get(name) == value:
            response.set_cookie(name, value, max_age=YEAR, samesite="Strict")
    return response


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    lang = language()
    now = reading()
    return {
        "_": say,
        "lang": lang,
        "theme": theme(),
        "kinds": kinds(),
        "kind_of": kind_of,
        "kind_word": lambda type_: getattr(kinds()[kind_of(type_)], lang),
        "cite": now.cite,
        "short": now.short,
        "role_word": lambda role: say(ROLE_WORDS[role]),
        "number_of": lambda text: str(text or "").strip(".．、 "),
        "other_language": address_with(lang="zh" if lang == "en" else "en"),
        "figure": number,
        "comparator": sign,
        "clause_word": clause_number,
        "type_word": lambda type_: _term_word(type_, lang),
        "property_word": lambda name: _term_word(name, lang),
        "target_kind_word": lambda kind: say(TARGET_KINDS[kind]) if kind in TARGET_KINDS else "",
        "hit_words": hit_words,
        "told": lambda finding: told(finding, lang),
        "headline": lambda finding: headline(told(finding, lang)),
    }


ROLE_WORDS = {
    "lead": "牵头",
    "responsible": "责任单位",
    "support": "配合",
    "guide": "指导",
    "mention": "正文提及",
    "shared": "同列任务",
    "relation": "其他关系",
}


TARGET_KINDS = {
    "yearly": "当年数",
    "cumulative": "累计",
    "end_of_period": "期末数",
    "growth": "增速",
    "ratio": "比率",
}


def _term_word(name: str, lang: str) -> str:
    """What the vocabulary calls a class or property; its own name where it has none."""
    try:
        return label(f"{DUTY}{name}", lang)
    except KeyError:
        return name


def told(finding: Json, lang: str) -> str:
    """The finding's explanation in the page's language."""
    words: str = (
        finding.get("explanation_en") or finding["explanation"] if lang == "en" else finding["explanation"]
    )
    return words


def headline(words: str) -> str:
    """The first sentence; what follows is for the page of findings."""
    first = re.match(r"[^。]*。|.*?\.(?= |$)", words)
    return first[0].rstrip("。.") if first else words


def hit_words(text: str, asked: str) -> Markup:
    """The text with the words asked for marked."""
    place = text.lower().find(asked.lower()) if asked else -1
    if place < 0:
        return escape(text)
    end = place + len(asked)
    return (
        escape(text[:place])
        + Markup("<mark>")
        + escape(text[place:end])
        + Markup("</mark>")
        + escape(text[end:])
    )


def address_with(**changes: str | None) -> str:
    """The present address with these parameters changed, or left out where None."""
    args = [(name, value) for name, value in request.args.items(multi=True) if name not in (*changes, "key")]
    args += [(name, value) for name, value in changes.items() if value is not None]
    return f"{quote(request.path)}?{urlencode(args)}"
