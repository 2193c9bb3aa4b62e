"""Index and database compared: what is missing, what is too much, what differs, and what is only on its way."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from census.models import OutboxEntry
from guji.models import Book
from search.indexing import comparing, gathering, outbox
from search.indexing.comparing import compare
from search.indexing.drain import Drainer
from search.indexing.folder import Folder
from search.indexing.rebuild import Rebuild
from tests.search.indexing.index_samples import POISON, indexed, stated
from tests.search.indexing.paper_store import PaperStore, read_rows, write_rows

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


@pytest.fixture
def books(built: PaperStore, drainer: Drainer, new_book: NewBook) -> list[Book]:
    """Four books, indexed."""
    made = [new_book() for _ in range(4)]
    drainer.run()
    return made


@pytest.fixture
def spoilt(books: list[Book], built: PaperStore) -> list[Book]:
    """One that the index lost, one that it should have lost, one that it has otherwise, and one that is right."""
    rows = read_rows(built.current())
    del rows[f"book {books[0].pk.hex}"]
    write_rows(built.current(), rows)
    Book.objects.filter(pk=books[1].pk).delete()
    Book.objects.filter(pk=books[2].pk).update(note="漏了的改動")
    return books


def checked(*options: str) -> tuple[str, int]:
    """Return what the command says, and its exit status."""
    out = io.StringIO()
    try:
        call_command("rebuild_index", "--check", *options, stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(ended.code or 0)
    return out.getvalue(), 0


def test_an_index_in_step_agrees(books: list[Book], built: PaperStore) -> None:
    told: list[tuple[int, int]] = []
    found = compare(built, lambda done, total: told.append((done, total)))
    assert found.agrees
    assert (found.records, found.indexed) == (4, 4)
    assert told == [(4, 4)]
    said, status = checked()
    assert said.splitlines() == ["数据库 4 条，索引 4 条", "一致"]
    assert status == 0


def test_each_sort_of_disagreement_is_found(spoilt: list[Book], built: PaperStore) -> None:
    found = compare(built)
    keys = [[key for _kind, key in part] for part in (found.missing, found.surplus, found.differing)]
    assert keys == [[spoilt[0].pk], [spoilt[1].pk], [spoilt[2].pk]]
    assert not found.agrees


def test_the_command_counts_names_and_fails(spoilt: list[Book]) -> None:
    said, status = checked()
    assert status == 1
    assert said.splitlines() == [
        "数据库 3 条，索引 3 条",
        f"索引缺 1 条：book {spoilt[0].pk}",
        f"索引多出 1 条：book {spoilt[1].pk}",
        f"内容不同 1 条：book {spoilt[2].pk}",
    ]
    assert not OutboxEntry.objects.exists()


def test_mended_it_agrees(spoilt: list[Book], built: PaperStore, drainer: Drainer) -> None:
    said, status = checked("--mend")
    assert status == 0
    assert said.splitlines()[-1] == "已排入待索引：3 条"
    drainer.run()
    assert compare(built).agrees
    assert indexed(built) == stated()


def test_of_many_a_few_are_named(books: list[Book], built: PaperStore, new_book: NewBook) -> None:
    for _ in range(9):
        new_book()
    OutboxEntry.objects.all().delete()
    said, _status = checked()
    line = said.splitlines()[1]
    assert line.startswith("索引缺 9 条：")
    assert line.count("book ") == 5
    assert line.endswith(" 等")


def test_what_waits_in_the_outbox_or_stands_aside_is_no_disagreement(
    books: list[Book], built: PaperStore, drainer: Drainer, new_book: NewBook
) -> None:
    new_book(title=f"{POISON}經")
    drainer.run()
    new_book()
    Book.objects.filter(pk=books[0].pk).delete()
    outbox.queue([("book", books[0].pk)])
    assert compare(built).agrees


def test_what_changes_while_one_compares_is_looked_at_again(
    books: list[Book], built: PaperStore, drainer: Drainer, new_book: NewBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[bool] = []

    def changed_before(keys: Any) -> Any:
        if not went:
            went.append(True)
            new_book()
            Book.objects.filter(pk=books[3].pk).update(note="改")
            outbox.queue([("book", books[3].pk)])
            drainer.run()
        return gathering.gather(keys)

    monkeypatch.setattr(comparing, "gather", changed_before)
    assert compare(built).agrees
    assert went


@pytest.mark.parametrize("broken", [True, False])
def test_without_an_index_everything_is_missing(
    library: Any, store: PaperStore, folder: Folder, new_book: NewBook, broken: bool
) -> None:
    if broken:
        Rebuild(store, folder).execute()
        (store.current() / "rows.json").write_text("[")
    for _ in range(3):
        new_book()
    OutboxEntry.objects.all().delete()
    said, status = checked()
    assert status == 1
    assert said.splitlines()[0] == ("索引已损坏" if broken else "还没有索引")
    assert said.splitlines()[1] == "数据库 3 条，索引 0 条"
    assert said.splitlines()[2].startswith("索引缺 3 条：")
    with pytest.raises(CommandError, match="rebuild_index"):
        checked("--mend")
    assert not OutboxEntry.objects.exists()


def test_an_index_of_another_database_does_not_pass_though_it_says_the_same(books: list[Book], folder: Folder) -> None:
    folder.write_origin("another")
    said, status = checked()
    assert status == 1
    assert "不是从这个数据库建立的" in said


def test_two_empty_ones_agree(built: PaperStore) -> None:
    assert checked() == ("数据库 0 条，索引 0 条\n一致\n", 0)
