"""What tests of several rooms share: the authority tables as delivered, and a database for other processes.

``--database-only`` keeps the tests that touch a database: what ``make test`` runs a second time, on PostgreSQL.
"""

from __future__ import annotations

import io
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests.nursery import Nursery
from tests.nursery import nursery as opened_nursery

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

pytest_plugins = ("tests.browser",)

#: On a machine that has other things to do, time says nothing of a property.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: The gate tries the same examples every time, so that its verdict is about the change; at a desk the search goes on.
settings.register_profile("gate", settings.get_profile("house"), derandomize=True, print_blob=True, max_examples=50)
settings.load_profile("gate" if os.environ.get("CI") else "house")

#: Browser tests that are run on every database; how a page looks is no question of the database.
WALKS = {"test_walk_in_browser.py", "test_entry_in_browser.py"}
#: The files that take longest, the longest first, behind those of browsers: begun last, one of them would keep one
#: worker busy alone at the end.
LONGEST = (
    "test_indexer_processes.py",
    "test_golden_queries.py",
    "test_import_interrupted.py",
    "test_worker_killed.py",
    "test_series_pages.py",
    "test_who_finds_what.py",
    "test_register_pages.py",
    "test_freezing.py",
    "test_upright_register.py",
    "test_serve_command.py",
    "test_agrees_with_documents.py",
    "test_font_setup.py",
    "test_compiled.py",
    "test_derivation_of_the_sample.py",
    "test_public_pages.py",
    "test_notation_time.py",
    "test_record_walks.py",
    "test_tree_concurrency.py",
    "test_records_in_a_crowd.py",
)
#: Who asks for one of these touches a database.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "database_url", "module_database_url"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="run only the tests that touch a database")


def touches_database(item: pytest.Item) -> bool:
    """Whether a test reads or writes a database, by its marks, its fixtures and its class."""
    fixtures = set(getattr(item, "fixturenames", ()))
    of_django = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES or of_django)


def differs_by_database(item: pytest.Item) -> bool:
    """Whether a test may end otherwise on another database: in a browser, where it stores something.

    Golden queries ask the database only where there is no index.
    """
    if item.path.parent.name == "browser":
        return item.path.name in WALKS
    if item.path.parent.name == "golden" and "search" in item.path.parts:
        return "fallback" in item.name
    return touches_database(item)


def turn(item: pytest.Item) -> int:
    """Return when a test has its turn among the files."""
    if item.path.parent.name == "browser":
        return -1
    return LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if set(getattr(item, "fixturenames", ())) & {"database_url", "module_database_url"}:
            item.add_marker(pytest.mark.django_db)  # else no test database is made, of which theirs is a copy
    items.sort(key=turn)
    if config.getoption("--database-only"):
        left_out = [item for item in items if not differs_by_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if differs_by_database(item)]


@pytest.fixture(autouse=True)
def house_language() -> Iterator[None]:
    """Leave no language behind: a page read in English must not make the next test's command speak English."""
    yield
    translation.deactivate()


@pytest.fixture
def authority_tables(db: Any) -> None:
    """Load the authority tables into the test's database."""
    call_command("load_authority", verbosity=0, stdout=io.StringIO())


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Keep a copy of the test database as it is made: what processes of their own work on is copied from that."""
    with django_db_blocker.unblock():
        tables = str(tmp_path_factory.mktemp("tables") / "tables.sqlite3")
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(tables)) as copy:
                connection.connection.backup(copy)
        else:
            tables = f"tables_{secrets.token_hex(6)}"
            name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
            connection.close()
            _on_server(f"CREATE DATABASE {tables} TEMPLATE {name}")
        TABLES.append(tables)
    yield
    if connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            _on_server(f"DROP DATABASE {TABLES.pop()} WITH (FORCE)")


#: Where the database with nothing but its tables is: a file, or the name of a database on the server.
TABLES: list[str] = []


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def own_database(folder: Path, blocker: DjangoDbBlocker) -> Iterator[str]:
    """Make a database of the engine under test, its tables there and empty; give its address, drop it at the end."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{shutil.copy(TABLES[-1], folder / 'own.sqlite3')}"
        return
    name = f"own_{secrets.token_hex(6)}"
    with blocker.unblock():
        _on_server(f"CREATE DATABASE {name} TEMPLATE {TABLES[-1]}")
    try:
        yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    finally:
        with blocker.unblock():
            _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url(tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a database for processes of their own: its tables are there."""
    with own_database(tmp_path, django_db_blocker) as address:
        yield address


@pytest.fixture(scope="module")
def module_database_url(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of a database that the processes of one file's tests share."""
    with own_database(tmp_path_factory.mktemp("database"), django_db_blocker) as address:
        yield address


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Begins processes under the project's settings."""
    with opened_nursery("config.settings", tmp_path_factory.mktemp("nursery")) as opened:
        yield opened
