"""What a list of records asks the index, so that the database need not look at every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of one kind asks for: all the ``words``, each in one of the ``fields``, in the very characters.

    ``access`` is whose list it is (:class:`census.policies.Access`), ``chosen`` the values picked in some dimensions.
    Up to ``most`` records are to be named.
    """

    kind: str
    words: tuple[str, ...]
    fields: tuple[str, ...]
    access: Any
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    most: int = 2000


@dataclass(frozen=True, slots=True)
class Candidates:
    """Among which records all those wanted are: so many at most, and which unless they are too many to name."""

    total: int
    keys: tuple[UUID, ...] | None = None


#: Returns ``None`` where that cannot be said.
FindCandidates = Callable[[Wanted], Candidates | None]
_finders: list[FindCandidates] = []


def use_candidates(find: FindCandidates) -> None:
    """Let lists of records spare themselves a look at every row; called again, the new finder replaces the old one."""
    _finders[:] = [find]


def candidates(wanted: Wanted) -> Candidates | None:
    """Return among which records those wanted are, ``None`` where every row must be looked at."""
    return _finders[0](wanted) if _finders and wanted.words else None
