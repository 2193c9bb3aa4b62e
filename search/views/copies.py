"""Other copies of the edition of a record, as its page lists them."""

from __future__ import annotations

from typing import Any, NamedTuple

from census.searching import search_kinds
from search import facade
from search.views.listing import address_of_hit

MOST = 50


class Copy(NamedTuple):
    """One other copy: who holds it, where its page is, how much of it there is."""

    holder: str
    url: str
    words: str


def other_copies(user: Any, record: Any) -> list[Copy]:
    """Return the copies that a person may see, in the order of the index."""
    kind = search_kinds()[record.KIND]
    found = []
    for other in facade.same_edition(record, user, MOST):
        entry = kind.entry(other)
        found.append(Copy(entry.holder, address_of_hit(entry), entry.copy))
    return found
