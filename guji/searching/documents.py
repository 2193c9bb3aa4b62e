"""A book's rows as the document that the index takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from census.models import PUBLIC_STATES
from census.searching import Document, TextPart, Words
from guji.data import DETAIL_GROUPS
from guji.models import Book
from guji.models.parts import TextSource
from guji.notation import era_span, parse_edition, span_of_layer
from guji.searching.facets import facets_of
from guji.searching.orders import sorts_of
from guji.searching.rows import BookRow, Detail, Whole
from guji.searching.same import same_edition_key
from guji.searching.tables import Holder, Tables

Parts = Iterator[TextPart]

PRINTED_WITH: Final = _("合刻")
#: Where a work or a person was named, for what is not the statement itself.
PLACES: Final[Mapping[str, Words]] = {
    TextSource.TITLE: "",
    TextSource.APPENDED: _("附录之作"),
    TextSource.SUB_WORK: _("丛书子目"),
    TextSource.OTHER_TITLE: _("其他题名"),
    TextSource.RESPONSIBILITY: _("著者"),
    TextSource.ANNOTATION: _("批校题跋"),
}
_GROUP: Final[Mapping[str, Words]] = {group: _(name) for group, name in DETAIL_GROUPS.items()}
_PUBLIC: Final = frozenset(map(str, PUBLIC_STATES))
#: Detail columns that are no words.
_NO_WORDS: Final = frozenset({"id", "book_id", "transcribed", "institutional", "interleaved", "primary"})
#: Groups shown as they stand under 形制与保存.
_PHYSICAL: Final = ("layouts", "bindings", "cases", "attachments", "scripts", "repairs", "damages", "gradings")

#: What is said of the look of a seal or a note, which is no word of it.
_ASPECTS: Final = {"seals": ("style", "shape", "size"), "annotations": ("ink",)}


def document(whole: Whole, tables: Tables) -> Document:
    """Return the document of one book."""
    book = whole.book
    years = years_of(book)
    return Document(
        kind=Book.KIND,
        record_id=book.id,
        institution=book.institution_id,
        public=book.state in _PUBLIC,
        texts=texts_of(whole, tables.holders),
        numbers=numbers_of(whole),
        facets=facets_of(whole, tables, years),
        sorts=sorts_of(book, tables, years),
        years=years,
        same=same_edition_key(book, whole.units, whole.people),
    )


def explained(whole: Whole, holders: Mapping[int, Holder]) -> Document:
    """Return as much of a book's document as tells why it was found: texts, numbers, years."""
    book = whole.book
    return Document(
        kind=Book.KIND,
        record_id=book.id,
        institution=book.institution_id,
        public=book.state in _PUBLIC,
        texts=texts_of(whole, holders),
        numbers=numbers_of(whole),
        years=years_of(book),
    )


def numbers_of(whole: Whole) -> tuple[str, ...]:
    """Return every number of a book, each once."""
    return tuple(dict.fromkeys(number for number, _place in _numbers(whole) if number))


def texts_of(whole: Whole, holders: Mapping[int, Holder]) -> dict[str, tuple[TextPart, ...]]:
    """Return the texts of all fields, those without words left out; the same words in the same place stand once."""
    found = {}
    for name, parts in _TEXTS.items():
        if kept := tuple(dict.fromkeys(part for part in parts(whole) if part[0])):
            found[name] = kept
    if holder := holders.get(whole.book.institution_id):
        found["holder"] = tuple(TextPart(name) for name in holder.names)
    return found


def years_of(book: BookRow) -> tuple[int, int] | None:
    """Return the years of the edition: as stated, else those of its era (明萬曆刻本: 1573 to 1620)."""
    if book.year_from is not None:
        return book.year_from, book.year_from if book.year_to is None else book.year_to
    if not book.era:
        return None
    if "至" in book.edition or "、" in book.edition:
        return _span_stated(book.edition)
    return era_span(book.dynasty, book.era)


@lru_cache(maxsize=2048)
def _span_stated(edition: str) -> tuple[int, int] | None:
    first, last = span_of_layer(parse_edition(edition).structure.main)
    return None if first is None or last is None else (first, last)


def _titles(whole: Whole) -> Parts:
    book, main = whole.book, 0
    yield TextPart(book.title)
    for unit in whole.units:
        place = PLACES.get(unit.source, "")
        if unit.source == TextSource.TITLE:
            main += 1
            place = PRINTED_WITH if main > 1 else ""
        if unit.name != book.title or place:
            yield TextPart(unit.name, place)
    for row in whole.details.get("sub_works", ()):
        yield TextPart(row["title"], PLACES[TextSource.SUB_WORK])
    for row in whole.details.get("other_titles", ()):
        yield TextPart(row["title"], row["kind"] or PLACES[TextSource.OTHER_TITLE])


def _responsibility(whole: Whole) -> Parts:
    yield TextPart(whole.book.responsibility)
    yield from _of_works(whole, "responsibility")


def _edition(whole: Whole) -> Parts:
    yield TextPart(whole.book.edition)
    yield from _of_works(whole, "edition")


def _extent(whole: Whole) -> Parts:
    yield TextPart(whole.book.extent)
    yield from _of_works(whole, "extent")


def _of_works(whole: Whole, name: str) -> Parts:
    for row in whole.details.get("sub_works", ()):
        yield TextPart(row[name], PLACES[TextSource.SUB_WORK])


def _annotation(whole: Whole) -> Parts:
    yield TextPart(whole.book.annotation)
    for row in whole.details.get("annotations", ()):
        yield TextPart(f"{row['author']}{row['mode']}", row["location"])
        yield from _worded(row, ("original_author", "content", "note"), row["location"])


def _seal(whole: Whole) -> Parts:
    for row in whole.details.get("seals", ()):
        yield TextPart(row["text"], row["location"])
        yield TextPart(row["owner"], _("印主"))
        yield TextPart(row["note"], _("附注"))


def _preface(whole: Whole) -> Parts:
    for row in whole.details.get("prefaces", ()):
        yield TextPart(f"{row['author']}{row['kind']}", row["place"])
        yield from _worded(row, ("date_text", "note"), row["place"])


def _engraver(whole: Whole) -> Parts:
    for row in whole.details.get("engravers", ()):
        yield TextPart(f"{row['name']}{row['role']}", row["location"])
        yield TextPart(row["note"], row["location"])


def _provenance(whole: Whole) -> Parts:
    for row in whole.details.get("provenances", ()):
        yield from _worded(row, ("source", "method", "date_text", "note"), "")


def _note(whole: Whole) -> Parts:
    book = whole.book
    yield TextPart(book.note)
    yield TextPart(book.title_source, _("题名依据"))
    yield TextPart(book.edition_basis, _("版本依据"))
    yield from _of_works(whole, "note")


def _physical(whole: Whole) -> Parts:
    yield TextPart(whole.book.volumes, _("册数"))
    for group in _PHYSICAL:
        for row in whole.details.get(group, ()):
            words = (_in_words(value) for name, value in row.items() if name not in _NO_WORDS)
            yield TextPart("　".join(filter(None, words)), _GROUP[group])
    for group, names in _ASPECTS.items():
        for row in whole.details.get(group, ()):
            yield TextPart("　".join(row[name] for name in names if row[name]), _GROUP[group])


def _in_words(value: Any) -> str:
    """Return a detail's value as words: lists joined, a measure as its digits, what is not stated as nothing."""
    if value in (None, "", [], False):
        return ""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _people(whole: Whole) -> Parts:
    for person in whole.people:
        yield TextPart(person.name, PLACES.get(person.source, ""))
    for group, name in _NAMED:
        for row in whole.details.get(group, ()):
            yield TextPart(row[name], _GROUP[group])


#: Where else in the full record people are named.
_NAMED: Final = (
    ("annotations", "author"),
    ("annotations", "original_author"),
    ("prefaces", "author"),
    ("engravers", "name"),
    ("seals", "owner"),
    ("provenances", "source"),
)


def _number_parts(whole: Whole) -> Parts:
    for number, place in _numbers(whole):
        yield TextPart(number, place)


def _numbers(whole: Whole) -> Iterator[tuple[str, Words]]:
    """Yield every number of a book and the scheme it belongs to."""
    yield whole.book.census_no or "", ""
    yield whole.book.shelf_mark, _("索书号")
    for row in whole.details.get("identifiers", ()):
        yield row["value"], row["scheme"]
    for row in whole.details.get("gradings", ()):
        yield row["catalogue_no"], row["standard"] or _("名录号")
    for row in whole.details.get("provenances", ()):
        yield row["accession_no"], _("登录号")


def _worded(row: Detail, names: tuple[str, ...], place: Words) -> Parts:
    for name in names:
        yield TextPart(row[name], place)


def _stated(name: str) -> Callable[[Whole], Parts]:
    def parts(whole: Whole) -> Parts:
        yield TextPart(getattr(whole.book, name))

    return parts


_TEXTS: Final[Mapping[str, Callable[[Whole], Parts]]] = {
    "title": _titles,
    "responsibility": _responsibility,
    "edition": _edition,
    "annotation": _annotation,
    "extent": _extent,
    "series": _stated("series"),
    "seal": _seal,
    "preface": _preface,
    "engraver": _engraver,
    "provenance": _provenance,
    "note": _note,
    "shelf_mark": _stated("shelf_mark"),
    "person": _people,
    "physical": _physical,
    "number": _number_parts,
    "classification": _stated("class_path"),
}
