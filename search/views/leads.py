"""Where nothing was found: which ways lead on from there, each with how many records it finds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from search import facade
from search.loosening import Loosened, Piece, loosen
from search.results import Results
from search.views.asked import Asked
from search.views.asking import total_of
from search.views.panels import Chosen

#: Seconds after which no more is counted: without an index each count may take long.
PATIENCE = 1.5
#: Choices of which each is tried to be given up, and words of which others that are written much alike are looked for.
MOST_CHOICES, MOST_WORDS = 6, 3


class Lead(NamedTuple):
    """One search that finds something: its words, where it is, how many records."""

    words: str
    url: str
    total: int


@dataclass(frozen=True, slots=True)
class Leads:
    """The ways on from a search that found nothing.

    ``choices`` give up one value that was picked, ``unchosen`` all of them, ``unexact`` takes all forms of a character,
    ``meant`` has another word in place of one that nothing meets, ``closest`` leaves out ``left_out``, ``apart`` are
    the words one by one, ``lost`` those of them that are nowhere.
    """

    choices: tuple[tuple[Chosen, int], ...] = ()
    unchosen: Lead | None = None
    unexact: Lead | None = None
    meant: tuple[Lead, ...] = ()
    closest: Lead | None = None
    left_out: tuple[str, ...] = ()
    apart: tuple[Lead, ...] = ()
    lost: tuple[str, ...] = ()


class _Patient:
    """Counts what an address finds while there is time."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.until = time.monotonic() + PATIENCE

    def __call__(self, asked: Asked) -> int | None:
        return total_of(self.user, asked) if time.monotonic() < self.until else None

    def lead(self, words: str, asked: Asked) -> Lead | None:
        """Return the way to a search if it finds anything."""
        total = self(asked)
        return Lead(words, asked.with_page(1).url, total) if total else None


def leads(user: Any, asked: Asked, results: Results, chosen: Sequence[Chosen]) -> Leads | None:
    """Return the ways on from results; none where something was found, or where there is no index to ask quickly."""
    if results.total or asked.is_empty:
        return None
    if results.notice:
        return Leads()
    count = _Patient(user)
    free = replace(asked, chosen={}, page=1)
    unchosen = count.lead(asked.text, free) if asked.chosen and asked.text else None
    if unchosen or not asked.text:
        return Leads(tuple(_given_up(asked, chosen, count)), unchosen)
    unexact = count.lead(asked.text, replace(free, exact=False)) if asked.exact else None
    return unworded(free, count, unexact)


def _given_up(asked: Asked, chosen: Sequence[Chosen], count: _Patient) -> Iterator[tuple[Chosen, int]]:
    for one in chosen[:MOST_CHOICES]:
        if total := count(asked.without(one.name, one.value)):
            yield one, total


def unworded(asked: Asked, count: _Patient, unexact: Lead | None) -> Leads:
    """Return the ways on from words that are nowhere together."""
    loose = loosen(facade.pieces(count.user, asked.text), lambda text: count(asked.worded(text)))
    several = len(loose.pieces) > 1
    return Leads(
        unexact=unexact,
        meant=tuple(_meant(asked, loose, count)) if several else (),
        closest=_lead(asked, loose.closest) if loose.closest else None,
        left_out=loose.left_out,
        apart=tuple(_lead(asked, piece) for piece in loose.found) if several else (),
        lost=tuple(loose.lost) if several else (),
    )


def _lead(asked: Asked, piece: Piece) -> Lead:
    return Lead(piece.text, asked.worded(piece.text).url, piece.total)


def _meant(asked: Asked, loose: Loosened, count: _Patient) -> Iterator[Lead]:
    """Yield the query with a word that is nowhere written otherwise, where that finds something."""
    for lost in loose.lost[:MOST_WORDS]:
        for near in facade.near(count.user, lost, 2):
            words = " ".join(near.text if piece.text == lost else piece.text for piece in loose.pieces)
            if lead := count.lead(words, asked.worded(words)):
                yield lead
