"""Where one volume ends and the next begins: between two holders where that can be, else between two entries.

A holder is parted only if it fills more than a volume by itself; then into parts as even as can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from authority.han import FIRST_STROKES
from catalog_export.volumes.series.ledger import Ledger
from catalog_export.volumes.series.runs import Heading

#: Title page, imprint, texts, contents, tables: what a volume needs beside entries and index.
OTHER_PAGES = 14
#: Pages that a holder loses where it begins on a page of its own.
NEW_PAGE = 0.5
#: A holder that must be parted begins in the volume before it, if that is filled less than this.
HARDLY_BEGUN = 0.35


class BudgetError(ValueError):
    """A page budget in which no volume has room."""


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
    starts = [0, *_cuts(ledger, room, NEW_PAGE if new_page else 0.0)]
    ends = [*starts[1:], len(ledger)]
    return [
        Piece(start, end, sum(ledger.sizes[start:end]) + OTHER_PAGES)
        for start, end in zip(starts, ends, strict=True)
        if end > start
    ]


def _cuts(ledger: Ledger, room: float, new_page: float) -> Iterator[int]:
    """Yield the places at which a further volume begins."""
    used = 0.0
    for start, end in zip(ledger.firsts, ledger.holder_ends(), strict=True):
        size = sum(ledger.sizes[start:end]) + new_page
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


def divide_headings(counts: Mapping[Heading, int], page_lines: float, max_pages: int) -> list[frozenset[Heading]]:
    """Return which headings each index volume holds, as even as can be; one empty set means all in one volume."""
    total = sum(counts.values())
    volumes = ceil(total / page_lines / (max_pages - OTHER_PAGES)) if max_pages else 1
    if volumes < 2:
        return [frozenset()] if counts else []
    groups: list[set[Heading]] = [set()]
    used = 0.0
    for heading in sorted(counts, key=_heading_order):
        full = used + counts[heading] / 2 > total / volumes * len(groups)
        if full and groups[-1] and len(groups) < volumes:
            groups.append(set())
        groups[-1].add(heading)
        used += counts[heading]
    return [frozenset(group) for group in groups]


def _heading_order(heading: Heading) -> tuple[bool, int, int]:
    count, first = heading
    return count == 0, count, FIRST_STROKES.index(first) if first in FIRST_STROKES else 0
