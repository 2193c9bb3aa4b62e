"""What the index keeps of a field's texts, and the tokens by which it is looked up.

A *column* is the texts of one field, each brought to the form in which it is compared, between separators:
``␟说文解字十五卷␟段注␟``. No query contains the separator, so ``needle in column`` never runs over into the next text,
and a needle with a separator before it asks for the beginning of a text. The folded column is for finding; the plain
one (the very characters, signs and spaces left out) is for exact characters and for ranking equal glyphs first.

Tokens are the single characters and the bigrams of the folded column; the separator takes part in bigrams as the mark
of beginnings and ends. Besides them it is kept which characters stand in a column more than once: where one inside of
what is sought stands there but once, its neighbours are those in its bigrams, and nothing has to be read to prove it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from operator import add
from typing import Final

from authority.han import fold, is_separator

SEPARATOR: Final = "\x1f"
"""Stands between the texts of a column; folding leaves no control character, so none holds it."""

AGAIN: Final = "\x1e"
"""Behind a character or a sound: it stands in the column more than once (:func:`apart`)."""

ANALYSIS_VERSION: Final = "2"
"""Changes whenever the columns or tokens of the same text may change; part of the index's schema."""

_HEAD: Final = re.compile(r"\s*[［\[〔【（(][^］\]〕】）)]{1,12}[］\]〕】）)](?=.)", re.DOTALL)


class _Plain(dict[int, str]):
    """Code point → itself, or nothing for what is not counted; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        kept = "" if is_separator(chr(code)) else chr(code)
        if len(self) < 200_000:
            self[code] = kept
        return kept


_plain: Final = _Plain()


def bare(text: str) -> str:
    """Return the text without signs and spaces, its characters untouched."""
    return text.translate(_plain)


def title_forms(text: str) -> tuple[str, ...]:
    """Return a title, and without its bracketed head if it has one: ［萬曆］金華府志 is looked up as 金華府志 too."""
    head = _HEAD.match(text)
    return (text,) if head is None else (text, text[head.end() :])


def _column(keys: Iterable[str]) -> str:
    kept = [key for key in keys if key]
    return f"{SEPARATOR}{SEPARATOR.join(kept)}{SEPARATOR}" if kept else ""


def _forms(texts: Iterable[str], title: bool) -> Iterable[str]:
    return (form for text in texts for form in title_forms(text)) if title else texts


def folded_column(texts: Iterable[str], *, title: bool = False) -> str:
    """Return the folded column of a field's texts; empty if nothing of them counts."""
    return _column(map(fold, _forms(texts, title)))


def plain_column(texts: Iterable[str], *, title: bool = False) -> str:
    """Return the plain column: as :func:`folded_column`, characters as stated."""
    return _column(map(bare, _forms(texts, title)))


def tokens(column: str) -> set[str]:
    """Return every character and every bigram of a folded column."""
    found = set(map(add, column, column[1:]))
    found.update(column)
    found.discard(SEPARATOR)
    return found


def apart(column: str) -> str:
    """Return a column without the texts that stand inside the one before: a title's forms without head and juan.

    Whatever stands together in these stands together in that one, so their characters are not counted once more.
    """
    texts = column.split(SEPARATOR)
    kept = texts[:2]
    for text in texts[2:-1]:
        if text not in kept[-1]:
            kept.append(text)
    return column if len(kept) + 1 == len(texts) else SEPARATOR.join((*kept, ""))


def repeated(column: str) -> set[str]:
    """Return the marks of the characters that a folded column has more than once."""
    times = Counter(apart(column))
    return {character + AGAIN for character, many in times.items() if many > 1 and character != SEPARATOR}
