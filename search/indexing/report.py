"""How searching stands, in one look: for the administrator's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from census.models import Job, JobState
from census.searching import search_kinds
from search.engine.choice import chosen_store
from search.engine.protocol import IndexState
from search.indexing import mark, outbox
from search.indexing.drain import why_unusable
from search.indexing.folder import Folder
from search.indexing.healing import KIND
from search.indexing.outbox import Lag
from search.models import IndexMark, SetAside


@dataclass(frozen=True, slots=True)
class Report:
    """The index, how far it is behind, who keeps it up, its rebuilds, and what could not be indexed.

    ``reason`` says why the index is not used, nothing if it is. ``indexer`` is whether one works at this moment,
    ``seen`` its last sign of life. ``job`` is the rebuild that waits or runs.
    """

    engine: str
    keeps_index: bool
    state: IndexState
    reason: str
    records: int
    lag: Lag
    indexer: bool
    seen: datetime | None
    mark: IndexMark
    job: Job | None
    latest: Job | None
    aside: tuple[SetAside, ...]
    aside_total: int


def report(most: int = 50) -> Report:
    """Look at everything; at most so many of the records that could not be indexed."""
    store, folder = chosen_store(), Folder()
    state, reason = why_unusable(store, folder)
    jobs = Job.objects.filter(kind=KIND).defer("log")
    seen = folder.touched("indexer")
    return Report(
        engine=settings.SEARCH_ENGINE.rpartition(".")[2],
        keeps_index=store.keeps_index,
        state=state,
        reason=reason,
        records=sum(kind.count() for kind in search_kinds().values()),
        lag=outbox.lag(),
        indexer=folder.is_held("indexer"),
        seen=datetime.fromtimestamp(seen, UTC) if seen is not None else None,
        mark=mark.load(),
        job=jobs.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).first(),
        latest=jobs.first(),
        aside=tuple(SetAside.objects.order_by("-last_at", "pk")[:most]),
        aside_total=SetAside.objects.count(),
    )
