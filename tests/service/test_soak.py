"""A minute at 50 requests per second: none fails, memory stays flat. Five minutes: ``python -m bench.soak``."""

from __future__ import annotations

import pytest

from bench.soak import RATE, is_flat, soak
from tests.corpus import DOCUMENTS
from tests.service.conftest import Start
from tests.service.test_rest import post

MIB = 2**20


@pytest.mark.parametrize(
    ("memory", "flat"),
    [
        ([400 * MIB] * 90, True),
        ([(400 + each % 7) * MIB for each in range(90)], True),
        ([400 * MIB] * 89 + [900 * MIB], True),  # one peak is no leak
        ([(400 + each) * MIB for each in range(90)], False),
        ([300 * MIB] * 45 + [340 * MIB] * 45, False),
    ],
)
def test_memory_is_flat_where_its_median_grows_by_less_than_a_twentieth(
    memory: list[int], flat: bool
) -> None:
    assert is_flat(memory) is flat


def test_a_minute_of_fifty_mixed_requests_per_second_has_no_error_and_flat_memory(start: Start) -> None:
    service = start(rate=0)
    for plan in sorted(DOCUMENTS.glob("*.txt")):
        assert post(service, plan).status == 201
    outcome = soak(service, 60)
    assert outcome.failures == []
    assert outcome.rate > 0.95 * RATE, str(outcome)
    assert is_flat(outcome.memory), str(outcome)
    print(outcome)
