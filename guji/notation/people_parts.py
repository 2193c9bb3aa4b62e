"""Cutting a statement of people into its parts: at spaces, and before the bracketed dynasty of the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from guji.notation.lexicon import ASCRIPTIONS
from guji.notation.people import is_dynasty, is_nation
from guji.notation.scan import BRACKETS, OPENING, SEPARATORS

_OPEN: Final = f"[{re.escape(OPENING)}]"
_GAP: Final = f"[{re.escape(SEPARATORS)}]"
_INNER: Final = re.compile(f"[^{re.escape(SEPARATORS)}題题]{_OPEN}|{_OPEN}[^）)〕\\]］】]{{0,200}}{_GAP}")
_PIECE: Final = re.compile(f"[^{re.escape(SEPARATORS)}]+")
#: Punctuation that may stand between groups instead of a space.
_STOPS: Final = "；;，,、"
#: How far a bracket is followed, and how long the name of a dynasty or nation may be.
_BRACKET: Final = 200
_LONGEST_NATION: Final = 6


class Part(NamedTuple):
    """A part of the statement: the separator before it, where it begins, its text."""

    lead: str
    offset: int
    text: str


def split_parts(text: str) -> list[Part]:
    """Cut a statement at spaces outside brackets, and before a bracketed dynasty that follows a role."""
    if not _INNER.search(text):
        return _plain_parts(text)
    parts: list[Part] = []
    end = 0
    for start, stop in _stretches(text):
        parts.append(Part(text[end:start], start, text[start:stop]))
        end = stop
    return parts


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each part begins and ends: at separators outside brackets, and before the next one's dynasty."""
    start = index = 0
    while index < len(text):
        if text[index] in SEPARATORS:
            if index > start:
                yield start, index
            start = index + 1
        elif text[index] in BRACKETS:
            end = text.find(BRACKETS[text[index]], index, index + _BRACKET)
            if _opens_group(text, start, index, end):
                yield start, start + len(text[start:index].rstrip(_STOPS) or text[start:index])
                start = index
            index = max(index, end)
        index += 1
    if start < len(text):
        yield start, len(text)


def _plain_parts(text: str) -> list[Part]:
    """Cut a statement whose brackets all stand at the beginning of parts, right behind a separator."""
    parts: list[Part] = []
    end = 0
    for match in _PIECE.finditer(text):
        parts.append(Part(text[end : match.start()], match.start(), match[0]))
        end = match.end()
    return parts


def _opens_group(text: str, start: int, index: int, end: int) -> bool:
    """Whether the bracket at ``index`` holds a dynasty and follows a complete name and role without space."""
    if end < 0 or index == start or end + 1 == len(text):
        return False
    inside, before = text[index + 1 : end], text[start:index]
    if before in ASCRIPTIONS or before.endswith(("題", "题")):
        return False
    return len(inside) <= _LONGEST_NATION and (is_dynasty(inside) or is_nation(inside))
