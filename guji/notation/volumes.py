"""冊數: ``18冊``, ``十八冊``, ``2函10冊``, ``1軸``, ``3張``, ``4冊(合訂)``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from authority.han import NUMERAL_CHARS
from guji.notation.numbers import read_number
from guji.notation.scan import BRACKETS, REMEMBERED, SEPARATORS, closing, unplaced_issues
from guji.notation.structures import Count, Parsed, Span, Volumes

#: Units of pieces (vocab.md §8).
UNITS: Final = "冊册函軸轴張张件葉叶頁页開开幅卷種种部套夾匣盒包帙捆片塊枚方通本期號"
_ITEM: Final = re.compile(f"([{NUMERAL_CHARS}兩]{{1,12}})([{UNITS}])")


def parse_volumes(text: str) -> Parsed[Volumes]:
    """Read a number of pieces. Never raises; anything that is no count of pieces is left unplaced."""
    return _remembered(text) if len(text) <= REMEMBERED else _parse(text)


@lru_cache(maxsize=2048)
def _remembered(text: str) -> Parsed[Volumes]:
    return _parse(text)


def _parse(text: str) -> Parsed[Volumes]:
    items: list[Count] = []
    pos = 0
    while match := _ITEM.match(text, pos):
        number = read_number(match[1])
        if number is None:
            break
        items.append(Count(number, match[2]))
        pos = match.end()
    note = brackets = ""
    if pos < len(text) and items and text[pos] in BRACKETS:
        end = closing(text, pos)
        if end == len(text) - 1:
            note, brackets, pos = text[pos + 1 : end], text[pos] + text[end], len(text)
    rest = text[pos:]
    unplaced = [Span(pos, len(rest), rest)] if rest.strip(SEPARATORS) else []
    return Parsed(text, Volumes(tuple(items), note, brackets), tuple(unplaced), tuple(unplaced_issues(unplaced)))
