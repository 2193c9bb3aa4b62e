"""Cutting a line into pieces at its separators, brackets kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    ideographic = "\u3000" in line
    if ideographic and not _SPANNING.search(line):
        return _plain_pieces(line)
    pieces: list[Piece] = []
    start = lead = 0
    for gap in _gaps(line, "\u3000" if ideographic else "\t "):
        if gap > start:
            pieces.append(Piece(line[lead:start], start, line[start:gap]))
            lead = gap
        start = gap + 1
    return _with_blank_end(pieces, line, lead)


def _plain_pieces(line: str) -> list[Piece]:
    """Cut a line in which no bracket holds a separator."""
    pieces: list[Piece] = []
    start = lead = 0
    for text in line.split("\u3000"):
        if text:
            pieces.append(Piece(line[lead:start], start, text))
            lead = start + len(text)
        start += len(text) + 1
    return _with_blank_end(pieces, line, lead)


def _with_blank_end(pieces: list[Piece], line: str, end: int) -> list[Piece]:
    """Add the separators that end a line, so that it can be written again."""
    if pieces and end < len(line):
        pieces.append(Piece("", end, line[end:], "blank"))
    return pieces


def _gaps(line: str, separators: str) -> Iterator[int]:
    """Yield where the separators outside brackets stand, and the line's end."""
    index = 0
    while index < len(line):
        if line[index] in separators:
            yield index
        elif line[index] in BRACKETS:
            index = _behind_bracket(line, index)
        index += 1
    yield len(line)


def _behind_bracket(line: str, index: int) -> int:
    """Return where the bracket at ``index`` closes, or ``index`` if it holds no separators of its own."""
    end = line.find(BRACKETS[line[index]], index, index + _BRACKET)
    return end if end > 0 and _belongs(line[index:end]) else index


def _belongs(inside: str) -> bool:
    """Whether a bracket may hold the separators inside it: not if a further bracket opens within."""
    return not any(char in BRACKETS for char in inside[1:])
