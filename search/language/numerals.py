"""The other ways to write the numerals in a query: 二十卷 is 廿卷 and 20卷, 元年 is 一年 and 1年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from typing import Final

from authority.han import NUMERAL_PATTERN, NumeralStyle, fold, format_numeral, parse_numeral

MOST_FORMS: Final = 8
"""How many ways to write a term are looked for."""

#: After one of these, a single character (一卷, 三年) is a number too; elsewhere (三國志, 百家姓) it is a word.
_COUNTERS: Final = "年卷冊册本函篇回集編编種种葉叶頁页軸轴幅世"
#: 元年, and numerals that are no part of a shelf mark (普347.8/4471).
_RUN: Final = re.compile(rf"元(?=年)|(?<![A-Za-z0-9.,/\-])(?:{NUMERAL_PATTERN})(?![A-Za-z0-9.,/\-])")
_TENS: Final = (("二十", "廿"), ("三十", "卅"), ("四十", "卌"))
_STYLES: Final = (NumeralStyle.CATALOGUE, NumeralStyle.ARABIC, NumeralStyle.OLD, NumeralStyle.MODERN)


@lru_cache(maxsize=4096)
def numeral_forms(text: str) -> tuple[str, ...]:
    """Return other ways to write ``text``, at most :data:`MOST_FORMS`; none if there is no numeral in it."""
    pieces: list[list[str]] = []
    done = 0
    for run in _RUN.finditer(text):
        pieces += [[text[done : run.start()]], _ways(run[0], text[run.end() : run.end() + 1])]
        done = run.end()
    pieces.append([text[done:]])
    found = {fold(text): text}
    for form in islice(map("".join, product(*pieces)), 64):
        found.setdefault(fold(form), form)
    return tuple(found.values())[1 : MOST_FORMS + 1]


def _ways(run: str, after: str) -> list[str]:
    """Return a numeral as written, then the other ways."""
    value = 1 if run == "元" else _value(run, after)
    if value is None:
        return [run]
    return list(dict.fromkeys([run, *_written(value, run), *(["元"] if value == 1 and after == "年" else [])]))


def _value(run: str, after: str) -> int | None:
    numeral = parse_numeral(run)
    if numeral is None or not numeral.value or (run[0] in "0０" or (run.isdigit() and numeral.value >= 1000)):
        return None
    alone = len(run) == 1 and run not in "廿卄卅丗卌" and not (after and after in _COUNTERS)
    return None if alone or len(run) > 8 else numeral.value


def _written(value: int, run: str) -> Iterator[str]:
    positional = len(run) > 1 and not re.search("[十百千萬万廿卄卅丗卌]", run)
    if value >= 1000:
        yield format_numeral(value, NumeralStyle.ARABIC)
        if positional:
            yield format_numeral(value, NumeralStyle.POSITIONAL)
        return
    for style in _STYLES:
        written = format_numeral(value, style)
        yield written
        for long, short in _TENS:
            if long in written:
                yield written.replace(long, short)
    if value >= 10:
        yield format_numeral(value, NumeralStyle.POSITIONAL)
