"""Counted values of a dimension as lines of a catalogue, each with where its records are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from census.searching import Words
from search.results import FacetChoice


@dataclass(frozen=True, slots=True)
class Line:
    """One value: what a person reads, how many records have it, where they are listed, what lies beneath it."""

    value: str
    label: Words
    count: int
    url: str
    children: tuple[Line, ...] = ()


def lines(name: str, choices: Sequence[FacetChoice]) -> list[Line]:
    """Return the values that any record has, in their order."""
    return [
        Line(one.value, one.label, one.count, address(name, one.value), tuple(lines(name, one.children)))
        for one in choices
        if one.count
    ]


def address(name: str, value: str) -> str:
    """Return where the records that have a value are listed; classes and institutions have pages of their own."""
    if name == "class":
        return reverse("class", args=[value])
    if name == "institution":
        return reverse("institution", args=[value])
    return f"{reverse('search')}?{urlencode({name: value})}"
