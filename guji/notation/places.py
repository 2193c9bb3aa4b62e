"""Place names that stand before a maker or a person in statements."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from guji.notation.words import load

#: Names that stand alone as a place, longest match first.
PLACES: Final = load("places")
#: One-character places that stand alone before an act (宋蜀刻本).
SHORT_PLACES: Final = frozenset("蜀閩浙贛粵滇黔杭婺衢越鄂")
#: Countries and their cities: places only where a maker stands, since before a person they tell his nation.
ABROAD: Final = load("places_abroad")
_LEVELS: Final = ("府", "縣", "县", "州", "路", "郡", "軍", "鎮")
_LONGEST: Final = max(map(len, PLACES | ABROAD))


@lru_cache(maxsize=2048)
def place_prefix(text: str) -> str:
    """Return the place at the beginning of ``text``, with the place inside it (福建建陽, 婺州義烏), or empty."""
    return "".join(place_steps(text, PLACES))


@lru_cache(maxsize=2048)
def place_steps(text: str, known: frozenset[str] = PLACES | ABROAD) -> tuple[str, ...]:
    """Return the places that stand one inside the other at the beginning of ``text``, each with its 府 or 縣."""
    steps: list[str] = []
    end = 0
    for _ in range(3):
        step = _one_place(text, end, known)
        if not step:
            break
        steps.append(text[end : end + step])
        end += step
    return tuple(steps)


def _one_place(text: str, start: int, known: frozenset[str]) -> int:
    for length in range(min(_LONGEST, len(text) - start), 1, -1):
        if text[start : start + length] in known:
            after = text[start + length : start + length + 1]
            return length + (after in _LEVELS and after != "")
    return 0


@lru_cache(maxsize=2048)
def is_place(text: str) -> bool:
    """Whether the whole of ``text`` is a place or a row of places (福建建陽)."""
    return text in SHORT_PLACES or (len(text) > 1 and "".join(place_steps(text)) == text)
