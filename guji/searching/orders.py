"""The orders in which books are shown, as bytes that compare in that order."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from authority.han import pinyin
from census.searching import SortField
from guji.searching.rows import BookRow
from guji.searching.tables import Tables

SORT_FIELDS: Final = (
    SortField("number", _("普查编号")),
    SortField("title", _("题名笔画")),
    SortField("pinyin", _("题名拼音")),
    SortField("year", _("版本年代")),
    SortField("class", _("分类")),
)
#: Syllables of a title that enter its order by sound; titles alike so far are ordered by number.
SYLLABLES: Final = 12
#: Added to a year so that those before our era compare as bytes.
_YEAR_ZERO: Final = 10_000


def sorts_of(book: BookRow, tables: Tables, years: tuple[int, int] | None) -> dict[str, bytes]:
    """Return the keys of one book, those it has none for left out."""
    found: dict[str, bytes] = {}
    strokes = bytes(book.title_sort)
    if book.census_no:
        found["number"] = book.census_no.encode()
    if strokes:
        found["title"] = strokes
        found["pinyin"] = sound_key(book.title_main)
    if years is not None:
        found["year"] = b"".join((year + _YEAR_ZERO).to_bytes(2, "big") for year in years)
    place = tables.classes.get(book.class_code)
    if place is not None:
        found["class"] = place[0].to_bytes(2, "big") + strokes
    return found


def sound_key(title: str) -> bytes:
    """Return the order of a title by sound: syllable by syllable, so that 西安 (xi an) precedes 先 (xian)."""
    return " ".join(pinyin(title[: SYLLABLES * 2])[:SYLLABLES]).encode()
