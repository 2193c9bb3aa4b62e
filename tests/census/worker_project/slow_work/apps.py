"""A worker that dies where a test wants, as if the power had gone."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from django.apps import AppConfig

#: What ``DIE_WHEN`` may say → the step at which the process goes, and whether before or after it.
STEPS = {
    "taken": ("_claim", "before"),
    "begun": ("_claim", "after"),
    "worked": ("_finish", "before"),
    "written": ("_finish", "after"),
}


def _dying(function: Callable[..., Any], when: str) -> Callable[..., Any]:
    def wrapped(*args: Any) -> None:
        if when == "after":
            function(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    return wrapped


class SlowWorkConfig(AppConfig):
    name = "slow_work"

    def ready(self) -> None:
        """Prepare the death that is asked for."""
        from census.jobs import running

        step, when = STEPS.get(os.environ.get("DIE_WHEN", ""), ("", ""))
        if step:
            setattr(running, step, _dying(getattr(running, step), when))
