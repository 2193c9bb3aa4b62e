"""Taking rows off the outbox: nothing acknowledged is lost, nothing bars the way to the rest, repeating is harmless."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from census.models import OutboxEntry, OutboxOperation
from guji.actions import EditBook, WithdrawBook
from guji.models import Book
from guji.storage import to_data
from search.engine.protocol import IndexUnusable
from search.indexing import drain, gathering, mark, outbox, set_aside
from search.indexing.drain import Drainer
from search.indexing.folder import Busy, Folder
from search.models import SetAside
from tests.guji.actions.action_samples import changed
from tests.search.indexing.index_samples import POISON, indexed, stated, waiting
from tests.search.indexing.paper_store import UNFIT, PaperStore

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


def retitled(book: Book, title: str) -> Book:
    return EditBook(book, changed(to_data(book), title=title), None, trusted=True).execute()


def test_what_was_saved_is_found_and_its_rows_are_gone(built: PaperStore, drainer: Drainer, new_book: NewBook) -> None:
    books = [new_book() for _ in range(3)]
    retitled(books[1], "國語二十一卷")
    assert drainer.run() == 4
    assert waiting() == []
    assert indexed(built) == stated()
    assert len(stated()) == 3


def test_there_is_nothing_to_do_twice(built: PaperStore, drainer: Drainer, new_book: NewBook) -> None:
    new_book()
    drainer.run()
    before = mark.load().token
    assert drainer.run() == 0
    assert mark.load().token == before


def test_a_withdrawn_record_stays_and_a_removed_one_goes(
    built: PaperStore, drainer: Drainer, new_book: NewBook
) -> None:
    withdrawn, removed = new_book(), new_book()
    drainer.run()
    WithdrawBook(withdrawn, None, reason="重複", trusted=True).execute()
    outbox.queue([("book", removed.pk)], OutboxOperation.DELETE)
    Book.objects.filter(pk=removed.pk).delete()
    drainer.run()
    assert set(indexed(built)) == {withdrawn.pk}
    assert indexed(built) == stated()


def test_the_record_counts_as_it_is_not_as_the_row_says(built: PaperStore, drainer: Drainer, new_book: NewBook) -> None:
    here, gone = new_book(), new_book()
    Book.objects.filter(pk=gone.pk).delete()
    OutboxEntry.objects.filter(record_id=here.pk).update(operation=OutboxOperation.DELETE)
    drainer.run()
    assert set(indexed(built)) == {here.pk}


def test_a_long_outbox_is_done_in_runs_oldest_first(
    built: PaperStore, drainer: Drainer, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "RUN", 2)
    books = [new_book() for _ in range(5)]
    taken = []
    while rows := drainer.run():
        taken.append((rows, set(waiting())))
    assert taken == [(2, {b.pk for b in books[2:]}), (2, {books[4].pk}), (1, set())]
    assert indexed(built) == stated()


def test_a_kind_that_no_room_registers_is_no_obstacle(built: PaperStore, drainer: Drainer, new_book: NewBook) -> None:
    book = new_book()
    outbox.queue([("relic", book.pk)])
    assert drainer.run() == 2
    assert set(indexed(built)) == {book.pk}


def test_rows_written_while_a_run_is_under_way_are_left_for_the_next(
    built: PaperStore, drainer: Drainer, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = new_book()
    write = gathering.write

    def changed_meanwhile(*args: Any) -> None:
        write(*args)
        retitled(book, "國語二十一卷")

    monkeypatch.setattr("search.indexing.drain.write", changed_meanwhile)
    drainer.run()
    monkeypatch.undo()
    assert waiting() == [book.pk]
    assert indexed(built) != stated()
    drainer.run()
    assert indexed(built) == stated()


@pytest.mark.parametrize("word", [POISON, UNFIT])
def test_a_record_that_cannot_be_indexed_stands_aside_and_the_rest_goes_on(
    built: PaperStore, drainer: Drainer, new_book: NewBook, word: str
) -> None:
    books = [new_book() for _ in range(7)]
    drainer.run()
    for book in books:
        retitled(book, f"{word}經" if book == books[3] else "國語二十一卷")
    assert drainer.run() == 7
    aside = SetAside.objects.get()
    assert (aside.record_id, aside.failures) == (books[3].pk, 1)
    assert "ValueError" in aside.reason
    assert waiting() == []
    assert set(indexed(built)) == {book.pk for book in books} - {books[3].pk}
    assert {indexed(built)[b.pk] for b in books if b != books[3]} <= set(stated().values())


def test_what_stands_aside_is_tried_again_ever_more_rarely_and_found_once_it_is_mended(
    built: PaperStore, drainer: Drainer, new_book: NewBook
) -> None:
    book = new_book(title=f"{POISON}經")
    drainer.run()
    pauses = []
    for _ in range(len(set_aside.PAUSES) + 1):
        aside = SetAside.objects.get()
        pauses.append(aside.due_at - aside.last_at)
        assert drainer.run(retry_due=True) == 0
        assert SetAside.objects.get().failures == aside.failures, "tried before its time"
        SetAside.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        drainer.run(retry_due=True)
    assert pauses == [*set_aside.PAUSES, set_aside.PAUSES[-1]]
    Book.objects.filter(pk=book.pk).update(title="易經")
    SetAside.objects.update(due_at=timezone.now())
    drainer.run(retry_due=True)
    assert not SetAside.objects.exists()
    assert indexed(built) == stated()


def test_what_stood_aside_before_the_clock_was_put_back_does_not_wait_for_that_day(
    built: PaperStore, drainer: Drainer, new_book: NewBook
) -> None:
    book = new_book(title=f"{POISON}經")
    drainer.run()
    later = timezone.now() + timedelta(days=365)
    SetAside.objects.update(last_at=later, due_at=later + set_aside.PAUSES[0])
    Book.objects.filter(pk=book.pk).update(title="易經")
    drainer.run(retry_due=True)
    assert not SetAside.objects.exists()
    assert indexed(built) == stated()


def test_a_record_that_was_mended_by_hand_no_longer_stands_aside(
    built: PaperStore, drainer: Drainer, new_book: NewBook
) -> None:
    book = new_book(title=f"{POISON}經")
    drainer.run()
    retitled(book, "易經")
    drainer.run()
    assert not SetAside.objects.exists()
    assert indexed(built) == stated()


@pytest.mark.parametrize(
    "trouble", [OperationalError("database is locked"), OSError(28, "No space left on device"), MemoryError()]
)
def test_trouble_that_is_not_of_a_record_sets_none_aside_and_leaves_the_rows(
    built: PaperStore, drainer: Drainer, new_book: NewBook, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = new_book()

    def fail(*args: Any) -> None:
        raise trouble

    monkeypatch.setattr("tests.search.indexing.index_samples.WaryKind.documents", fail)
    with pytest.raises(type(trouble)):
        drainer.run()
    monkeypatch.undo()
    monkeypatch.setattr("tests.search.indexing.paper_store.PaperWriter.replace", fail)
    with pytest.raises(type(trouble)):
        drainer.run()
    monkeypatch.undo()
    assert waiting() == [book.pk]
    assert not SetAside.objects.exists()
    drainer.run()
    assert indexed(built) == stated()


def test_without_an_index_the_rows_wait_for_one(
    library: Any, drainer: Drainer, folder: Folder, new_book: NewBook
) -> None:
    book = new_book()
    with pytest.raises(IndexUnusable, match="还没有索引"):
        drainer.run()
    assert waiting() == [book.pk]
    assert folder.unfit() == ""


def test_somebody_who_writes_is_waited_for_and_then_named(
    built: PaperStore, drainer: Drainer, folder: Folder, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "PATIENCE", 0.1)
    book = new_book()
    with Folder().hold("write"), pytest.raises(Busy):
        drainer.run()
    assert waiting() == [book.pk]


def test_an_engine_that_keeps_no_index_takes_the_rows_and_the_old_index_is_known_to_be_behind(
    built: PaperStore, drainer: Drainer, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_book()
    monkeypatch.setattr(PaperStore, "keeps_index", False)
    assert drainer.run() == 1
    monkeypatch.undo()
    assert waiting() == []
    new_book()
    with pytest.raises(IndexUnusable, match="不是从这个数据库建立的"):
        drainer.run()
