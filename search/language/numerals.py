"""The other ways to write the numerals in a query: 二十卷 is 廿卷 and 20卷, 元年 is 一年 and 1年."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Final

from authority.han import NUMERAL_PATTERN, NumeralStyle, fold, format_numeral, parse_numeral

MOST_FORMS: Final = 8
"""How many ways to write a term are looked for."""

#: After one of these, a single character (一卷, 三年) is a number too; elsewhere (三國志, 百家姓) it is a word.
_COUNTERS: Final = "年卷冊册本函篇回集編编種种葉叶頁页軸轴幅世"
#: 元年, and numerals that are no part of a shelf mark (普347.8/4471).
_RUN: Final = re.compile(rf"元(?=年)|(?<![A-Za-z0-9.,/\-])(?:{NUMERAL_PATTERN})(?![A-Za-z0-9.,/\-])")
#: The 一 that titles leave out before 百: 百二十名家詞鈔, 漢魏六朝百三名家集. Numbers of 卷 keep it.
_ONE_HUNDRED: Final = re.compile(
    rf"(?<![二三四五六七八九十百千萬万])一(?=百[〇零一二三四五六七八九十]+(?![〇零一二三四五六七八九十{_COUNTERS}]))"
)
_TENS: Final = (("二十", "廿"), ("三十", "卅"), ("四十", "卌"))
_FIRST_YEAR: Final = "元"

#: A style writes a value, or not (``None``): every numeral of a text is written in the same style.
Style = Callable[[int], str | None]


def _short_tens(value: int) -> str | None:
    written = format_numeral(value)
    for long, short in _TENS:
        written = written.replace(long, short)
    return written


def _positional(value: int) -> str | None:
    return format_numeral(value, NumeralStyle.POSITIONAL) if 10 <= value < 1000 else None


_STYLES: Final[tuple[Style, ...]] = (
    format_numeral,
    partial(format_numeral, style=NumeralStyle.ARABIC),
    _short_tens,
    _positional,
    partial(format_numeral, style=NumeralStyle.OLD),
    partial(format_numeral, style=NumeralStyle.MODERN),
)


@lru_cache(maxsize=4096)
def numeral_forms(text: str) -> tuple[str, ...]:
    """Return other ways to write ``text``, at most :data:`MOST_FORMS`; none if there is no numeral in it."""
    runs = [(run, _value(run[0], text[run.end() : run.end() + 1])) for run in _RUN.finditer(text)]
    runs = [(run, value) for run, value in runs if value is not None]
    if not runs:
        return ()
    found = {fold(text): text}
    for style in (*_STYLES, None):
        form = _written(text, runs, style)
        found.setdefault(fold(form), form)
    for form in [_ONE_HUNDRED.sub("", form) for form in (text, *found.values())]:
        found.setdefault(fold(form), form)
    return tuple(found.values())[1 : MOST_FORMS + 1]


def _written(text: str, runs: Iterable[tuple[re.Match[str], int | None]], style: Style | None) -> str:
    """Write every numeral in one style; without a style, only 一年 as 元年."""
    parts: list[str] = []
    done = 0
    for run, value in runs:
        written = style(value) if style and value else None
        if style is None and value == 1 and text[run.end() : run.end() + 1] == "年":
            written = _FIRST_YEAR
        parts += [text[done : run.start()], written or run[0]]
        done = run.end()
    return "".join([*parts, text[done:]])


def _value(run: str, after: str) -> int | None:
    """Return the number that a run is, ``None`` if it is a word or none that is written in other ways."""
    if run == _FIRST_YEAR:
        return 1
    numeral = parse_numeral(run)
    if numeral is None or not numeral.value or run[0] in "0０" or (run.isdigit() and numeral.value >= 1000):
        return None
    alone = len(run) == 1 and run not in "廿卄卅丗卌" and not (after and after in _COUNTERS)
    return None if alone or len(run) > 8 else numeral.value
