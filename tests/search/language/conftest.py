"""Queries understood with the fields and facets of the book, as the search room does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guji.searching.dimensions import FACET_FIELDS
from guji.searching.fields import TEXT_FIELDS
from search.language import understand
from search.language.tree import Understood

Understand = Callable[..., Understood]


@pytest.fixture(scope="session")
def ask() -> Understand:
    def asked(text: str, *, exact: bool = False) -> Understood:
        return understand(text, fields=TEXT_FIELDS, facets=FACET_FIELDS, exact=exact)

    return asked
