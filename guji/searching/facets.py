"""What a book carries of each dimension by which results are narrowed and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from authority.han import is_ideograph, pinyin, strokes
from guji.models import Book
from guji.searching.rows import Detail, Whole
from guji.searching.tables import Tables, dynasties_upwards, dynasty_of

LISTED_NATIONAL, LISTED_PROVINCE, RELIC = "國家珍貴古籍名錄", "省珍貴古籍名錄", "文物"
_GRADE: Final = re.compile("[一二三四1-4](?=[級级]|$)")
_NUMERALS: Final = str.maketrans("1234", "一二三四")
_GRADE_ORDER: Final = "一二三四"
OTHER_INITIAL: Final = "#"


def facets_of(whole: Whole, tables: Tables, years: tuple[int, int] | None) -> dict[str, tuple[str, ...]]:
    """Return the values of one book by dimension, nested ones with all above them; empty dimensions left out."""
    book = whole.book
    holder = tables.holders.get(book.institution_id)
    place = tables.classes.get(book.class_code)
    title = book.title_main
    found = {
        "kind": (Book.KIND,),
        "class": place[1] if place else (),
        "dynasty": dynasties_upwards(dynasty_of(book.dynasty, book.era, book.year_from)),
        "edition_type": tables.editions.values(book.edition_type),
        "grade": tuple(dict.fromkeys(chain.from_iterable(map(grades, whole.details.get("gradings", ()))))),
        "state": (book.state,),
        "completeness": ("complete" if book.is_complete else "incomplete",),
        "flags": tuple(_flags(whole)),
        "pictures": tuple(sorted(whole.pictures)),
        "century": tuple(map(str, centuries(years))),
    }
    if holder:
        found |= {"institution": (holder.code,), "region": holder.regions}
    if title:
        found |= {"strokes": _first_strokes(title), "initial": (initial(title),)}
    return {name: values for name, values in found.items() if values}


def _first_strokes(title: str) -> tuple[str, ...]:
    """Return how many strokes the first character has, nothing where it is no ideograph."""
    return (str(strokes(title[0]) or 0),) if is_ideograph(title[0]) else ()


def _flags(whole: Whole) -> Iterator[str]:
    book = whole.book
    if book.is_series:
        yield "series"
    if book.is_republican:
        yield "republican"
    if book.is_foreign:
        yield "foreign"
    if book.annotation or whole.details.get("annotations"):
        yield "annotated"
    if whole.details.get("seals"):
        yield "sealed"
    if whole.pictures:
        yield "images"


def grades(row: Detail) -> Iterator[str]:
    """Yield what one grading says: 二級乙等 and the 二級 above it, 普通古籍, or the list of precious books."""
    standard, level = row["standard"], row["level"].strip()
    if "名錄" in standard or "名录" in standard:
        yield LISTED_NATIONAL if standard[:1] in "國国" else LISTED_PROVINCE
        return
    relic = RELIC if standard.startswith(RELIC) else ""
    number = _GRADE.search(level)
    if not number:
        if level:
            yield relic + level.replace("级", "級")
        return
    grade = f"{relic}{number[0].translate(_NUMERALS)}級"
    within = f"{row['grade_class']}{level[number.end() :]}"
    division = next((name for name in "甲乙丙" if name in within), "")
    if division:
        yield f"{grade}{division}等"
    yield grade


def centuries(years: tuple[int, int] | None) -> tuple[int, ...]:
    """Return the centuries that an edition's years touch: 1573 to 1620 are the 16th and the 17th; -206 is the -3rd."""
    if years is None:
        return ()
    first, last = ((year - 1) // 100 + 1 if year > 0 else year // 100 for year in years)
    return tuple(number for number in range(first, last + 1) if number)


def initial(title: str) -> str:
    """Return the letter under which a title stands by sound; ``#`` for what has no reading."""
    letter = next(iter(pinyin(title[:8])), "")[:1].upper()
    return letter if "A" <= letter <= "Z" else OTHER_INITIAL
