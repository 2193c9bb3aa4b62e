"""One record as a segment keeps it: columns instead of texts. Made of a document, or read back from a segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from census.searching import Document, digest_of
from search.analysis import (
    SEPARATOR,
    folded_column,
    four_corner_codes,
    number_keys,
    plain_column,
    sound_column,
)
from search.engine.whoosh_store.layout import CORNER, HOLDER, KIND, PUBLIC, Layout

#: The years of a document without years; a year beyond what the column holds is its nearest.
NO_YEAR: Final = -32768
_YEARS: Final = range(NO_YEAR + 1, 32768)

_HEXADECIMAL: Final = 16
_DIGITS: Final = frozenset("0123456789abcdef")

#: One title's sound, for titles that come again and again.
_sound = lru_cache(maxsize=1 << 15)(sound_column)


@dataclass(frozen=True, slots=True)
class Row:
    """A record's columns. ``key`` is its kind, a zero byte and its identity."""

    key: bytes
    digest: bytes
    folded: Mapping[str, str]
    plain: Mapping[str, str]
    sound: str
    numbers: str
    facets: Mapping[str, tuple[str, ...]]
    sorts: Mapping[str, bytes]
    years: tuple[int, int]
    same: bytes


def key_of(kind: str, record: UUID) -> bytes:
    """Return a record's key in the index."""
    return kind.encode() + b"\0" + record.bytes


def of_key(key: bytes) -> tuple[str, UUID]:
    """Return kind and identity of a key."""
    return key[:-17].decode(), UUID(bytes=key[-16:])


def same_key(same: str) -> bytes:
    """Return the key by which copies of an edition are looked up: sixteen hexadecimal digits are eight bytes."""
    if len(same) == _HEXADECIMAL and set(same) <= _DIGITS:
        return b"\1" + bytes.fromhex(same)
    return b"\0" + same.encode() if same else b""


def row_of(document: Document, layout: Layout) -> Row:
    """Return the row of a document."""
    texts = _texts(document, layout)
    columns = {name: _columns(parts, name in layout.titles) for name, parts in texts.items()}
    titles = tuple(text for name, parts in texts.items() if name in layout.titles for text in parts)
    return Row(
        key=key_of(document.kind, document.record_id),
        digest=bytes.fromhex(digest_of(document)),
        folded={name: folded for name, (folded, _plain) in columns.items() if folded},
        plain={name: plain for name, (_folded, plain) in columns.items() if plain},
        sound=_sound_of(titles),
        numbers=_joined([key for number in document.numbers for key in number_keys(number)]),
        facets=_facets(document, layout, titles),
        sorts={name: key for name, key in document.sorts.items() if key},
        years=_years(document.years),
        same=same_key(document.same),
    )


def _texts(document: Document, layout: Layout) -> dict[str, tuple[str, ...]]:
    """Return the texts of the fields that the index knows."""
    known = ((name, parts) for name, parts in document.texts.items() if parts and name in layout.known)
    return {name: tuple([part.text for part in parts]) for name, parts in known}


@lru_cache(maxsize=1 << 15)
def _columns(texts: tuple[str, ...], title: bool) -> tuple[str, str]:
    """Return the folded and the plain column of texts; editions, classes and holders come again and again."""
    return _encodable(folded_column(texts, title=title)), _encodable(plain_column(texts, title=title))


def _sound_of(titles: tuple[str, ...]) -> str:
    parts = [found.strip(SEPARATOR) for found in (_sound((title,)) for title in titles) if found]
    return _encodable(_joined(parts))


def _facets(document: Document, layout: Layout, titles: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found = {
        KIND: (document.kind,),
        HOLDER: (str(document.institution),),
        CORNER: tuple(sorted(four_corner_codes(titles))),
    }
    if document.public:
        found[PUBLIC] = ("1",)
    for name in layout.facets:
        if values := document.facets.get(name):
            found[name] = tuple(dict.fromkeys(values))
    return found


def _joined(parts: Sequence[str]) -> str:
    return f"{SEPARATOR}{SEPARATOR.join(dict.fromkeys(parts))}{SEPARATOR}" if parts else ""


def _years(years: tuple[int, int] | None) -> tuple[int, int]:
    return (NO_YEAR, NO_YEAR) if years is None else (_year(years[0]), _year(years[1]))


def _year(year: int) -> int:
    return min(max(year, _YEARS[0]), _YEARS[-1])


def _encodable(text: str) -> str:
    """Return a text without halves of surrogate pairs, which no encoding takes."""
    return text if text.isascii() or _whole(text) else text.encode("utf-8", "replace").decode()


def _whole(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
