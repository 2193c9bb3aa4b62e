"""The index as one commit left it: its open segments, what of them still counts, and who may see what."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from search.engine.protocol import Scope
from search.engine.whoosh_store.docset import DocSet
from search.engine.whoosh_store.layout import HOLDER, PUBLIC
from search.engine.whoosh_store.rows import key_of
from search.engine.whoosh_store.segment import Segment

#: Scopes whose documents are remembered: hardly more than there are institutions.
_SCOPES: Final = 256


@dataclass
class Part:
    """One segment of a view, and those of its documents that were not deleted since."""

    segment: Segment
    deleted: frozenset[int]
    _visible: dict[Scope, DocSet] = field(default_factory=dict)
    #: The last scope with hidden records, and what it shows: replaced as one, so that threads need no lock.
    _without: tuple[Scope, DocSet] | None = None

    @cached_property
    def live(self) -> DocSet:
        """What is not deleted."""
        everything = self.segment.everything
        if not self.deleted:
            return everything
        gone = np.fromiter(self.deleted, np.uint32, len(self.deleted))
        gone.sort()
        return everything - DocSet.of(self.segment.size, gone)

    def visible(self, scope: Scope) -> DocSet:
        """Return what a scope shows."""
        if scope.hidden:
            return self._without_hidden(scope)
        if scope.everywhere:
            return self.live
        found = self._visible.get(scope)
        if found is None:
            found = self.segment.having(PUBLIC, ("1",))
            if scope.institutions:
                found = found | self.segment.having(HOLDER, tuple(map(str, scope.institutions)))
            found = found & self.live
            if not scope.institutions:
                found = found.at_hand()
            if len(self._visible) < _SCOPES:
                self._visible[scope] = found
        return found

    def _without_hidden(self, scope: Scope) -> DocSet:
        """Return what a scope shows beside its hidden records, which are few and soon others."""
        held = self._without
        if held is not None and held[0] == scope:
            return held[1]
        identities = self.segment.identities
        docs = sorted(doc for hidden in scope.hidden for doc in identities.docs_of(key_of(*hidden)))
        gone = DocSet.of(self.segment.size, np.array(docs, np.uint32))
        found = self.visible(replace(scope, hidden=frozenset())) - gone
        self._without = (scope, found)
        return found


@dataclass(frozen=True)
class View:
    """The segments of one commit. ``largest`` is the one by which the others are put in order."""

    name: str
    parts: tuple[Part, ...]

    @cached_property
    def largest(self) -> Segment | None:
        """The segment with most documents."""
        return max((part.segment for part in self.parts), key=lambda one: one.size, default=None)

    @property
    def documents(self) -> int:
        """Return how many documents there are."""
        return sum(part.segment.size - len(part.deleted) for part in self.parts)

    @property
    def deleted(self) -> int:
        """Return how many documents are deleted but still there."""
        return sum(len(part.deleted) for part in self.parts)


def deleted_in(segment: Any) -> frozenset[int]:
    """Return the deleted documents of a segment of a table of contents."""
    return frozenset(segment.deleted_docs())
