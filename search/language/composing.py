"""The query that an advanced form asks: its rows written as a person could have typed them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from authority.han import fold

_SIGNS: Final = re.compile('["“”„＂〝〞″「」『』《》〈〉﹁﹂﹃﹄‘’()（）|｜∣:：︰﹕=＝]')
_LEADING: Final = "-－−–—+＋&＆"
_OPERATORS: Final = frozenset({"OR", "AND", "NOT", "或", "且", "非"})
_QUOTES: Final = re.compile('["“”„＂〝〞″]')


class How(StrEnum):
    """How a row of the form is meant."""

    HAS = "has"
    IS = "is"
    LACKS = "lacks"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: words, in which field (a name that a query may write; empty for all), and how."""

    text: str
    field: str = ""
    how: How = How.HAS


def compose(rows: Iterable[Row], *, first: str = "", last: str = "") -> str:
    """Return the query of a form's rows and of the years from ``first`` to ``last`` (1573, 萬曆, 康熙十二年).

    The words of a row are just words: what would be an operator or a field is put into quotes.
    """
    parts = [part for row in rows if (part := _row(row))]
    first, last = ("".join(_SIGNS.sub("", end).split()) for end in (first, last))
    if first or last:
        parts.append(f"年:{first}" if first == last else f"年:{first}..{last}")
    return " ".join(parts)


def _row(row: Row) -> str:
    text = " ".join(_QUOTES.sub(" ", row.text).split())
    if not fold(text):
        return ""
    if row.how is How.IS:
        return f'{row.field}="{text}"' if row.field else f'"{text}"'
    asked = " ".join(_word(word) for word in text.split())
    if " " in text and (row.field or row.how is How.LACKS):
        asked = f"({asked})"
    return f"{'-' if row.how is How.LACKS else ''}{row.field + ':' if row.field else ''}{asked}"


def _word(word: str) -> str:
    plain = not _SIGNS.search(word) and word[0] not in _LEADING and word not in _OPERATORS
    return word if plain else f'"{word}"'
