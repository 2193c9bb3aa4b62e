"""Golden queries: what must be found, what must not, and in which order, by every engine there is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import transaction

from census.models import ImportBatch
from census.searching import Document
from guji.actions.bulk import BulkCreateBooks
from guji.models import Book as BookRecord
from guji.sample import sample_books
from guji.searching import BookKind
from search.engine.fallback import DatabaseEngine
from search.engine.protocol import Found, Request, Scope
from search.understanding import understand
from tests.search.golden.naive import NaiveEngine
from tests.search.golden.queries import Book, Golden, golden_books, golden_queries

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.django_db

EVERYWHERE = Scope(everywhere=True)
QUERIES = golden_queries()
#: Seconds that the fallback may look for, on a machine that is busy: what it finds is tried here, not how soon.
PATIENCE: Final = 600.0


class Searches(Protocol):
    def search(self, request: Request) -> Found: ...


@dataclass(frozen=True)
class Library:
    """The golden books and the sample in a database, and their documents."""

    documents: list[Document]
    titles: dict[UUID, Book]


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Library]:
    """The records, entered once for all queries and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_authority", verbosity=0, stdout=io.StringIO())
        batch = ImportBatch.objects.create(kind=BookRecord.KIND, file_name="golden", sha256="0" * 64, row_count=0)
        entering = BulkCreateBooks(None, batch=batch, approved=True, trusted=True)
        entering.execute((book, ()) for book in (*sample_books(), *golden_books()))
        books = BookRecord.objects.values_list("pk", "title", "edition")
        yield Library(list(BookKind().stream()), {key: Book(title, edition) for key, title, edition in books})
        transaction.set_rollback(True)


def naive(library: Library, folder: Path) -> Searches:
    return NaiveEngine(library.documents, BookKind.text_fields)


def fallback(library: Library, folder: Path) -> Searches:
    return DatabaseEngine(seconds=PATIENCE)


def whoosh(library: Library, folder: Path) -> Searches:
    from search.engine.whoosh_store import WhooshStore

    store = WhooshStore(folder)
    store.swap(store.build(iter(library.documents)))
    return store.open()


ENGINES: list[Callable[[Library, Path], Searches]] = [naive, fallback]
if find_spec("search.engine.whoosh_store"):
    ENGINES.append(whoosh)


#: The fallback asks the database for every form of every word: it answers each eighth query.
PAIRS = [
    pytest.param(engine, golden, id=f"{engine.__name__}-{golden.place}-{golden.query}")
    for engine in ENGINES
    for golden in QUERIES[:: 8 if engine is fallback else 1]
]


@pytest.fixture(scope="module")
def engines(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Any], Searches]:
    """Return what gives each engine, made once: an engine as a parameter of its own would be made for every query."""

    @cache
    def made(engine: Callable[[Library, Path], Searches]) -> Searches:
        return engine(library, tmp_path_factory.mktemp("index"))

    return made


@pytest.fixture
def engine(request: Any, engines: Callable[[Any], Searches]) -> Searches:
    return engines(request.param)


@pytest.fixture(scope="module")
def reference(engines: Callable[[Any], Searches]) -> Callable[[Request], Found]:
    """Return what gives the plainest engine's answer to a request, worked out once for all others to agree with."""
    known: dict[str, Found] = {}

    def answer(request: Request) -> Found:
        key = repr(request.tree)
        if key not in known:
            known[key] = engines(naive).search(request)
        return known[key]

    return answer


def place(book: Book, among: list[Book]) -> int | None:
    """Where a record stands among those found."""
    at = (i for i, one in enumerate(among) if one.title == book.title and book.edition in one.edition)
    return next(at, None)


@pytest.mark.parametrize(("engine", "golden"), PAIRS, indirect=["engine"])
def test_golden_query(
    engine: Searches, golden: Golden, library: Library, reference: Callable[[Request], Found]
) -> None:
    understood = understand(golden.query, EVERYWHERE)
    request = Request(understood.tree, EVERYWHERE, limit=2000)
    plainest = reference(request)
    found = plainest if isinstance(engine, NaiveEngine) else engine.search(request)
    hits = [library.titles[hit.record_id] for hit in found.hits]
    assert len(hits) == found.total
    assert len(set(found.hits)) == len(found.hits)
    assert found.capped or found.hits == plainest.hits, "not what going through all documents finds, in this order"
    assert [book for book in golden.found if place(book, hits) is None] == [], "not found"
    assert [book for book in golden.absent if place(book, hits) is not None] == [], "found though it must not be"
    if golden.first is not None:
        assert place(golden.first, hits) == 0, hits[:5]
    for before, after in golden.order:
        places = place(before, hits), place(after, hits)
        assert None not in places, (before, after)
        assert places == tuple(sorted(places)), hits[:9]  # type: ignore[type-var]
    if golden.total is not None:
        assert found.total == golden.total, hits[:9]
    told = " ".join(hint.message for hint in understood.hints)
    assert [hint for hint in golden.hints if hint not in told] == [], told


#: Queries of every shape, for what holds of any answer; the fallback is asked few.
SHAPES: Final = ["", "說文", "萬曆", "刻本 -清", "shiji 或 =史記", "康熙刻本", "存", "1573..1620", "無此書"]
SHAPED: Final = [(whoosh, query) for query in SHAPES] + [(fallback, "說文"), (fallback, "無此書")]


@pytest.mark.parametrize(
    ("engine", "query"),
    [pytest.param(*pair, id=f"{pair[0].__name__}-{pair[1]}") for pair in SHAPED],
    indirect=["engine"],
)
def test_pages_make_up_the_answer_and_counts_its_total(engine: Searches, query: str, library: Library) -> None:
    """Every hit is on one page; dimensions of one value a record sum up to the total; others narrow to it."""
    tree = understand(query, EVERYWHERE).tree
    counted = ("kind", "completeness", "institution", "dynasty", "century")
    whole = engine.search(Request(tree, EVERYWHERE, limit=2000, counted=counted))
    size = max(1, whole.total // 3)
    pages = [engine.search(Request(tree, EVERYWHERE, offset=at, limit=size)) for at in range(0, whole.total + 1, size)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {whole.total}
    for dimension in ("kind", "completeness", "institution"):
        assert sum(whole.facets[dimension].values()) == whole.total, dimension
    for dimension in ("dynasty", "century"):
        for value, count in whole.facets[dimension].items():
            narrowed = engine.search(Request(tree, EVERYWHERE, chosen={dimension: (value,)}, limit=0))
            assert narrowed.total == count, (dimension, value)


def test_every_title_that_the_golden_file_names_is_there(library: Library) -> None:
    known = {book.title for book in library.titles.values()}
    named = {
        book.title
        for golden in QUERIES
        for book in (*golden.found, *golden.absent, *sum(golden.order, ()), *filter(None, [golden.first]))
    }
    assert named - known == set()
