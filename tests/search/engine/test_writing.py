"""Writing: what is acknowledged stays whatever becomes of the writer, readers follow, one writes at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from search.engine.protocol import IndexLocked, IndexUnusable, Request
from search.engine.whoosh_store import WhooshStore, writer
from search.language.tree import Term
from tests.search.engine.dying_writer import RECORDS
from tests.search.engine.made_up import LAYOUT
from tests.search.engine.records import EVERYTHING, found, record, store_of

ROOT = Path(__file__).resolve().parents[3]
FIRST = 100


@contextmanager
def writing(folder: Path, step: int = 0) -> Iterator[subprocess.Popen[str]]:
    """A process that puts records in one by one, and dies before the ``step``-th thing it does to the files."""
    command = [sys.executable, "-m", "tests.search.engine.dying_writer", str(folder), str(FIRST), str(step)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            yield process
        finally:
            process.kill()


def died(folder: Path, step: int) -> list[int]:
    """Let a writer die at a step; return the records that it said were durable."""
    with writing(folder, step) as process:
        said, _errors = process.communicate()
    assert process.returncode in (0, -signal.SIGKILL)
    return [int(line) for line in said.split()]


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, 6, 8, 13, 21])
def test_a_writer_killed_at_any_step_loses_nothing_it_acknowledged(tmp_path: Path, step: int) -> None:
    store = store_of(tmp_path, [record(0), record(1)])
    acknowledged = died(tmp_path, step)
    assert store.state().usable
    there = found(store)
    assert {0, 1, *acknowledged} <= set(there)
    assert len(there) <= 2 + len(acknowledged) + 1
    assert found(store, "說文解字注三十卷") == ([] if len(there) > 2 else [0])
    with_open = store.writer()
    with_open.replace([record(500, "劫後餘生一卷")])
    with_open.close()
    assert found(store, "劫後餘生") == [500]
    assert sorted(found(store)) == sorted([*there, 500])


def test_a_writer_killed_at_any_time_leaves_nothing_behind(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0), record(1)])
    with writing(tmp_path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
        process.wait()
    store.tidy()
    store.writer().close()
    index = next(path for path in tmp_path.iterdir() if path.is_dir())
    kept = [path.name for path in index.iterdir() if path.suffix not in {".seg", ".toc"}]
    assert kept == ["schema"]
    assert FIRST in found(store)


def test_readers_in_other_threads_and_processes_follow_the_writer(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(number) for number in range(50)])
    engine = store.open()
    stop = threading.Event()

    def read() -> int:
        seen, rounds = 0, 0
        while not stop.is_set():
            total = engine.search(Request(scope=EVERYTHING, limit=0)).total
            assert total >= seen, "what was there is gone"
            seen, rounds = total, rounds + 1
        return rounds

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        with writing(tmp_path) as process:
            said, _errors = process.communicate(timeout=120)
        stop.set()
        assert all(reader.result() > 0 for reader in readers)
    assert said.split() == [str(number) for number in range(FIRST, FIRST + RECORDS)]
    assert engine.search(Request(scope=EVERYTHING)).total == 50 + RECORDS


def test_what_is_replaced_is_found_at_once_by_a_reader_that_is_open(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0)])
    engine = store.open()
    asked = Request(Term("經韻樓"), EVERYTHING)
    assert engine.search(asked).total == 0
    open_writer = store.writer()
    began = time.perf_counter()
    open_writer.replace([record(7, edition="清嘉慶經韻樓刻本")])
    assert engine.search(asked).total == 1
    assert time.perf_counter() - began < 1
    open_writer.close()


def test_a_key_is_there_once_however_often_it_is_replaced(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(number) for number in range(5)])
    open_writer = store.writer()
    for turn in range(40):
        open_writer.replace([record(2, f"第{turn}稿"), record(2, f"第{turn}次定稿")])
    open_writer.close()
    assert sorted(found(store)) == [0, 1, 2, 3, 4]
    assert found(store, "39次定稿") == [2]
    assert found(store, "稿") == [2]


def test_what_is_gone_is_gone_and_what_never_was_does_no_harm(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(number) for number in range(3)])
    open_writer = store.writer()
    open_writer.replace([], [("book", UUID(int=1)), ("book", UUID(int=99)), ("relic", UUID(int=2))])
    open_writer.close()
    assert found(store) == [0, 2]
    assert store.state().deleted == 1


def test_small_segments_are_put_together(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0)])
    open_writer = store.writer()
    for number in range(1, 120):
        open_writer.replace([record(number)])
    open_writer.close()
    assert len(store.open().view().parts) <= 8
    assert found(store) == list(range(120))


def test_segments_beyond_the_largest_size_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MERGED", 4)
    store = store_of(tmp_path, [record(0)])
    open_writer = store.writer()
    for number in range(1, 20):
        open_writer.replace([record(number)])
    open_writer.close()
    parts = store.open().view().parts
    assert max(part.segment.size for part in parts) <= 4
    assert store.state().pieces == len(parts) > 4
    assert found(store) == list(range(20))


def test_a_batch_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of(tmp_path, [record(0), record(1)])
    open_writer = store.writer()
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", _full_disk)
        with pytest.raises(OSError, match="full"):
            open_writer.replace([record(0, "改"), record(5)], [("book", UUID(int=1))])
    assert found(store) == [0, 1]
    open_writer.close()
    again = store.writer()
    again.replace([record(5)])
    again.close()
    assert found(store) == [0, 1, 5]


def _full_disk(_handle: int) -> None:
    raise OSError("the disk is full")


def test_there_is_one_writer_and_its_death_sets_the_lock_free(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0)])
    first = store.writer()
    with pytest.raises(IndexLocked, match="正在写入"):
        store.writer()
    first.close()
    first.close()
    store.writer().close()
    with pytest.raises(IndexLocked):
        first.replace([record(1)])


def test_no_writer_without_an_index(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path, LAYOUT)
    with pytest.raises(IndexUnusable, match="还没有"):
        store.writer()
    store.swap(store.build([]))
    store.writer().close()
