"""The words of questions: a lexicon entry is a word with its tag."""

from __future__ import annotations

from functools import cache

from ontology.words import table


@cache
def tags() -> dict[str, tuple[str, ...]]:
    """Word to its tags; a word may have two (总结 …), the first written first."""
    found: dict[str, list[str]] = {}
    for tag, words in table("questions")["words"].items():
        for word in words:
            found.setdefault(word, []).append(tag)
    for kind, words in table("questions")["kinds"].items():
        for word in words:
            found.setdefault(word, []).append(f"kind:{kind}")
    for word in table("questions")["documents"]["kinds"]:
        found.setdefault(word, []).append("document_kind")
    cadences = table("cadences")
    for word in (*cadences["intervals"], *cadences["bare"], *cadences["words"]["open"]):
        found.setdefault(word, []).append("interval")
    return {word: tuple(those) for word, those in found.items()}


def of_names(part: str) -> tuple[str, ...]:
    """Endings, levels and the like, from ``[names]``."""
    return tuple(table("questions")["names"][part])


@cache
def interval(word: str) -> str | None:
    """The xsd:duration of a word of frequency; None for 定期."""
    cadences = table("cadences")
    found = cadences["intervals"].get(word) or cadences["bare"].get(word)
    return None if found is None else str(found)
