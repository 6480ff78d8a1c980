"""What is worked out once per state of a store and kept until the store changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from graph.store.base import Store

Found = TypeVar("Found")


def once_per_state(work_out: Callable[[Store], Found]) -> Callable[[Store], Found]:
    """The function, called at most once for each generation of a store. What it answers is shared: not to be changed.

    Two threads that ask at the same time may both work it out; either answer is right.
    """
    kept: WeakKeyDictionary[Store, tuple[str, Found]] = WeakKeyDictionary()

    @wraps(work_out)
    def found(store: Store) -> Found:
        generation = store.generation()
        held = kept.get(store)
        if held is None or held[0] != generation:
            held = (generation, work_out(store))
            kept[store] = held
        return held[1]

    return found
