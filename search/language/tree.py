"""What a query means, as a tree. The language makes it, every engine carries it out.

Texts in the tree are as typed; folding them is done by :mod:`search.analysis`, the same for index and query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Words to be found together, inside one text. □ and ? stand for any one character.

    ``field`` names one field, ``None`` is every general one. ``quoted`` words are found as they stand, never scattered;
    ``exact`` asks for the very characters, unfolded; ``whole`` for a title (or whichever field's text) that is just
    this.
    ``forms`` are other ways to write the same thing (二十: 廿, 20), any of which will do.
    """

    text: str
    field: str | None = None
    quoted: bool = False
    exact: bool = False
    whole: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pinyin:
    """Toneless syllables of a title, or their initials: a reading is a tuple of syllables.

    ``readings`` are all ways to cut what was typed (xian: xian, xi'an); ``initials`` the letters if it can be initials.
    ``unfinished`` where the last syllable of each reading is only the beginning of one (shuow).
    """

    readings: tuple[tuple[str, ...], ...]
    initials: str = ""
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class FourCorner:
    """Four-corner code of the title's first character, or its beginning (2 to 5 digits)."""

    digits: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number (普查編號, 索書號, identifier), or its beginning where ``prefix``."""

    text: str
    prefix: bool = True


@dataclass(frozen=True, slots=True)
class Years:
    """Editions whose years lie in, or (``touching``) overlap with, first to last, both included; ``None`` is open."""

    first: int | None
    last: int | None
    touching: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of these values of a facet: 存 is ``Choice("completeness", ("incomplete",))``."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but this."""

    part: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """All records: the query that asks for nothing."""


Node = Term | Pinyin | FourCorner | Number | Years | Choice | And | Or | Not | Everything


@dataclass(frozen=True, slots=True)
class Hint:
    """Something in the query that was taken otherwise than written: where it stands, and what was made of it.

    ``template`` is a sentence in Chinese with ``{names}`` for ``values``; whoever shows it may translate the template.
    """

    template: str
    offset: int = 0
    length: int = 0
    values: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """Return the sentence in Chinese."""
        return self.in_words(str)

    def in_words(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in another language: ``hint.in_words(gettext)``."""
        return translate(self.template).format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as typed, what it means, and what to tell the person about it."""

    text: str
    tree: Node
    hints: tuple[Hint, ...] = ()
