"""Whether a string says nothing by itself: it can be cut into generic words of the lexicon."""

from __future__ import annotations

from functools import cache

from ontology import words

_LISTS = ("generic", "boilerplate", "verbs", "particles", "tails", "forms")


@cache
def is_generic(text: str) -> bool:
    """``科技创新平台`` is; ``公共实验室`` is not. The empty string is."""
    reach = [True] + [False] * len(text)
    for end in range(1, len(text) + 1):
        reach[end] = any(
            reach[start] and text[start:end] in _words() for start in range(max(0, end - 8), end)
        )
    return reach[-1]


@cache
def _words() -> frozenset[str]:
    lexicon = words.table("objects")
    return frozenset(word for name in _LISTS for word in lexicon[name])
