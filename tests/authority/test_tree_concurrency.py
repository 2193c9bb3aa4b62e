"""Several writers of class trees at once, in processes and in threads: no number is given twice, no tree is torn."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.nursery import Child, Nursery

WRITERS, EACH = 6, 4
CROWD = "tests.authority.tree_crowd"
EVERY_DIVISION_ITS_OWN_TREE = ["damages=0", f"nodes={WRITERS * EACH}", f"trees={WRITERS * EACH}"]

Start = Callable[..., Child]


@pytest.fixture
def start(nursery: Nursery, database_url: str, tmp_path: Path) -> Start:
    """Begin an act of the crowd on one database, which is made ready first."""
    environment = {**os.environ, "DATABASE_URL": database_url, "VAR_DIR": str(tmp_path / "var")}

    def begin(*args: str) -> Child:
        return nursery.start(CROWD, *args, environment=environment)

    told([begin("prepare")])
    return begin


def told(processes: list[Child]) -> list[str]:
    """Wait for all, and return the words that the last one printed."""
    ends = [process.wait(120) for process in processes]
    assert ends == [0] * len(processes), [process.out for process in processes]
    return processes[-1].out.split()


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
