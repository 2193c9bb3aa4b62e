"""The dimensions beside the results: what is chosen, what else could be, each as a link that changes the search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from census.searching import Words
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
    lines = tuple(_line(choice, group, asked, unfolded=alone) for choice in choices[:MOST])
    first = max(SHOWN, sum(line.selected for line in lines))
    if len(lines) <= first + 1:
        return Panel(group.name, group.label, lines, ())
    return Panel(group.name, group.label, lines[:first], lines[first:])


def _line(choice: FacetChoice, group: FacetGroup, asked: Asked, *, unfolded: bool = False) -> PanelLine:
    """Return a line; in a tree picking a value takes the place of the one above it.

    What lies beneath is shown where a value is picked, and where it is the only one (浙江省: its cities).
    """
    if choice.selected:
        url = asked.without(group.name, choice.value).url
    else:
        url = (asked.only if group.nested else asked.choosing)(group.name, choice.value).url
    below = (
        tuple(_line(child, group, asked) for child in choice.children if child.count) if choice.open or unfolded else ()
    )
    return PanelLine(choice.label, choice.count, url, choice.selected, below)


def chosen(groups: Sequence[FacetGroup], asked: Asked) -> Iterator[Chosen]:
    """Yield what was picked, each with the way to give it up; a value that nobody knows is shown as written."""
    names = {group.name: group for group in groups}
    for name, values in asked.chosen.items():
        group = names.get(name)
        known = {choice.value: choice.label for choice in group.flat()} if group else {}
        for value in values:
            yield Chosen(group.label if group else name, known.get(value, value), asked.without(name, value).url)
