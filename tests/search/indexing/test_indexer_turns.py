"""The indexer stays whatever happens: it says what once, notes it for the administrator, waits, and goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError

from census.models import Job
from guji.models import Book
from search.engine.protocol import IndexLocked
from search.indexing import indexer as turns
from search.indexing import mark
from search.indexing.folder import Folder
from search.indexing.healing import KIND
from search.indexing.indexer import BREATH, INTERVAL, PAUSES, Indexer
from search.indexing.rebuild import Rebuild
from search.models import IndexMark
from tests.search.indexing.index_samples import indexed, stated, waiting
from tests.search.indexing.paper_store import PaperStore

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def indexer(store: PaperStore, folder: Folder, lines: list[str]) -> Indexer:
    return Indexer(store, folder, lines.append)


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, target: str, error: Exception) -> Iterator[None]:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(target, fail)
        # The test's transaction would go with its connection.
        patch.setattr("search.indexing.indexer.connection.close", lambda: None)
        yield


REPLACE = "tests.search.indexing.paper_store.PaperWriter.replace"
READ = "search.indexing.outbox.read"
TROUBLES: dict[str, tuple[str, Exception, str, bool]] = {
    "full disk": (REPLACE, OSError(28, "No space left on device"), "磁盘已满", True),
    "read-only": (REPLACE, OSError(30, "Read-only file system"), "索引文件夹不可写", True),
    "no permission": (REPLACE, PermissionError(13, "Permission denied"), "索引文件夹不可写", True),
    "locked database": (READ, OperationalError("database is locked"), "数据库正忙或连接中断", False),
    "lost connection": (READ, InterfaceError("connection already closed"), "数据库正忙或连接中断", False),
    "another writer": (REPLACE, IndexLocked(), "别的进程正在写索引", True),
    "a fault of ours": (READ, ZeroDivisionError("x"), "索引出错，稍后再试：ZeroDivisionError x", True),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_is_said_once_noted_and_outlived(
    built: PaperStore,
    indexer: Indexer,
    lines: list[str],
    new_book: NewBook,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
) -> None:
    target, error, words, noted = TROUBLES[trouble]
    book = new_book()
    with failing(monkeypatch, target, error):
        pauses = [indexer.turn() for _ in range(len(PAUSES) + 2)]
    assert pauses == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    assert len(lines) == 1
    assert words in lines[0]
    assert waiting() == [book.pk]
    assert (words in mark.load().trouble) is noted
    assert (mark.load().trouble_at is not None) is noted
    assert indexer.turn() == BREATH
    assert lines[1:] == ["索引恢复正常"]
    assert mark.load().trouble == ""
    assert indexed(built) == stated()
    with failing(monkeypatch, target, error):
        new_book()
        assert indexer.turn() == PAUSES[0], "what is over does not count against the next"


def test_an_idle_indexer_looks_five_times_a_second_and_a_busy_one_goes_on(
    built: PaperStore, indexer: Indexer, new_book: NewBook, lines: list[str]
) -> None:
    assert indexer.turn() == INTERVAL
    new_book()
    assert indexer.turn() == BREATH
    assert indexer.turn() == INTERVAL
    assert lines == []


def test_without_an_index_it_asks_for_one_and_takes_up_work_when_it_is_there(
    library: Any, store: PaperStore, folder: Folder, indexer: Indexer, lines: list[str], new_book: NewBook
) -> None:
    new_book()
    for _ in range(3):
        indexer.turn()
    assert Job.objects.get().kind == KIND
    assert [line for line in lines if "还没有索引" in line]
    assert len(lines) == len(set(lines)), "the same is not said again and again"
    Rebuild(store, folder).execute()
    assert indexer.turn() == BREATH
    assert indexed(store) == stated()


def test_an_index_that_vanishes_while_nothing_happens_is_noticed(
    built: PaperStore, indexer: Indexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexer.turn()
    shutil.rmtree(built.folder)
    indexer.turn()
    assert not Job.objects.exists()
    monkeypatch.setattr(turns, "LOOK_AFTER", 0.0)
    indexer.turn()
    assert Job.objects.get().kind == KIND


def test_what_a_dead_rebuild_left_is_settled_though_nothing_is_saved(
    built: PaperStore, indexer: Indexer, new_book: NewBook
) -> None:
    book = new_book()
    mark.begin_rebuild("dead")
    mark.journal([("book", book.pk)])
    for _ in range(3):
        indexer.turn()
    assert IndexMark.objects.get().rebuild == ""
    assert indexed(built) == stated()


def test_trouble_that_an_earlier_process_noted_is_cleared(built: PaperStore, indexer: Indexer) -> None:
    mark.note_trouble("磁盘已满")
    indexer.turn()
    assert mark.load().trouble == ""


def test_told_to_stop_it_ends_after_its_turn(built: PaperStore, indexer: Indexer, new_book: NewBook) -> None:
    new_book()
    indexer.stop.set()
    indexer.run()
    assert len(waiting()) == 1
