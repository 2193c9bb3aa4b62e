"""A writer that dies: run as a process by the tests, on an index of theirs.

``python -m tests.search.engine.dying_writer FOLDER FIRST STEP``: puts records in, one by one from number FIRST on, and
says each number once it is durable; kills itself before the STEP-th thing that it asks of the file system.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

WATCHED = ("fsync", "rename", "replace", "remove", "unlink", "mkdir", "rmdir")
RECORDS = 6


def die_at(step: int) -> None:
    """Kill this process before it does the ``step``-th thing to the file system."""
    left = [step]

    def watched(act: Callable[..., Any]) -> Callable[..., Any]:
        def done(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*args, **kwargs)

        return done

    for name in WATCHED:
        setattr(os, name, watched(getattr(os, name)))


def main(folder: Path, first: int, step: int) -> None:
    from search.engine.whoosh_store import WhooshStore
    from tests.search.engine.made_up import LAYOUT
    from tests.search.engine.records import record

    writer = WhooshStore(folder, LAYOUT).writer()
    if step:
        die_at(step - 1)
    for number in range(first, first + RECORDS):
        writer.replace([record(number), record(0, f"第{number}次改")])
        print(number, flush=True)
    writer.close()


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
