"""What is known of characters: folding, strokes, pinyin, four-corner codes, numerals. Pure Python, no Django."""

from authority.han.characters import (
    Gap,
    gap,
    is_fullwidth,
    is_halfwidth,
    is_ideograph,
    is_lost,
    is_private_use,
    is_separator,
    to_fullwidth,
    to_halfwidth,
)
from authority.han.folding import FOLD_VERSION, fold, fold_char, fold_with_offsets, spellings
from authority.han.forms import GLYPH_STANDARDS, as_printed, printed_forms
from authority.han.misprints import LOOKALIKES, ganzhi_correction, lookalikes, simplified_only
from authority.han.numerals import (
    NUMERAL_CHARS,
    NUMERAL_PATTERN,
    Numeral,
    NumeralStyle,
    format_numeral,
    parse_numeral,
)
from authority.han.readings import Reading, four_corner, initials, pinyin, readings, syllables
from authority.han.stroke_order import (
    FIRST_STROKES,
    StrokeKey,
    first_stroke,
    radical,
    stroke_key,
    stroke_sequence,
    strokes,
)

__all__ = [
    "FIRST_STROKES",
    "FOLD_VERSION",
    "GLYPH_STANDARDS",
    "LOOKALIKES",
    "NUMERAL_CHARS",
    "NUMERAL_PATTERN",
    "Gap",
    "Numeral",
    "NumeralStyle",
    "Reading",
    "StrokeKey",
    "as_printed",
    "first_stroke",
    "fold",
    "fold_char",
    "fold_with_offsets",
    "format_numeral",
    "four_corner",
    "ganzhi_correction",
    "gap",
    "initials",
    "is_fullwidth",
    "is_halfwidth",
    "is_ideograph",
    "is_lost",
    "is_private_use",
    "is_separator",
    "lookalikes",
    "parse_numeral",
    "pinyin",
    "printed_forms",
    "radical",
    "readings",
    "simplified_only",
    "spellings",
    "stroke_key",
    "stroke_sequence",
    "strokes",
    "syllables",
    "to_fullwidth",
    "to_halfwidth",
]
