"""Two libraries with a record in every state each, and everybody who may look for them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User

from authority.models import Institution, Region
from census.models import Membership, Role, State
from census.searching import search_kinds
from guji.actions import CreateBook
from guji.data import BookData
from guji.models import Book
from search.engine.choice import chosen_store
from tests.search.facade.everybody import EDITION, Everybody

NewBook = Callable[..., Book]


Catch = Callable[[], None]
WITHOUT_INDEX = "search.engine.fallback.DatabaseStore"
WITH_INDEX = "search.engine.whoosh_store.WhooshStore"


@pytest.fixture(autouse=True)
def no_index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = WITHOUT_INDEX
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


def build_chosen() -> None:
    """Build the index that the settings name of what the database says."""
    store = chosen_store()
    store.swap(store.build(document for kind in search_kinds().values() for document in kind.stream()))


@pytest.fixture
def build_index(no_index: None, db: Any) -> Catch:
    """Return what builds the index of what the database says."""

    return build_chosen


@pytest.fixture(params=[WITHOUT_INDEX, WITH_INDEX], ids=["database", "index"])
def catch_up(request: pytest.FixtureRequest, settings: Any, build_index: Catch) -> Catch:
    """Try with either engine; return what brings the index, if there is one, to what the database says."""
    settings.SEARCH_ENGINE = request.param
    return build_index if request.param == WITH_INDEX else lambda: None


def make_libraries() -> dict[str, Institution]:
    """Make the two libraries."""
    province = Region.objects.create(code="330000", name="浙江省", kind="province")
    return {
        code: Institution.objects.create(code=code, name=name, region=province, census_prefix="330000")
        for code, name in {"1701": "浙江圖書館", "1705": "寧波市天一閣博物院"}.items()
    }


@pytest.fixture
def libraries(db: Any) -> dict[str, Institution]:
    return make_libraries()


def entering() -> NewBook:
    """Return a way to enter a book; ``state`` puts it there, with a number unless it is a draft."""
    numbers = count(1)

    def enter(state: State = State.PROVINCE_APPROVED, **stated: Any) -> Book:
        number = next(numbers)
        data = BookData(**{"institution": "1701", "shelf_mark": f"普{number}", **stated})
        book = CreateBook(data, None, trusted=True).execute()
        census_no = None if state == State.DRAFT else f"330000-{data.institution}-{number:07d}"
        before = State.PROVINCE_APPROVED if state == State.WITHDRAWN else ""
        Book.objects.filter(pk=book.pk).update(state=state, census_no=census_no, withdrawn_from=before)
        book.refresh_from_db()
        return book

    return enter


@pytest.fixture
def new_book(libraries: dict[str, Institution]) -> NewBook:
    """Return a way to enter a book into the libraries."""
    return entering()


@pytest.fixture
def everybody(libraries: dict[str, Institution], new_book: NewBook, catch_up: Catch) -> Everybody:
    everybody = make_everybody(libraries, new_book)
    catch_up()
    return everybody


def make_everybody(libraries: dict[str, Institution], new_book: NewBook) -> Everybody:
    """Enter a record in every state into each library, and let everybody in who may look for them."""
    books = {(code, state): new_book(state, institution=code, **EDITION) for code in libraries for state in State}
    people: dict[str, Any] = {
        "nobody": None,
        "anonymous": AnonymousUser(),
        "root": User.objects.create_superuser("root"),
    }
    for name in ("reader", "retired"):
        people[name] = User.objects.create_user(name)
    for role in Role:
        local = role in (Role.CATALOGUER, Role.INSTITUTION_REVIEWER)
        for code in libraries if local else [None]:
            user = User.objects.create_user(f"{role}{code or ''}")
            Membership.objects.create(user=user, role=role, institution=libraries[code] if code else None)
            people[user.username] = user
    Membership.objects.create(user=people["retired"], role=Role.ADMINISTRATOR)
    User.objects.filter(pk=people["retired"].pk).update(is_active=False)
    people["retired"].refresh_from_db()
    return Everybody(books, people)
