"""What the public catalogue has to know of a kind of record: its page, its citations, its rows in a sheet.

A room of records describes its kind here and registers it when Django starts, as it does for the index in
:mod:`census.searching`; the pages of the catalogue read the registry and never name a kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.utils.functional import Promise

Words = str | Promise


class Citation(NamedTuple):
    """A record cited in one style, as text to be copied."""

    style: Words
    text: str


class Picture(NamedTuple):
    """One picture of a record that everybody may see.

    ``address`` is where it is looked at, on this server; ``thumb`` that of a small one (``address`` itself where there
    is none) of ``width`` by ``height`` pixels, 0 where that is not known.
    """

    address: str
    words: Words
    thumb: str = ""
    width: int = 0
    height: int = 0


class SeeAlso(NamedTuple):
    """Where a reader may go on: what kind of thing it is, its words as in the record, and the query that finds it."""

    label: Words
    words: str
    query: str


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """What the public page of one record shows. ``data`` is schema.org's description of it, without its addresses.

    ``manifest`` is the address of the IIIF manifest of its pictures, empty where it has none. ``work`` finds the
    records of the same work, ``None`` where that cannot be told.
    """

    number: str
    title: str
    description: str
    institution: Any
    template: str
    context: Mapping[str, Any]
    citations: tuple[Citation, ...] = ()
    pictures: tuple[Picture, ...] = ()
    manifest: str = ""
    work: SeeAlso | None = None
    see_also: tuple[SeeAlso, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


class CatalogueKind(Protocol):
    """One kind of record, as the public catalogue sees it."""

    @property
    def name(self) -> str:
        """Return the kind's name, as in the index: ``book``."""

    @property
    def columns(self) -> Sequence[Words]:
        """Return the headings of a sheet of results."""

    def find(self, number: str) -> Any | None:
        """Return the record that has this census number, whole, tombstones too, whoever asks."""

    def number_of(self, key: UUID) -> str | None:
        """Return the census number of a public record by its key."""

    def page(self, record: Any, address: str) -> CataloguePage:
        """Return what the page of a public record shows; ``address`` is the page's own, whole."""

    def row(self, record: Any) -> Sequence[str]:
        """Return the cells of a record under :attr:`columns`."""

    def citation(self, record: Any) -> str:
        """Return one line to cite a record by."""

    def public_numbers(self, offset: int, limit: int) -> list[tuple[str, datetime]]:
        """Return a stretch of the public records in the order of their numbers, and when each was last changed."""

    def public_count(self) -> int:
        """Return how many records are public."""


_kinds: dict[str, CatalogueKind] = {}


def register(kind: CatalogueKind) -> None:
    """Add a kind to the catalogue; registering a name again replaces it."""
    _kinds[kind.name] = kind


def catalogue_kinds() -> Mapping[str, CatalogueKind]:
    """Return the registered kinds by name, in the order in which they joined."""
    return dict(_kinds)


def find_public(number: str) -> Iterator[tuple[CatalogueKind, Any]]:
    """Yield the record that has a census number, with its kind; numbers are given once in the house."""
    for kind in _kinds.values():
        record = kind.find(number)
        if record is not None:
            yield kind, record
