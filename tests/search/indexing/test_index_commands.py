"""``rebuild_index`` and ``run_indexer`` as an administrator at the machine meets them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from guji.models import Book
from search.indexing import drain, rebuild
from search.indexing.folder import Folder
from search.management.commands.rebuild_index import progress_line
from tests.search.indexing.index_samples import POISON, indexed, stated, waiting
from tests.search.indexing.paper_store import PaperStore

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


def said(command: str, *options: str) -> list[str]:
    out = io.StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue().splitlines()


def full(*args: Any) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("done", "total", "seconds", "line"),
    [
        (12_000, 340_000, 4.0, "已读 12,000 / 340,000 条，每秒 3,000 条，约余 1 分 49 秒"),
        (339_000, 340_000, 100.0, "已读 339,000 / 340,000 条，每秒 3,390 条，约余 0 秒"),
        (0, 340_000, 2.0, "已读 0 / 340,000 条，每秒 0 条"),
        (0, 0, 0.0, "已读 0 / 0 条，每秒 0 条"),
    ],
)
def test_progress_is_count_rate_and_time_left(done: int, total: int, seconds: float, line: str) -> None:
    assert progress_line(done, total, seconds) == line


def test_a_rebuild_says_how_far_it_is_and_what_came_of_it(
    library: Any, store: PaperStore, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.management.commands.rebuild_index.EVERY", 0.0)
    new_book(title=f"{POISON}經")
    new_book()
    lines = said("rebuild_index")
    assert lines[1].startswith("已读 2 / 2 条")
    assert lines[-2].startswith("已重建：1 条，")
    assert "未能索引 1 条" in lines[-1]
    assert set(indexed(store)) < set(stated())


@pytest.mark.parametrize(("lock", "command"), [("rebuild", ("rebuild_index",)), ("write", ("run_indexer", "--drain"))])
def test_beside_another_a_command_says_that_one_is_at_work(
    built: PaperStore, new_book: NewBook, monkeypatch: pytest.MonkeyPatch, lock: str, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr(rebuild, "JUST_ENDING", 0.05)
    monkeypatch.setattr(drain, "PATIENCE", 0.05)
    new_book()
    with Folder().hold(lock), pytest.raises(CommandError, match=r"正在进行|正在写索引"):
        said(*command)


def test_stopped_at_the_keyboard_it_says_that_the_old_index_stands(
    built: PaperStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: Any) -> None:
        raise KeyboardInterrupt

    before = built.current()
    monkeypatch.setattr(PaperStore, "build", stop)
    with pytest.raises(CommandError, match="旧索引照旧使用"):
        said("rebuild_index")
    assert built.current() == before


@pytest.mark.parametrize("command", [("rebuild_index",), ("run_indexer", "--drain")])
def test_a_full_disk_is_told_in_words(
    built: PaperStore, new_book: NewBook, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    book = new_book()
    monkeypatch.setattr("tests.search.indexing.paper_store.write_rows", full)
    with pytest.raises(CommandError, match="磁盘已满"):
        said(*command)
    assert waiting() == [book.pk]


def test_draining_writes_all_that_waits_and_ends(built: PaperStore, new_book: NewBook) -> None:
    for _ in range(3):
        new_book()
    assert said("run_indexer", "--drain") == ["已写入 3 处改动"]
    assert indexed(built) == stated()
    assert said("run_indexer", "--drain") == ["已写入 0 处改动"]


def test_draining_without_an_index_says_how_to_get_one(library: Any, new_book: NewBook) -> None:
    new_book()
    with pytest.raises(CommandError, match=r"还没有索引：请运行 manage\.py rebuild_index"):
        said("run_indexer", "--drain")


def test_with_an_engine_that_has_no_index_there_is_nothing_to_rebuild(library: Any, settings: Any) -> None:
    settings.SEARCH_ENGINE = "search.engine.fallback.DatabaseStore"
    for options in ((), ("--check",), ("--mend",)):
        assert said("rebuild_index", *options) == ["现用的检索引擎直接查数据库，没有索引"]


def test_with_an_engine_that_has_no_index_the_outbox_is_emptied_all_the_same(
    library: Any, new_book: NewBook, settings: Any
) -> None:
    settings.SEARCH_ENGINE = "search.engine.fallback.DatabaseStore"
    new_book()
    assert said("run_indexer", "--drain") == ["已写入 1 处改动"]
    assert waiting() == []


def test_an_engine_without_an_index_does_not_mind_a_strange_one(library: Any, settings: Any, folder: Folder) -> None:
    from search.engine.fallback import DatabaseEngine
    from search.engine.opened import engine

    settings.SEARCH_ENGINE = "search.engine.fallback.DatabaseStore"
    folder.path.mkdir()
    folder.declare_unfit("甲")
    assert isinstance(engine(), DatabaseEngine)
