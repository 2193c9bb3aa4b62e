"""What the index has still to learn: taking rows from the outbox, and putting records into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from census.bulk import RowWriter
from census.models import OutboxEntry, OutboxOperation

Key = tuple[str, UUID]
#: Ranges of sequence numbers in one statement.
RANGES = 100
#: Rows deleted in one transaction: others who want to write wait for some hundredths of a second.
DELETED = 20_000


class Row(NamedTuple):
    """One row of the outbox."""

    sequence: int
    kind: str
    record_id: UUID
    operation: str = OutboxOperation.INDEX.value

    @property
    def key(self) -> Key:
        """The record."""
        return self.kind, self.record_id

    @property
    def hides(self) -> bool:
        """Whether some who could see the record may no longer."""
        return self.operation == OutboxOperation.HIDE


class Lag(NamedTuple):
    """How far the index is behind: rows waiting, and since when the oldest has waited."""

    rows: int
    since: datetime | None


def read(limit: int, above: int = 0) -> list[Row]:
    """Return the oldest rows, only those after ``above``."""
    rows = OutboxEntry.objects.order_by("sequence")
    if above:
        rows = rows.filter(sequence__gt=above)
    return [Row(*row) for row in rows.values_list(*Row._fields)[:limit]]


def backlog(most: int) -> int:
    """Return how many rows wait, counting no further than ``most``."""
    return OutboxEntry.objects.order_by()[:most].count()


def lag() -> Lag:
    """Return how far the index is behind."""
    oldest = OutboxEntry.objects.order_by("sequence").values_list("queued_at", flat=True).first()
    return Lag(OutboxEntry.objects.count(), oldest)


def sequences() -> list[int]:
    """Return the sequence numbers of all rows."""
    return list(OutboxEntry.objects.order_by("sequence").values_list("sequence", flat=True).iterator(10_000))


def forget(taken: Sequence[int]) -> None:
    """Delete exactly these rows: a row that was committed late between them, on PostgreSQL, stays."""
    for part in _parts(list(_ranges(sorted(taken)))):
        places = " OR ".join(["sequence BETWEEN %s AND %s"] * len(part))
        rows = OutboxEntry.objects.order_by().extra(where=[f"({places})"], params=[n for pair in part for n in pair])  # noqa: S610
        rows._raw_delete(rows.db)


def queue(keys: Iterable[Key], operation: OutboxOperation = OutboxOperation.INDEX) -> int:
    """Put records into the outbox."""
    writer = RowWriter(OutboxEntry, ("kind", "record_id", "operation"))
    return writer.write((kind, key, operation.value) for kind, key in keys)


def _ranges(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of numbers that follow each other without a gap, none longer than one transaction takes."""
    start = last = None
    for number in numbers:
        if start is None or last is None or number != last + 1 or number - start >= DELETED:
            if start is not None and last is not None:
                yield start, last
            start = number
        last = number
    if start is not None and last is not None:
        yield start, last


def _parts(ranges: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the ranges in statements that are neither too long nor delete too much."""
    part: list[tuple[int, int]] = []
    rows = 0
    for first, last in ranges:
        if part and (len(part) >= RANGES or rows + last - first >= DELETED):
            yield part
            part, rows = [], 0
        part.append((first, last))
        rows += last - first + 1
    if part:
        yield part
