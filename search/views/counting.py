"""How many public records there are of each value: asked of the index once, kept while the index stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search import facade
from search.results import FacetGroup
from search.views.kept import kept


@dataclass(frozen=True, slots=True)
class Counts:
    """Public records in all, by dimension and value, and the dimensions as people read them."""

    total: int
    facets: Mapping[str, Mapping[str, int]]
    groups: Mapping[str, FacetGroup] = field(default_factory=dict)
    notice: str = ""


def public_counts(*names: str) -> Counts:
    """Return the numbers of the whole public catalogue in these dimensions."""
    return kept(("counts", names), lambda: counts_of({}, *names))


def counts_of(chosen: Mapping[str, Sequence[str]], *names: str) -> Counts:
    """Return the numbers of the public records that have the chosen values."""
    results = facade.search(facade.PUBLIC, "", chosen, size=1, counted=names)
    groups = {group.name: group for group in results.facets if group.name in names}
    facets = {name: {choice.value: choice.count for choice in group.flat()} for name, group in groups.items()}
    return Counts(results.total, facets, groups, results.notice)
