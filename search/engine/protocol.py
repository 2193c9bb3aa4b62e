"""What every engine can do. Requests in, keys and counts out: an engine knows no record and no page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import UUID

from census.searching import Document
from search.analysis import Tier
from search.language.tree import Everything, Node


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records may be found: all, or the public ones and all those of some institutions (their keys).

    ``hidden`` are records (kind, key) that an index may still show though they must no longer be seen
    (:mod:`search.withheld`): they are in no hit, no count and no suggestion.
    """

    everywhere: bool = False
    institutions: frozenset[int] = frozenset()
    hidden: frozenset[tuple[str, UUID]] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """One search. ``chosen`` are the facet values picked: any of a dimension's values, all dimensions together.

    ``counted`` names the dimensions to count. Each is counted under the query, the scope and every *other* dimension's
    choice, so that what else one could have picked stays in sight; ``total`` is under all of them.
    ``sort`` is empty for relevance.
    """

    tree: Node = field(default_factory=Everything)
    scope: Scope = field(default_factory=Scope)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    offset: int = 0
    limit: int = 20


class FoundHit(NamedTuple):
    """One record found."""

    kind: str
    record_id: UUID
    tier: Tier = Tier.ELSEWHERE


@dataclass(frozen=True, slots=True)
class Found:
    """What a request found: exact total, the page of hits in order, the counts of each facet's values.

    ``capped`` says that the search was broken off: there may be more than ``total``, and facets are not complete. An
    index never does that. ``only_together`` says that hits by scattered characters were not looked for though there
    was little else, the characters being in too many titles; total and facets are exact without them.
    """

    total: int
    hits: tuple[FoundHit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    capped: bool = False
    only_together: bool = False


class Suggestion(NamedTuple):
    """One way to go on typing: a title or a person as stated, and how many records in scope have it."""

    text: str
    field: str
    records: int


class Engine(Protocol):
    """A reader of the index. Cheap to ask whether it is current, safe in several threads and processes."""

    def generation(self) -> str:
        """Return a name that changes with whatever the engine would answer; empty where it cannot tell. Never raises.

        What was counted under a name may be shown again under the same.
        """

    def warm(self) -> None:
        """Read what the first requests would wait for. Raises :class:`IndexUnusable` as :meth:`search` does."""

    def search(self, request: Request) -> Found:
        """Carry out a request. Raises :class:`IndexUnusable` if there is no index or it cannot be read."""

    def keys(self, request: Request) -> Iterator[FoundHit]:
        """Yield every hit of a request in its order, whatever its limit: for exports."""

    def suggest(self, text: str, scope: Scope, limit: int = 10) -> list[Suggestion]:
        """Return titles and persons in scope that begin with (then contain) what was typed, in any form."""

    def near(self, text: str, scope: Scope, limit: int = 3) -> list[Suggestion]:
        """Return titles and persons in scope that differ in one or two characters: 您是不是要找."""

    def same(self, key: str, scope: Scope, limit: int = 100) -> list[FoundHit]:
        """Return the copies of the same edition in scope (:attr:`census.searching.Document.same`)."""


class IndexWriter(Protocol):
    """The one writer of an index. Holds the lock from opening to :meth:`close`."""

    def replace(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID]] = ()) -> None:
        """Put documents in place of older ones of the same key, take out those that are gone; durable on return.

        All or nothing: if it raises, readers go on with what stood before, and the writer is closed and opened anew.
        """

    def close(self) -> None:
        """Give the lock back."""


class IndexStore(Protocol):
    """A folder with an index in it: making, opening, swapping.

    ``keeps_index`` is false for an engine that asks the database itself: there is then nothing to write or to rebuild.
    """

    @property
    def keeps_index(self) -> bool:
        """Whether there is an index that has to be kept up."""

    def open(self) -> Engine:
        """Return a reader that follows the current index. Opening is lazy: it does not raise."""

    def writer(self) -> IndexWriter:
        """Return the writer. Raises :class:`IndexLocked` if there is one, :class:`IndexUnusable` without an index."""

    def build(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> Path:
        """Build a whole new index beside the current one, durable but not yet current; return its folder."""

    def swap(self, folder: Path) -> None:
        """Make a built index the current one, at once and atomically; the old one goes when no reader needs it.

        The caller (:mod:`search.indexing`) sees to it that no writer is open meanwhile: a writer is of one folder.
        """

    def tidy(self) -> None:
        """Remove what interrupted builds and commits left. The caller sees to it that neither is under way."""

    def state(self) -> IndexState:
        """Say how the current index stands; never raises."""

    def all_keys(self) -> Iterator[tuple[str, UUID, str]]:
        """Yield (kind, key, :func:`census.searching.digest_of`) of everything in the index, as ``--check`` compares."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """How the index stands: usable, why not, how many documents in how many pieces, of which schema, bytes."""

    usable: bool
    reason: str = ""
    documents: int = 0
    deleted: int = 0
    schema: str = ""
    size: int = 0
    pieces: int = 1


class IndexUnusable(Exception):  # noqa: N818 - a state of things, not a fault of the program
    """There is no index, it is of another schema, or it is broken; the message says which, in Chinese."""


class IndexLocked(Exception):  # noqa: N818 - a state of things, not a fault of the program
    """Somebody else is writing."""
