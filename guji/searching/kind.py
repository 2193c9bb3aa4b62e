"""The book as a kind of record of the one index."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from census.searching import DatabaseSide, Document, FacetField, SortField, TextField, Words
from guji.models import Book
from guji.searching import reliance
from guji.searching.database import BookDatabase
from guji.searching.dimensions import FACET_FIELDS
from guji.searching.documents import document, explained
from guji.searching.fields import TEXT_FIELDS
from guji.searching.orders import SORT_FIELDS
from guji.searching.rows import blocks, keys, read
from guji.searching.tables import Tables, holders


@dataclass(frozen=True, slots=True)
class BookEntry:
    """What one result shows of a book: its number, its statements as written by field, its holder, its state."""

    key: UUID
    number: str
    shelf_mark: str
    statements: tuple[tuple[str, str], ...]
    volumes: str
    class_path: str
    holder: str
    holder_code: str
    state: str
    public: bool

    @property
    def desk(self) -> str:
        """The record's page at the desk."""
        return reverse("record", args=[self.key])

    @property
    def edition(self) -> str:
        """The statement of edition."""
        return next((text for name, text in self.statements if name == "edition"), "")

    @property
    def copy(self) -> str:
        """The shelf mark, the volumes, and what is left: what differs among copies of an edition."""
        extent = (text for name, text in self.statements if name == "extent")
        return "\u3000".join(part for part in (self.shelf_mark, self.volumes, *extent) if part)


class BookKind:
    """古籍, as :class:`census.searching.SearchKind`."""

    name = Book.KIND
    label: Words = _("古籍")
    text_fields: Sequence[TextField] = TEXT_FIELDS
    facet_fields: Sequence[FacetField] = FACET_FIELDS
    sort_fields: Sequence[SortField] = SORT_FIELDS
    entry_template = "guji/search_entry.html"
    database: DatabaseSide | None = BookDatabase()

    def keys(self) -> Iterator[UUID]:
        """Yield the key of every book in the order of numbers, those without one last."""
        return keys()

    def stream(self) -> Iterator[Document]:
        """Yield every book in the order of numbers, those without one last."""
        tables = Tables.load()
        for block in blocks():
            for whole in block:
                yield document(whole, tables)

    def documents(self, keys: Sequence[UUID]) -> list[Document]:
        """Return the documents of those of ``keys`` that are there."""
        tables = Tables.load()
        return [document(whole, tables) for whole in read(Book.objects.filter(pk__in=keys))]

    def explained(self, keys: Sequence[UUID]) -> list[Document]:
        """Return of the documents of ``keys`` what tells why they were found."""
        held = holders()
        return [explained(whole, held) for whole in read(Book.objects.filter(pk__in=keys))]

    def relied_on(self) -> Mapping[str, str]:
        """Return what the documents take from the authority tables."""
        return reliance.relied_on()

    def relying_on(self, names: Collection[str]) -> Iterator[UUID]:
        """Yield the books whose documents take something from there that changed."""
        return reliance.relying_on(names)

    def count(self) -> int:
        """Return how many books there are, in whatever state."""
        return int(Book.objects.count())

    def records(self, keys: Sequence[UUID], user: Any) -> Mapping[UUID, Book]:
        """Return the books of ``keys`` that ``user`` may see, with their institutions."""
        visible = Book.objects.all().visible_to(user).filter(pk__in=keys).select_related("institution")
        return {book.pk: book for book in visible}

    def entry(self, record: Book) -> BookEntry:
        """Return what one result shows of a book."""
        names = ("title", "responsibility", "edition", "annotation", "extent")
        return BookEntry(
            key=record.pk,
            number=record.census_no or "",
            shelf_mark=record.shelf_mark,
            statements=tuple((name, text) for name in names if (text := getattr(record, name))),
            volumes=record.volumes,
            class_path=record.class_path,
            holder=record.institution.name,
            holder_code=record.institution.code,
            state=record.get_state_display(),
            public=record.is_public,
        )
