"""Several at once on one database, with connections of their own; and a process killed while it imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CROWD = Path(__file__).resolve().parent / "record_crowd.py"
RECORDS = 24


@pytest.fixture
def start(tmp_path: Path, database_url: str) -> Callable[..., subprocess.Popen[str]]:
    environment = {**os.environ, "DATABASE_URL": database_url}
    environment |= {"VAR_DIR": str(tmp_path / "var"), "MEDIA_ROOT": str(tmp_path / "media")}

    def begin(*args: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(CROWD), *args]
        return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    assert finished(begin("prepare", str(RECORDS))) == {}
    return begin


def finished(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    told: dict[str, Any] = json.loads(out) if out.strip() else {}
    return told


def test_numbers_given_by_many_threads_are_all_different_and_without_gap(
    start: Callable[..., subprocess.Popen[str]],
) -> None:
    told = finished(start("approve", "6"))
    assert told["failures"] == []
    assert told["numbers"] == [f"330000-1701-{number:07d}" for number in range(1, RECORDS + 1)]


def test_editors_of_one_record_lose_nothing(start: Callable[..., subprocess.Popen[str]]) -> None:
    editors = [start("edit", name, "8") for name in ("甲", "乙", "丙")]
    for editor in editors:
        finished(editor)
    shown = finished(start("show"))
    notes = [note for note in shown["note"].split("；") if note]
    assert sorted(notes) == sorted(f"{name}{number}" for name in "甲乙丙" for number in range(8))
    assert shown["version"] == 1 + len(notes)
    assert shown["revisions"] == RECORDS + len(notes)


def test_an_import_killed_before_its_end_leaves_nothing(
    start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    before = finished(start("show"))
    marker = tmp_path / "under-way"
    process = start("bulk", str(marker))
    limit = time.monotonic() + 300
    while not marker.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    after = finished(start("show"))
    assert after["imported"] == 0
    assert after == before
