"""Kinds of characters: ideographs, private use, marks for what is missing, full and half width."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Final

_HALF: Final = "".join(map(chr, range(0x21, 0x7F)))
_FULL: Final = "".join(map(chr, range(0xFF01, 0xFF5F)))
_TO_FULL: Final = str.maketrans(_HALF, _FULL)
_TO_HALF: Final = str.maketrans(_FULL, _HALF)

_IDEOGRAPHS: Final = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAD9),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2EBE0),
    (0x2EBF0, 0x2EE5D),
    (0x2F800, 0x2FA1D),
    (0x30000, 0x3347B),
)


class Gap(StrEnum):
    """What a mark that stands for a character says about it."""

    UNREADABLE = "unreadable"
    """□: the book itself has lost the character (缺字), a lawful statement."""
    UNENCODED = "unencoded"
    """〓: the typist had no such character; the book has it."""
    BROKEN = "broken"
    """U+FFFD, lone surrogates and noncharacters: lost by a conversion."""
    DOUBTFUL = "doubtful"
    """? or ？: usually what an encoding without the character left behind, sometimes a question mark."""
    CIRCLE = "circle"
    """○ ◯: zero, an empty place or a lost character; only the context tells."""


_GAPS: Final = {
    "□": Gap.UNREADABLE,
    "〓": Gap.UNENCODED,
    "\ufffd": Gap.BROKEN,
    "?": Gap.DOUBTFUL,
    "？": Gap.DOUBTFUL,
    "○": Gap.CIRCLE,
    "◯": Gap.CIRCLE,
}


def is_ideograph(ch: str) -> bool:
    """Is this one character a Chinese character: unified (URO, Ext A–I and later), compatibility, or 〇?"""
    code = ord(ch)
    if 0x4E00 <= code <= 0x9FFF or code == 0x3007:
        return True
    return any(low <= code <= high for low, high in _IDEOGRAPHS)


def is_private_use(ch: str) -> bool:
    """Is it a private-use code point, whose glyph no one else can know (造字)?"""
    code = ord(ch)
    return 0xE000 <= code <= 0xF8FF or 0xF0000 <= code <= 0xFFFFD or 0x100000 <= code <= 0x10FFFD


def gap(ch: str) -> Gap | None:
    """What kind of missing character `ch` stands for; None for any real character."""
    found = _GAPS.get(ch)
    if found is None and ch > "\ud7ff" and _is_broken(ord(ch)):
        return Gap.BROKEN
    return found


def is_lost(ch: str) -> bool:
    """Did the record lose a character here that the book has: 〓, U+FFFD or the like? Not □, not ?, not ○."""
    return gap(ch) in (Gap.UNENCODED, Gap.BROKEN)


def _is_broken(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def is_halfwidth(ch: str) -> bool:
    """Is it an ASCII sign (digit, letter, bracket, comma) or a half-width form that has a full-width twin?"""
    return "!" <= ch <= "~" or "\uff61" <= ch <= "\uffdc"


def is_fullwidth(ch: str) -> bool:
    """Is it a full-width twin of an ASCII sign, or the full-width space?"""
    return "\uff01" <= ch <= "\uff5e" or ch == "\u3000"


def to_fullwidth(text: str) -> str:
    """ASCII signs as their full-width twins (( → （, 1 → １); spaces and everything else as they are."""
    return text.translate(_TO_FULL)


def to_halfwidth(text: str) -> str:
    """Full-width signs as their ASCII twins; 、。〔〕 and everything else as they are."""
    return text.translate(_TO_HALF)


def is_separator(ch: str) -> bool:
    """Does neither searching nor sorting count it: punctuation, space, symbol, mark, control, variation selector?

    Letters, digits, private use, description characters (⿰) and the signs for missing characters do count.
    """
    if ch in "□〓\ufffd○◯" or "\u2ff0" <= ch <= "\u2fff" or ch == "\u31ef":
        return False
    return unicodedata.category(ch)[0] in "PZSM" or unicodedata.category(ch) in ("Cc", "Cf")
