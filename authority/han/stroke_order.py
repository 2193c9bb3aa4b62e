"""Order by strokes (筆畫): number of strokes, then their sequence 橫豎撇點折, then radical, then code point.

The counts are those of the mainland's forms (Unihan's kTotalStrokes). No standard collation compares the strokes
themselves, so the key is ours: 二十丁七 begin with 一, then come 人入八九 with 丿.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from typing import Final, NamedTuple

from authority.han._tables import read_lines
from authority.han.characters import Gap, gap, is_ideograph, is_separator

FIRST_STROKES: Final = "一丨丿丶乛"
"""The five kinds of strokes in their order; sequence digit 1 is the first."""

StrokeKey = tuple[tuple[int, str, int, int], ...]

_PREFIX: Final = re.compile(r"\s*(?:(?:\[[^\]]*\]|［[^］]*］|〔[^〕]*〕)\s*)+")
_LAST: Final = 999


class StrokeEntry(NamedTuple):
    """One character's strokes: total, sequence of digits 1–5 (only the beginning, if shorter), Kangxi radical 1–214."""

    strokes: int
    sequence: str
    radical: int


_NONE: Final = StrokeEntry(0, "", 0)
_ZERO_SIGN: Final = StrokeEntry(1, "5", 0)


@cache
def _runs() -> tuple[list[int], list[str]]:
    """First code points, for bisection, and the lines of their runs: consecutive code points under one radical.

    A line is taken apart when a character of it is met: few of the hundred thousand ever are, and apart they
    would fill five times the memory.
    """
    lines = read_lines("strokes.txt")
    return [int(line.partition(" ")[0], 16) for line in lines], lines


@lru_cache(maxsize=32_768)
def _entry(ch: str) -> StrokeEntry:
    starts, lines = _runs()
    at = bisect_right(starts, ord(ch)) - 1
    start, number, *sequences = lines[at].split(" ") if at >= 0 else ("0", "0")
    place = ord(ch) - int(start, 16)
    if place >= len(sequences):
        return _ZERO_SIGN if ch == "〇" else _NONE
    sequence, _, total = sequences[place].partition("/")
    return StrokeEntry(int(total) if total else len(sequence), sequence, int(number))


def strokes(ch: str) -> int:
    """Number of strokes; 0 for what is no encoded ideograph."""
    return _entry(ch).strokes


def stroke_sequence(ch: str) -> str:
    """Strokes in writing order, 1–5 for 一丨丿丶乛.

    Shorter than `strokes(ch)` for rare characters of which only the radical's beginning is known; "" for others.
    """
    return _entry(ch).sequence


def first_stroke(ch: str) -> str:
    """Kind of the first stroke, one of 一丨丿丶乛; "" for what is no encoded ideograph."""
    sequence = _entry(ch).sequence
    return FIRST_STROKES[int(sequence[0]) - 1] if sequence else ""


def radical(ch: str) -> int:
    """Kangxi radical, 1–214; 0 for what has none."""
    return _entry(ch).radical


def stroke_key(text: str) -> StrokeKey:
    """Sort key of a title or name in stroke order, one item a character.

    Digits come first, then letters, then kana and the like, then ideographs by strokes; private use and characters
    unknown to the tables follow, □ and 〓 stand last. Punctuation and a leading [萬曆], ［萬曆］ or 〔萬曆〕 are passed
    over, unless nothing else is there.
    """
    prefix = _PREFIX.match(text)
    key = _key(text[prefix.end() :]) if prefix else _key(text)
    return key or _key(text)


def _key(text: str) -> StrokeKey:
    return tuple(item for item in map(_char_key, text) if item is not None)


@lru_cache(maxsize=32_768)
def _char_key(ch: str) -> tuple[int, str, int, int] | None:
    entry = _entry(ch)
    if entry.strokes:
        return *entry, ord(ch)
    if gap(ch) in (Gap.UNREADABLE, Gap.UNENCODED, Gap.BROKEN):
        return _LAST, "", 0, 0
    if is_separator(ch) or is_separator(plain := unicodedata.normalize("NFKC", ch).lower()[0]):
        return None
    entry = _entry(plain)
    if entry.strokes:
        return *entry, ord(ch)
    if plain.isdigit():
        return 0, "1", 0, ord(plain)
    if plain.isalpha() and not is_ideograph(plain):
        return 0, "2" if plain < "\u3000" else "3", 0, ord(plain)
    return _LAST - 1, "", 0, ord(ch)
