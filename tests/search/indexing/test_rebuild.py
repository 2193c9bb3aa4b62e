"""A rebuild: whole, swapped in at once, nothing that changed meanwhile lost, wherever it is interrupted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from census.models import OutboxEntry
from guji.actions import EditBook
from guji.models import Book
from guji.storage import to_data
from search.indexing import mark, outbox, rebuild
from search.indexing.drain import Drainer, why_unusable
from search.indexing.folder import Busy, Folder
from search.indexing.rebuild import Rebuild, Rebuilt
from search.models import IndexMark, RebuildJournal, SetAside
from tests.guji.actions.action_samples import changed
from tests.search.indexing.index_samples import POISON, indexed, stated, waiting
from tests.search.indexing.paper_store import PaperStore

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


class DiedError(BaseException):
    """The process is gone: nothing of it runs any more."""


def retitle(book: Book, title: str) -> None:
    book.refresh_from_db()
    EditBook(book, changed(to_data(book), title=title), None, trusted=True).execute()


def drain_all(drainer: Drainer) -> None:
    while drainer.run():
        pass


@pytest.fixture
def blocks_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "BLOCK", 2)


@pytest.fixture
def books(built: PaperStore, drainer: Drainer, new_book: NewBook) -> list[Book]:
    """Six books, indexed."""
    made = [new_book() for _ in range(6)]
    drain_all(drainer)
    return made


def rebuilt(store: PaperStore, folder: Folder, tell: Callable[[int, int], None] = lambda done, total: None) -> Rebuilt:
    return Rebuild(store, folder, tell).execute()


def test_every_record_is_in_the_new_index_and_the_old_folder_is_gone(
    library: Any, store: PaperStore, folder: Folder, new_book: NewBook, blocks_of_two: None
) -> None:
    for _ in range(5):
        new_book()
    told: list[tuple[int, int]] = []
    done = rebuilt(store, folder, lambda done, total: told.append((done, total)))
    assert (done.documents, done.failed) == (5, 0)
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert indexed(store) == stated()
    again = rebuilt(store, folder)
    assert [path.name for path in folder.path.glob("paper-*")] == [again.folder.name]
    assert IndexMark.objects.get().built_documents == 5


def test_records_and_their_order_are_those_of_the_kind(
    library: Any, store: PaperStore, folder: Folder, new_book: NewBook, blocks_of_two: None
) -> None:
    unnumbered = [new_book(), new_book()]
    numbered = [new_book(census_no=f"330000-1701-000000{n}") for n in (3, 1, 2)]
    rebuilt(store, folder)
    order = [numbered[1], numbered[2], numbered[0], *sorted(unnumbered, key=lambda book: book.pk)]
    assert list(indexed(store)) == [book.pk for book in order]


@pytest.mark.parametrize("indexer_works", [True, False])
def test_what_changes_meanwhile_is_not_lost(
    books: list[Book],
    store: PaperStore,
    folder: Folder,
    drainer: Drainer,
    new_book: NewBook,
    blocks_of_two: None,
    indexer_works: bool,
) -> None:
    removed = books[0].pk

    def change(done: int, total: int) -> None:
        if done in (2, 6):
            retitle(books[1], f"國語{done}卷")  # read already
            retitle(books[5], f"國語{done}卷")  # not read yet
            new_book(title=f"新得{done}卷")
        if done == 4:
            Book.objects.filter(pk=removed).delete()
            outbox.queue([("book", removed)])
        if indexer_works:
            drain_all(drainer)
            assert indexed(store) == stated(), "the old index is kept up while the new one is built"

    rebuilt(store, folder, change)
    assert not RebuildJournal.objects.exists()
    drain_all(drainer)
    assert indexed(store) == stated()
    assert removed not in indexed(store)


def test_after_the_swap_the_indexer_writes_into_the_new_index(
    books: list[Book], store: PaperStore, folder: Folder, drainer: Drainer, new_book: NewBook
) -> None:
    rebuilt(store, folder)
    new_book()
    drain_all(drainer)
    assert indexed(store) == stated()
    assert why_unusable(store, folder)[1] == ""


def test_a_record_that_cannot_be_read_is_set_aside_and_one_that_can_again_is_not(
    books: list[Book], store: PaperStore, folder: Folder, drainer: Drainer
) -> None:
    retitle(books[2], f"{POISON}經")
    drain_all(drainer)
    Book.objects.filter(pk=books[2].pk).update(title="易經")
    Book.objects.filter(pk=books[4].pk).update(title=f"{POISON}經")
    assert rebuilt(store, folder).failed == 1
    assert list(SetAside.objects.values_list("record_id", flat=True)) == [books[4].pk]
    assert set(indexed(store)) == {book.pk for book in books} - {books[4].pk}


def test_stopped_it_leaves_the_old_index_in_use_and_nothing_lying_about(
    books: list[Book], store: PaperStore, folder: Folder, drainer: Drainer, blocks_of_two: None
) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            retitle(books[0], "國語二十一卷")
            drain_all(drainer)
        if done == 4:
            raise KeyboardInterrupt

    before = store.current()
    with pytest.raises(KeyboardInterrupt):
        rebuilt(store, folder, stop)
    assert store.current() == before
    assert list(folder.path.glob("paper-*")) == [before]
    assert IndexMark.objects.get().rebuild == ""
    drain_all(drainer)
    assert indexed(store) == stated()


def test_a_disk_that_fills_up_leaves_the_old_index_in_use(
    books: list[Book], store: PaperStore, folder: Folder, drainer: Drainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    before = store.current()
    monkeypatch.setattr("tests.search.indexing.paper_store.write_rows", full)
    with pytest.raises(OSError, match="No space"):
        rebuilt(store, folder)
    monkeypatch.undo()
    assert store.current() == before
    retitle(books[0], "國語二十一卷")
    drain_all(drainer)
    assert indexed(store) == stated()


#: Where a rebuild dies: before or after which step.
DEATHS = {
    "before it is whole": ("tests.search.indexing.paper_store.write_rows", "before"),
    "before the swap": ("tests.search.indexing.paper_store.PaperStore.swap", "before"),
    "after the swap": ("tests.search.indexing.paper_store.PaperStore.swap", "after"),
    "after the note": ("search.indexing.folder.Folder.write_origin", "after"),
    "before its end is committed": ("search.indexing.mark._requeue_journal", "before"),
    "after its end is committed": ("search.indexing.folder.Folder.declare_fit", "before"),
}


@pytest.mark.parametrize("next_is", ["run", "rebuild"])
@pytest.mark.parametrize("death", DEATHS)
def test_dead_anywhere_nothing_is_lost_and_the_next_heals_it(
    books: list[Book],
    store: PaperStore,
    folder: Folder,
    drainer: Drainer,
    blocks_of_two: None,
    monkeypatch: pytest.MonkeyPatch,
    death: str,
    next_is: str,
) -> None:
    def change(done: int, total: int) -> None:
        if done == 4:
            retitle(books[0], "國語二十一卷")
            drain_all(drainer)
            die_at(monkeypatch, *DEATHS[death])

    monkeypatch.setattr("search.indexing.rebuild.Rebuild._give_up", lambda self, token: None)
    with pytest.raises(DiedError):
        rebuilt(store, folder, change)
    monkeypatch.undo()
    with folder.hold("write"):
        drainer.settle_dead_rebuild()
    drain_all(drainer)
    assert why_unusable(store, folder)[1] == ""
    assert indexed(store) == stated()
    if next_is == "rebuild":
        rebuilt(store, folder)
    else:
        retitle(books[3], "戰國策十卷")
    drain_all(drainer)
    assert indexed(store) == stated()
    assert IndexMark.objects.get().rebuild == ""
    assert not RebuildJournal.objects.exists()


def test_a_rebuild_takes_over_what_a_dead_one_left(
    books: list[Book],
    store: PaperStore,
    folder: Folder,
    drainer: Drainer,
    blocks_of_two: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def change(done: int, total: int) -> None:
        if done == 4:
            retitle(books[0], "國語二十一卷")
            drain_all(drainer)
            die_at(monkeypatch, *DEATHS["after the swap"])

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("search.indexing.rebuild.Rebuild._give_up", lambda self, token: None)
    with pytest.raises(DiedError):
        rebuilt(store, folder, change)
    monkeypatch.undo()
    with pytest.raises(KeyboardInterrupt):
        rebuilt(store, folder, stop)
    drain_all(drainer)
    assert indexed(store) == stated()


def die_at(monkeypatch: pytest.MonkeyPatch, target: str, when: str) -> None:
    """Let the process die before or after what ``target`` names."""
    module, _, name = target.rpartition(".")
    owner: Any = _import(module)
    original = getattr(owner, name)

    def deadly(*args: Any, **kwargs: Any) -> None:
        if when == "after":
            original(*args, **kwargs)
        raise DiedError

    monkeypatch.setattr(owner, name, deadly)


def _import(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return getattr(import_module(module), attribute)


def test_leavings_go_though_there_was_no_index_when_the_rebuild_began(
    library: Any, store: PaperStore, folder: Folder
) -> None:
    (folder.path / "paper-left").mkdir(parents=True)
    done = rebuilt(store, folder)
    assert list(folder.path.glob("paper-*")) == [done.folder]


def test_two_at_a_time_there_are_never(
    books: list[Book], store: PaperStore, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "JUST_ENDING", 0.05)
    refused: list[bool] = []

    def another(done: int, total: int) -> None:
        with pytest.raises(Busy):
            rebuilt(store, Folder())
        refused.append(True)

    rebuilt(store, folder, another)
    assert refused
    assert indexed(store) == stated()


def test_a_long_outbox_is_the_rebuilds_and_what_comes_after_it_is_indexed_at_once(
    built: PaperStore,
    store: PaperStore,
    folder: Folder,
    drainer: Drainer,
    new_book: NewBook,
    blocks_of_two: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuild, "MANY", 4)
    backlog = [new_book() for _ in range(6)]
    seen: list[set[Any]] = []

    def look(done: int, total: int) -> None:
        if done == 4:
            fresh = new_book()
            retitle(backlog[0], "國語二十一卷")
            drain_all(drainer)
            assert waiting() == [book.pk for book in backlog]
            assert set(indexed(store)) == {fresh.pk, backlog[0].pk}
            seen.append({fresh.pk, backlog[0].pk})

    rebuilt(store, folder, look)
    assert set(waiting()) == seen[0]
    drain_all(drainer)
    assert indexed(store) == stated()


def test_a_row_below_the_covered_ones_that_came_late_is_kept(
    built: PaperStore,
    store: PaperStore,
    folder: Folder,
    drainer: Drainer,
    new_book: NewBook,
    blocks_of_two: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PostgreSQL: a transaction that began before the rebuild commits during it, with a lower number."""
    monkeypatch.setattr(rebuild, "MANY", 4)
    backlog = [new_book() for _ in range(6)]
    late = OutboxEntry.objects.all()[2]
    OutboxEntry.objects.filter(pk=late.pk).delete()

    def commit_late(done: int, total: int) -> None:
        if done == 6:
            Book.objects.filter(pk=late.record_id).update(title="國語二十一卷")
            OutboxEntry.objects.create(sequence=late.pk, kind="book", record_id=late.record_id)
            drain_all(drainer)

    rebuilt(store, folder, commit_late)
    assert waiting() == [late.record_id]
    drain_all(drainer)
    assert indexed(store) == stated()
    assert len(backlog) == len(stated())


def test_a_dead_rebuild_does_not_keep_the_rows_it_took_charge_of(
    built: PaperStore, store: PaperStore, drainer: Drainer, new_book: NewBook
) -> None:
    new_book()
    mark.begin_rebuild("dead")
    mark.cover(outbox.sequences()[-1])
    drain_all(drainer)
    assert indexed(store) == stated()
    assert IndexMark.objects.get().covers == 0


def test_keys_are_fetched_before_the_first_record_is_read(library: Any, new_book: NewBook, tmp_path: Path) -> None:
    """An open cursor would keep SQLite's log from being written back for as long as a rebuild takes."""
    from tests.search.indexing.index_samples import WaryKind

    books = {new_book().pk for _ in range(3)}
    walked = rebuild.blocks_of(WaryKind())
    first = next(walked)
    Book.objects.all().delete()
    assert {*first, *(key for block in walked for key in block)} == books
