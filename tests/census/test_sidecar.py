"""Notes beside the database: whole or not there, one job's never another's, gone when the job has ended."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from census.jobs import sidecar

JOB, OTHER = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = str(tmp_path)
    return tmp_path / "jobs"


def test_progress_is_read_as_it_was_written() -> None:
    values = {"done": 7, "total": 9, "message": "清點𡿨書", "log": "第一行\n第二行\n"}
    sidecar.write_progress(JOB, values)
    assert sidecar.read_progress(JOB) == values
    assert sidecar.read_progress(OTHER) == {}


def test_the_newest_note_counts() -> None:
    for done in range(5):
        sidecar.write_progress(JOB, {"done": done})
    assert sidecar.read_progress(JOB) == {"done": 4}


def test_a_wish_to_stop_is_for_one_job_and_may_be_said_twice() -> None:
    assert not sidecar.asked_to_cancel(JOB)
    sidecar.ask_to_cancel(JOB)
    sidecar.ask_to_cancel(JOB)
    assert sidecar.asked_to_cancel(JOB)
    assert not sidecar.asked_to_cancel(OTHER)


def test_clearing_leaves_nothing_of_this_job_and_all_of_the_other(folder: Path) -> None:
    for job in (JOB, OTHER):
        sidecar.write_progress(job, {"done": 1})
        sidecar.ask_to_cancel(job)
    sidecar.clear(JOB)
    sidecar.clear(JOB)
    assert {path.stem for path in folder.iterdir()} == {OTHER.hex}
    assert len(list(folder.iterdir())) == 2


def test_clearing_before_anything_was_noted_is_no_fault() -> None:
    sidecar.clear(uuid4())


@pytest.mark.parametrize("damaged", ["", "{", '{"done": 7', "\x00\x00"])
def test_a_damaged_note_is_no_note(folder: Path, damaged: str) -> None:
    sidecar.write_progress(JOB, {"done": 1})
    (folder / f"{JOB.hex}.progress").write_text(damaged, encoding="utf-8")
    assert sidecar.read_progress(JOB) == {}


def test_a_reader_never_sees_half_a_note() -> None:
    """One writes without pause, others read: each note is one that was written whole."""
    stop = threading.Event()
    seen: list[dict[str, Any]] = []

    def read() -> None:
        while not stop.is_set():
            seen.append(sidecar.read_progress(JOB))

    readers = [threading.Thread(target=read) for _ in range(2)]
    sidecar.write_progress(JOB, {"done": 0, "log": ""})
    for reader in readers:
        reader.start()
    for done in range(200):
        sidecar.write_progress(JOB, {"done": done, "log": "某" * done})
    stop.set()
    for reader in readers:
        reader.join()
    assert seen
    assert all(len(note["log"]) == note["done"] for note in seen)
