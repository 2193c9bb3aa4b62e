"""Records that could not be indexed: kept with the reason, tried again ever more rarely, shown to the administrator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from census.storable import made_storable
from search.indexing.outbox import Key
from search.models import SetAside

#: How long after the first, second … failure a record is tried again; the last holds for all further ones.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
CHUNK = 400


def due(limit: int, now: datetime | None = None) -> list[Key]:
    """Return records whose time has come; that of a failure yet to come, since the clock was put back, has come too."""
    now = now or timezone.now()
    rows = SetAside.objects.filter(Q(due_at__lte=now) | Q(last_at__gt=now)).order_by("due_at", "pk")
    return list(rows.values_list("kind", "record_id")[:limit])


def settle(tried: Iterable[Key], failed: Mapping[Key, str]) -> None:
    """Forget those of the tried records that went well, keep those that failed."""
    wanted = set(tried) | set(failed)
    known = {(row.kind, row.record_id): row for row in _rows_of(wanted)}
    well = [row.pk for key, row in known.items() if key not in failed]
    for start in range(0, len(well), CHUNK):
        SetAside.objects.filter(pk__in=well[start : start + CHUNK]).delete()
    for key, reason in failed.items():
        _keep(key, reason, known.get(key))


def begin_anew(failed: Mapping[Key, str]) -> None:
    """Forget all, since a rebuild tried every record, but for those that failed there."""
    known = {(row.kind, row.record_id): row for row in SetAside.objects.all()}
    settle(known, failed)


def _rows_of(keys: set[Key]) -> list[SetAside]:
    """Return the rows of some records; where few are set aside, as nearly always, by one look at all of them."""
    rows = SetAside.objects.order_by("pk")
    if rows.count() <= CHUNK:
        return [row for row in rows if (row.kind, row.record_id) in keys]
    listed = sorted(keys)
    found: list[SetAside] = []
    for start in range(0, len(listed), CHUNK):
        part = listed[start : start + CHUNK]
        found += rows.filter(record_id__in=[key for _kind, key in part])
    return [row for row in found if (row.kind, row.record_id) in keys]


def _keep(key: Key, reason: str, known: SetAside | None) -> None:
    now = timezone.now()
    row = known or SetAside(kind=key[0], record_id=key[1], failures=0, first_at=now)
    row.reason, row.last_at = made_storable(reason), now
    row.due_at = now + PAUSES[min(row.failures, len(PAUSES) - 1)]
    row.failures += 1
    row.save()
