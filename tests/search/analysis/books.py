"""Books as documents, for trying queries on: few fields, written like the book's own."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID, uuid5

from census.searching import Document, TextField, TextPart

FIELDS = (
    TextField("title", "题名", ("題名",), is_title=True),
    TextField("responsibility", "著者", ("著者",)),
    TextField("edition", "版本", ("版本",)),
    TextField("holder", "收藏单位", ("收藏單位",), general=False),
)
_SPACE = UUID("6f7e2c4e-0f53-4f0b-9d0e-6a1f3f0a7c11")


class Said(NamedTuple):
    """A text and where in the record it stands."""

    text: str
    place: str = ""


def book(
    *titles: str | Said,
    by: str = "",
    edition: str = "",
    holder: str = "",
    numbers: tuple[str, ...] = (),
    years: tuple[int, int] | None = None,
    facets: dict[str, tuple[str, ...]] | None = None,
) -> Document:
    """Return the document of a book; its key follows from its words."""
    stated = {
        "title": tuple(TextPart(*(title if isinstance(title, Said) else Said(title))) for title in titles),
        "responsibility": (TextPart(by),) if by else (),
        "edition": (TextPart(edition),) if edition else (),
        "holder": (TextPart(holder),) if holder else (),
    }
    return Document(
        kind="book",
        record_id=uuid5(_SPACE, repr((titles, by, edition, numbers))),
        institution=1,
        public=True,
        texts={name: parts for name, parts in stated.items() if parts},
        numbers=numbers,
        years=years,
        facets=facets or {},
    )
