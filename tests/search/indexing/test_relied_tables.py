"""A holder renamed, a class moved, a term changed: no record was saved, and the index follows all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from authority.actions.class_tree import AddNode, MoveNode
from authority.models import ClassNode, ClassScheme, Institution, InstitutionName, Region
from guji.models import Book
from search.indexing import relied
from search.indexing.drain import Drainer
from search.indexing.folder import Folder
from search.indexing.indexer import Indexer
from search.indexing.rebuild import Rebuild
from tests.search.indexing.index_samples import indexed, stated, waiting
from tests.search.indexing.paper_store import PaperStore

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


@pytest.fixture
def scheme(db: Any) -> ClassScheme:
    scheme = ClassScheme.objects.create(key="hanwen-guji", version="1", title="試表", is_current=True)
    classics = AddNode(scheme, None, "1", "經部").execute()
    AddNode(scheme, None, "2", "史部").execute()
    AddNode(scheme, classics, "11", "易類").execute()
    return scheme


@pytest.fixture
def books(scheme: ClassScheme, built: PaperStore, folder: Folder, drainer: Drainer, new_book: NewBook) -> list[Book]:
    """One book of each of two holders and of each of two classes, indexed and noted."""
    Institution.objects.create(code="1713", name="溫州市圖書館", census_prefix="330000")
    made = [new_book(), new_book(institution="1713"), new_book(class_code="11"), new_book(class_code="2")]
    Rebuild(built, folder).execute()
    while drainer.run():
        pass
    assert relied.follow(folder) == 0
    return made


def followed(store: PaperStore, folder: Folder, drainer: Drainer) -> set[Any]:
    """Follow, and return the keys that were queued; then index and database agree."""
    assert indexed(store) != stated()
    relied.follow(folder)
    queued = set(waiting())
    while drainer.run():
        pass
    assert indexed(store) == stated()
    assert relied.follow(folder) == 0
    return queued


def test_a_holders_name_reaches_its_own_books_only(
    books: list[Book], built: PaperStore, folder: Folder, drainer: Drainer
) -> None:
    Institution.objects.filter(code="1713").update(name="溫圖")
    assert followed(built, folder, drainer) == {books[1].pk}
    InstitutionName.objects.create(institution=Institution.objects.get(code="1713"), name="籀園")
    assert followed(built, folder, drainer) == {books[1].pk}


def test_a_holder_moved_to_another_region(
    books: list[Book], built: PaperStore, folder: Folder, drainer: Drainer
) -> None:
    region = Region.objects.create(code="330300", name="温州市", kind="city")
    Institution.objects.filter(code="1713").update(region=region)
    assert followed(built, folder, drainer) == {books[1].pk}


def test_a_class_moved_below_another(books: list[Book], built: PaperStore, folder: Folder, drainer: Drainer) -> None:
    nodes = {node.code: node for node in ClassNode.objects.all()}
    MoveNode(nodes["11"], nodes["2"]).execute()
    assert books[2].pk in followed(built, folder, drainer)


def test_what_nothing_relies_on_queues_nothing(books: list[Book], built: PaperStore, folder: Folder) -> None:
    Institution.objects.create(code="1799", name="新館", census_prefix="330000")
    assert relied.follow(folder) == 0
    assert waiting() == []


def test_the_indexer_follows_by_itself_and_says_so(books: list[Book], built: PaperStore, folder: Folder) -> None:
    lines: list[str] = []
    Institution.objects.filter(code="1713").update(name="溫圖")
    Indexer(built, folder, lines.append).turn()
    assert indexed(built) == stated()
    assert lines == ["规范表有改动，1 条记录重新索引"]


def test_what_changes_during_a_rebuild_is_followed_after_it(
    books: list[Book], built: PaperStore, folder: Folder, drainer: Drainer
) -> None:
    def rename(done: int, total: int) -> None:
        if done == total:
            Institution.objects.filter(code="1713").update(name="溫圖")

    Rebuild(built, folder, rename).execute()
    assert followed(built, folder, drainer) == {books[1].pk}


@pytest.mark.parametrize("note", [None, "{", "[]", '{"book": 3}'])
def test_without_a_note_one_is_begun(books: list[Book], folder: Folder, note: str | None) -> None:
    path = folder.path / "relied.json"
    path.unlink()
    if note is not None:
        path.write_text(note)
    assert relied.follow(folder) == 0
    assert folder.relied() == relied.present()
    assert waiting() == []


def test_the_kinds_of_editions_touch_every_book(books: list[Book], folder: Folder) -> None:
    noted = relied.present()
    noted["book"]["editions"] = "another"
    folder.write_relied(noted)
    assert relied.follow(folder) == len(books)
