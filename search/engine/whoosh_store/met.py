"""What met a query in one segment: all of it, and what met it well."""

from __future__ import annotations

from dataclasses import dataclass

from search.engine.whoosh_store.docset import DocSet


@dataclass(frozen=True, slots=True)
class Met:
    """The documents that meet something; among them those whose title is just this, begins so, or has it inside.

    A document stands in every set that it belongs to; the best counts.
    """

    all: DocSet
    whole: DocSet
    begins: DocSet
    inside: DocSet

    @classmethod
    def nothing(cls, size: int) -> Met:
        """Return what nothing met."""
        empty = DocSet.nothing(size)
        return cls(empty, empty, empty, empty)

    @classmethod
    def plain(cls, found: DocSet) -> Met:
        """Return what met something that says nothing of titles."""
        empty = DocSet.nothing(found.size)
        return cls(found, empty, empty, empty)

    def __or__(self, other: Met) -> Met:
        if not len(self.all):
            return other
        if not len(other.all):
            return self
        return Met(
            self.all | other.all, self.whole | other.whole, self.begins | other.begins, self.inside | other.inside
        )
