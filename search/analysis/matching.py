"""Whether a record meets a query, straight from its document: slow and plain, and the measure of every engine.

The fallback verifies with it, tests compare the index with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from search.analysis.asking import asks, same_glyphs, scattered, scattered_tokens, title_tier
from search.analysis.columns import bare, folded_column, plain_column
from search.analysis.numbers import four_corner_codes, has_number, number_column
from search.analysis.sounds import sound_asks, sound_column
from search.analysis.tiers import Tier
from search.language.tree import (
    And,
    Choice,
    Everything,
    FourCorner,
    Node,
    Not,
    Number,
    Or,
    Pinyin,
    Term,
    Years,
)


class Field(Protocol):
    """What matters here of a :class:`census.searching.TextField`."""

    @property
    def name(self) -> str:
        """Return its name."""

    @property
    def general(self) -> bool:
        """Tell whether words without a field look into it."""

    @property
    def is_title(self) -> bool:
        """Tell whether it holds titles."""


class Part(Protocol):
    """What matters here of a :class:`census.searching.TextPart`."""

    @property
    def text(self) -> str:
        """Return the text as stated."""

    @property
    def place(self) -> Any:
        """Return where in the record it stands."""


class Stated(Protocol):
    """What matters here of a :class:`census.searching.Document`."""

    @property
    def texts(self) -> Mapping[str, Sequence[Part]]:
        """Return the texts of each field."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the record's numbers."""

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """Return the values of each dimension."""

    @property
    def years(self) -> tuple[int, int] | None:
        """Return the first and last year of the edition."""


class Columns:
    """The columns of one document, each worked out when first asked for."""

    def __init__(self, document: Stated, fields: Iterable[Field]) -> None:
        self.document = document
        self.fields = {field.name: field for field in fields}
        self._folded: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._asked: dict[str | None, list[Field]] = {}

    def texts(self, name: str) -> list[str]:
        """Return the texts of a field."""
        return [part.text for part in self.document.texts.get(name, ())]

    def folded(self, name: str) -> str:
        """Return the folded column of a field."""
        return self._column(name, self._folded, folded_column)

    def plain(self, name: str) -> str:
        """Return the plain column of a field."""
        return self._column(name, self._plain, plain_column)

    def _column(self, name: str, known: dict[str, str], make: Callable[..., str]) -> str:
        if name not in known:
            known[name] = make(self.texts(name), title=self.fields[name].is_title)
        return known[name]

    @cached_property
    def titles(self) -> list[str]:
        """Return the texts of all title fields."""
        return [text for field in self.fields.values() if field.is_title for text in self.texts(field.name)]

    @cached_property
    def sounds(self) -> str:
        """Return the sound column of the titles."""
        return sound_column(self.titles)

    @cached_property
    def corners(self) -> set[str]:
        """Return the four-corner codes of the titles and their beginnings."""
        return four_corner_codes(self.titles)

    @cached_property
    def numbers(self) -> str:
        """Return the column of the record's numbers."""
        return number_column(self.document.numbers)

    def asked(self, name: str | None) -> list[Field]:
        """Return the fields into which a term looks, those without a text in this document left out."""
        if name not in self._asked:
            stated = [field for field in self.fields.values() if field.name in self.document.texts]
            self._asked[name] = [field for field in stated if (field.general if name is None else field.name == name)]
        return self._asked[name]


def match(columns: Columns, tree: Node, *, scatter: bool = True) -> Tier | None:
    """Return how well a document meets a query, ``None`` if it does not; ``scatter`` lets scattered hits count."""
    if isinstance(tree, And):
        return _all([match(columns, part, scatter=scatter) for part in tree.parts])
    if isinstance(tree, Or):
        return _best(match(columns, part, scatter=scatter) for part in tree.parts)
    if isinstance(tree, Not):
        return Tier.ELSEWHERE if match(columns, tree.part, scatter=False) is None else None
    if isinstance(tree, Term):
        return _term(columns, tree, scatter)
    if isinstance(tree, Pinyin):
        return _best(ask.tier_in(columns.sounds) for ask in sound_asks(tree))
    return Tier.ELSEWHERE if _meets(columns, tree) else None


def _all(tiers: list[Tier | None]) -> Tier | None:
    """A title that meets one term well speaks for the record; one scattered term sends it behind all others."""
    met = [tier for tier in tiers if tier is not None]
    if len(met) < len(tiers):
        return None
    return Tier.SCATTERED if Tier.SCATTERED in met else min(met, default=Tier.ELSEWHERE)


def _best(tiers: Iterable[Tier | None]) -> Tier | None:
    return min((tier for tier in tiers if tier is not None), default=None)


def _term(columns: Columns, term: Term, scatter: bool) -> Tier | None:
    fields = columns.asked(term.field)
    together = _best(_tier_in(columns, term, field) for field in fields)
    if together is not None or not scatter or not scattered_tokens(term):
        return together
    titles = (columns.folded(field.name) for field in fields if field.is_title)
    return Tier.SCATTERED if any(scattered(term, column) for column in titles) else None


def _tier_in(columns: Columns, term: Term, field: Field) -> Tier | None:
    folded = columns.folded(field.name)
    plain = columns.plain(field.name) if term.exact else ""
    if field.is_title:
        return title_tier(term, folded, plain)
    return Tier.ELSEWHERE if any(ask.found_in(plain if ask.exact else folded) for ask in asks(term)) else None


def worded(node: Node) -> bool:
    """Tell whether a query has words whose glyphs can be compared."""
    if isinstance(node, And | Or):
        return any(map(worded, node.parts))
    return isinstance(node, Term) and bool(bare(node.text))


def equal_glyphs(columns: Columns, tree: Node) -> bool:
    """Tell whether a record that was found has the query's words in the very characters: all of And, any of Or.

    What has no words (a sound, years) counts for nothing, so 萬曆 ranks the words before what is only of those years.
    """
    if isinstance(tree, And | Or):
        parts = [equal_glyphs(columns, part) for part in tree.parts if worded(part)]
        return all(parts) if isinstance(tree, And) else any(parts) or not parts
    if not isinstance(tree, Term) or not bare(tree.text):
        return True
    return any(same_glyphs(tree, columns.plain(field.name)) for field in columns.asked(tree.field))


def _meets(columns: Columns, leaf: Node) -> bool:
    document = columns.document
    if isinstance(leaf, FourCorner):
        return leaf.digits in columns.corners
    if isinstance(leaf, Number):
        return has_number(leaf.text, leaf.prefix, columns.numbers)
    if isinstance(leaf, Choice):
        return not set(leaf.values).isdisjoint(document.facets.get(leaf.facet, ()))
    if isinstance(leaf, Years):
        return document.years is not None and within(leaf, *document.years)
    return isinstance(leaf, Everything)


def within(years: Years, first: int, last: int) -> bool:
    """Tell whether an edition's years overlap with the range, or, unless ``touching``, lie inside it."""
    start, end = (last, first) if years.touching else (first, last)
    return (years.first is None or start >= years.first) and (years.last is None or end <= years.last)
