"""What one index holds: the fields, dimensions and orders of all registered kinds together, and its schema's mark."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from whoosh.columns import FixedBytesColumn, NumericColumn
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence

from authority.han import FOLD_VERSION
from census.searching import SearchKind
from search.analysis import ANALYSIS_VERSION

#: Changes with the form of the files here.
FORMAT: Final = "3"
#: The order within a tier, and between records that another order does not tell apart.
NUMBER_ORDER: Final = "number"

SOUND: Final = "sound:title"
#: Dimensions of our own, beside those of the kinds.
KIND, HOLDER, PUBLIC, CORNER = ":kind", ":holder", ":public", ":corner"
#: The sorted lists of keys.
NUMBERS, TITLES, PERSONS, SAME = "number", "title", "person", "same"
#: The files of an order's keys and of the words of sound columns.
SORT_KEYS, WORDS = ".sort", ".words"
#: The file of all tokens of texts, each with the fields that have it.
TOKENS: Final = ".tokens"
#: Bytes of the digest of a document.
DIGEST: Final = 8
OWN_DIMENSIONS: Final = (KIND, HOLDER, PUBLIC, CORNER)


class TokenField(FieldType):  # type: ignore[misc]  # Whoosh is untyped
    """A field whose postings say only that a document has a token; its texts are kept beside (:mod:`.texts`)."""

    def __init__(self) -> None:
        self.format = Existence()
        self.column_type = None
        self.scorable = self.stored = self.unique = self.vector = False
        self.indexed = True

    def index(self, value: Any, **_kwargs: Any) -> Any:
        """Whoosh's own analysis has no part in this index."""
        raise NotImplementedError

    def to_bytes(self, value: Any) -> bytes:
        """Return a token as it stands in the term index."""
        return value if isinstance(value, bytes) else str(value).encode("utf-8")

    def from_bytes(self, value: bytes) -> str:
        """Return a token of the term index as text."""
        return value.decode("utf-8")


class ColumnField(FieldType):  # type: ignore[misc]
    """A field that is only a column."""

    def __init__(self, column: Any) -> None:
        self.format = self.vector = None
        self.column_type = column
        self.scorable = self.stored = self.unique = self.indexed = False


def folded(name: str) -> str:
    """Return the name of the tokens of a text field."""
    return f"text:{name}"


def sort_rank(name: str) -> str:
    """Return the name of the column of a document's place in an order."""
    return f"rank:{name}"


def facet_group(number: int) -> str:
    """Return the name of the column of a group of dimensions."""
    return f"facets:{number}"


@dataclass(frozen=True)
class Layout:
    """The fields of all kinds by name; a name that two kinds use is one field."""

    texts: tuple[str, ...]
    general: frozenset[str]
    titles: frozenset[str]
    persons: frozenset[str]
    facets: tuple[str, ...]
    sorts: tuple[str, ...]

    @classmethod
    def of(cls, kinds: Mapping[str, SearchKind]) -> Layout:
        """Return the layout for some kinds."""
        fields = [field for kind in kinds.values() for field in kind.text_fields]
        return cls(
            texts=_names(fields),
            general=frozenset(field.name for field in fields if field.general),
            titles=frozenset(field.name for field in fields if field.is_title),
            persons=frozenset(field.name for field in fields if field.is_person),
            facets=_names([field for kind in kinds.values() for field in kind.facet_fields]),
            sorts=tuple(
                dict.fromkeys((NUMBER_ORDER, *_names([field for kind in kinds.values() for field in kind.sort_fields])))
            ),
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """The names of the text fields."""
        return frozenset(self.texts)

    def fields_of(self, field: str | None) -> int:
        """Return the fields into which a term looks, a bit each by their number: a named one, or every general one."""
        return self._bits.get(field, 0)

    @cached_property
    def _bits(self) -> dict[str | None, int]:
        bits: dict[str | None, int] = {name: 1 << number for number, name in enumerate(self.texts)}
        bits[None] = sum(bits[name] for name in self.general)
        return bits

    @cached_property
    def title_fields(self) -> int:
        """The fields of titles, a bit each."""
        return sum(self._bits[name] for name in self.titles)

    def names(self, fields: int) -> tuple[str, ...]:
        """Return the names of some fields, those of titles first."""
        known = self._named.get(fields)
        if known is None:
            kept = [name for number, name in enumerate(self.texts) if fields >> number & 1]
            known = self._named[fields] = tuple(sorted(kept, key=lambda name: name not in self.titles))
        return known

    @cached_property
    def _named(self) -> dict[int, tuple[str, ...]]:
        return {}

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension, ours first."""
        return OWN_DIMENSIONS + self.facets

    @cached_property
    def mark(self) -> str:
        """What must be the same for an index to be readable here: format, folding, analysis, fields."""
        parts = (self.texts, sorted(self.general), sorted(self.titles), sorted(self.persons), self.facets, self.sorts)
        fields = hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()
        return f"whoosh-{FORMAT}/{ANALYSIS_VERSION}/{FOLD_VERSION}/{fields}"

    def field_number(self, name: str) -> int:
        """Return the number of a text field, which stands before its keys in lists of several fields."""
        return self.texts.index(name)

    def schema(self) -> Schema:
        """Return the schema in Whoosh's terms."""
        fields: dict[str, FieldType] = {SOUND: TokenField()}
        for name in self.texts:
            fields[folded(name)] = TokenField()
        for name in self.sorts:
            fields[sort_rank(name)] = ColumnField(NumericColumn("I"))
        fields["digest"] = ColumnField(FixedBytesColumn(DIGEST))
        for name in ("year:first", "year:last"):
            fields[name] = ColumnField(NumericColumn("h"))
        schema = Schema()
        for name, field in fields.items():
            schema._fields[name] = field
        return schema


def _names(fields: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field.name for field in fields))
