"""What must stay hidden: drafts, records under review and tombstones, for whoever has no business with them.

Every way in which a search tells of a record is tried with everybody: hits, totals, counts, suggestions, near matches,
exports, copies of the same edition.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import pytest
from django.db import transaction
from django.test import override_settings

from authority.models import Institution
from census.models import State
from guji.models import Book
from search import answering, facade
from search.engine.protocol import Engine, Found, FoundHit, Request, Scope, Suggestion
from search.results import Results
from tests.search.facade.conftest import WITH_INDEX, build_chosen, entering, make_everybody, make_libraries
from tests.search.facade.everybody import SEES, Everybody

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.django_db
WORDS = "秘阁书目"
each_person = pytest.mark.parametrize("name", SEES)


@dataclass(frozen=True)
class World:
    """Everybody and their records, in a database and in an index that lies in ``index``."""

    everybody: Everybody
    libraries: dict[str, Institution]
    index: Path


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Made once for all tests of this file, which only look; taken back after them."""
    index = tmp_path_factory.mktemp("world") / "index"
    own = override_settings(SEARCH_ENGINE=WITH_INDEX, SEARCH_INDEX_DIR=index)
    with django_db_blocker.unblock(), transaction.atomic():
        libraries = make_libraries()
        everybody = make_everybody(libraries, entering())
        with own:
            build_chosen()
        yield World(everybody, libraries, index)
        transaction.set_rollback(True)


@pytest.fixture
def libraries(world: World, db: None) -> dict[str, Institution]:
    return world.libraries


@pytest.fixture
def everybody(world: World, catch_up: Callable[[], None], settings: Any) -> Everybody:
    """Everybody anew, before either engine; the index is a copy, so that a test may bring it up to date."""
    if settings.SEARCH_ENGINE == WITH_INDEX:
        shutil.copytree(world.index, settings.SEARCH_INDEX_DIR)
    people = {name: copy(person) for name, person in world.everybody.people.items()}
    return Everybody({key: copy(book) for key, book in world.everybody.books.items()}, people)


def found(results: Results) -> set[UUID]:
    return {hit.record.pk for hit in results.hits}


def counts(results: Results, name: str) -> dict[str, int]:
    group = results.facet(name)
    return {choice.value: choice.count for choice in group.flat()} if group else {}


@each_person
@pytest.mark.parametrize("words", [WORDS, "", "康熙 通志堂", "mige", "NOT 說文", "书目 -说文", "1676"])
def test_hits_and_totals(everybody: Everybody, name: str, words: str) -> None:
    results = facade.search(everybody.people[name], words)
    assert found(results) == everybody.seen_by(name)
    assert results.total == len(everybody.seen_by(name))
    assert results.missing == 0


@each_person
def test_a_number_that_is_hidden_is_not_found_by_asking_for_it(everybody: Everybody, name: str) -> None:
    for book in everybody.books.values():
        wanted = {book.pk} if book.census_no and book.pk in everybody.seen_by(name) else set()
        assert found(facade.search(everybody.people[name], book.census_no or "9999-9")) == wanted


@each_person
def test_counts(everybody: Everybody, name: str) -> None:
    results = facade.search(everybody.people[name], WORDS)
    seen = everybody.seen_by(name)
    libraries = {
        code: sum(book.pk in seen for (of, _s), book in everybody.books.items() if of == code)
        for code in ("1701", "1705")
    }
    assert counts(results, "institution") == libraries
    assert counts(results, "kind") == {"book": len(seen)}
    assert counts(results, "dynasty") == {"清": len(seen)}


@each_person
def test_how_far_a_record_has_come_is_no_business_of_readers(everybody: Everybody, name: str) -> None:
    """Neither counted, nor to be chosen, nor to be asked for by its name."""
    results = facade.search(everybody.people[name], WORDS)
    assert counts(results, "state") == (everybody.states_seen_by(name) if SEES[name] else {})
    assert ("state" in facade.dimension_names(everybody.people[name])) == bool(SEES[name])
    if not SEES[name]:
        for asked in (
            facade.search(everybody.people[name], WORDS, {"state": ["draft"]}),
            facade.search(everybody.people[name], WORDS, counted=["state"]),
        ):
            assert found(asked) == everybody.seen_by(name)
            assert counts(asked, "state") == {}
        assert found(facade.search(everybody.people[name], "状态:草稿")) == set()


@each_person
@pytest.mark.parametrize("state", State)
def test_choosing_a_state_shows_no_more(everybody: Everybody, name: str, state: State) -> None:
    if not SEES[name]:
        return
    results = facade.search(everybody.people[name], WORDS, {"state": [state]})
    of_state = {book.pk for (_code, of), book in everybody.books.items() if of == state}
    assert found(results) == everybody.seen_by(name) & of_state


@each_person
def test_suggestions_and_near_matches(everybody: Everybody, name: str) -> None:
    person, many = everybody.people[name], len(everybody.seen_by(name))
    assert facade.suggest(person, "秘阁") == [Suggestion("秘閣書目", "title", many)]
    assert facade.suggest(person, "錢") == [Suggestion("錢溥", "person", many)]
    assert facade.near(person, "秘閣書日") == [Suggestion("秘閣書目", "title", many)]


def test_a_name_that_only_a_draft_has_is_not_suggested(
    everybody: Everybody, new_book: Callable[..., Book], catch_up: Callable[[], None]
) -> None:
    new_book(State.DRAFT, institution="1705", title="脈望館書目不分卷", responsibility="（明）趙琦美撰")
    catch_up()
    for name, seen in (("nobody", False), ("cataloguer1701", False), ("cataloguer1705", True), ("editor", True)):
        person = everybody.people[name]
        assert bool(facade.suggest(person, "脈望")) is seen
        assert bool(facade.suggest(person, "趙琦")) is seen
        assert bool(facade.near(person, "脈望館書日")) is seen
        assert bool(facade.search(person, "脈望館書日").did_you_mean) is seen


@each_person
def test_exports(everybody: Everybody, name: str) -> None:
    person = everybody.people[name]
    assert {book.pk for book in facade.records(person, WORDS)} == everybody.seen_by(name)
    assert set(facade.record_keys(person, WORDS)) == everybody.seen_by(name)
    assert {book.pk for book in facade.records(person)} == everybody.seen_by(name)


@each_person
def test_copies_of_the_same_edition(everybody: Everybody, name: str) -> None:
    book = everybody.books["1701", State.PUBLISHED]
    others = facade.same_edition(book, everybody.people[name])
    assert {other.pk for other in others} == everybody.seen_by(name) - {book.pk}


@dataclass
class StaleEngine:
    """An index that has not yet heard of what happened since, and takes no scope into account."""

    keys_known: list[UUID]
    asked: list[Scope] = field(default_factory=list)

    def _hits(self, scope: Scope) -> tuple[FoundHit, ...]:
        self.asked.append(scope)
        return tuple(FoundHit("book", key) for key in self.keys_known)

    def search(self, request: Request) -> Found:
        hits = self._hits(request.scope)
        return Found(len(hits), hits[request.offset : request.offset + request.limit])

    def keys(self, request: Request) -> Iterator[FoundHit]:
        return iter(self._hits(request.scope))

    def same(self, key: str, scope: Scope, limit: int = 100) -> list[FoundHit]:
        return list(self._hits(scope))[:limit]

    def suggest(self, text: str, scope: Scope, limit: int = 10) -> list[Suggestion]:
        self.asked.append(scope)
        return []

    near = suggest


@pytest.fixture
def stale(everybody: Everybody, monkeypatch: pytest.MonkeyPatch) -> StaleEngine:
    engine = StaleEngine([book.pk for book in everybody.books.values()])
    opened = cast(Engine, engine)
    for module in (answering, facade):
        monkeypatch.setattr(module, "engine", lambda: opened)
    return engine


@each_person
def test_an_index_that_is_behind_shows_nothing_hidden(stale: StaleEngine, everybody: Everybody, name: str) -> None:
    """The total stays the index's, the record is not shown, and the page says how many it left out."""
    person, seen = everybody.people[name], everybody.seen_by(name)
    results = facade.search(person, WORDS)
    assert found(results) == seen
    assert results.total == len(everybody.books)
    assert results.missing == len(everybody.books) - len(seen)
    assert {book.pk for book in facade.records(person, WORDS)} == seen
    book = everybody.books["1701", State.PUBLISHED]
    assert {other.pk for other in facade.same_edition(book, person)} == seen - {book.pk}


@each_person
def test_every_question_is_asked_in_the_persons_own_scope(stale: StaleEngine, everybody: Everybody, name: str) -> None:
    person: Any = everybody.people[name]
    institutions = {book.institution.code: book.institution_id for book in everybody.books.values()}
    facade.search(person, WORDS)
    list(facade.records(person, WORDS))
    list(facade.record_keys(person, WORDS))
    facade.suggest(person, "秘")
    facade.near(person, "秘閣")
    facade.same_edition(everybody.books["1701", State.PUBLISHED], person)
    whole = SEES[name]
    own = frozenset({institutions[whole]}) if whole in institutions else frozenset()
    assert set(stale.asked) == {Scope(whole == "*", own)}
    assert len(stale.asked) >= 6


def test_a_record_withdrawn_a_moment_ago_is_gone_for_readers(stale: StaleEngine, everybody: Everybody) -> None:
    book = everybody.books["1701", State.PUBLISHED]
    assert book.pk in found(facade.search(None, WORDS))
    Book.objects.filter(pk=book.pk).update(state=State.WITHDRAWN, withdrawn_from=State.PUBLISHED)
    assert book.pk not in found(facade.search(None, WORDS))
