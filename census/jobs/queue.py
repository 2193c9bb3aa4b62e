"""Putting work into the queue, looking at it, asking it to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from census.jobs import sidecar
from census.jobs.registry import kind_of
from census.models import Job, JobState
from census.storable import made_storable, made_storable_throughout


def enqueue(kind: str, title: str, params: Mapping[str, Any] | None = None, *, user: Any = None) -> Job:
    """Queue one piece of work and return its row; ``params`` are JSON and become keyword arguments.

    Job and queue entry are written together: roll the surrounding transaction back and neither is there.
    Raises ``ValueError`` for a kind that nobody declared.
    """
    if kind_of(kind) is None:
        raise ValueError(f"no such job kind: {kind}")
    creator = user if getattr(user, "pk", None) else None
    with transaction.atomic():
        storable = made_storable_throughout(dict(params or {}))
        job = Job.objects.create(kind=kind, title=made_storable(title), params=storable, created_by=creator)
        put_in_queue(job)
    return job


def put_in_queue(job: Job) -> None:
    """Write the queue entry of a job."""
    from census.jobs.tasks import run_job

    run_job.enqueue(str(job.pk))


def cancel(job: Job) -> bool:
    """Ask a job to stop; one that waits is cancelled at once. Returns whether it can still matter.

    Running work stops at its next sign of progress, and what it had not committed is undone. On SQLite nothing is
    written while any job runs, since its transaction may hold the database: the wish is noted beside it, and a job
    that waits is cancelled when its turn comes.
    """
    job.refresh_from_db(fields=["state"])
    if job.is_finished:
        return False
    job.cancel_requested = True
    if sidecar.in_use():
        sidecar.ask_to_cancel(job.pk)
        if Job.objects.filter(state=JobState.RUNNING).exists():
            return True
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
    if waiting.update(state=JobState.CANCELLED, cancel_requested=True, finished_at=now):
        sidecar.clear(job.pk)
    else:
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)
    job.refresh_from_db()
    return not job.is_finished or job.state == JobState.CANCELLED


def live(job: Job) -> Job:
    """Return the job with the newest progress known, also while its own transaction holds the database."""
    if sidecar.in_use() and not job.is_finished:
        for name, value in sidecar.read_progress(job.pk).items():
            setattr(job, name, value)
        job.cancel_requested = job.cancel_requested or sidecar.asked_to_cancel(job.pk)
    return job
