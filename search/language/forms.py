"""The other ways to write the words of a query: numerals, years in brackets, forms that only Japan has.

Folding joins the forms of one character on both sides. What stands here would join characters that are two in China
(芸 and 藝, 弁 and 辨), so only the query is read both ways.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from authority.han import fold, is_ideograph
from search.language.numerals import MOST_FORMS, numeral_forms

#: 新字体 that are another character in China: 芸文類聚 is 藝文類聚, 弁正論 is 辯正論.
_JAPANESE: Final = (
    str.maketrans("芸弁予缶浜", "藝辨豫罐濱"),
    str.maketrans("芸弁予缶浜", "藝辯預罐濱"),
)
#: Years in round brackets behind an era or a person: 二十年（1894）, 段玉裁（1735-1815）.
_YEARS: Final = re.compile(r"[（(][\d?？]{3,4}(?:[-‐‑–—―−－~～至][\d?？]{0,4})?[)）]")


@lru_cache(maxsize=4096)
def other_forms(text: str) -> tuple[str, ...]:
    """Return other ways to write ``text``, at most :data:`MOST_FORMS`; none if there is only this one.

    What is written without its years stands in whatever has them, so the other forms need none.
    """
    found, bare = {fold(text): text}, without_years(text)
    for form in (bare, *numeral_forms(bare), *map(bare.translate, _JAPANESE)):
        found.setdefault(fold(form), form)
    return tuple(found.values())[1 : MOST_FORMS + 1]


def without_years(text: str) -> str:
    """Return ``text`` without years in brackets, itself where they are all there is."""
    kept = _YEARS.sub("", text)
    return kept if any(map(is_ideograph, kept)) else text
