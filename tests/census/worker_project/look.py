"""Queue jobs in, or look at, the database of a worker test; prints JSON."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management import execute_from_command_line
from django.db.models import F
from django.utils import timezone

from authority.models import Institution
from census.images.actions import AddImage
from census.jobs import cancel, enqueue, live, running
from census.models import Image, Job
from guji.models import Book

#: What ``DIE_WHEN`` may say → the step at which the process goes, and whether before or after it.
STEPS = {
    "taken": ("_claim", "before"),
    "begun": ("_claim", "after"),
    "worked": ("_finish", "before"),
    "written": ("_finish", "after"),
}


def main(act: str, *args: str) -> None:
    """Do one act: ``manage COMMAND``, ``enqueue KIND FOLDER COUNT``, ``picture FILE``, ``cancel``, ``age``, ``show``.

    ``DIE_WHEN`` lets a worker die at a step, as if the power had gone.
    """
    if step := os.environ.get("DIE_WHEN"):
        name, when = STEPS[step]
        setattr(running, name, dying(getattr(running, name), when))
    if act == "manage":
        execute_from_command_line(["manage.py", *args])
    elif act == "enqueue":
        kind, folder, count = args
        for _ in range(int(count)):
            enqueue(kind, "試作", {"folder": folder})
    elif act == "cancel":
        cancel(Job.objects.latest("created_at"))
    elif act == "picture":
        take_picture(Path(args[0]))
    elif act == "age":
        Job.objects.update(created_at=F("created_at") - timedelta(hours=1))
    else:
        print(json.dumps([shown(job) for job in Job.objects.order_by("created_at", "pk")], ensure_ascii=False))


def take_picture(path: Path) -> None:
    """Take a picture in for a new record."""
    library, _ = Institution.objects.get_or_create(code="1701", defaults={"name": "浙江圖書館"})
    user, _ = User.objects.get_or_create(username="root", defaults={"is_superuser": True})
    now = timezone.now()
    book = Book.objects.create(institution=library, title="越縵堂日記不分卷", created_at=now, updated_at=now)
    with path.open("rb") as file:
        AddImage(book, user, path.name, path.stat().st_size, file.read).execute()


def shown(job: Job) -> dict[str, object]:
    """Return a job as the tests ask for it; ``made`` are the attempts whose transaction was committed."""
    job = live(job)
    made = User.objects.filter(username__startswith=job.pk.hex).values_list("username", flat=True)
    fields = ("kind", "state", "attempts", "done", "message", "result")
    return {name: getattr(job, name) for name in fields} | {
        "made": sorted(int(name.rpartition("-")[2]) for name in made),
        "pictures": list(Image.objects.filter(record_id=job.params.get("record")).values_list("status", flat=True)),
    }


def dying(function: Callable[..., Any], when: str) -> Callable[..., Any]:
    """Return a function that is the death of its process before or after it has done its work."""

    def wrapped(*args: Any) -> None:
        if when == "after":
            function(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    return wrapped
