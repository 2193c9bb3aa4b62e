"""The desk in a real browser."""

from __future__ import annotations

import pytest

from tests.browser import mark_browser_tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    mark_browser_tests(items, __file__)
