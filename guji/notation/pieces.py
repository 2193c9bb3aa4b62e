"""Cutting a line into pieces at its separators, brackets kept whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from guji.notation.scan import BRACKETS
from guji.notation.structures import Edition, Parsed

_SPANNING: Final = re.compile("[（(\\[［〔【][^）)\\]］〕】]{0,400}\u3000")
#: How far a bracket may hold separators.
_BRACKET: Final = 4000


@dataclass(slots=True)
class Piece:
    """A stretch between separators, with the edition read from it while its kind was sought."""

    lead: str
    offset: int
    text: str
    kind: str = ""
    edition: Parsed[Edition] | None = None


def cut(line: str) -> list[Piece]:
    """Return the pieces of a line: between U+3000, or between tabs and spaces where it has none."""
    separators = "\u3000" if "\u3000" in line else "\t " if " " in line or "\t" in line else ""
    if separators == "\u3000" and not _SPANNING.search(line):
        return _plain_pieces(line)
    pieces: list[Piece] = []
    size = len(line)
    start = lead = index = 0
    while index <= size:
        char = line[index] if index < size else ""
        if index == size or char in separators:
            if index > start:
                pieces.append(Piece(line[lead:start], start, line[start:index]))
                lead = index
            start = index + 1
        elif char in BRACKETS:
            end = line.find(BRACKETS[char], index, index + _BRACKET)
            if end > 0 and _belongs(line[index:end]):
                index = end
        index += 1
    if pieces and lead < size:
        pieces.append(Piece("", lead, line[lead:], "blank"))
    return pieces


def _plain_pieces(line: str) -> list[Piece]:
    """Cut a line in which no bracket holds a separator."""
    pieces: list[Piece] = []
    start = lead = 0
    for text in line.split("\u3000"):
        if text:
            pieces.append(Piece(line[lead:start], start, text))
            lead = start + len(text)
        start += len(text) + 1
    if pieces and lead < len(line):
        pieces.append(Piece("", lead, line[lead:], "blank"))
    return pieces


def _belongs(inside: str) -> bool:
    """Whether a bracket may hold the separators inside it: not if a further bracket opens within."""
    return not any(char in BRACKETS for char in inside[1:])
