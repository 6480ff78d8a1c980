"""How often one address may ask: a token bucket per address."""

from __future__ import annotations

import threading
import time

_MOST_ADDRESSES = 10_000


class Rate:
    """``per_second`` in the long run (0: no limit), ``burst`` at once."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = burst
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def allows(self, address: str, unlimited: bool = False) -> bool:
        """Takes one token of this address; false where it has none left."""
        if unlimited or self._per_second <= 0:
            return True
        now = time.monotonic()
        with self._lock:
            left, since = self._buckets.pop(address, (float(self._burst), now))
            left = min(float(self._burst), left + (now - since) * self._per_second)
            allowed = left >= 1
            self._buckets[address] = (left - 1 if allowed else left, now)
            if len(self._buckets) > _MOST_ADDRESSES:
                del self._buckets[next(iter(self._buckets))]  # the one not seen for longest
            return allowed
