"""Where one volume ends and the next begins: between two holders where that can be, else between two entries.

A holder is parted only if it fills more than a volume by itself; then into parts as even as can be. There are as few
volumes as the limit allows, and of these the thickest is as thin as can be: a shelf of even backs, no thin last one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

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
    ends = ledger.holder_ends()
    holders = [
        (start, end, sum(ledger.sizes[start:end]) + new_page) for start, end in zip(ledger.firsts, ends, strict=True)
    ]
    found = list(_cuts(ledger, holders, room, new_page))
    low = max([size for _, _, size in holders if size <= room], default=0.0)
    low = max(low, max(ledger.sizes, default=0.0) + new_page, sum(ledger.sizes) / (len(found) + 1))
    high = room
    for _halving in range(HALVINGS if found and low < high else 0):
        middle = (low + high) / 2
        cuts = list(_cuts(ledger, holders, middle, new_page))
        if len(cuts) <= len(found):
            found, high = cuts, middle
        else:
            low = middle
    return found


def _cuts(ledger: Ledger, holders: Sequence[tuple[int, int, float]], room: float, new_page: float) -> Iterator[int]:
    """Yield the places at which a further volume begins; ``holders`` are first place, end, and size of each."""
    used = 0.0
    for start, end, size in holders:
        if used + size <= room:
            used += size
            continue
        if used and (size <= room or used > HARDLY_BEGUN * room):
            yield start
            used = 0.0
        if size <= room:
            used = size
            continue
        used += new_page
        left = used + size - new_page
        even = left / ceil(left / room)
        for place in range(start, end):
            taken = ledger.sizes[place]
            if used + taken > room or (used + taken > even + taken / 2 and left > even * 1.01 and place > start):
                yield place
                left -= used
                used, even = 0.0, left / ceil(left / room)
            used += taken


def divide_heads(
    counts: Mapping[str, int], page_lines: float, max_pages: int, *, factor: float = 1.0
) -> list[frozenset[str]]:
    """Return which first characters (字頭) each index volume holds; one empty set means all in one volume.

    ``counts`` are the lines under each of them. Volumes are as even as can be and end where a heading ends; only a
    heading that fills more than a volume is parted, between two first characters. ``factor`` is by how much the
    estimates fell short before.
    """
    total = sum(counts.values())
    room = page_lines * max(max_pages / factor - OTHER_PAGES, 1)
    volumes = ceil(total / room) if max_pages else 1
    if volumes < 2:
        return [frozenset()] if counts else []
    groups: list[set[str]] = [set()]
    used = 0.0
    for heads in _unparted(counts, room):
        lines = sum(counts[head] for head in heads)
        if groups[-1] and len(groups) < volumes and used + lines / 2 > total / volumes * len(groups):
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
