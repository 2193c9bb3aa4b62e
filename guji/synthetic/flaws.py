"""The faults that cataloguers make, put into sound records on purpose (census_fields §8)."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from guji.data import BookData

_YEAR = re.compile(r"\((\d{4})\)")
_SIMPLIFIED = str.maketrans({"閣": "阁", "書": "书", "詩": "诗", "齋": "斋", "樓": "楼", "禮": "礼", "説": "说"})


def wrong_year(book: BookData) -> BookData:
    """Put the Gregorian year off by ten (年號與公元不合)."""
    return replace(book, edition=_YEAR.sub(lambda match: f"({int(match[1]) + 10})", book.edition))


def missing_edition(book: BookData) -> BookData:
    """Leave the edition empty (缺版本)."""
    return replace(book, edition="")


def wrong_extent(book: BookData) -> BookData:
    """State more juan than the ranges hold (存卷數與卷次不合)."""
    return replace(book, extent="存五卷（一至三）")


def simplified(book: BookData) -> BookData:
    """Write the title with simplified characters (簡繁混用)."""
    return replace(book, title=book.title.translate(_SIMPLIFIED))


def arabic_juan(book: BookData) -> BookData:
    """Write the juan in Arabic digits (卷數用阿拉伯數字)."""
    return replace(book, title=re.sub(r"[一二三四五六七八九十百]+卷", "12卷", book.title, count=1))


def no_dynasty(book: BookData) -> BookData:
    """Leave out the author's dynasty (著者缺朝代)."""
    return replace(book, responsibility=re.sub(r"^（[^）]*）", "", book.responsibility))


def bad_number(book: BookData) -> BookData:
    """Write the census number without its hyphens (編號格式不合)."""
    return replace(book, census_no=book.census_no.replace("-", ""))


FLAWS = (wrong_year, missing_edition, wrong_extent, simplified, arabic_juan, no_dynasty, bad_number)


def spoil(book: BookData, chance: random.Random) -> BookData:
    """Return the record with one flaw in it, whichever of :data:`FLAWS` is drawn and leaves a trace."""
    for flaw in chance.sample(FLAWS, len(FLAWS)):
        spoiled = flaw(book)
        if spoiled != book:
            return spoiled
    return book
