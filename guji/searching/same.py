"""One key for copies of the same edition, whoever holds them.

Two copies are of one edition when they have the same works in the same 卷, the same first author, and an edition of
the same years (or era), maker and kind. Cataloguers differ in what else they write: 清康熙十九年通志堂刻本 and
康熙十九年（1680）納蘭性德通志堂刻本 stay apart, because nothing says that they are one. The key is
empty where a statement leaves more than one edition open (清刻本), and for what exists once (稿本, 抄本, 拓本).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from authority.han import fold
from guji.models.parts import TextSource
from guji.searching.rows import BookRow, PersonRow, UnitRow
from guji.searching.tables import dynasty_of

#: Kinds of which each copy is its own: manuscripts, rubbings, paintings, photographs. Folded.
_UNIQUE: Final = re.compile("|".join(map(fold, "稿抄鈔寫繪拓錄樣")))
#: Acts upon the blocks, or copies made up of several: then the whole statement must agree. Folded.
_LATER: Final = re.compile("|".join(map(fold, ("修", "補", "遞", "增", "後印", "重印", "續", "配", "彙印"))))
_BRACKETED: Final = re.compile(r"[（(［\[〔【][^）)］\]〕】]*[）)］\]〕】]")
#: Words for cutting blocks. Folded.
_CUT: Final = str.maketrans(dict.fromkeys(map(fold, "刊鐫鋟梓槧雕"), "刻"))


def same_edition_key(book: BookRow, units: Iterable[UnitRow], people: Iterable[PersonRow]) -> str:
    """Return the key, sixteen hexadecimal digits; empty where the edition cannot be told."""
    kind, made = fold(book.edition_type).translate(_CUT), _made(book)
    works = [_work(unit) for unit in units if unit.source == TextSource.TITLE]
    if not works or not made or not kind or _UNIQUE.search(kind):
        return ""
    author = next((row.name_fold for row in people if row.source == TextSource.RESPONSIBILITY and not row.work), "")
    parts = [*works, "", author, *made, kind, _later(book.edition)]
    return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def _work(unit: UnitRow) -> str:
    juan = "不分" if unit.undivided else "" if unit.juan is None else str(unit.juan)
    return f"{fold(unit.prefix)}|{unit.name_fold}|{juan}"


def _made(book: BookRow) -> tuple[str, ...]:
    """Return when and by whom, empty unless a year is stated or an era (or dynasty) with a maker."""
    maker = fold(book.maker) or fold(book.place)
    if book.year_from is not None:
        return (f"{book.year_from}-{book.year_to}", maker)
    dynasty = dynasty_of(book.dynasty, book.era, None)
    return (f"{fold(dynasty)}{fold(book.era)}", maker) if maker and (dynasty or book.era) else ()


def _later(edition: str) -> str:
    """Return the whole statement, brackets left out, where it tells of more than the first making."""
    folded = fold(_BRACKETED.sub("", edition))
    return folded if _LATER.search(folded) else ""
