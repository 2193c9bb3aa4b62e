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
    row = _IN_ORDER.get(dynasty)
    if row is None or len(text) < 2 or len(text) > _WIDEST or text in row:
        return ()
    found: list[int] = []
    for char in text:
        start = found[-1] + 1 if found else 0
        stop = min(len(row), start + _WIDEST) if found else len(row)
        index = next((i for i in range(start, stop) if char in _CALLED.get(row[i], row[i][0])), None)
        if index is None:
            return ()
        found.append(index)
    return tuple(row[index] for index in found)
