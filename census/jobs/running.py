"""Running one job and writing down how it ended."""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseFailure
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from census.errors import ActionRefused
from census.jobs import sidecar
from census.jobs.context import JobCancelled, JobContext
from census.jobs.explain import UnknownKind, explain
from census.jobs.registry import kind_of
from census.jobs.worker_id import own_id
from census.models import Job, JobState
from census.models.revision import ReadableJSON
from census.storable import made_storable, made_storable_throughout

logger = logging.getLogger(__name__)
#: Seconds between two signs of life.
HEARTBEAT = 2.0
#: Seconds between attempts to write how a job ended, where the database does not take it at once.
PATIENCE = (0.5, 2.0, 10.0, 30.0)


def run(job_id: UUID) -> Job | None:
    """Run a queued job to its end and return it; ``None`` if it was cancelled or taken before.

    The work's exceptions end in the row, in words of :func:`census.jobs.explain.explain`, and with the traceback in
    the server's log.
    """
    job = _claim(job_id)
    if job is None:
        return None
    context = JobContext(job)
    with _Heartbeat(context):
        _conclude(context, *_outcome(context))
    return job


def _outcome(context: JobContext) -> tuple[JobState, str, Any]:
    """Do the work; return the state it ended in, a message, and the result as JSON can hold it."""
    job = context.job
    try:
        kind = kind_of(job.kind)
        if kind is None:
            raise UnknownKind(job.kind)
        context.check_cancelled()
        result = kind(context, **job.params)
        json.dumps(result, cls=ReadableJSON)
        return JobState.DONE, "", made_storable_throughout(result)
    except JobCancelled:
        return JobState.CANCELLED, gettext("已按要求停止，未提交的部分没有留下"), None
    except ActionRefused as refusal:
        return JobState.FAILED, explain(refusal), None
    except Exception as error:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        context.log(f"{type(error).__name__}: {error}")
        return JobState.FAILED, explain(error), None


def _claim(job_id: UUID) -> Job | None:
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        started_at=timezone.now(),
        heartbeat=timezone.now(),
        worker=own_id(),
        attempts=F("attempts") + 1,
    )
    return Job.objects.get(pk=job_id) if taken else None


def _conclude(context: JobContext, state: JobState, message: str, result: Any) -> None:
    """Write down how it ended, also if the database is busy or comes back only after a while."""
    for pause in (*PATIENCE, None):
        try:
            _finish(context, state, message, result)
            return
        except DatabaseFailure:
            if pause is None or connection.in_atomic_block:
                raise
            logger.warning("the end of job %s is not written yet: the database does not answer", context.job.pk)
            connection.close()
            time.sleep(pause)


def _finish(context: JobContext, state: JobState, message: str, result: Any) -> None:
    context.flush()
    job = context.job
    job.state, job.result, job.finished_at = state, result, timezone.now()
    job.message = made_storable(message) or job.message
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
                except DatabaseFailure:
                    logger.warning("no heartbeat for job %s: the database does not answer", self.context.job.pk)
                    connection.close()
        finally:
            connection.close()
