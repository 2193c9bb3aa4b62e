"""The dimensions beside the results: what is chosen, what else could be, each as a link that changes the search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from census.searching import Words, search_kinds
from search.results import FacetChoice, FacetGroup
from search.views.asked import Asked

#: Lines shown of a dimension; the rest unfolds, up to so many.
SHOWN, MOST = 8, 200
#: Dimensions that keep their order of time or place however long they are.
IN_ORDER = ("century", "completeness", "flags", "state")


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One value: picking it, or giving it up if it is picked, is the link; beneath it what lies below, if open."""

    label: Words
    count: int
    url: str
    selected: bool
    children: tuple[PanelLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """One dimension: the lines shown, and those that unfold."""

    name: str
    label: Words
    lines: tuple[PanelLine, ...]
    rest: tuple[PanelLine, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One value that was picked, and the search without it."""

    name: str
    value: str
    dimension: Words
    label: Words
    url: str


def panels(groups: Sequence[FacetGroup], asked: Asked) -> list[Panel]:
    """Return the dimensions that leave a choice: one value that all hits have is none, unless it was picked."""
    return [_panel(group, asked) for group in groups if not group.aside and _leaves_a_choice(group)]


def _leaves_a_choice(group: FacetGroup) -> bool:
    return bool(group.selected) or len(group.choices) > 1 or any(choice.children for choice in group.choices)


def _panel(group: FacetGroup, asked: Asked) -> Panel:
    choices: Sequence[FacetChoice] = [choice for choice in group.choices if choice.count or choice.open]
    alone = len(choices) == 1
    if not group.nested and group.name not in IN_ORDER:
        choices = sorted(choices, key=lambda choice: (not choice.open, -choice.count))
    links = _Links(group, asked)
    lines = tuple(_line(choice, links, unfolded=alone) for choice in choices[:MOST])
    first = max(SHOWN, sum(line.selected for line in lines))
    if len(lines) <= first + 1:
        return Panel(group.name, group.label, lines, ())
    return Panel(group.name, group.label, lines[:first], lines[first:])


class _Links:
    """The addresses of one dimension's lines: what stays the same in all of them is written once."""

    def __init__(self, group: FacetGroup, asked: Asked) -> None:
        self.name = group.name
        self.nested = group.nested
        self.picked = asked.chosen.get(group.name, ())
        rest = urlencode([pair for pair in asked.with_page(1).pairs if pair[0] != group.name])
        self.start = f"{reverse('search')}?{rest}"
        self.join = "&" if rest else ""

    def to(self, choice: FacetChoice) -> str:
        """Return the search with a value, without it if it is picked; in a tree it takes the place of all others."""
        if choice.selected:
            values = tuple(value for value in self.picked if value != choice.value)
        else:
            values = (choice.value,) if self.nested else (*self.picked, choice.value)
        query = urlencode([(self.name, value) for value in values])
        return f"{self.start}{self.join}{query}" if query else self.start


def _line(choice: FacetChoice, links: _Links, *, unfolded: bool = False) -> PanelLine:
    """Return a line. What lies beneath is shown where a value is picked, or is the only one (浙江省: its cities)."""
    below = [child for child in choice.children if child.count] if choice.open or unfolded else []
    children = tuple(_line(child, links) for child in below)
    return PanelLine(choice.label, choice.count, links.to(choice), choice.selected, children)


def _dimension(name: str, group: FacetGroup | None) -> Words:
    """Return what a dimension is called, also where nothing of it was found."""
    if group is not None:
        return group.label
    fields = (facet for kind in search_kinds().values() for facet in kind.facet_fields)
    return next((facet.label for facet in fields if facet.name == name), name)


def chosen(groups: Sequence[FacetGroup], asked: Asked) -> Iterator[Chosen]:
    """Yield what was picked, each with the way to give it up; a value that nobody knows is shown as written."""
    names = {group.name: group for group in groups}
    for name, values in asked.chosen.items():
        group = names.get(name)
        known = {choice.value: choice.label for choice in group.flat()} if group else {}
        for value in values:
            yield Chosen(name, value, _dimension(name, group), known.get(value, value), asked.without(name, value).url)
