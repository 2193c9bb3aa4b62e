"""組字描述 (ideographic description sequences): characters that Unicode has no code for, described by their parts.

``⿰亻⿱山青`` says: 亻 on the left, 山 above 青 on the right. The syntax is that of The Unicode Standard, chapter 18.2
(operators U+2FF0–2FFF and U+31EF; since version 15.1 the operators of one part too).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

OPERATORS = frozenset(map(chr, range(0x2FF0, 0x3000))) | {"\u31ef"}
UNARY, TERNARY = frozenset("\u2ffe\u2fff"), frozenset("⿲⿳")
#: Finds whether a text may hold a description at all.
OPERATOR = re.compile("[\u2ff0-\u2fff\u31ef]")
#: No sane description is longer.
LONGEST = 32


@dataclass(frozen=True, slots=True)
class Part:
    """A character, or an operator with its parts."""

    char: str
    parts: tuple[Part, ...] = ()


def arity(operator: str) -> int:
    """Return how many parts an operator joins."""
    return 1 if operator in UNARY else 3 if operator in TERNARY else 2


def is_part(char: str) -> bool:
    """Say whether a character may be part of another: ideographs, radicals, strokes, those of private use."""
    code = ord(char)
    is_stroke_or_radical = 0x2E80 <= code <= 0x2FDF or 0x31C0 <= code <= 0x31E5
    return is_stroke_or_radical or unicodedata.category(char) in ("Lo", "Co")


def description_at(text: str, at: int) -> tuple[Part, int] | None:
    """Return the description that begins at a place and where it ends, ``None`` if it is not well formed."""
    return _read(text, at, min(at + LONGEST, len(text)))


def _read(text: str, at: int, limit: int) -> tuple[Part, int] | None:
    if at >= limit:
        return None
    char = text[at]
    if char not in OPERATORS:
        return (Part(char), at + 1) if is_part(char) else None
    parts = []
    end = at + 1
    for _ in range(arity(char)):
        found = _read(text, end, limit)
        if found is None:
            return None
        parts.append(found[0])
        end = found[1]
    return Part(char, tuple(parts)), end


@cache
def parse(description: str) -> Part | None:
    """Return a whole description as a tree, ``None`` if it is not well formed or there is more than that."""
    found = description_at(description, 0)
    return found[0] if found and found[1] == len(description) and description[0] in OPERATORS else None


def descriptions(text: str) -> list[tuple[int, int]]:
    """Return where the descriptions in a text begin and end; operators that introduce none are passed over."""
    found = []
    at = 0
    while (operator := OPERATOR.search(text, at)) is not None:
        begin = operator.start()
        described = description_at(text, begin)
        at = described[1] if described else begin + 1
        if described:
            found.append((begin, at))
    return found
