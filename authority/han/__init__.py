"""What is known of characters: folding, strokes, pinyin, four-corner codes, numerals. Pure Python, no Django."""

from authority.han.numerals import (
    NUMERAL_CHARS,
    NUMERAL_PATTERN,
    Numeral,
    NumeralStyle,
    format_numeral,
    parse_numeral,
)

__all__ = [
    "NUMERAL_CHARS",
    "NUMERAL_PATTERN",
    "Numeral",
    "NumeralStyle",
    "format_numeral",
    "parse_numeral",
]
