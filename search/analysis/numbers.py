"""Numbers as they are compared (普查編號, 索書號, identifiers), and the four-corner codes of titles.

Width, case, spaces and the kind of dash do not count. A 普查編號 is also found by its unit and running number:
330000-1701-0000012 by 1701-12.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from authority.han import fold, four_corner, is_ideograph
from search.analysis.columns import SEPARATOR, title_forms

_DASHES: Final = frozenset("‐‑‒–—―−－﹣﹘─━ー")
_CENSUS: Final = re.compile(r"(\d{6})-?(\d{4})-?(\d{7})")
#: A 普查編號 as people type it, its parts apart by whatever sign; and the running number without its zeros.
_TYPED: Final = re.compile(r"\s*(?:\d{6}[\s_/.·]+\d{4}[\s_/.·]+\d{1,7}|\d{4}[\s_/.·]+\d{7})\s*")
_APART: Final = re.compile(r"(?<=\d)[\s_/.·]+(?=\d)")
_WITHOUT_ZEROS: Final = re.compile(r"\d{6}-(\d{4})-([1-9]\d{0,5})")
_SHORT: Final = re.compile(r"(\d{4})-(\d{1,7})")


class _Key(dict[int, str]):
    """Code point → what of it counts in a number: signs do, spaces and marks do not; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        ch = chr(code)
        parts = "-" if ch in _DASHES else unicodedata.normalize("NFKC", ch)
        kept = "".join("-" if part in _DASHES else fold(part) or part for part in parts if _counts(part))
        if len(self) < 200_000:
            self[code] = kept
        return kept


def _counts(ch: str) -> bool:
    return ch.isprintable() and not ch.isspace() and unicodedata.category(ch)[0] != "M"


_keys: Final = _Key()


def number_key(text: str) -> str:
    """Return the form in which numbers are compared; characters are folded like any text's."""
    return text.translate(_keys)


def number_keys(number: str) -> tuple[str, ...]:
    """Return every key under which a number is found, the whole one first."""
    key = number_key(number)
    census = _CENSUS.fullmatch(key)
    if census is None:
        return (key,) if key else ()
    province, unit, running = census.groups()
    return f"{province}-{unit}-{running}", f"{unit}-{int(running)}"


def asked_number(text: str) -> str:
    """Return the key that a number typed into a query asks for: 1701-0012 → 1701-12."""
    key = number_key(_APART.sub("-", text) if _TYPED.fullmatch(text) else text)
    if census := _CENSUS.fullmatch(key):
        return "-".join(census.groups())
    if cut := _WITHOUT_ZEROS.fullmatch(key):
        return f"{cut[1]}-{cut[2]}"
    if short := _SHORT.fullmatch(key):
        return f"{short[1]}-{int(short[2])}"
    return key


def number_column(numbers: Iterable[str]) -> str:
    """Return all keys of a record's numbers as a column: ``␟key`` in it is a number that begins with the key."""
    keys = [key for number in numbers for key in number_keys(number)]
    return f"{SEPARATOR}{SEPARATOR.join(dict.fromkeys(keys))}{SEPARATOR}" if keys else ""


def has_number(text: str, prefix: bool, column: str) -> bool:
    """Tell whether a column of numbers holds the number asked for, or one that begins with it."""
    key = asked_number(text)
    return bool(key) and f"{SEPARATOR}{key}{'' if prefix else SEPARATOR}" in column


def four_corner_codes(titles: Iterable[str]) -> set[str]:
    """Return the four-corner codes of the first characters of titles, and their beginnings of two digits and more."""
    found: set[str] = set()
    for title in titles:
        for form in title_forms(title):
            code = _first_code(form)
            found.update(code[:length] for length in range(2, len(code) + 1))
    return found


def _first_code(title: str) -> str:
    first = next((ch for ch in title if is_ideograph(ch)), "")
    return (four_corner(first) or "") if first else ""
