"""Database and index folder carry one token: whichever is brought back from a backup, the other knows it no more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guji.models import Book
from search.engine.opened import engine
from search.engine.protocol import IndexUnusable
from search.indexing import mark
from search.indexing.drain import STRANGE, Drainer, why_unusable
from search.indexing.folder import Folder
from search.indexing.rebuild import Rebuild
from search.models import IndexMark
from tests.search.indexing.index_samples import indexed, stated, waiting
from tests.search.indexing.paper_store import PaperStore

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


@pytest.fixture
def kept(built: PaperStore, drainer: Drainer, new_book: NewBook) -> PaperStore:
    """An index with a book in it."""
    new_book()
    drainer.run()
    return built


def must_be_rebuilt(store: PaperStore, folder: Folder, drainer: Drainer) -> None:
    """Nothing is written into the strange index, no reader is let in, and a rebuild makes it good."""
    before, rows = indexed(store), waiting()
    assert why_unusable(store, folder)[1] == STRANGE
    with pytest.raises(IndexUnusable, match="不是从这个数据库建立的"):
        drainer.run()
    assert (indexed(store), waiting()) == (before, rows)
    assert folder.unfit() == STRANGE
    with pytest.raises(IndexUnusable, match="不是从这个数据库建立的"):
        engine()
    Rebuild(store, folder).execute()
    assert folder.unfit() == ""
    assert why_unusable(store, folder)[1] == ""
    while drainer.run():
        pass
    assert indexed(store) == stated()


def test_a_database_brought_back_from_a_backup(
    kept: PaperStore, folder: Folder, drainer: Drainer, new_book: NewBook
) -> None:
    backup = mark.load().token
    later = new_book()
    drainer.run()
    Book.objects.filter(pk=later.pk).delete()
    IndexMark.objects.update(token=backup)
    new_book()
    must_be_rebuilt(kept, folder, drainer)


def test_an_index_folder_brought_back_from_a_backup(
    kept: PaperStore, folder: Folder, drainer: Drainer, new_book: NewBook, tmp_path: Path
) -> None:
    shutil.copytree(folder.path, tmp_path / "backup")
    for _ in range(2):
        new_book()
        drainer.run()
    shutil.rmtree(folder.path)
    shutil.copytree(tmp_path / "backup", folder.path)
    new_book()
    must_be_rebuilt(kept, folder, drainer)


def test_another_database_with_the_same_folder(
    kept: PaperStore, folder: Folder, drainer: Drainer, new_book: NewBook
) -> None:
    IndexMark.objects.all().delete()
    new_book()
    must_be_rebuilt(kept, folder, drainer)


def test_an_index_whose_note_is_gone_or_unreadable(
    kept: PaperStore, folder: Folder, drainer: Drainer, new_book: NewBook
) -> None:
    new_book()
    (folder.path / "origin.json").write_text("{")
    must_be_rebuilt(kept, folder, drainer)
    (folder.path / "origin.json").unlink()
    new_book()
    must_be_rebuilt(kept, folder, drainer)


def test_an_index_of_another_engine(
    kept: PaperStore, folder: Folder, drainer: Drainer, new_book: NewBook, settings: Any
) -> None:
    settings.SEARCH_ENGINE = "tests.search.indexing.paper_store.OtherStore"
    new_book()
    must_be_rebuilt(kept, folder, drainer)


@pytest.mark.parametrize("dies_in", ["search.indexing.folder.Folder.write_origin", "search.indexing.outbox.forget"])
def test_a_run_that_dies_before_its_end_leaves_a_pair_that_fits(
    kept: PaperStore, folder: Folder, drainer: Drainer, new_book: NewBook, dies_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class DiedError(BaseException):
        pass

    def die(*args: Any) -> None:
        raise DiedError

    book = new_book()
    monkeypatch.setattr(dies_in, die)
    with pytest.raises(DiedError):
        drainer.run()
    monkeypatch.undo()
    assert why_unusable(kept, folder)[1] == ""
    assert waiting() == [book.pk]
    assert drainer.run() == 1
    assert indexed(kept) == stated()


def test_a_token_that_changes_under_a_run_undoes_its_end(
    kept: PaperStore, drainer: Drainer, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody restores the database while a run is under way: its rows are not taken off."""
    book = new_book()
    locked = mark.locked

    def another() -> IndexMark:
        IndexMark.objects.update(token=mark.new_token())
        return locked()

    monkeypatch.setattr(mark, "locked", another)
    with pytest.raises(IndexUnusable):
        drainer.run()
    assert waiting() == [book.pk]


def test_every_run_has_a_token_of_its_own(kept: PaperStore, drainer: Drainer, new_book: NewBook) -> None:
    tokens = {mark.load().token}
    for _ in range(4):
        new_book()
        drainer.run()
        tokens.add(mark.load().token)
    assert len(tokens) == 5
