"""Names near a name that is not known: by letters and by sound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

_LEAST = 45.0
"""Of 100; below it two names have nothing to do with each other."""
_SHORTLIST = 60


@lru_cache(maxsize=4096)
def _sound(name: str) -> str:
    return " ".join(lazy_pinyin(name))


def suggestions(name: str, known_names: Iterable[str], limit: int = 5) -> tuple[str, ...]:
    """Up to ``limit`` known names, nearest first; empty where none is near.

    Nearness is the better of letters (common characters in order) and sound (pinyin, a little less),
    with a little more for a common beginning or end.
    """
    wanted = name.strip()
    pool = sorted(set(known_names) - {""})
    if not wanted or not pool:
        return ()
    by_letters = process.extract(wanted, pool, scorer=fuzz.ratio, limit=_SHORTLIST, score_cutoff=20.0)
    shortlist = {each for each, _, _ in by_letters}
    if len(pool) <= 20_000:
        sound = _sound(wanted)
        shortlist |= {
            pool[at]
            for _, _, at in process.extract(
                sound, [_sound(each) for each in pool], scorer=fuzz.ratio, limit=limit, score_cutoff=60.0
            )
        }
    scored = sorted((-_near(wanted, each), len(each), each) for each in shortlist)
    return tuple(each for score, _, each in scored if -score >= _LEAST)[:limit]


def _near(wanted: str, other: str) -> float:
    letters = fuzz.ratio(wanted, other)
    sound = fuzz.ratio(_sound(wanted), _sound(other)) * 0.9
    inside = 70.0 if len(wanted) > 1 and wanted in other else 0.0
    edge = (
        5.0 * (wanted[:1] == other[:1])
        + 10.0 * (wanted[-2:] == other[-2:])
        + 4.0 * (wanted[-1:] == other[-1:])
    )
    return max(letters, sound, inside) + edge
