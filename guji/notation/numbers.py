"""Numerals inside statements: finding them before a unit, reading them, writing them as a profile asks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from authority.han import NumeralStyle, format_numeral, parse_numeral
from guji.notation.structures import Number

_D: Final = "[一二三四五六七八九]"
_Z: Final = "[零〇○]"

#: A well-formed numeral, longest first: digits, positional 〇-style, 一萬二千三百四十五, or □ for what is not known.
NUMERAL: Final = (
    "(?:[0-9０-９]+"
    f"|{_D}?[十百千]?{_D}?[十百]?{_D}?十?{_D}?萬(?:[餘余])?(?:{_Z}?{_D}千)?(?:{_Z}?{_D}百)?(?:{_Z}?{_D}?[十廿卅卌])?{_Z}?{_D}?"
    f"|{_D}[〇○]{_D}|{_D}{_D}[〇○]"
    f"|{_D}?千(?:{_Z}?{_D}?百)?(?:{_Z}?{_D}?[十廿卅卌])?{_Z}?{_D}?"
    f"|{_D}?百(?:{_Z}?{_D}?[十廿卅卌])?(?:{_Z}?{_D})?"
    f"|{_D}?[十]有?{_D}?|[廿卅卌卄]有?{_D}?|{_D}|兩"
    "|[□囗]+)"
)

_UNKNOWN: Final = re.compile("[□囗?？]+")


@lru_cache(maxsize=2048)
def read_number(text: str) -> Number | None:
    """Return the number that ``text`` writes, with the text itself kept as its written form; None if it is none.

    元 is 1, 兩 is 2, □ (and its look-alike 囗) is a number not known.
    """
    if text in ("元", "正"):
        return Number(1, text)
    if text in ("兩", "两"):
        return Number(2, text)
    if _UNKNOWN.fullmatch(text):
        return Number(None, text)
    numeral = parse_numeral(text.replace("餘", "").replace("余", ""))
    return None if numeral is None else Number(numeral.value, text)


@lru_cache(maxsize=2048)
def value_of(text: str) -> int | None:
    """Return the value that a numeral's text writes, None where there is none."""
    number = read_number(text)
    return None if number is None else number.value


@lru_cache(maxsize=2048)
def spoken_value(text: str) -> int | None:
    """Return what ``text`` would mean in speech where that differs from the catalogues' rule (一百一: 110)."""
    numeral = parse_numeral(text)
    if numeral is None or not numeral.ambiguous or numeral.value is None or not text:
        return None
    digit = numeral.value % 10
    unit = {"百": 10, "千": 100, "萬": 1000}.get(text[-2:-1])
    return None if unit is None else numeral.value - digit + digit * unit


def write_number(number: Number, style: NumeralStyle | None) -> str:
    """Write a number in ``style``, or as it was written (while that still says the value) when no style is set."""
    if number.value is None:
        return number.written
    if style is None:
        if number.written and value_of(number.written) == number.value:
            return number.written
        style = _style_like(number.written)
    return format_numeral(number.value, style) if 0 <= number.value < 10**8 else str(number.value)


def _style_like(written: str) -> NumeralStyle:
    """The style that a number's former text was in, so that a changed value is written the same way."""
    if written.isascii() and written.isdigit():
        return NumeralStyle.ARABIC
    numeral = parse_numeral(written) if written else None
    return numeral.style or NumeralStyle.CATALOGUE if numeral else NumeralStyle.CATALOGUE
