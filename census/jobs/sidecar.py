"""Notes beside the database: how far a job is, and that it should stop.

On SQLite one long transaction (an import) keeps everybody else from writing, the job's own progress and a wish to
cancel included. There they travel as small files under ``VAR_DIR/jobs``; on a database with row locks they go
through the job's row and nothing is written here.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection


def in_use() -> bool:
    """Whether this database needs notes beside it."""
    return connection.vendor == "sqlite"


def _path(job_id: UUID, what: str) -> Path:
    return Path(settings.VAR_DIR) / "jobs" / f"{job_id.hex}.{what}"


def write_progress(job_id: UUID, values: dict[str, Any]) -> None:
    """Note how far a job is; a reader sees either the old note or the new one, never half of one."""
    path = _path(job_id, "progress")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def read_progress(job_id: UUID) -> dict[str, Any]:
    """Return the note of a job's progress, empty if there is none."""
    try:
        noted: dict[str, Any] = json.loads(_path(job_id, "progress").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return noted


def ask_to_cancel(job_id: UUID) -> None:
    """Note that a job should stop."""
    path = _path(job_id, "cancel")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def asked_to_cancel(job_id: UUID) -> bool:
    """Whether somebody noted that the job should stop."""
    return _path(job_id, "cancel").exists()


def clear(job_id: UUID) -> None:
    """Remove a job's notes."""
    for what in ("progress", "cancel", "draft"):
        with contextlib.suppress(FileNotFoundError):
            _path(job_id, what).unlink()
