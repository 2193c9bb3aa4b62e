"""What the worker does of itself from time to time, between jobs: small work that nobody waits for.

A room registers a function when Django starts. Each is called about once a minute, says itself whether anything is due,
and must end within seconds. What goes wrong is written to the log and tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError

logger = logging.getLogger(__name__)
Chore = Callable[[], object]
_chores: dict[str, Chore] = {}


def register(name: str, chore: Chore) -> None:
    """Let the worker do ``chore`` from time to time; registering a name again replaces it."""
    _chores[name] = chore


def keep_up() -> list[str]:
    """Do what is due and return the names of what failed."""
    failed = []
    for name, chore in _chores.items():
        try:
            chore()
        except DatabaseError:
            logger.warning("upkeep of %s failed; it is tried again", name, exc_info=True)
            failed.append(name)
    return failed
