"""What a chosen offer writes into the statement, with the dynasty and the brackets that belong there. Pure."""

from __future__ import annotations

from typing import Protocol

from authority.folding import fold_name
from guji.assisting.asks import Ask
from guji.assisting.fields import DYNASTY, ERA, PERSON
from guji.notation.scan import BRACKETS

_FULL, _HALF = "（）", "()"


class Form(Protocol):
    """As much of an offer as is written."""

    kind: str
    form: str
    detail: str
    value: str


def written(offer: Form, ask: Ask, text: str, *, statement: bool) -> str:
    """Return what takes the place of the fragment. Outside a statement that is the value alone."""
    if not statement:
        return offer.value or offer.form
    if offer.kind == PERSON:
        return offer.form if _stands_before(offer, ask) else bracketed(offer.detail, text) + offer.form
    if offer.kind == ERA:
        return offer.form if ask.settled or not offer.detail else offer.detail + offer.form
    if offer.kind == DYNASTY:
        return _dynasty(offer.form, ask, text)
    return offer.value or offer.form


def _stands_before(offer: Form, ask: Ask) -> bool:
    """Whether the person's dynasty is written already: in brackets right before, or before those who share it."""
    shared = bool(ask.dynasty) and fold_name(ask.dynasty) == fold_name(offer.detail)
    return not offer.detail or ask.settled or shared


def bracketed(dynasty: str, text: str) -> str:
    """Return a dynasty in brackets as wide as those that the statement has."""
    brackets = _HALF if "(" in text and "（" not in text else _FULL
    return brackets[0] + dynasty + brackets[1]


def _dynasty(form: str, ask: Ask, text: str) -> str:
    """Return a dynasty: closing the bracket that stands open, in brackets before a person, bare in an edition."""
    before, after = text[: ask.start], text[ask.end :]
    opening = before[-1:] if before[-1:] in BRACKETS else ""
    if opening:
        closing = BRACKETS[opening]
        return form if after.startswith(closing) else form + closing
    return bracketed(form, text) if PERSON in ask.kinds else form
