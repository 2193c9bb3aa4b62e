"""Keys: version 7, unique, and in the order of their making."""

from __future__ import annotations

import threading
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census.identifiers import compose_uuid7, milliseconds_of, new_key

MILLISECONDS = st.integers(0, (1 << 48) - 1)
COUNTER = st.integers(0, (1 << 12) - 1)
RANDOM = st.integers(0, (1 << 62) - 1)


@given(MILLISECONDS, COUNTER, RANDOM)
def test_a_key_is_of_version_seven_and_carries_its_time(milliseconds: int, counter: int, random_bits: int) -> None:
    key = compose_uuid7(milliseconds, counter, random_bits)
    assert key.version == 7
    assert key.variant == uuid.RFC_4122
    assert milliseconds_of(key) == milliseconds


@given(st.tuples(MILLISECONDS, COUNTER), st.tuples(MILLISECONDS, COUNTER), RANDOM, RANDOM)
def test_keys_sort_by_time_then_counter_also_as_text(
    first: tuple[int, int], second: tuple[int, int], one: int, other: int
) -> None:
    a, b = compose_uuid7(*first, one), compose_uuid7(*second, other)
    if first != second:
        assert (a < b) == (first < second)
        assert (a.hex < b.hex) == (first < second)


@pytest.mark.parametrize("parts", [(-1, 0, 0), (1 << 48, 0, 0), (0, 1 << 12, 0), (0, 0, 1 << 62)])
def test_parts_that_do_not_fit_are_refused(parts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="fit"):
        compose_uuid7(*parts)


def test_a_known_time_gives_the_example_of_the_rfc() -> None:
    """RFC 9562, appendix A.6."""
    key = compose_uuid7(0x017F22E279B0, 0xCC3, 0x18C4DC0C0C07398F)
    assert str(key) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_keys_made_one_after_another_rise() -> None:
    keys = [new_key() for _ in range(20_000)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_keys_made_by_threads_are_unique_and_rise_in_each() -> None:
    made: list[list[uuid.UUID]] = []

    def make() -> None:
        made.append([new_key() for _ in range(2_000)])

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(keys == sorted(keys) for keys in made)
    assert len({key for keys in made for key in keys}) == 8_000


def test_a_clock_set_back_does_not_turn_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_key()
    now = time.time_ns()
    monkeypatch.setattr("census.identifiers.time.time_ns", lambda: now - 3_600_000_000_000)
    assert new_key() > before
