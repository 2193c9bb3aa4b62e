"""An index that has yet to learn of a change, because its indexer is dead or a moment late, tells nothing hidden by it.

Not in hits only: nothing counts, offers, exports or names a record that was withdrawn, removed or given to another
library since the index was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authority.kept import one_look
from authority.models import Institution
from census.models import Membership, OutboxEntry, OutboxOperation, Role, State
from guji.actions import EditBook, RestoreBook, WithdrawBook
from guji.models import Book
from guji.storage import to_data
from search import facade, withheld
from search.engine.choice import chosen_store
from search.engine.protocol import Suggestion
from search.indexing import mark
from search.indexing.drain import STRANGE, Drainer
from search.indexing.folder import Folder, Origin
from search.indexing.rebuild import Rebuild
from search.models import IndexMark
from tests.guji.actions.action_samples import changed
from tests.search.facade.conftest import WITH_INDEX
from tests.search.facade.everybody import EDITION

pytestmark = pytest.mark.django_db
TITLE, PERSON = "脈望館書目不分卷", "（明）趙琦美撰"


@dataclass
class Library:
    """Three copies of one edition and a book that is the only one of its name, in an index that knows them all."""

    only: Book
    copies: list[Book]
    member: User
    neighbour: User


@pytest.fixture
def library(libraries: dict[str, Institution], new_book: Callable[..., Book], settings: Any) -> Library:
    settings.SEARCH_ENGINE = WITH_INDEX
    only = new_book(State.PUBLISHED, institution="1701", title=TITLE, responsibility=PERSON, edition="明抄本")
    copies = [new_book(State.PUBLISHED, institution=code, **EDITION) for code in ("1701", "1701", "1705")]
    people = [User.objects.create_user(name) for name in ("member", "neighbour")]
    for person, code in zip(people, ("1701", "1705"), strict=True):
        Membership.objects.create(user=person, role=Role.CATALOGUER, institution=libraries[code])
    Rebuild(chosen_store(), Folder()).execute()
    drain()
    return Library(only, copies, *people)


def drain() -> None:
    """Do what the indexer does."""
    while Drainer(chosen_store(), Folder()).run():
        pass


def withdraw(book: Book) -> None:
    WithdrawBook(Book.objects.get(pk=book.pk), None, reason="重複", trusted=True).execute()


def remove(book: Book) -> None:
    """Take a record away as an undone import does."""
    OutboxEntry.objects.create(kind=Book.KIND, record_id=book.pk, operation=OutboxOperation.HIDE)
    for relation in Book._meta.related_objects:
        relation.related_model._default_manager.filter(**{relation.field.name: book.pk}).delete()
    Book.objects.filter(pk=book.pk).delete()


def told(person: Any) -> dict[str, Any]:
    """Return whatever searching tells somebody of the only book and of all."""
    whole, one = facade.search(person), facade.search(person, "脈望館")
    return {
        "all": (whole.total, whole.missing, len(whole.hits)),
        "found": (one.total, one.missing, len(one.hits)),
        "counts": {
            group.name: {choice.value: choice.count for choice in group.flat() if choice.count}
            for group in whole.facets
        },
        "pages": facade.search(person, size=1).pages,
        "suggested": [facade.suggest(person, words) for words in ("脈望", "趙琦", "maiwang", "望館")],
        "near": facade.near(person, "脈望館書日"),
        "meant": facade.search(person, "脈望館書日").did_you_mean,
        "exported": [book.pk for book in facade.records(person, "脈望館")],
        "keys": list(facade.record_keys(person)),
        "browsed": [
            {choice.value: choice.count for choice in group.flat()}
            for group in facade.search(person, counted=("strokes", "initial", "century", "class")).facets
        ],
    }


@contextmanager
def no_indexer_needed() -> Iterator[None]:
    """Whatever is told within must be told by the index, not by the database in its place."""
    assert facade.search(None).notice == ""
    yield
    assert facade.search(None).notice == ""


CHANGES: dict[str, Callable[[Book], None]] = {"withdrawn": withdraw, "removed": remove}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["nobody", "neighbour"])
def test_what_readers_lost_is_told_in_no_way(library: Library, change: str, name: str) -> None:
    person = None if name == "nobody" else library.neighbour
    before = told(person)
    assert before["found"] == (1, 0, 1)
    assert before["suggested"][0] == [Suggestion("脈望館書目", "title", 1)]
    with no_indexer_needed():
        CHANGES[change](library.only)
        behind = told(person)
        drain()
    assert behind == told(person), "the index says the same once it has learned of it"
    assert behind["found"] == (0, 0, 0)
    assert behind["all"] == (3, 0, 3)
    assert behind["suggested"] == [[]] * 4
    assert behind["near"] == []
    assert behind["meant"] == ()


def test_its_own_library_still_finds_the_tombstone(library: Library) -> None:
    with no_indexer_needed():
        withdraw(library.only)
        assert told(library.member)["found"] == (1, 0, 1)
        assert facade.suggest(library.member, "脈望") == [Suggestion("脈望館書目", "title", 1)]


def test_a_copy_that_was_withdrawn_is_no_copy_and_makes_no_number(library: Library) -> None:
    first, second, third = library.copies
    with no_indexer_needed():
        withdraw(second)
        assert [other.pk for other in facade.same_edition(first, None)] == [third.pk]
        assert facade.search(None, "秘閣書目").total == 2
        assert facade.suggest(None, "秘閣") == [Suggestion("秘閣書目", "title", 2)]
        assert [hit.record.pk for hit in facade.search(None, "秘閣書目", size=1, page=9).hits] == [third.pk]


def test_a_draft_given_to_another_library_is_not_told_to_the_one_it_was_taken_from(
    library: Library, new_book: Callable[..., Book]
) -> None:
    draft = new_book(State.DRAFT, institution="1701", title="千頃堂書目三十二卷", edition="稿本")
    drain()
    assert facade.search(library.member, "千頃堂").total == 1
    with no_indexer_needed():
        book = Book.objects.whole().get(pk=draft.pk)
        EditBook(book, changed(to_data(book), institution="1705"), None, trusted=True).execute()
        results = facade.search(library.member, "千頃堂")
        assert (results.total, results.missing) == (0, 0)
        assert facade.suggest(library.member, "千頃") == []
        drain()
        assert facade.search(library.neighbour, "千頃堂").total == 1


def test_restored_it_is_told_again_at_once(library: Library) -> None:
    with no_indexer_needed():
        withdraw(library.only)
        assert facade.search(None, "脈望館").total == 0
        RestoreBook(Book.objects.get(pk=library.only.pk), None, reason="誤撤", trusted=True).execute()
        assert facade.search(None, "脈望館").total == 1


def test_what_is_kept_of_the_catalogue_is_kept_under_another_name(library: Library) -> None:
    before = facade.generation()
    assert before
    withdraw(library.only)
    behind = facade.generation()
    assert behind not in ("", before)
    withdraw(library.copies[0])
    assert facade.generation() not in ("", before, behind)
    drain()
    assert facade.generation() not in ("", before, behind)


def test_a_new_index_that_has_not_heard_of_what_happened_while_it_was_built(library: Library) -> None:
    """Between the swap and the end of a rebuild the journal alone knows of it; a rebuild may die there."""
    withdraw(library.only)
    mark.begin_rebuild("dead")
    mark.journal([(Book.KIND, library.only.pk)])
    mark.journal([(Book.KIND, library.only.pk)], hidden=[(Book.KIND, library.only.pk)])
    OutboxEntry.objects.all().delete()
    with no_indexer_needed():
        assert told(None)["found"] == (0, 0, 0)
        assert told(None)["suggested"] == [[]] * 4


def test_an_index_far_behind_is_not_asked_at_all(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(withheld, "MOST", 1)
    withdraw(library.copies[1])
    assert facade.search(None).notice == ""
    withdraw(library.only)
    results = facade.search(None)
    assert "索引还没有跟上大批撤销的改动" in results.notice
    assert (results.total, results.missing) == (2, 0)
    assert facade.suggest(None, "脈望") == []
    assert [book.pk for book in facade.records(None, "脈望館")] == []
    assert facade.generation() == "", "nothing may be kept meanwhile"


def test_what_was_never_seen_is_not_looked_up_in_the_index(
    library: Library, new_book: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A great import of drafts must not keep readers from the index while it is being indexed."""
    monkeypatch.setattr(withheld, "MOST", 1)
    drafts = [new_book(State.DRAFT, title=f"千頃堂書目卷{number}", edition="稿本") for number in range(4)]
    for draft in drafts[:2]:
        book = Book.objects.whole().get(pk=draft.pk)
        EditBook(book, changed(to_data(book), volumes="9冊"), None, trusted=True).execute()
    assert withheld.withheld(facade.PUBLIC) == frozenset()
    assert facade.search(None).notice == ""


def test_one_question_to_the_outbox_for_all_that_is_asked_of_a_page(library: Library) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries, one_look():
            facade.suggest(None, "脈望")
            facade.near(None, "脈望館書日")
            facade.generation()
        return sum("census_outboxentry" in query["sql"] for query in queries.captured_queries)

    assert asked() == 1
    withdraw(library.only)
    assert asked() == 1


def test_a_kind_whose_records_the_database_side_does_not_know(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kind may have no way of its own to search the database: then its records are asked for by key."""
    from guji.searching import BookKind

    withdraw(library.only)
    monkeypatch.setattr(BookKind, "database", None)
    assert withheld.withheld(facade.PUBLIC) == {(Book.KIND, library.only.pk)}


class TestAnIndexOfAnotherDatabase:
    """A database brought back from a backup, a folder copied from elsewhere: told by the reader, indexer or none."""

    def test_it_is_not_asked(self, library: Library) -> None:
        withdraw(library.only)
        OutboxEntry.objects.all().delete()
        assert facade.search(None, "脈望館").missing == 1, "the index alone knows nothing of it"
        IndexMark.objects.update(token="restored")
        results = facade.search(None)
        assert STRANGE in results.notice
        assert (results.total, results.missing) == (3, 0)
        assert facade.suggest(None, "脈望") == []
        assert facade.near(None, "脈望館書日") == []
        assert [book.pk for book in facade.records(None, "脈望館")] == []
        assert facade.generation() == ""
        Rebuild(chosen_store(), Folder()).execute()
        assert facade.search(None).notice == ""

    def test_nor_where_the_database_knows_of_no_index(self, library: Library) -> None:
        IndexMark.objects.all().delete()
        assert STRANGE in facade.search(None).notice
        assert not IndexMark.objects.exists(), "looking makes nothing"

    def test_while_a_run_or_a_rebuild_ends_it_is_asked_all_the_same(self, library: Library) -> None:
        token = mark.load().token
        for tokens, rebuild in (((token, "next"), ""), (("built",), "built"), ((token,), "built")):
            Folder().write_origin(*tokens)
            IndexMark.objects.update(rebuild=rebuild)
            assert facade.search(None).notice == "", (tokens, rebuild)

    def test_who_comes_between_token_and_note_looks_again(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, looks = Folder.origin, list[int]()

        def late(folder: Folder) -> Origin | None:
            looks.append(1)
            return Origin(WITH_INDEX, ("the next run's",)) if len(looks) == 1 else real(folder)

        monkeypatch.setattr(Folder, "origin", late)
        assert facade.search(None).notice == ""
        assert len(looks) == 2

    def test_an_index_without_a_note_is_left_to_the_indexer(self, library: Library) -> None:
        (Folder().path / "origin.json").unlink()
        assert facade.search(None).notice == ""
