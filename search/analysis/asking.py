"""What a term asks of a folded column: the tokens that must all be there, and what proves that they stand together.

That all bigrams are there is no proof (清刻本 would match 清刻鵠齋刻本), so candidates are verified on the column:
all of them, or those in which a character inside stands more than once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from authority.han import fold
from search.analysis.columns import AGAIN, SEPARATOR, bare
from search.analysis.tiers import Tier
from search.language.tree import And, Node, Or, Term

WILDCARD: Final = "□"
"""Any one character, in the folded form of a term."""

_DIGITS: Final = r"〇○◯一二三四五六七八九十百千\d"
#: What is typed for a character that one cannot read or write.
_LOST: Final = re.compile(rf"[?？]|(?<![{_DIGITS}])[〇○◯]+(?![{_DIGITS}])")
_ANY: Final = f"[^{SEPARATOR}]"


def _one_of(characters: str) -> str:
    """Return the pattern of one of some characters. No class: the pattern serves on bytes too."""
    return f"(?:{'|'.join(fold(characters))})"


_COUNT: Final = f"(?:{_one_of('〇零一二三四五六七八九十百千萬廿卅卌兩')}|□|{_one_of('0123456789')})"
JUAN: Final = rf"(?:不分|{_COUNT}+){_one_of('卷篇回冊集編種函')}|{fold('卷')}{_one_of('數亡')}"
"""What the juan of a folded title begin with."""
REST: Final = rf"(?={SEPARATOR}|{JUAN})"
"""What may follow a title that is just this: nothing, or its juan and whatever they bring with them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One way to meet a term. It is met where all ``tokens`` are in a column and :meth:`found_in` says so.

    ``sure`` means that the tokens alone prove it in a column that has none of ``doubts``. ``exact`` is verified on the
    plain column instead of the folded one (the tokens are those of the folded column all the same). ``wild`` means that
    the needle has wildcards; ``whole`` asks for a text that is nothing else, but for the juan of a title. Patterns are
    made when they are first needed: most queries need none.
    """

    tokens: tuple[str, ...]
    needle: str
    wild: bool = False
    whole: bool = False
    exact: bool = False
    sure: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def just_this(self) -> re.Pattern[str]:
        """What finds a text that is nothing else, but for the juan of a title."""
        return _compiled(f"{SEPARATOR}{self._pattern}{REST}")

    @property
    def together(self) -> re.Pattern[str] | None:
        """What finds it anywhere in a text, ``None`` where that is just ``needle in column``."""
        return _compiled(self._pattern) if self.wild else None

    @property
    def _pattern(self) -> str:
        return "".join(_ANY if self.wild and ch == WILDCARD else re.escape(ch) for ch in self.needle)

    def found_in(self, column: str) -> bool:
        """Tell whether it stands together inside one text of the column."""
        if self.whole:
            return self.just_this.search(column) is not None
        together = self.together
        return self.needle in column if together is None else together.search(column) is not None

    def tier_in(self, column: str) -> Tier | None:
        """Return how a column of titles meets it: just this, beginning so, inside, or not at all."""
        if not self.found_in(column):
            return None
        if self.just_this.search(column):
            return Tier.WHOLE
        return Tier.BEGINS if self._begins(column) else Tier.IN_TITLE

    def _begins(self, column: str) -> bool:
        if not self.wild:
            return SEPARATOR + self.needle in column
        return _compiled(SEPARATOR + self._pattern).search(column) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def key_of(text: str, *, exact: bool = False) -> str:
    """Return the form in which a term's words are compared: folded, ? and □ as the wildcard; or bare for exact ones.

    A ring is a lost character too, unless it is the zero of a number (一〇一卷).
    Words of nothing but □ ask for that very sign, which records use for a lost character.
    """
    if exact:
        return bare(text)
    key = fold(_LOST.sub(lambda lost: WILDCARD * len(lost[0]), text))
    return key if key.strip(WILDCARD) else fold(text)


def is_wild(key: str) -> bool:
    """Tell whether a key has a wildcard beside real characters."""
    return WILDCARD in key and key.strip(WILDCARD) != ""


@lru_cache(maxsize=4096)
def asks(term: Term) -> tuple[Ask, ...]:
    """Return all ways to meet a term, any of which will do; none if nothing of its words counts."""
    if term.exact:
        key = key_of(term.text, exact=True)
        return (_ask(key, fold(key), term.whole, exact=True),) if fold(key) else ()
    keys = dict.fromkeys(key_of(form) for form in (term.text, *term.forms))
    return tuple(_ask(key, key, term.whole) for key in keys if key)


def _ask(needle: str, folded: str, whole: bool, *, exact: bool = False) -> Ask:
    wild = is_wild(needle) and not exact
    sure = not (whole or exact or wild)
    return Ask(
        tokens=_tokens(SEPARATOR + folded if whole else folded, wild),
        needle=needle,
        wild=wild,
        whole=whole,
        exact=exact,
        sure=sure,
        doubts=tuple(dict.fromkeys(character + AGAIN for character in folded[1:-1])) if sure else (),
    )


def _tokens(key: str, wild: bool) -> tuple[str, ...]:
    runs = key.split(WILDCARD) if wild else [key]
    wanted = dict.fromkeys(token for run in runs for token in _bigrams(run))
    wanted.pop(SEPARATOR, None)
    return tuple(wanted)


def _bigrams(run: str) -> Iterator[str]:
    """Yield the bigrams of a run, itself if it is a single character."""
    return (a + b for a, b in pairwise(run)) if len(run) > 1 else iter(run)


def verify(term: Term, folded: str, plain: str = "") -> bool:
    """Tell whether the columns of one field meet a term (``plain`` is read for exact terms only)."""
    return any(ask.found_in(plain if ask.exact else folded) for ask in asks(term))


def same_glyphs(term: Term, plain: str) -> bool:
    """Tell whether the term stands in the plain column in the very characters that were typed."""
    return bare(term.text) in plain


def title_tier(term: Term, folded: str, plain: str = "") -> Tier | None:
    """Return how well a column of titles meets a term, ``None`` if it does not."""
    tiers = [ask.tier_in(plain if ask.exact else folded) for ask in asks(term)]
    return min((tier for tier in tiers if tier is not None), default=None)


@lru_cache(maxsize=4096)
def scattered_key(term: Term) -> str:
    """Return the characters that a title must have in this order to be a scattered hit; empty where none may be."""
    key = "" if term.quoted or term.exact or term.whole else key_of(term.text).replace(WILDCARD, "")
    return key if len(set(key)) > 1 else ""


def scattered_tokens(term: Term) -> tuple[str, ...]:
    """Return the characters that a title must have to be a scattered hit; none where the term may not scatter."""
    return tuple(dict.fromkeys(scattered_key(term)))


def may_scatter(node: Node) -> bool:
    """Tell whether anything in a query can be met by scattered characters."""
    if isinstance(node, And | Or):
        return any(may_scatter(part) for part in node.parts)
    return isinstance(node, Term) and bool(scattered_tokens(node))


def scattered(term: Term, folded: str) -> bool:
    """Tell whether all the term's characters stand in order inside one text of the column, together or not."""
    key = scattered_key(term)
    return bool(key) and any(scattered_at(key, text) is not None for text in folded.split(SEPARATOR))


def scattered_at(key: str, text: str) -> list[int] | None:
    """Return where the characters of ``key`` stand in order in ``text``, the earliest way; ``None`` if they do not."""
    places: list[int] = []
    at = -1
    for ch in key:
        at = text.find(ch, at + 1)
        if at < 0:
            return None
        places.append(at)
    return places
