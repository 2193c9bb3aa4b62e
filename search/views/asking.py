"""The questions that pages ask of :mod:`search.facade`, each by what an address says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from census.searching import Words, search_kinds
from search import facade
from search.results import Results
from search.views.asked import Asked

PAGE_SIZE = 20


class Completion(NamedTuple):
    """One way to go on typing: the text, what it is, and how many records have it."""

    text: str
    label: Words
    records: int


def ask(user: Any, asked: Asked, *, size: int = PAGE_SIZE, counted: Sequence[str] | None = None) -> Results:
    """Return the page of results that an address asks for."""
    return facade.search(
        user,
        asked.text,
        asked.chosen,
        sort=asked.sort,
        descending=asked.descending,
        page=asked.page,
        size=size,
        exact=asked.exact,
        counted=counted,
    )


def total_of(user: Any, asked: Asked) -> int:
    """Return how many records an address finds for a person."""
    return facade.total(user, asked.text, asked.chosen, exact=asked.exact)


def every_record(user: Any, asked: Asked) -> Iterator[Any]:
    """Yield all records that an address finds, in its order."""
    return facade.records(
        user, asked.text, asked.chosen, sort=asked.sort, descending=asked.descending, exact=asked.exact
    )


def suggestions(user: Any, text: str, limit: int) -> list[Completion]:
    """Return ways to go on typing, among what a person may see."""
    labels = {field.name: field.label for kind in search_kinds().values() for field in kind.text_fields}
    return [Completion(one.text, labels.get(one.field, ""), one.records) for one in facade.suggest(user, text, limit)]
