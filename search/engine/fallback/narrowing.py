"""From a query to the condition of a database: never too little, sometimes too much.

What a condition lets through is verified on its document, unless it is *sure*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Final

from django.db.models import Q

from census.searching import DatabaseSide, SearchKind
from search.engine.fallback.runs import number_run, scattered_runs, ways
from search.language.tree import And, Choice, Everything, Node, Not, Number, Or, Term, Years

NOTHING: Final = Q(pk__in=[])
ALL: Final = ~NOTHING


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition, and whether it is the whole truth."""

    q: Q
    sure: bool = False

    def __and__(self, other: Condition) -> Condition:
        return Condition(self.q & other.q, self.sure and other.sure)

    def __or__(self, other: Condition) -> Condition:
        return Condition(self.q | other.q, self.sure and other.sure)

    def __invert__(self) -> Condition:
        return Condition(~self.q, True) if self.sure else Condition(ALL)


EVERYTHING: Final = Condition(ALL, True)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Conditions for one kind. ``titles``: words without a field in titles alone; ``scatter``: there also apart."""

    kind: SearchKind
    side: DatabaseSide
    titles: bool = False
    scatter: bool = False

    def condition(self, tree: Node, chosen: Mapping[str, Sequence[str]] | None = None) -> Condition:
        """Return the condition of a query and of the values chosen in each dimension."""
        choices = [self._of(Choice(facet, tuple(values))) for facet, values in (chosen or {}).items()]
        return reduce(and_, choices, self._of(tree))

    def _of(self, node: Node) -> Condition:
        if isinstance(node, And):
            return reduce(and_, map(self._of, node.parts), EVERYTHING)
        if isinstance(node, Or):
            return reduce(or_, map(self._of, node.parts), Condition(NOTHING, True))
        if isinstance(node, Not):
            return ~self._of(node.part)
        return self._leaf(node)

    def _leaf(self, node: Node) -> Condition:
        if isinstance(node, Term):
            return Condition(_any(self._words(node)))
        if isinstance(node, Number):
            run = number_run(node.text)
            return Condition(self.side.numbered(run) if run else NOTHING)
        if isinstance(node, Years):
            return Condition(self.side.dated(node.first, node.last))
        if isinstance(node, Choice):
            known = self.side.chosen(node.facet, node.values)
            return Condition(ALL) if known is None else Condition(known, True)
        return EVERYTHING if isinstance(node, Everything) else Condition(ALL)

    def _words(self, term: Term) -> Iterable[Q]:
        titles = [field.name for field in self.kind.text_fields if field.is_title and term.field in (None, field.name)]
        fields = titles if self.titles and term.field is None else [term.field]
        for runs in ways(term):
            for name in fields:
                yield self.side.having(runs, name) if runs else ALL
        if self.scatter and (apart := scattered_runs(term)):
            for name in titles:
                yield self.side.having(apart, name)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, NOTHING)
