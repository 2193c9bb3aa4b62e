"""Several at once on one database, with connections of their own; and a process killed while it imports."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.nursery import Child, Nursery

CROWD = "tests.guji.actions.record_crowd"
RECORDS = 24

Start = Callable[..., Child]


@pytest.fixture
def start(nursery: Nursery, tmp_path: Path, database_url: str) -> Start:
    environment = {**os.environ, "DATABASE_URL": database_url}
    environment |= {"VAR_DIR": str(tmp_path / "var"), "MEDIA_ROOT": str(tmp_path / "media")}

    def begin(*args: str) -> Child:
        return nursery.start(CROWD, *args, environment=environment, together=False)

    assert finished(begin("prepare", str(RECORDS))) == {}
    return begin


def finished(process: Child) -> dict[str, Any]:
    assert process.wait() == 0, process.error
    told: dict[str, Any] = json.loads(process.out) if process.out.strip() else {}
    return told


def test_numbers_given_by_many_threads_are_all_different_and_without_gap(start: Start) -> None:
    told = finished(start("approve", "6"))
    assert told["failures"] == []
    assert told["numbers"] == [f"330000-1701-{number:07d}" for number in range(1, RECORDS + 1)]


def test_editors_of_one_record_lose_nothing(start: Start) -> None:
    editors = [start("edit", name, "8") for name in ("甲", "乙", "丙")]
    for editor in editors:
        finished(editor)
    shown = finished(start("show"))
    notes = [note for note in shown["note"].split("；") if note]
    assert sorted(notes) == sorted(f"{name}{number}" for name in "甲乙丙" for number in range(8))
    assert shown["version"] == 1 + len(notes)
    assert shown["revisions"] == RECORDS + len(notes)


def test_an_import_killed_before_its_end_leaves_nothing(start: Start, tmp_path: Path) -> None:
    before = finished(start("show"))
    marker = tmp_path / "under-way"
    process = start("bulk", str(marker))
    limit = time.monotonic() + 300
    while not marker.exists():
        assert process.poll() is None, process.error
        assert time.monotonic() < limit
        time.sleep(0.01)
    process.kill()
    after = finished(start("show"))
    assert after["imported"] == 0
    assert after == before
