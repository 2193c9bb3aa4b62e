"""A server with the small catalogue on it, and a real browser: the desk's own helpers, other records."""

from __future__ import annotations

import pytest

from tests.search.pages.conftest import as_user, books, people, plain_pages, tables, wenzhou, zhejiang
from tests.workbench.browser.conftest import chromium, desk, mark_browser_tests, visit, web_face

__all__ = [
    "as_user",
    "books",
    "chromium",
    "desk",
    "people",
    "plain_pages",
    "tables",
    "visit",
    "web_face",
    "wenzhou",
    "zhejiang",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, as those of the desk are."""
    mark_browser_tests(items, __file__)
