"""Records of known class made approved ones, in place of those that were there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from authority.models import Institution
from benchmarks.peers.classes.records import Classed
from census.models import State
from guji.athand.endings import forget
from guji.data import BookData
from guji.derivation import derive
from guji.models import Agent, Book, TitleUnit

#: A record as it was entered: what was known, its key, its folded title.
Entered = tuple[Classed, UUID, str]


@dataclass
class Rows:
    """The rows of many records, written together."""

    holder: Institution
    now: datetime
    books: list[Book] = field(default_factory=list)
    units: list[TitleUnit] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)

    def add(self, record: Classed) -> Entered:
        """Collect one record's rows."""
        stated: dict[str, Any] = {"title": record.title, "responsibility": record.responsibility}
        derived = derive(BookData(**stated, class_code=record.code))
        book = Book(
            institution=self.holder,
            census_no=f"330000-1701-{len(self.books):07}",
            state=State.PROVINCE_APPROVED,
            class_code=record.code,
            created_at=self.now,
            updated_at=self.now,
            **stated,
            **derived.columns,
        )
        self.books.append(book)
        self.units += [TitleUnit(book=book, position=at, **row._asdict()) for at, row in enumerate(derived.units)]
        self.agents += [Agent(book=book, position=at, **row._asdict()) for at, row in enumerate(derived.agents)]
        return record, book.pk, derived.columns["title_fold"]

    def write(self) -> None:
        """Write them all."""
        Book.objects.bulk_create(self.books, 500)
        TitleUnit.objects.bulk_create(self.units, 500)
        Agent.objects.bulk_create(self.agents, 500)


def entered(records: list[Classed]) -> list[Entered]:
    """Enter the records and return each with its key and folded title."""
    Book.objects.all().delete()
    rows = Rows(Institution.objects.get(code="1701"), timezone.now())
    found = [rows.add(record) for record in records]
    rows.write()
    forget()
    return found
