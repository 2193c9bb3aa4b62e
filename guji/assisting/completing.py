"""What is offered at the caret: the readings of what stands there tried in turn, and a name to propose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from authority.folding import fold_name
from census.storable import is_storable
from guji.assisting.asks import Ask, Missing, asks, missing
from guji.assisting.fields import EDITIONS, PEOPLE, PROPOSED_AS, plain_name
from guji.assisting.looking import look, most_used
from guji.assisting.writing import written
from guji.models import Offer

#: Offers shown at once, and of what may follow a whole name.
MOST: Final = 8
FOLLOWING: Final = 5
#: Characters of a field that are looked at; an index for each is asked at most so often.
LONGEST: Final = 4000
MOST_ASKED: Final = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One offer, and what choosing it writes."""

    offer: Offer
    text: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What may take the place of the text from ``start`` to ``end``, and the name that nobody has yet."""

    start: int
    end: int
    lines: tuple[Line, ...] = ()
    missing: Missing | None = None


@dataclass(slots=True)
class _Tried:
    """What one reading led to."""

    ask: Ask
    lines: list[Line] = field(default_factory=list)
    whole: bool = False


def complete(name: str, text: str, caret: int, *, asked: bool = False) -> Completion:
    """Return what is offered in a field whose caret stands so; ``asked`` offers the most used in an empty one."""
    text = text[:LONGEST]
    caret = min(max(caret, 0), len(text))
    if not is_storable(text):
        return Completion(caret, caret)
    statement = plain_name(name) in PEOPLE or plain_name(name) in EDITIONS
    readings = [ask for ask in asks(name, text, caret) if ask.fragment or (asked and not statement)]
    tried = _first_fruitful(readings[:MOST_ASKED], text, statement=statement)
    if tried is None:
        return Completion(caret, caret, (), _missing(name, text, caret))
    if not tried.lines:
        return Completion(caret, caret)
    new = None if tried.whole else _missing(name, text, caret)
    return Completion(tried.ask.start, tried.ask.end, tuple(tried.lines), new)


def _first_fruitful(readings: Sequence[Ask], text: str, *, statement: bool) -> _Tried | None:
    """Return the first reading that offers something, or whose fragment is whole already."""
    for ask in readings:
        tried = _try(ask, text, statement)
        if tried.lines or tried.whole:
            return tried
    return None


def _try(ask: Ask, text: str, statement: bool) -> _Tried:
    """Return what a reading leads to; a fragment that is whole already leads on to what follows it."""
    found = look(ask, MOST + 1)
    same = [offer for offer in found if _is_whole(offer, ask)]
    stands = [offer for offer in same if _adds_nothing(offer, ask)]
    tried = _Tried(ask, whole=bool(same))
    left = [offer for offer in found if offer not in stands]
    if statement and any(offer.kind not in ask.then for offer in stands) and ask.then:
        tried.ask = replace(ask, start=ask.end, fragment="", kinds=ask.then, head="")
        left = most_used(ask.then, FOLLOWING)
    tried.lines = [Line(one, written(one, tried.ask, text, statement=statement)) for one in left[:MOST]]
    return tried


def _is_whole(offer: Offer, ask: Ask) -> bool:
    typed = fold_name(ask.fragment)
    return bool(typed) and typed in (offer.fold, fold_name(offer.value), fold_name(offer.detail + offer.form))


def _adds_nothing(offer: Offer, ask: Ask) -> bool:
    """Whether just that is written already, in these very characters."""
    return ask.fragment in ((offer.value,) if offer.value else (offer.form, offer.detail + offer.form))


def _missing(name: str, text: str, caret: int) -> Missing | None:
    """Return the name that could be proposed, unless somebody has it."""
    new = missing(name, text, caret)
    if new is None or new.kind not in PROPOSED_AS:
        return None
    kinds = {new.kind, PROPOSED_AS[new.kind]}
    known = Offer.objects.filter(kind__in=kinds, fold=fold_name(new.form)).exists()
    return None if known else replace(new, kind=PROPOSED_AS[new.kind])
