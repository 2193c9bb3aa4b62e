"""The index before the first page is served: built where that is quick, brought up to date, and left alone else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from guji.models import Book
from search.indexing import drain, preparing, rebuild
from search.indexing.folder import Folder
from search.indexing.preparing import prepare_index
from tests.search.indexing.index_samples import indexed, stated
from tests.search.indexing.paper_store import PaperStore

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


def test_it_is_built_once_then_brought_up_to_date_then_left_alone(store: PaperStore, new_book: NewBook) -> None:
    for _ in range(3):
        new_book()
    assert prepare_index() == "已建立，3 条"
    assert prepare_index() == "写入 3 处改动"
    built = store.current()
    assert prepare_index() == "已是最新"
    new_book()
    assert prepare_index() == "写入 1 处改动"
    assert store.current() == built
    assert indexed(store) == stated()


def test_what_takes_long_is_left_to_a_job(
    library: Any, store: PaperStore, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "AT_ONCE", 1)
    new_book()
    new_book()
    assert "由任务建立" in prepare_index()
    assert not store.state().usable


def test_beside_a_running_service_it_leaves_the_writing_to_that(
    built: PaperStore, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "PATIENCE", 0.05)
    monkeypatch.setattr(rebuild, "PATIENCE", 0.05)
    new_book()
    with Folder().hold("write"):
        assert prepare_index() == "别的进程正在写索引"


def test_trouble_with_the_disk_does_not_keep_the_pages_from_being_served(
    library: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PaperStore, "build", full)
    assert "磁盘已满" in prepare_index()


def test_an_engine_without_an_index_needs_nothing(library: Any, settings: Any) -> None:
    settings.SEARCH_ENGINE = "search.engine.fallback.DatabaseStore"
    assert prepare_index() == "现用的检索引擎不用索引"
