"""Finding a rare character by what one sees: its parts, its radical and strokes, its description, or its code point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from authority.han.characters import is_ideograph
from authority.han.numerals import NUMERAL_PATTERN, parse_numeral
from authority.han.parts import (
    composed_of,
    described_as,
    is_description,
    of_radical,
    part_names,
    radicals_named,
)

_CODE: Final = re.compile(r"(?P<mark>[Uu][+-]?|&#[xX]|0[xX]|\\u\{?)?(?P<digits>[0-9A-Fa-f]{4,6})[;}]?")
_BY_NUMBER: Final = re.compile(r"(?P<radical>[0-9]{1,3})[.．](?P<rest>[0-9]{1,2})")
_BY_RADICAL: Final = re.compile(
    r"(?P<radical>[^\d\s]{1,4}?)部?[\s　]*(?P<total>[共总總])?"
    rf"(?P<strokes>[0-9０-９]{{1,2}}[畫画划笔筆]?|{NUMERAL_PATTERN}(?=[畫画划笔筆]).)"
)
_RADICAL_ALONE: Final = re.compile(r"(?P<radical>[^\d\s])部")
_BETWEEN: Final = re.compile(r"[\s　+＋、，,]+")
#: No question has more parts; the rest of a long paste is no question.
_MOST_PARTS: Final = 12
_LAST_RADICAL: Final = 214


@dataclass(frozen=True, slots=True)
class FoundCharacters:
    """How a question was understood and which characters answer it, best first.

    ``way`` is ``code``, ``description``, ``radical``, ``parts``, or empty where nothing was understood.
    """

    way: str
    characters: tuple[str, ...] = ()
    radicals: tuple[int, ...] = ()
    parts: str = ""


def find_characters(question: str) -> FoundCharacters:
    """Return the characters meant by 浯's ways: 氵吾, 氵+吾, 三点水 吾, ⿰氵吾, 水部7画, 水7, 85.7, U+6D6F."""
    text = question.strip()
    for way in (_by_code, _by_description, _by_radical, _by_parts):
        found = way(text)
        if found is not None:
            return found
    return FoundCharacters("")


def _by_code(text: str) -> FoundCharacters | None:
    match = _CODE.fullmatch(text)
    if match is None or int(match["digits"], 16) > 0x10FFFF:
        return None
    char = chr(int(match["digits"], 16))
    return FoundCharacters("code", (char,) if is_ideograph(char) else ())


def _by_description(text: str) -> FoundCharacters | None:
    plain = _BETWEEN.sub("", text)
    if not is_description(plain):
        return None
    parts = "".join(ch for ch in plain if is_ideograph(ch))
    exact = described_as(plain)
    others = [ch for ch in composed_of(parts[:_MOST_PARTS]) if ch not in exact]
    return FoundCharacters("description", (*exact, *others), parts=parts)


def _by_radical(text: str) -> FoundCharacters | None:
    by_number = _BY_NUMBER.fullmatch(text)
    if by_number is not None:
        number = int(by_number["radical"])
        known = 1 <= number <= _LAST_RADICAL
        return _under((number,) if known else (), rest=int(by_number["rest"]))
    match = _BY_RADICAL.fullmatch(text)
    if match is not None:
        numbers = tuple(radicals_named(match["radical"]))
        numeral = parse_numeral(match["strokes"].rstrip("畫画划笔筆"))
        if numbers and numeral is not None and numeral.value is not None:
            return _under(numbers, **{"total" if match["total"] else "rest": numeral.value})
    alone = _RADICAL_ALONE.fullmatch(text)
    return _under(tuple(radicals_named(alone["radical"]))) if alone and radicals_named(alone["radical"]) else None


def _under(numbers: tuple[int, ...], rest: int | None = None, total: int | None = None) -> FoundCharacters:
    found = [ch for number in numbers for ch in of_radical(number, rest, total)]
    return FoundCharacters("radical", tuple(found), numbers)


def _by_parts(text: str) -> FoundCharacters | None:
    for name in sorted(part_names(), key=len, reverse=True):
        text = text.replace(name, part_names()[name])
    parts = "".join(ch for ch in _BETWEEN.sub("", text) if not ch.isascii())[:_MOST_PARTS]
    if not parts or not all(map(_may_be_part, parts)):
        return None
    found = composed_of(parts)
    itself = [parts] if len(parts) == 1 and is_ideograph(parts) else []
    return FoundCharacters("parts", (*itself, *found), parts=parts)


def _may_be_part(ch: str) -> bool:
    """Ideographs, strokes and the signs of radicals."""
    return is_ideograph(ch) or "\u2e80" <= ch <= "\u2fdf" or "\u31c0" <= ch <= "\u31e3"
