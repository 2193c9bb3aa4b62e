"""Looking at files that came: queued as one job for a record, however many files wait."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from census.jobs import enqueue
from census.models import Job, JobState

LOOK = "look_at_images"


def queue_looking(kind: str, record_id: UUID, user: Any) -> None:
    """See to it that a job will look at a record's new files: one that waits and has not begun will do.

    The row of a waiting job is held until the caller's transaction ends. Whoever takes it up must wait so long, and
    then finds the caller's file among those to be looked at.
    """
    params = {"kind": kind, "record": str(record_id)}
    with transaction.atomic():
        waiting = Job.objects.select_for_update().filter(kind=LOOK, state=JobState.QUEUED, cancel_requested=False)
        if not any(job.params == params for job in waiting):
            enqueue(LOOK, _("检查书影"), params, user=user)
