"""A reader knows without reading whether the index changed; it never misses a change, however soon after its look."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from search.engine.protocol import IndexUnusable
from search.engine.whoosh_store import opening
from search.engine.whoosh_store.opening import Watch, name_of
from tests.search.engine.records import record, store_of

LONG_AGO = time.time_ns() - 3_600_000_000_000


def touched(folder: Path, when: int = LONG_AGO) -> None:
    """Let the files that tell of changes look as if the last one had been at a time."""
    for path in (folder / "current", folder / (folder / "current").read_text().strip()):
        os.utime(path, ns=(when, when))


def read_no_more(_root: Path) -> str:
    raise AssertionError("read, though nothing changed")


def test_what_was_left_alone_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_of(tmp_path, [record(0)])
    touched(tmp_path)
    watch, name = Watch(tmp_path), name_of(tmp_path)
    assert watch.name() == name
    monkeypatch.setattr(opening, "name_of", read_no_more)
    assert watch.name() == name


def test_a_commit_and_a_new_index_are_seen(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0)])
    touched(tmp_path)
    watch = Watch(tmp_path)
    seen = [watch.name()]
    writer = store.writer()
    writer.replace([record(1)])
    seen.append(watch.name())
    writer.close()
    touched(tmp_path, LONG_AGO + 1)
    seen.append(watch.name())
    store.swap(store.build([record(2)]))
    seen.append(watch.name())
    assert seen == [seen[0], seen[1], seen[1], name_of(tmp_path)]
    assert len(set(seen)) == 3


def test_a_change_within_the_tick_of_the_last_one_is_seen(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0)])
    now = time.time_ns()
    touched(tmp_path, now)
    watch = Watch(tmp_path)
    first = watch.name()
    writer = store.writer()
    writer.replace([record(1)])
    writer.close()
    touched(tmp_path, now)
    assert watch.name() == name_of(tmp_path) != first


def test_an_index_that_goes_is_missed_at_once(tmp_path: Path) -> None:
    store_of(tmp_path, [record(0)])
    touched(tmp_path)
    watch = Watch(tmp_path)
    watch.name()
    (tmp_path / "current").unlink()
    with pytest.raises(IndexUnusable, match="还没有"):
        watch.name()
