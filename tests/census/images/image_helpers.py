"""What tests of pictures do again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from census.jobs import run
from census.models import Image, Job, JobState

#: Taking a file in for a record; content, name and the rest as wanted.
Take = Callable[..., Image]


def do_jobs() -> list[Job]:
    """Do what waits in the queue, as the worker would."""
    waiting = list(Job.objects.filter(state=JobState.QUEUED).order_by("created_at"))
    return [done for job in waiting if (done := run(job.pk)) is not None]


def pieces_of(content: bytes, size: int) -> list[tuple[int, bytes]]:
    """Cut a file into pieces with the offset of each."""
    return [(place, content[place : place + size]) for place in range(0, len(content), size)]


def headers(offset: int) -> dict[str, Any]:
    """Return the headers of a piece."""
    return {"HTTP_UPLOAD_OFFSET": str(offset), "content_type": "application/offset+octet-stream"}
