"""Queue jobs in, or look at, the database of a worker test; prints JSON."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]
os.environ["DJANGO_SETTINGS_MODULE"] = "worker_settings"

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import execute_from_command_line  # noqa: E402
from django.db.models import F  # noqa: E402

from census.jobs import cancel, enqueue, live  # noqa: E402
from census.models import Job  # noqa: E402


def main(act: str, *args: str) -> None:
    """Do one act: ``manage COMMAND``, ``enqueue KIND FOLDER COUNT``, ``cancel``, ``age``, ``show``."""
    if act == "manage":
        execute_from_command_line(["manage.py", *args])
    elif act == "enqueue":
        kind, folder, count = args
        for _ in range(int(count)):
            enqueue(kind, "試作", {"folder": folder})
    elif act == "cancel":
        cancel(Job.objects.latest("created_at"))
    elif act == "age":
        Job.objects.update(created_at=F("created_at") - timedelta(hours=1))
    else:
        print(json.dumps([shown(job) for job in Job.objects.order_by("created_at", "pk")], ensure_ascii=False))


def shown(job: Job) -> dict[str, object]:
    """Return a job as the tests ask for it; ``made`` are the attempts whose transaction was committed."""
    job = live(job)
    made = User.objects.filter(username__startswith=job.pk.hex).values_list("username", flat=True)
    fields = ("kind", "state", "attempts", "done", "message", "result")
    return {name: getattr(job, name) for name in fields} | {
        "made": sorted(int(name.rpartition("-")[2]) for name in made)
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
