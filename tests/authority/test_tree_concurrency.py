"""Several writers of class trees at once, in processes and in threads: no number is given twice, no tree is torn."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

WRITERS, EACH = 6, 4
ROOT = Path(__file__).resolve().parents[2]
EVERY_DIVISION_ITS_OWN_TREE = ["damages=0", f"nodes={WRITERS * EACH}", f"trees={WRITERS * EACH}"]

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Start:
    """Begin an act of the crowd on one database, which is made ready first."""
    environment = {**os.environ, "DATABASE_URL": database_url, "VAR_DIR": str(tmp_path / "var")}

    def begin(*args: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(ROOT / "tests" / "authority" / "tree_crowd.py"), *args]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)  # type: ignore[call-overload,no-any-return]

    told([begin("prepare")])
    return begin


def told(processes: list[subprocess.Popen[str]]) -> list[str]:
    """Wait for all, and return the words that the last one printed."""
    ends = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), ends
    return ends[-1][0].split()


def test_divisions_added_by_many_processes(start: Start) -> None:
    told([start("add", str(writer), str(EACH)) for writer in range(WRITERS)])
    assert told([start("report")]) == EVERY_DIVISION_ITS_OWN_TREE


def test_divisions_added_by_many_threads(start: Start) -> None:
    told([start("add_by_threads", str(WRITERS), str(EACH))])
    assert told([start("report")]) == EVERY_DIVISION_ITS_OWN_TREE


def test_classes_moved_and_merged_by_many_at_once(start: Start) -> None:
    told([start("add", "0", "12")])
    told([start("rearrange", str(writer), "12") for writer in range(WRITERS)])
    damages, nodes, _ = told([start("report")])
    assert (damages, nodes) == ("damages=0", "nodes=12")
