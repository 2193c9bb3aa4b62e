"""What tests of the authority tables start from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from authority.actions.reports import Report
    from authority.models import ClassNode, ClassScheme


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Report]]:
    """Every table of the project, loaded for the tests of one file and taken back after them."""
    from django.db import transaction

    from authority.actions.loading import LoadAuthority

    with django_db_blocker.unblock(), transaction.atomic():
        yield LoadAuthority().execute()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once: list[Report], db: None) -> list[Report]:
    """Every table of the project; what a test changes is taken back. No test of such a file starts from nothing."""
    return loaded_once


@pytest.fixture
def scheme(db: None) -> ClassScheme:
    """A small scheme: 經部 (易類 (正文, 傳說), 書類) and 史部 (正史類)."""
    from authority.actions.class_tree import AddNode
    from authority.models import ClassScheme

    scheme = ClassScheme.objects.create(key="small", version="1", title="小表")
    classics = AddNode(scheme, None, "1", "經部").execute()
    changes = AddNode(scheme, classics, "101", "易類").execute()
    AddNode(scheme, changes, "10101", "正文").execute()
    AddNode(scheme, changes, "10102", "傳說").execute()
    AddNode(scheme, classics, "102", "書類").execute()
    history = AddNode(scheme, None, "2", "史部").execute()
    AddNode(scheme, history, "201", "正史類").execute()
    return scheme


@pytest.fixture
def nodes(scheme: ClassScheme) -> dict[str, ClassNode]:
    """The classes of the small scheme by code."""
    return {node.code: node for node in scheme.nodes.all()}


@pytest.fixture
def calendar() -> Iterator[None]:
    """Leave the calendar as the tables have it."""
    from authority.chronology import use_local

    yield
    use_local()
