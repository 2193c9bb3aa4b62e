"""An index of the test's own, and the library whose books it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from authority.models import Institution
from census import searching
from census.searching import search_kinds
from guji.actions import CreateBook
from guji.models import Book
from search.indexing.drain import Drainer
from search.indexing.folder import Folder
from search.indexing.rebuild import Rebuild
from tests.guji.actions.action_samples import book_data
from tests.search.indexing.index_samples import WaryKind
from tests.search.indexing.paper_store import PaperStore


@pytest.fixture(autouse=True)
def own_index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.SEARCH_ENGINE = "tests.search.indexing.paper_store.PaperStore"
    settings.VAR_DIR = tmp_path


@pytest.fixture(autouse=True)
def wary() -> Iterator[None]:
    usual = search_kinds()["book"]
    searching.register(WaryKind())
    yield
    searching.register(usual)


@pytest.fixture
def library(db: Any) -> Institution:
    return Institution.objects.create(code="1701", name="浙江圖書館", census_prefix="330000")


@pytest.fixture
def folder() -> Folder:
    return Folder()


@pytest.fixture
def store(folder: Folder) -> PaperStore:
    return PaperStore(folder.path)


@pytest.fixture
def drainer(store: PaperStore, folder: Folder) -> Drainer:
    return Drainer(store, folder)


@pytest.fixture
def new_book(library: Institution) -> Callable[..., Book]:
    count = iter(range(1_000_000))
    return lambda **stated: CreateBook(book_data(next(count), **stated), None, trusted=True).execute()


@pytest.fixture
def built(library: Institution, store: PaperStore, folder: Folder) -> PaperStore:
    """An index of the empty library."""
    Rebuild(store, folder).execute()
    return store
