"""What a running job may say and ask."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from census.jobs import sidecar
from census.models import Job, JobState
from census.storable import made_storable

#: Seconds between two writes of progress; what comes sooner is kept and written with the next.
INTERVAL = 0.5
#: Characters of a log that are kept, and the line that stands for what was dropped before them.
LOG_LIMIT = 200_000
CUT = "…\n"


def shortened(log: str) -> str:
    """Return the log, or as many whole lines of its end as are kept, after a line that says so."""
    if len(log) <= LOG_LIMIT:
        return log
    kept = log[-(LOG_LIMIT - len(CUT)) :]
    return CUT + kept[kept.find("\n", 0, -1) + 1 :]


class JobCancelled(Exception):  # noqa: N818 - it is a wish that was granted
    """Raised in the work when somebody asked it to stop; leave it to pass."""


class JobContext:
    """The job's line to those who wait for it: progress, log, and whether to stop."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._written = 0.0
        self._log: list[str] = []

    def progress(self, done: int, total: int = 0, message: str = "") -> None:
        """Say how far the work is; as often as one likes. Raises :class:`JobCancelled` if it should stop."""
        self.job.done, self.job.total = done, total or self.job.total
        self.job.message = made_storable(message) or self.job.message
        if time.monotonic() - self._written >= INTERVAL:
            self.flush()
            self.check_cancelled()

    def log(self, line: str) -> None:
        """Add a line to the job's log; of a very long log the end is kept."""
        self._log.append(made_storable(f"{timezone.localtime():%H:%M:%S} {line}"))
        if time.monotonic() - self._written >= INTERVAL:
            self.flush()

    def check_cancelled(self) -> None:
        """Raise :class:`JobCancelled` if somebody asked the job to stop."""
        if sidecar.asked_to_cancel(self.job.pk) if sidecar.in_use() else self._cancel_requested():
            raise JobCancelled

    def flush(self) -> None:
        """Write progress, log and a sign of life now."""
        self._written = time.monotonic()
        if self._log:
            self.job.log = shortened(self.job.log + "\n".join(self._log) + "\n")
            self._log.clear()
        if sidecar.in_use():
            self._note()
        if not connection.in_atomic_block:
            self.save(timezone.now())

    def save(self, now: datetime) -> None:
        """Write what is known of the progress, and a sign of life, to the job's row."""
        self.job.heartbeat = now
        Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING).update(
            done=self.job.done,
            total=self.job.total,
            message=self.job.message,
            log=self.job.log,
            heartbeat=now,
        )

    def _note(self) -> None:
        values: dict[str, Any] = {"done": self.job.done, "total": self.job.total, "message": self.job.message}
        sidecar.write_progress(self.job.pk, {**values, "log": self.job.log[-4000:]})

    def _cancel_requested(self) -> bool:
        return Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists()
