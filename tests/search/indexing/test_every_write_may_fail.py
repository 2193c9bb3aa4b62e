"""A disk that fills up at any one of the writes: the index in use stays whole, nothing is lost, all heals by itself.

Each moment at which the disk is asked to keep something is made to fail in turn, until all were.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from census.models import OutboxEntry
from guji.models import Book
from search import facade
from search.engine.choice import chosen_store
from search.engine.whoosh_store.folder import DurableStorage
from search.indexing import mark
from search.indexing.comparing import compare
from search.indexing.folder import Folder
from search.indexing.indexer import BREATH, Indexer
from search.indexing.rebuild import Rebuild
from search.models import RebuildJournal

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]
#: One character each that stands in no other title.
CHARACTERS = "鑿罇饔霡麤蠹齾灪爨籲鸞驫龘靐齉纛"


@pytest.fixture
def shelf(own_index: None, new_book: NewBook, settings: Any) -> list[Book]:
    """Three books in an index of the real engine."""
    settings.SEARCH_ENGINE = "search.engine.whoosh_store.WhooshStore"
    books = [new_book() for _ in range(3)]
    Rebuild(chosen_store(), Folder()).execute()
    OutboxEntry.objects.all().delete()
    return books


@contextmanager
def full_at(moment: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let the disk be full at its ``moment``-th use, from 1; the list holds that number once it has come to that."""
    left, failed = [moment], list[int]()

    def or_full(kept: Callable[..., Any]) -> Callable[..., Any]:
        def use(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                failed.append(moment)
                raise OSError(errno.ENOSPC, "No space left on device")
            return kept(*args, **kwargs)

        return use

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", or_full(os.fsync))
        patch.setattr(DurableStorage, "create_file", or_full(DurableStorage.create_file))
        yield failed


def found(words: str = "") -> int:
    """Return how many are found by the index, which must be there."""
    results = facade.search(facade.EVERYTHING, words)
    assert results.notice == ""
    assert results.missing == 0
    return results.total


def folders(index: Path) -> list[Path]:
    return list(index.glob("index-*"))


def test_while_a_change_is_indexed(shelf: list[Book], new_book: NewBook, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    indexer = Indexer(chosen_store(), Folder(), lines.append)
    for moment in count(1):
        title = f"新得{CHARACTERS[moment]}經一卷"
        new_book(title=title)
        with full_at(moment, monkeypatch) as failed:
            pause = indexer.turn()
        if not failed:
            break
        assert pause > BREATH, "it waits a little before it tries again"
        assert "磁盘已满" in lines[-1]
        assert "磁盘已满" in mark.load().trouble
        assert OutboxEntry.objects.exists(), "what was saved waits"
        assert found() >= len(shelf) + moment - 1, "what was indexed before is found"
        assert indexer.turn() == BREATH
        assert lines[-1] == "索引恢复正常"
        assert found(title) == 1
        assert found() == len(shelf) + moment
    assert moment > 4
    indexer.turn()
    assert compare(chosen_store()).agrees
    assert mark.load().trouble == ""


def test_while_the_index_is_built_anew(shelf: list[Book], new_book: NewBook, monkeypatch: pytest.MonkeyPatch) -> None:
    store, folder = chosen_store(), Folder()
    indexer = Indexer(store, folder, lambda line: None)
    for moment in count(1):
        book = new_book(title=f"新得{CHARACTERS[moment]}經一卷")
        indexer.turn()
        with full_at(moment, monkeypatch) as failed, suppress(OSError):
            Rebuild(store, folder).execute()
        if not failed:
            break
        assert found() == len(shelf) + moment
        assert found(book.title) == 1
        assert (mark.load().rebuild, RebuildJournal.objects.count()) == ("", 0)
        assert len(folders(folder.path)) == 1, "nothing half built stays"
        assert indexer.turn() is not None
        assert compare(store).agrees
    assert moment > 6
    assert compare(store).agrees
    assert folder.unfit() == ""
