"""Chinese numerals as catalogues write them: 一百一 is 101, 一百一十 and 一百十 are 110, 廿 is 20, □ is not known.

The tradition of catalogues differs from speech: in speech 一百一 is 110 and 二百五 is 250. Counts of juan, years and
ranges follow the older rule (the last digit stands for ones); such readings are marked `ambiguous` so that a check can
ask for confirmation. 元 is no numeral here: 元年 belongs to the calendar.
"""

from __future__ import annotations

import itertools
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

_DIGITS: Final = {ch: n for n, ch in enumerate("〇一二三四五六七八九")}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_TENS: Final = {"廿": 20, "卅": 30, "卌": 40}
_MYRIAD: Final = 10_000
_LIMIT: Final = _MYRIAD * _MYRIAD
_ZERO: Final = "〇"
_UNKNOWN: Final = "□"
_LINKS: Final = "有又"

_PLAIN: Final = str.maketrans("零○◯\uf9b2\uf9d1卄丗万０１２３４５６７８９", "〇〇〇〇六廿卅萬0123456789")

NUMERAL_CHARS: Final = "〇零○◯一二三四五六七八九十廿卄卅丗卌百千萬万□0123456789０１２３４５６７８９"
"""Every character that can stand in a numeral, safe inside a regular expression's `[…]`.

有 and 又 (二十有一) are left out, being ordinary words elsewhere; `NUMERAL_PATTERN` admits them between two numerals.
"""

NUMERAL_PATTERN: Final = rf"[{NUMERAL_CHARS}]+(?:(?<=[十百千萬万廿卄卅丗卌])[{_LINKS}][{NUMERAL_CHARS}]+)*"
"""Regular expression (no groups) for a run that may be a numeral; `parse_numeral` decides."""


class NumeralStyle(StrEnum):
    """A way of writing a number; output profiles choose one."""

    CATALOGUE = "catalogue"
    """一百一 for 101, 一百一十 for 110."""
    OLD = "old"
    """一百一 for 101, 一百十 for 110."""
    MODERN = "modern"
    """一百零一 for 101, 一百一十 for 110."""
    POSITIONAL = "positional"
    """一〇一 for 101."""
    ARABIC = "arabic"
    """101."""


class Numeral(NamedTuple):
    """A numeral as read: the text, its value and what is doubtful about it.

    `value` is None if and only if `unknown`: the text holds □. `style` is the first style that writes exactly this
    text, None if no style does (廿一, full-width digits, □).
    """

    text: str
    value: int | None
    ambiguous: bool
    unknown: bool
    style: NumeralStyle | None

    @property
    def canonical(self) -> str:
        """The same number in catalogue style (一百一, 一百一十); with □, the text with its variants unified."""
        if self.value is None:
            return self.text.translate(_PLAIN)
        return format_numeral(self.value)


@lru_cache(maxsize=16_384)
def parse_numeral(text: str) -> Numeral | None:
    """Read `text`, all of it, as one numeral below 100,000,000; None if it is not one."""
    plain = text.translate(_PLAIN)
    if _UNKNOWN in plain:
        legal = all(ch in NUMERAL_CHARS or ch in _LINKS for ch in plain)
        return Numeral(text, None, False, True, None) if legal else None
    if plain.isascii():
        reading = (int(plain), False) if plain.isdigit() and len(plain) <= 8 else None
    elif len(plain) > 1 and all(ch in _DIGITS for ch in plain):
        reading = _read_positional(plain)
    else:
        reading = _Reader().read(plain)
    if reading is None:
        return None
    value, ambiguous = reading
    return Numeral(text, value, ambiguous, False, _style_of(text, value))


def format_numeral(n: int, style: NumeralStyle | str = NumeralStyle.CATALOGUE) -> str:
    """Write `n` in `style`.

    Raises:
        ValueError: `n` is negative or not below 100,000,000, or the style is not known.

    """
    if not 0 <= n < _LIMIT:
        raise ValueError(f"數目不在 0–99,999,999 之內：{n}")
    style = NumeralStyle(style)
    if style is NumeralStyle.ARABIC:
        return str(n)
    if style is NumeralStyle.POSITIONAL:
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(n))
    if n == 0:
        return "零" if style is NumeralStyle.MODERN else _ZERO
    return _with_units(n, style)


def _read_positional(plain: str) -> tuple[int, bool] | None:
    """一九三四; rising digits (三五, 一二) may as well be a list or an estimate."""
    if len(plain) > 8:
        return None
    digits = [_DIGITS[ch] for ch in plain]
    rising = digits[0] > 0 and all(a < b for a, b in itertools.pairwise(digits))
    return int("".join(map(str, digits))), rising


class _Reader:
    """Reads 二千一百三十五 from left to right; every step says whether the character may stand there."""

    def __init__(self) -> None:
        self.myriads = 0
        self.section = 0
        self.digit: int | None = None
        self.scale: int | None = None
        self.linked = False
        self.ambiguous = False

    def read(self, plain: str) -> tuple[int, bool] | None:
        if not plain or not all(map(self._step, plain)):
            return None
        if self.linked and self.digit is None:
            return None
        self._close()
        return self.myriads + self.section, self.ambiguous

    def _step(self, ch: str) -> bool:
        if ch in _UNITS:
            return self._unit(_UNITS[ch])
        if ch in _TENS:
            return self._tens(_TENS[ch])
        if ch == "萬":
            return self._myriad()
        if ch == _ZERO or ch in _LINKS:
            return self._link(ch)
        if ch not in _DIGITS or self.digit is not None or self.scale == 1:
            return False
        self.digit = _DIGITS[ch]
        return True

    def _unit(self, unit: int) -> bool:
        if unit >= (self.scale or _MYRIAD) or (self.digit is None and unit > 10 and self.scale):
            return False
        self.section += unit if self.digit is None else self.digit * unit
        self.digit, self.scale, self.linked = None, unit, False
        return True

    def _tens(self, value: int) -> bool:
        if self.digit is not None or (self.scale or _MYRIAD) <= 10:
            return False
        self.section += value
        self.scale, self.linked = 10, False
        return True

    def _myriad(self) -> bool:
        if self.myriads or (self.linked and self.digit is None):
            return False
        self._close()
        self.myriads = (self.section if self.scale else 1) * _MYRIAD
        self.section, self.scale = 0, _MYRIAD
        return True

    def _link(self, ch: str) -> bool:
        if self.scale is None:
            return self._lone_zero(ch)
        if self.digit is not None or self.linked:
            return False
        self.linked = True
        return True

    def _lone_zero(self, ch: str) -> bool:
        if ch != _ZERO or self.digit is not None:
            return False
        self.scale = 1
        return True

    def _close(self) -> None:
        """Take a last digit as ones: 一百一 is 101, though in speech it is 110."""
        if self.digit is None:
            return
        self.ambiguous = self.ambiguous or ((self.scale or 0) >= 100 and not self.linked)
        self.section += self.digit
        self.digit, self.linked, self.scale = None, False, self.scale or 1


def _with_units(n: int, style: NumeralStyle) -> str:
    myriads, rest = divmod(n, _MYRIAD)
    text = f"{_section(myriads, style, leading=True)}萬" if myriads else ""
    if myriads and 0 < rest < 1000 and style is NumeralStyle.MODERN:
        text += "零"
    return text + _section(rest, style, leading=not myriads)


def _section(n: int, style: NumeralStyle, *, leading: bool) -> str:
    """Write 0–9999 (nothing for 0); `leading` lets 10–19 begin with a bare 十."""
    parts: list[str] = []
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if not digit:
            gap = bool(parts)
            continue
        if gap and style is NumeralStyle.MODERN:
            parts.append("零")
        bare = unit == 10 and digit == 1 and (style is NumeralStyle.OLD or (leading and not parts))
        parts.append(name if bare else "〇一二三四五六七八九"[digit] + name)
        gap = False
    return "".join(parts)


def _style_of(text: str, value: int) -> NumeralStyle | None:
    return next((style for style in NumeralStyle if format_numeral(value, style) == text), None)
