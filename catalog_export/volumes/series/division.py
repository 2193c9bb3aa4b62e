"""Where one volume ends and the next begins: between two holders where that can be, else between two entries.

A holder is parted only if it fills more than a volume by itself; then into parts as even as can be. There are as few
volumes as the limit allows, and of these the thickest is as thin as can be: a shelf of even backs, no thin last one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import NamedTuple

from catalog_export.volumes.register.title_index import heading_of, sort_text
from catalog_export.volumes.series.ledger import Ledger

#: Title page, imprint, texts, contents, tables: what a volume needs beside entries and index.
OTHER_PAGES = 14
#: Pages that a holder loses where it begins on a page of its own.
NEW_PAGE = 0.5
#: How often the room of a volume is halved towards the least that needs no further volume.
HALVINGS = 7
#: A holder that must be parted begins in the volume before it, if that is filled less than this.
HARDLY_BEGUN = 0.35


class BudgetError(ValueError):
    """A page budget in which no volume has room."""


class TooLongError(ValueError):
    """A volume stays longer than it may be, however it is divided."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The records of one volume: the places ``start`` to ``end`` of a ledger, and the estimate of their pages."""

    start: int
    end: int
    pages: float


class _Holding(NamedTuple):
    """One holder's records: the places ``start`` to ``end`` of a ledger, and their pages."""

    start: int
    end: int
    size: float


def divide(ledger: Ledger, max_pages: int, *, factor: float = 1.0, new_page: bool = True) -> list[Piece]:
    """Return the volumes of at most ``max_pages`` pages each, by estimate; one that holds all if there is no limit.

    ``factor`` is by how much the estimates fell short before. Raises :class:`BudgetError` if the limit leaves no room.
    """
    if not max_pages:
        return [Piece(0, len(ledger), sum(ledger.sizes) + OTHER_PAGES)]
    room = max_pages / factor - OTHER_PAGES
    largest = max(ledger.sizes, default=0)
    if room < max(largest, 1):
        raise BudgetError(f"每册至多 {max_pages} 页，除去书名页、前言、目录、统计表后排不下正文；请放宽上限")
    starts = [0, *_even_cuts(ledger, room, NEW_PAGE if new_page else 0.0)]
    ends = [*starts[1:], len(ledger)]
    return [
        Piece(start, end, sum(ledger.sizes[start:end]) + OTHER_PAGES)
        for start, end in zip(starts, ends, strict=True)
        if end > start
    ]


def _even_cuts(ledger: Ledger, room: float, new_page: float) -> list[int]:
    """Return the places at which a further volume begins: in the least room that makes no more volumes than ``room``.

    No room is tried in which a holder must be parted that is not parted in ``room``.
    """
    holdings = [
        _Holding(start, end, sum(ledger.sizes[start:end]) + new_page)
        for start, end in zip(ledger.firsts, ledger.holder_ends(), strict=True)
    ]
    found = list(_cuts(ledger, holdings, room, new_page))
    low = max([holding.size for holding in holdings if holding.size <= room], default=0.0)
    low = max(low, max(ledger.sizes, default=0.0) + new_page, sum(ledger.sizes) / (len(found) + 1))
    high = room
    for _halving in range(HALVINGS if found and low < high else 0):
        middle = (low + high) / 2
        cuts = list(_cuts(ledger, holdings, middle, new_page))
        if len(cuts) <= len(found):
            found, high = cuts, middle
        else:
            low = middle
    return found


def _cuts(ledger: Ledger, holdings: Sequence[_Holding], room: float, new_page: float) -> Iterator[int]:
    """Yield the places at which a further volume begins: between two holders, within one only if it must be parted."""
    used = 0.0
    for holding in holdings:
        if used + holding.size <= room:
            used += holding.size
        elif holding.size <= room:
            yield holding.start
            used = holding.size
        else:
            if used > HARDLY_BEGUN * room:
                yield holding.start
                used = 0.0
            used = yield from _parted(ledger, holding, room, used, new_page)


def _parted(
    ledger: Ledger, holding: _Holding, room: float, used: float, new_page: float
) -> Generator[int, None, float]:
    """Yield the places at which a holder is parted, evenly; return how much of its last volume is used.

    ``used`` is what its first volume holds of others. An entry goes to the volume in which most of it falls.
    """
    used += new_page
    left = used + holding.size - new_page
    even = left / ceil(left / room)
    for place in range(holding.start, holding.end):
        taken = ledger.sizes[place]
        is_even = used + taken > even + taken / 2 and left > even * 1.01 and place > holding.start
        if is_even or used + taken > room:
            yield place
            left -= used
            used, even = 0.0, left / ceil(left / room)
        used += taken
    return used


def divide_heads(
    counts: Mapping[str, int], page_lines: float, max_pages: int, *, factor: float = 1.0
) -> list[frozenset[str]]:
    """Return which first characters (字頭) each index volume holds; one empty set means all in one volume.

    ``counts`` are the lines under each of them. Volumes are as even as can be and end where a heading ends; only a
    heading that fills more than a volume is parted, between two first characters. ``factor`` is by how much the
    estimates fell short before.
    """
    room = page_lines * max(max_pages / factor - OTHER_PAGES, 1)
    volumes = ceil(sum(counts.values()) / room) if max_pages else 1
    if volumes > 1:
        return _even_groups(counts, room, volumes)
    return [frozenset()] if counts else []


def _even_groups(counts: Mapping[str, int], room: float, volumes: int) -> list[frozenset[str]]:
    """Return first characters in so many groups, each ending near where an even share of the lines would."""
    share = sum(counts.values()) / volumes
    groups: list[set[str]] = [set()]
    used = 0.0
    for heads in _unparted(counts, room):
        lines = sum(counts[head] for head in heads)
        if groups[-1] and len(groups) < volumes and used + lines / 2 > share * len(groups):
            groups.append(set())
        groups[-1].update(heads)
        used += lines
    return [frozenset(group) for group in groups]


def _unparted(counts: Mapping[str, int], room: float) -> Iterator[list[str]]:
    """Yield first characters in their order, those of a heading together if a volume has room for them."""
    for _heading, group in groupby(sorted(counts, key=sort_text), key=heading_of):
        heads = list(group)
        if sum(counts[head] for head in heads) <= room:
            yield heads
        else:
            yield from ([head] for head in heads)
