"""A page of results as it is shown: each hit with its address, and the way to all other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from census.searching import Entry, Words
from search import facade
from search.analysis import Segment
from search.results import Hit, Results, Why
from search.views.asked import Asked
from search.views.asking import ask

#: Pages named on either side of the present one.
NEIGHBOURS = 2
#: Texts shown of one field and place of a hit: a set may have the same word in each of its works.
MOST_TEXTS = 5


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One hit and the address of its page."""

    hit: Hit
    url: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit was found, in one line: all texts of one field in one place; ``more`` are not shown."""

    label: Words
    place: Words
    texts: tuple[tuple[Segment, ...], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page that can be gone to; without a number it stands for those left out."""

    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of hits and the way to the others."""

    results: Results
    hits: tuple[ShownHit, ...]
    pages: tuple[PageLink, ...]
    previous: str = ""
    next: str = ""


def listing(asked: Asked, path: str) -> Listing:
    """Return a page of public records at an address of their own."""
    results = ask(facade.PUBLIC, asked, counted=())
    return listed(results, lambda page: f"{path}?{urlencode({'page': page})}" if page > 1 else path)


def listed(results: Results, address: Callable[[int], str]) -> Listing:
    """Return results as they are shown; ``address`` gives the address of a page by its number."""
    hits = tuple(ShownHit(hit, address_of_hit(hit.entry), tuple(reasons_of(hit))) for hit in results.hits)
    return Listing(
        results,
        hits,
        tuple(_pages(results, address)),
        address(results.page - 1) if results.has_previous else "",
        address(results.page + 1) if results.has_next else "",
    )


def reasons_of(hit: Hit) -> Iterator[Reason]:
    """Yield why a hit was found elsewhere than in its entry, one line for each field and place."""
    found: dict[tuple[str, str], list[Why]] = {}
    for why in hit.why:
        found.setdefault((why.field, str(why.place)), []).append(why)
    for whys in found.values():
        lines = _not_said_by_another(whys)
        texts = tuple(line.segments for line in lines[:MOST_TEXTS])
        yield Reason(lines[0].label, lines[0].place, texts, len(lines) - len(texts))


def _not_said_by_another(whys: list[Why]) -> list[Why]:
    """Return the texts without those that another one holds: 古周易 beside 古周易一卷."""
    words = ["".join(segment.text for segment in why.segments) for why in whys]
    within = [any(one != other and one in other for other in words) for one in words]
    return [why for why, said in zip(whys, within, strict=True) if not said]


def address_of_hit(entry: Entry) -> str:
    """Return the page of a record: its lasting public one, for what is not public that of the desk."""
    return reverse("public-record", args=[entry.number]) if entry.public else entry.desk


def _pages(results: Results, address: Any) -> Iterator[PageLink]:
    """Yield the first page, those around the present one, and the last, with gaps between them."""
    if results.pages < 2:
        return
    around = range(results.page - NEIGHBOURS, results.page + NEIGHBOURS + 1)
    shown = sorted({1, results.pages} | {page for page in around if 1 <= page <= results.pages})
    before = 0
    for page in shown:
        if page > before + 1:
            yield PageLink(0)
        yield PageLink(page, address(page), page == results.page)
        before = page
