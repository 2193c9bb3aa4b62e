"""Queue jobs in, or look at, the database of a worker test; prints JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]
os.environ["DJANGO_SETTINGS_MODULE"] = "worker_settings"

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import execute_from_command_line  # noqa: E402

from census.jobs import cancel, enqueue, live  # noqa: E402
from census.models import Job  # noqa: E402


def main(act: str, *args: str) -> None:
    """Do one act."""
    if act == "manage":
        execute_from_command_line(["manage.py", *args])
    elif act == "enqueue":
        kind, folder = args
        enqueue(kind, "試作", {"folder": folder})
    elif act == "cancel":
        cancel(Job.objects.get())
    else:
        job = live(Job.objects.get())
        users = sorted(User.objects.values_list("username", flat=True))
        fields = {name: getattr(job, name) for name in ("state", "attempts", "done", "message", "result")}
        print(json.dumps({**fields, "users": users}, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
