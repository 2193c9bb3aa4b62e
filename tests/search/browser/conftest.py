"""A server with the small catalogue on it, and a real browser: helpers shared with the desk, other records."""

from __future__ import annotations

import pytest

from tests.browser import mark_browser_tests
from tests.search.pages.conftest import as_user, books, people, plain_pages, tables, wenzhou, zhejiang

__all__ = [
    "as_user",
    "books",
    "people",
    "plain_pages",
    "tables",
    "wenzhou",
    "zhejiang",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, as those of the desk are."""
    mark_browser_tests(items, __file__)
