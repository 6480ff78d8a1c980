"""Every sentence of the explorer has its English, in templates and in scripts, with the same places."""

from __future__ import annotations

import re
from pathlib import Path

import visualize.explorer
from visualize.explorer.language import ROLE_WORDS, TARGET_KINDS, english
from visualize.explorer.overlaps import KINDS

HOME = Path(visualize.explorer.__file__).parent
SAID = re.compile(r"""(?:\b_|\bsay)\(\s*"((?:[^"\\]|\\.)*)\"""")
PLACES = re.compile(r"\{(\w+)\}")


def _sentences(pattern: str) -> dict[str, str]:
    return {
        match[1]: str(path.relative_to(HOME))
        for path in HOME.rglob(pattern)
        if "vendor" not in path.parts
        for match in SAID.finditer(path.read_text(encoding="utf-8"))
    }


def test_every_sentence_of_the_templates_has_its_english() -> None:
    wanted = _sentences("*.html") | _sentences("*.py")
    wanted |= dict.fromkeys(
        (*ROLE_WORDS.values(), *TARGET_KINDS.values(), *KINDS.values()), "a table of words"
    )
    assert len(wanted) > 150
    assert {sentence: place for sentence, place in wanted.items() if sentence not in english()} == {}


def test_every_sentence_of_the_scripts_has_its_english() -> None:
    known = (HOME / "static" / "js" / "words.js").read_text(encoding="utf-8")
    wanted = _sentences("*.js")
    assert len(wanted) > 30
    assert {s: place for s, place in wanted.items() if f'"{s}":' not in known} == {}


def test_no_english_sentence_is_left_over() -> None:
    used = _sentences("*.html") | _sentences("*.py")
    used |= dict.fromkeys((*ROLE_WORDS.values(), *TARGET_KINDS.values(), *KINDS.values()), "")
    scattered = "".join(path.read_text(encoding="utf-8") for path in HOME.glob("*.py"))
    assert [s for s in english() if s not in used and f'"{s}"' not in scattered] == []


def test_english_keeps_the_places() -> None:
    assert [s for s, e in english().items() if set(PLACES.findall(s)) != set(PLACES.findall(e))] == []
