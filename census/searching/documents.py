"""One record as the index sees it, and by what a check tells that it is another one now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from django.utils.functional import Promise

Words = str | Promise


class TextPart(NamedTuple):
    """One stretch of text as stated, and where in the record it stands: 子目, 附錄; empty for the statement itself."""

    text: str
    place: Words = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One record as the index sees it, all text as stated: folding is the index's business.

    ``numbers`` are found whole and by their beginning (普查編號, 索書號, identifiers). ``years`` is the first and last
    Gregorian year of the edition. ``same`` is equal for copies of the same edition, empty where that cannot be told.
    ``institution`` and ``public`` decide who may see it, as in :meth:`census.queries.RecordQuerySet.visible_to`.
    """

    kind: str
    record_id: UUID
    institution: int
    public: bool
    texts: Mapping[str, tuple[TextPart, ...]] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sorts: Mapping[str, bytes] = field(default_factory=dict)
    years: tuple[int, int] | None = None
    same: str = ""


def digest_of(document: Document) -> str:
    """Return 16 hexadecimal digits that change with whatever an index keeps of a document.

    The index carries them beside the record's key, and a check compares them with those of the document as the database
    gives it now. Where a text stands counts only if it was stated: the interface's own words for a place do not.
    """
    texts = sorted((name, [_stated(part) for part in parts]) for name, parts in document.texts.items() if parts)
    facets = sorted((name, sorted(values)) for name, values in document.facets.items() if values)
    held = (document.kind, document.record_id.hex, document.institution, document.public, document.years, document.same)
    content = (*held, texts, sorted(document.numbers), facets, sorted(document.sorts.items()))
    return blake2b(repr(content).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _stated(part: TextPart) -> tuple[str, str]:
    return part.text, part.place if isinstance(part.place, str) else ""
