"""The record behind pictures, as the pages of pictures name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from census.images.showing import ShownImage, shown_by_record
from census.kinds import visible_record
from census.searching import Entry, search_kinds
from search import facade
from search.views.listing import address_of_hit

#: Other copies of an edition that are looked through for pictures.
MOST_COPIES = 50


@dataclass(frozen=True, slots=True)
class SeenRecord:
    """A record that the user may see: what it is called, who holds it, where its page is."""

    record: Any
    entry: Entry

    @property
    def title(self) -> str:
        """The statement that names it, empty where none is made yet."""
        return next((text for _name, text in self.entry.statements), "")

    @property
    def holder(self) -> str:
        """Who holds it."""
        return self.entry.holder

    @property
    def copy(self) -> str:
        """What tells it from other copies."""
        return self.entry.copy

    @property
    def address(self) -> str:
        """Its page: the public one where everybody may see it, else that of the desk."""
        return address_of_hit(self.entry)

    @property
    def desk(self) -> str:
        """Its page at the desk, for those who work there."""
        return self.entry.desk


@dataclass(frozen=True, slots=True)
class CopyImages:
    """One copy with its pictures."""

    seen: SeenRecord
    images: list[ShownImage]

    def like(self, image: ShownImage) -> ShownImage:
        """Return the picture that shows the same part of the book, else the first."""
        same = (one for one in self.images if one.image.role == image.image.role)
        return next(same, self.images[0])


def seen_record(kind: str, key: UUID, user: Any) -> SeenRecord:
    """Return a record that the user may see; what they may not see is not there."""
    record = visible_record(kind, key, user)
    if record is None or kind not in search_kinds():
        raise Http404
    return named(record)


def named(record: Any) -> SeenRecord:
    """Return a record as pages of pictures name it."""
    return SeenRecord(record, search_kinds()[record.KIND].entry(record))


def copies_of(record: Any, user: Any) -> list[CopyImages]:
    """Return the other copies of the same edition that have pictures and that the user may see."""
    others = facade.same_edition(record, user, MOST_COPIES)
    images = shown_by_record(record.KIND, [other.pk for other in others])
    return [CopyImages(named(other), images[other.pk]) for other in others if other.pk in images]
