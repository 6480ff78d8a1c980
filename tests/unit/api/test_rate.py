from __future__ import annotations

from api.rate import Rate


def test_a_burst_is_allowed_and_then_no_more() -> None:
    rate = Rate(per_second=0.001, burst=3)
    assert [rate.allows("a") for _ in range(5)] == [True, True, True, False, False]
    assert rate.allows("b")
    assert rate.allows("a", unlimited=True)


def test_no_rate_is_no_limit() -> None:
    rate = Rate(per_second=0, burst=1)
    assert all(rate.allows("a") for _ in range(100))
