"""Eras named together by one character each: 乾嘉 (乾隆 and 嘉慶), 道咸, 同光, 嘉萬, 康雍乾."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

#: The eras of the two dynasties that are named so, in their order. Source: the tables of eras.
_IN_ORDER: Final = {
    dynasty: tuple(names.split())
    for dynasty, names in (
        ("明", "洪武 建文 永樂 洪熙 宣德 正統 景泰 天順 成化 弘治 正德 嘉靖 隆慶 萬曆 泰昌 天啟 崇禎"),
        ("清", "順治 康熙 雍正 乾隆 嘉慶 道光 咸豐 同治 光緒 宣統"),
    )
}
#: The character an era is called by in such a name; its first, unless that would be mistaken for another.
_CALLED: Final = {"崇禎": "崇禎", "天啟": "天啟", "弘治": "弘", "正德": "正", "宣統": "宣"}
_WIDEST: Final = 3


@lru_cache(maxsize=2048)
def eras_named(dynasty: str, text: str) -> tuple[str, ...]:
    """Return the eras that ``text`` names by one character each, in order; empty if it does not name some.

    Those named must follow one another, with no more than two eras left out between them (康乾, 嘉萬).
    """
    row = _IN_ORDER.get(dynasty, ())
    if not 1 < len(text) <= _WIDEST or text in row:
        return ()
    found: list[int] = []
    for char in text:
        index = _next_called(row, char, found)
        if index < 0:
            return ()
        found.append(index)
    return tuple(row[index] for index in found)


def _next_called(row: tuple[str, ...], char: str, found: list[int]) -> int:
    """Return which era of the row a character names, near behind the last of those found; -1 if none."""
    start = found[-1] + 1 if found else 0
    near = row[start : start + _WIDEST] if found else row
    return next((start + i for i, era in enumerate(near) if char in _CALLED.get(era, era[0])), -1)
