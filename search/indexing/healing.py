"""When a rebuild is due, and asking for one: as a job, never two at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from census.jobs import enqueue
from census.models import Job, JobState
from search.engine.protocol import IndexState, IndexStore
from search.indexing import mark, outbox
from search.indexing.drain import why_unusable
from search.indexing.folder import Folder

KIND = "rebuild_index"
TITLE = "重建检索索引"
#: After a rebuild that failed, none is begun by itself for so long (a full disk does not get emptier by trying).
REST = timedelta(minutes=10)
#: A backlog is rebuilt, not drained, from so many rows on, if it is also more than this share of the index. Measured:
#: a row drained costs 0.70 ms of processor and leaves a remnant, a record rebuilt 0.45 ms.
BACKLOG, BACKLOG_SHARE = 20_000, 0.5
#: An index is rebuilt when so many documents, and this share of all, are remnants of earlier versions. Measured: at a
#: share of 0.4 the index is twice its size.
REMNANTS, REMNANTS_SHARE = 20_000, 0.25
#: An index of more pieces than this is rebuilt. Additions leave them: small ones are put together as they come, larger
#: ones stay. Measured at 340,000 records: 2,000 saved one by one leave 6; 100,000 in runs of 1,000 leave 35, and the
#: 99th percentile of queries grows from 3.5 ms to 12.3, by a quarter of a millisecond for each piece.
PIECES = 16


def why_rebuild(store: IndexStore, folder: Folder) -> str:
    """Return why the index should be built anew, nothing if it should not."""
    if not store.keeps_index:
        return ""
    state, reason = why_unusable(store, folder)
    return reason or _why_sluggish(state)


def _why_sluggish(state: IndexState) -> str:
    waiting = outbox.backlog(max(BACKLOG, int(state.documents * BACKLOG_SHARE)) + 1)
    if waiting > BACKLOG and waiting > state.documents * BACKLOG_SHARE:
        return "待索引的改动太多，整个重建更快"
    if state.deleted > REMNANTS and state.deleted > (state.documents + state.deleted) * REMNANTS_SHARE:
        return "索引里旧版本的残留太多，重建后更小更快"
    if state.pieces > PIECES:
        return "新增的著录使索引分成了太多段，重建后更快"
    return ""


def _failed_just_now(jobs: QuerySet[Job]) -> bool:
    """Whether one failed a short while ago; what failed in the future did so before the clock was put back."""
    now = timezone.now()
    return jobs.filter(state=JobState.FAILED, finished_at__gt=now - REST, finished_at__lte=now).exists()


def request_rebuild(reason: str, *, user: Any = None) -> Job | None:
    """Queue a rebuild and return its job, or the one there is; nothing so soon after one that failed.

    What a ``user`` asks for is done in any case, also where none is due.
    """
    mark.load()
    with transaction.atomic():
        mark.locked()
        jobs = Job.objects.filter(kind=KIND)
        if going := jobs.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).first():
            return going
        if user is None and _failed_just_now(jobs):
            return None
        return enqueue(KIND, TITLE, {"reason": reason, "automatic": user is None}, user=user)
