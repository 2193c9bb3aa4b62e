"""Place names that stand before a maker or a person in statements."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from guji.notation.words import load

#: Names that stand alone as a place, longest match first.
PLACES: Final = load("places")
#: One-character places that stand alone before an act (宋蜀刻本).
SHORT_PLACES: Final = frozenset("蜀閩浙贛粵滇黔杭婺衢越鄂")
_LEVELS: Final = ("府", "縣", "州", "路", "郡", "軍", "鎮")
_LONGEST: Final = max(map(len, PLACES))


@lru_cache(maxsize=2048)
def place_prefix(text: str) -> str:
    """Return the place at the beginning of ``text``, with the place inside it (福建建陽, 婺州義烏), or empty."""
    end = 0
    for _ in range(3):
        step = _one_place(text, end)
        if not step:
            break
        end += step
    return text[:end]


def _one_place(text: str, start: int) -> int:
    for length in range(min(_LONGEST, len(text) - start), 1, -1):
        if text[start : start + length] in PLACES:
            after = text[start + length : start + length + 1]
            return length + (after in _LEVELS and after != "")
    return 0


@lru_cache(maxsize=2048)
def is_place(text: str) -> bool:
    """Whether the whole of ``text`` is a place or a row of places (福建建陽)."""
    return text in SHORT_PLACES or (len(text) > 1 and place_prefix(text) == text)
