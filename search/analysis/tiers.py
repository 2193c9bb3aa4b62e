"""How well a text answers a query: the order in which results stand when nobody asks for another."""

from __future__ import annotations

from enum import IntEnum


class Tier(IntEnum):
    """How well a hit fits, the best first; within a tier equal glyphs stand first, then the order of numbers."""

    WHOLE = 0  # the title is just this (with or without its 卷數)
    BEGINS = 1  # a title begins so
    IN_TITLE = 2  # inside a title
    ELSEWHERE = 3  # in another field
    SCATTERED = 4  # all its characters, not together
