"""The outbox read, measured, and exactly the rows that were read deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from census.identifiers import new_key
from census.models import OutboxEntry
from search.indexing import outbox

NUMBERS = st.sets(st.integers(1, 400), max_size=120)


@given(NUMBERS, st.integers(1, 7))
def test_ranges_hold_the_numbers_and_nothing_else(numbers: set[int], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "DELETED", most)
        ranges = list(outbox._ranges(sorted(numbers)))
    held = [number for first, last in ranges for number in range(first, last + 1)]
    assert held == sorted(numbers)
    assert all(last - first < most for first, last in ranges)


@given(NUMBERS, st.integers(1, 50), st.integers(1, 5))
def test_statements_hold_every_range_once_and_not_too_many(numbers: set[int], most: int, ranges: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "DELETED", most)
        patch.setattr(outbox, "RANGES", ranges)
        found = list(outbox._ranges(sorted(numbers)))
        parts = list(outbox._parts(found))
    assert [one for part in parts for one in part] == found
    assert all(len(part) <= ranges for part in parts)
    assert all(sum(last - first + 1 for first, last in part) <= 2 * most for part in parts)


@pytest.fixture
def keys(db: Any) -> list[UUID]:
    made = [new_key() for _ in range(40)]
    outbox.queue(("book", key) for key in made)
    return made


def test_a_row_that_comes_late_between_those_read_is_not_deleted(keys: list[UUID]) -> None:
    """On PostgreSQL a transaction that began earlier may commit later: its row appears below rows already read."""
    rows = outbox.read(100)
    late = rows[20]
    read = [row for row in rows if row != late]
    outbox.forget([row.sequence for row in read])
    assert list(OutboxEntry.objects.values_list("record_id", flat=True)) == [late.record_id]


def test_rows_are_read_in_order_and_only_after_a_given_one(keys: list[UUID]) -> None:
    rows = outbox.read(10)
    assert [row.record_id for row in rows] == keys[:10]
    assert [row.record_id for row in outbox.read(5, above=rows[-1].sequence)] == keys[10:15]
    assert outbox.sequences() == sorted(outbox.sequences())
    assert outbox.backlog(7) == 7
    assert outbox.backlog(100) == 40


def test_a_run_is_deleted_in_one_statement(keys: list[UUID]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        outbox.forget(outbox.sequences())
    assert len([query for query in queries if "DELETE" in query["sql"]]) == 1
    assert not OutboxEntry.objects.exists()


def test_the_lag_is_how_many_wait_and_since_when(keys: list[UUID]) -> None:
    since = timezone.now() - timedelta(minutes=5)
    OutboxEntry.objects.filter(record_id=keys[0]).update(queued_at=since)
    assert outbox.lag() == (40, since)
    outbox.forget(outbox.sequences())
    assert outbox.lag() == (0, None)


def test_every_row_knows_when_it_came_whoever_wrote_it(keys: list[UUID]) -> None:
    OutboxEntry.objects.create(kind="book", record_id=keys[0])
    now = timezone.now()
    times = list(OutboxEntry.objects.values_list("queued_at", flat=True))
    assert len(times) == 41
    assert all(abs(now - time) < timedelta(minutes=5) for time in times)
