"""Running one job and writing down how it ended."""

from __future__ import annotations

import logging
import threading
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from census.errors import ActionRefused
from census.jobs import sidecar
from census.jobs.context import JobCancelled, JobContext
from census.jobs.registry import kind_of
from census.jobs.worker_id import own_id
from census.models import Job, JobState

logger = logging.getLogger(__name__)
#: Seconds between two signs of life.
HEARTBEAT = 2.0


def run(job_id: UUID) -> Job | None:
    """Run a queued job to its end and return it; ``None`` if it was cancelled or taken before.

    The work's exceptions end in the row: a refusal with its message, anything else with a short message, and the
    traceback in the server's log.
    """
    job = _claim(job_id)
    if job is None:
        return None
    context = JobContext(job)
    with _Heartbeat(context):
        try:
            kind = kind_of(job.kind)
            if kind is None:
                raise LookupError(job.kind)
            context.check_cancelled()
            result = kind(context, **job.params)
            _finish(context, JobState.DONE, "", result)
        except JobCancelled:
            _finish(context, JobState.CANCELLED, gettext("已按要求停止，未提交的部分没有留下"))
        except ActionRefused as refusal:
            _finish(context, JobState.FAILED, refusal.message)
        except Exception as error:
            logger.exception("job %s (%s) failed", job.pk, job.kind)
            context.log(f"{type(error).__name__}: {error}")
            _finish(
                context, JobState.FAILED, gettext("执行时出错：{error}").format(error=error or type(error).__name__)
            )
    return job


def _claim(job_id: UUID) -> Job | None:
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        started_at=timezone.now(),
        heartbeat=timezone.now(),
        worker=own_id(),
        attempts=F("attempts") + 1,
    )
    return Job.objects.get(pk=job_id) if taken else None


def _finish(context: JobContext, state: JobState, message: str, result: Any = None) -> None:
    context.flush()
    job = context.job
    job.state, job.result, job.finished_at = state, result, timezone.now()
    job.message = message or job.message
    if state == JobState.DONE and job.total:
        job.done = job.total
    job.save(update_fields=["state", "result", "finished_at", "message", "done", "total", "log", "heartbeat"])
    sidecar.clear(job.pk)


class _Heartbeat:
    """Gives signs of life, and the progress that the work's own transaction keeps to itself, from a second connection.

    Not on SQLite: there a second connection would wait for the first, a note beside the database tells the progress
    (:mod:`census.jobs.sidecar`), and whether the process lives is asked of the machine.
    """

    def __init__(self, context: JobContext) -> None:
        self.context = context
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{context.job.pk}", daemon=True)

    def __enter__(self) -> None:
        if not sidecar.in_use():
            self._thread.start()

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(HEARTBEAT):
                try:
                    self.context.save(timezone.now())
                except DatabaseError:
                    logger.warning("no heartbeat for job %s: the database is busy", self.context.job.pk)
        finally:
            connection.close()
