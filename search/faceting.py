"""From counts of values to choices that people read, the dimensions of all kinds of records together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from census.searching import FacetField, Words, search_kinds
from search.engine.protocol import Scope
from search.results import FacetChoice, FacetGroup

#: The dimension that says how far a record has come: for those who see more than what is public.
STATE = "state"

Counts = Mapping[str, int]


def dimensions(scope: Scope) -> dict[str, list[FacetField]]:
    """Return name → the fields of that name of all kinds, for those who see ``scope``."""
    found: dict[str, list[FacetField]] = {}
    for kind in search_kinds().values():
        for facet in kind.facet_fields:
            if facet.name != STATE or scope.everywhere or scope.institutions:
                found.setdefault(facet.name, []).append(facet)
    return found


def groups(
    fields: Mapping[str, Sequence[FacetField]], counts: Mapping[str, Counts], chosen: Mapping[str, Sequence[str]]
) -> Iterator[FacetGroup]:
    """Yield the dimensions that were counted and have something to choose, in the order of the kinds' own."""
    for name, facets in fields.items():
        if name in counts or name in chosen:
            group = _group(name, facets, counts.get(name, {}), chosen.get(name, ()))
            if group.choices:
                yield group


def _group(name: str, facets: Sequence[FacetField], counts: Counts, picked: Sequence[str]) -> FacetGroup:
    values = dict.fromkeys([*counts, *picked])
    labels, parents = _labels(facets, values, counts), _parents(facets, values)
    below: dict[str, list[str]] = {}
    for value in labels:
        above = parents.get(value, "")
        below.setdefault(above if above in labels else "", []).append(value)

    def made(value: str) -> FacetChoice:
        children = tuple(map(made, below.get(value, ())))
        return FacetChoice(value, labels[value], counts.get(value, 0), value in picked, children)

    choices = tuple(map(made, below.get("", ())))
    group = FacetGroup(name, facets[0].label, facets[0].nested, facets[0].aside, choices)
    selected = tuple(choice for choice in group.flat() if choice.selected)
    path = _path(selected[0], group, parents) if selected and group.nested else ()
    return FacetGroup(name, group.label, group.nested, group.aside, choices, selected, path)


def _labels(facets: Sequence[FacetField], values: Iterable[str], counts: Counts) -> dict[str, Words]:
    """Return what people read for each value, in the order to be shown; values that nobody knows are left out."""
    found: dict[str, Words] = {}
    for facet in facets:
        if facet.describe is None:
            by_count = sorted(values, key=lambda value: (-counts.get(value, 0), value))
            found |= {value: value for value in by_count if value not in found}
        else:
            described = facet.describe(values)
            found |= {value: label for value, label in described.items() if value not in found}
    return found


def _parents(facets: Sequence[FacetField], values: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for facet in facets:
        if facet.parents is not None:
            found |= facet.parents(values)
    return found


def _path(choice: FacetChoice, group: FacetGroup, parents: Mapping[str, str]) -> tuple[FacetChoice, ...]:
    known = {one.value: one for one in group.flat()}
    path = [choice]
    while (above := parents.get(path[-1].value, "")) in known:
        path.append(known[above])
    return tuple(reversed(path))
