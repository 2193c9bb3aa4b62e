"""The query that an advanced form asks: its rows written as a person could have typed them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from authority.han import fold
from search.language.lexing import PAUSES, operator

_DOUBLE: Final = '"“”„＂〝〞″'
_SIGNS: Final = re.compile(f"[「」『』《》〈〉﹁﹂﹃﹄‘’()（）|｜∣:：︰﹕=＝+＋&＆{PAUSES}]")
#: What stands in double quotes, an open one closed at the end; or one word.
_PIECE: Final = re.compile(rf"[{_DOUBLE}](?P<quoted>[^{_DOUBLE}]*)[{_DOUBLE}]?|(?P<word>[^\s{_DOUBLE}]+)")
_LEADING: Final = "-－−–—+＋&＆"


class Join(StrEnum):
    """How a row is joined to those before it."""

    AND = "and"
    OR = "or"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: words, in which field (a name that a query may write; empty for all), and how it is joined."""

    text: str
    field: str = ""
    join: Join = Join.AND


def compose(rows: Iterable[Row], *, first: str = "", last: str = "") -> str:
    """Return the query of a form's rows and of the years from ``first`` to ``last`` (1573, 萬曆, 康熙十二年).

    The words of a row must all be met; quoted ones stand together. They are just words: what would be an operator or a
    field is put into quotes.
    """
    query: list[str] = []
    for row in rows:
        words = list(_words(row.text))
        if words:
            if row.join is Join.OR and query:
                query.append("OR")
            elif row.join is Join.NOT:
                query.append("NOT")
            query.append(f"{row.field}:{_together(words)}" if row.field else _together(words))
    if first or last:
        query.append(f"年:{first}" if first == last else f"{first}..{last}")
    return " ".join(query)


def _together(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"({' '.join(words)})"


def _words(text: str) -> Iterator[str]:
    """Yield the words and quotations of a row as they are written in a query; what has nothing to find is left out."""
    for piece in _PIECE.finditer(text):
        word = piece["word"]
        if word is None or _SIGNS.search(word) or word[0] in _LEADING or operator(word):
            word = f'"{(word or piece["quoted"] or "").strip()}"'
        if fold(word):
            yield word
