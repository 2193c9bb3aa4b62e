"""Work that takes as long as a test wants."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from census.jobs import JobContext, job


def _work(context: JobContext, folder: str) -> dict[str, Any]:
    """Sleep until the file ``go`` is there; one user is made in a transaction around the sleep."""
    place = Path(folder)
    with transaction.atomic():
        User.objects.create_user(f"{context.job.pk.hex}-{context.job.attempts}")
        (place / f"started-{context.job.attempts}").touch()
        for step in range(1, 2_000):
            if (place / "go").exists():
                break
            context.progress(step, 2_000, "等候")
            time.sleep(0.05)
    return {"attempt": context.job.attempts}


def _tally(context: JobContext, folder: str) -> None:
    """Leave a line that says which process did which job."""
    with (Path(folder) / "tally").open("a") as tally:
        tally.write(f"{os.getpid()} {context.job.pk}\n")
    time.sleep(0.05)


job("again", idempotent=True)(_work)
job("once")(_work)
job("tally")(_tally)
