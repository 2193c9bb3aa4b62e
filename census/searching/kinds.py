"""A kind of record as the search sees it, and the register of the kinds that have joined."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from census.searching.database import DatabaseSide
from census.searching.documents import Document, Words
from census.searching.fields import FacetField, SortField, TextField


class Entry(Protocol):
    """What every kind's results show: the rest is between the kind and its template."""

    @property
    def number(self) -> str:
        """Return the record's number, empty if it has none."""

    @property
    def key(self) -> UUID:
        """Return the record's key."""

    @property
    def public(self) -> bool:
        """Return whether everybody may see the record: then its number leads to its page."""

    @property
    def desk(self) -> str:
        """Return the address of its page at the desk, for those who work there and for what is not public."""

    @property
    def holder(self) -> str:
        """Return who holds it."""

    @property
    def copy(self) -> str:
        """Return what tells this copy from others of its edition: mark, volumes, what is left of it."""

    @property
    def edition(self) -> str:
        """Return what tells its edition from others of the same work, empty for what has none."""

    @property
    def statements(self) -> Sequence[tuple[str, str]]:
        """Return (text field, text as stated) of the statements shown, the title first."""


class SearchKind(Protocol):
    """One kind of record, as :mod:`search` sees it."""

    @property
    def name(self) -> str:
        """Return the kind's name, as in the outbox: ``book``."""

    @property
    def label(self) -> Words:
        """Return the kind's name for people: 古籍."""

    @property
    def text_fields(self) -> Sequence[TextField]:
        """Return the fields searched by words."""

    @property
    def facet_fields(self) -> Sequence[FacetField]:
        """Return the dimensions."""

    @property
    def sort_fields(self) -> Sequence[SortField]:
        """Return the orders."""

    def keys(self) -> Iterator[UUID]:
        """Yield the key of every record there is, in the order of numbers, with flat memory."""

    def stream(self) -> Iterator[Document]:
        """Yield every record there is, in the order of numbers, with flat memory."""

    def documents(self, keys: Sequence[UUID]) -> list[Document]:
        """Return the documents of those of ``keys`` that are there, in few queries."""

    def explained(self, keys: Sequence[UUID]) -> list[Document]:
        """Return of the documents of ``keys`` what tells why they were found: texts, numbers and years, quickly."""

    def count(self) -> int:
        """Return how many records there are."""

    def records(self, keys: Sequence[UUID], user: Any) -> Mapping[UUID, Any]:
        """Return the records of ``keys`` that ``user`` may see, whole, in few queries."""

    def entry(self, record: Any) -> Entry:
        """Return what the template of one result shows of a record: number, statements, holder, address."""

    @property
    def entry_template(self) -> str:
        """Return the template that shows :meth:`entry`."""

    @property
    def database(self) -> DatabaseSide | None:
        """Return how the kind is searched without an index; without it every document is gone through."""


@runtime_checkable
class Relying(Protocol):
    """A kind whose documents hold what stands in tables beside the record: the holder's names, the class's place.

    Nothing is written to the outbox when such a table changes; the indexer asks for what it looks like instead.
    """

    def relied_on(self) -> Mapping[str, str]:
        """Return a digest of each thing relied on, by a name that lasts: ``holder:12``."""

    def relying_on(self, names: Collection[str]) -> Iterator[UUID]:
        """Yield the keys of the records whose documents rely on one of these things."""


_kinds: dict[str, SearchKind] = {}


def register(kind: SearchKind) -> None:
    """Add a kind to the index; registering a name again replaces it."""
    _kinds[kind.name] = kind


def search_kinds() -> Mapping[str, SearchKind]:
    """Return the registered kinds by name, in the order in which they joined."""
    return dict(_kinds)
