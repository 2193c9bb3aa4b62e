"""Cutting a statement of people into its parts: at spaces, and before the bracketed dynasty of the next."""

from __future__ import annotations

import re
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
    start, lead_start, index, size = 0, 0, 0, len(text)
    while index < size:
        char = text[index]
        if char in SEPARATORS:
            if index > start:
                parts.append(Part(text[lead_start:start], start, text[start:index]))
                lead_start = index
            index += 1
            start = index
            continue
        if char in BRACKETS:
            end = text.find(BRACKETS[char], index, index + 200)
            if end > 0:
                if _opens_group(text, start, index, end):
                    before = text[start:index].rstrip(_STOPS) or text[start:index]
                    parts.append(Part(text[lead_start:start], start, before))
                    lead_start, start = start + len(before), index
                index = end
        index += 1
    if start < size:
        parts.append(Part(text[lead_start:start], start, text[start:]))
    return parts


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
    inside = text[index + 1 : end]
    if index == start or len(inside) > 6 or not (is_dynasty(inside) or is_nation(inside)):
        return False
    before = text[start:index]
    return before not in ASCRIPTIONS and not before.endswith(("題", "题")) and end + 1 < len(text)
