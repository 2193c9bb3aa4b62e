"""Keeping the offers in step: counted anew when records have changed, and only what differs is written.

Counting reads every approved record, a few seconds for a province, so it is done by the worker at most every ten
minutes. A name that is proposed or decided about does not wait for it (:func:`show_name`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from authority.models import Name, NameStatus
from census.bulk import RowUpdater, RowWriter, unmapped
from census.models import Revision
from guji.assisting.gathering import Found, Gathered, Place, gather, offer_name, others_of
from guji.assisting.keys import RULES, keys_of
from guji.models import Offer, OfferKey, OfferTally

#: How long offers may be behind.
AGE: Final = timedelta(minutes=10)
#: Rows written in one transaction: others want to write too.
BLOCK: Final = 2000
Known = dict[Place, tuple[Any, ...]]
_COLUMNS: Final = ("form", "value", "note", "status", "uses")


def recount_if_due() -> int | None:
    """Count anew if records or names have changed and the last count is old; return how many offers differed."""
    last = OfferTally.objects.order_by("pk").first()
    now = timezone.now()
    if last is None or last.rules != RULES:
        return recount()
    if last.counted_at > now - AGE or last.revision == _revision():
        return None
    mine = OfferTally.objects.filter(pk=last.pk, counted_at=last.counted_at).update(counted_at=now)
    return recount() if mine else None


def recount() -> int:
    """Count all offers anew and write what differs; return how many offers that were."""
    revision = _revision()
    if not OfferTally.objects.filter(rules=RULES).exists():
        _forget_all()
    known = _known()
    with unmapped(connection):
        found = gather()
    written = _write(found, known)
    values = {"counted_at": timezone.now(), "revision": revision, "rules": RULES}
    OfferTally.objects.update_or_create(pk=1, defaults=values)
    return written


def _revision() -> int:
    return Revision.objects.aggregate(last=Max("pk"))["last"] or 0


def _forget_all() -> None:
    with transaction.atomic():
        OfferKey.objects.all()._raw_delete(OfferKey.objects.db)
        Offer.objects.all()._raw_delete(Offer.objects.db)


def _known() -> Known:
    """Read the table as it is before anything is counted: what is offered meanwhile is left alone."""
    rows = Offer.objects.order_by().values_list("pk", "kind", "fold", "detail", *_COLUMNS)
    return {Place(kind, fold, detail): (key, *columns) for key, kind, fold, detail, *columns in rows.iterator(10_000)}


def _write(found: Found, known: Known) -> int:
    """Bring the table to what was found: new rows, changed ones, and those that nothing stands for any more."""
    new = [place for place in found if place not in known]
    changed = [place for place in found if place in known and known[place][1:] != _columns(found[place])]
    gone = [known[place][0] for place in known if place not in found]
    for places in _blocks(new):
        _insert(found, places)
    for places in _blocks(changed):
        _update(found, places, known)
    for keys in _blocks(gone):
        Offer.objects.filter(pk__in=keys).delete()
    return len(new) + len(changed) + len(gone)


def _columns(one: Gathered) -> tuple[str, str, str, str, int]:
    return one.form, one.value, one.shown, one.status, one.uses


def _blocks(items: Sequence[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while block := list(islice(rest, BLOCK)):
        yield block


@transaction.atomic
def _insert(found: Found, places: Sequence[Place]) -> None:
    """Insert offers and their keys, but for those that somebody proposed meanwhile."""
    offered = _keys_of_rows(places)
    places = [place for place in places if place not in offered]
    RowWriter(Offer, ("kind", "fold", "detail", *_COLUMNS)).write(
        (place.kind, place.fold, place.detail, *_columns(found[place])) for place in places
    )
    keys = _keys_of_rows(places)
    _write_keys((keys[place], place, found[place]) for place in places)


def _keys_of_rows(places: Sequence[Place]) -> dict[Place, int]:
    kinds, folds = {place.kind for place in places}, {place.fold for place in places}
    rows = Offer.objects.order_by().filter(kind__in=kinds, fold__in=folds)
    return {Place(*place): key for key, *place in rows.values_list("pk", "kind", "fold", "detail")}


@transaction.atomic
def _update(found: Found, places: Sequence[Place], known: Known) -> None:
    RowUpdater(Offer, (*_COLUMNS, "id")).write((*_columns(found[place]), known[place][0]) for place in places)
    respelt = [place for place in places if known[place][1] != found[place].form]
    OfferKey.objects.filter(offer__in=[known[place][0] for place in respelt]).delete()
    _write_keys((known[place][0], place, found[place]) for place in respelt)


def _write_keys(offers: Iterable[tuple[int, Place, Gathered]]) -> None:
    RowWriter(OfferKey, ("offer_id", "kind", "key", "at")).write(
        (key, place.kind, typed.text.encode(), typed.at)
        for key, place, one in offers
        for typed in keys_of(place.kind, one.form, others_of(place, one))
    )


def show_name(name: Name) -> None:
    """Offer a name of the authority at once, or no more if it was declined and no record uses it."""
    place = Place(name.kind, name.folded, name.dynasty)
    offer = Offer.objects.filter(kind=place.kind, fold=place.fold, detail=place.detail).first()
    if name.status == NameStatus.DECLINED:
        if offer is not None and not offer.uses:
            offer.delete()
        elif offer is not None:
            Offer.objects.filter(pk=offer.pk).update(status="")
        return
    one = Gathered(status=offer.status if offer else "", settled=offer.form if offer else "")
    offer_name(one, name)
    values = {"form": one.form, "note": one.note, "status": one.status}
    offer, _new = Offer.objects.update_or_create(kind=place.kind, fold=place.fold, detail=place.detail, defaults=values)
    OfferKey.objects.filter(offer=offer).delete()
    _write_keys([(offer.pk, place, one)])
