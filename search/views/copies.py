"""Other copies of the edition of a record, and other editions of its work, as its page lists them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from authority.han import fold
from census.catalogue import SeeAlso
from census.searching import Words, search_kinds
from search import facade
from search.views.asked import Asked
from search.views.listing import address_of_hit

MOST = 50
#: Editions named, and holders named of each.
MOST_EDITIONS, MOST_HOLDERS = 12, 4


class Copy(NamedTuple):
    """One other copy: who holds it, where its page is, how much of it there is."""

    holder: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One other edition with its copies; ``more`` are not named. ``alike`` if it is stated just as the record's own."""

    words: str
    copies: tuple[Copy, ...]
    more: int = 0
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Editions:
    """Other editions of a work, the earliest first, and where all its records are listed."""

    heading: Words
    lines: tuple[EditionLine, ...]
    url: str
    total: int


def same_edition(user: Any, record: Any) -> list[Any]:
    """Return the records of the same edition that a person may see, in the order of the index."""
    return facade.same_edition(record, user, MOST)


def copies_of(records: Sequence[Any]) -> list[Copy]:
    """Return records as copies."""
    found = []
    for record in records:
        entry = search_kinds()[record.KIND].entry(record)
        found.append(Copy(entry.holder, address_of_hit(entry), entry.copy))
    return found


def other_editions(user: Any, record: Any, work: SeeAlso | None, known: Collection[UUID]) -> Editions | None:
    """Return the editions of a work other than the record's own; ``known`` are the copies shown as of that one.

    Nothing without an index: the database would take longer than a reader waits for what was not asked for.
    """
    if work is None or not facade.generation():
        return None
    total = facade.total(user, work.query)
    others = [one for one in facade.records(user, work.query, sort="year", most=MOST) if one.pk not in known]
    if not others:
        return None
    own = fold(search_kinds()[record.KIND].entry(record).edition)
    by_edition: dict[str, list[Any]] = {}
    for one in others:
        by_edition.setdefault(search_kinds()[one.KIND].entry(one).edition, []).append(one)
    lines = tuple(_line(words, those, own) for words, those in list(by_edition.items())[:MOST_EDITIONS])
    return Editions(work.label, lines, Asked(text=work.query, sort="year").url, total)


def _line(words: str, records: Sequence[Any], own: str) -> EditionLine:
    shown = tuple(copies_of(records[:MOST_HOLDERS]))
    return EditionLine(words, shown, len(records) - len(shown), fold(words) == own)
