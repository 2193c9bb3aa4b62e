"""Finding offers in the database: by the keys of what was typed, the most used first, each time by an index.

Where many names begin so (a letter or two), sorting them all would take longer than a person waits: then the most used
names are gone through until enough begin so, which takes the fewer steps the more there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Case, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Value, When

from guji.assisting.asks import Ask
from guji.assisting.keys import is_latin, mixed_keys, typed_key
from guji.models import Offer, OfferKey

#: From so many keys on names are gone through by use rather than gathered by key.
MANY: Final = 1500
#: Longer keys lead to few names.
SHORT: Final = 3
#: Of the most used, so many times what is asked for are looked at for those of the dynasty that stands written.
CONSIDERED: Final = 4
_LAST: Final = b"\xff"


def look(ask: Ask, limit: int) -> list[Offer]:
    """Return the offers that a fragment leads to: beginning so before having it inside, whole first, then by uses."""
    if ask.head:
        return _mixed(ask, limit)
    key = typed_key(ask.fragment)
    if not key:
        return most_used(ask.kinds, limit) if not ask.fragment.strip() else []
    if len(key) <= SHORT and _begins_many(ask.kinds, key):
        return _by_use(ask, key, limit)
    return list(_by_key(ask, key)[:limit])


def most_used(kinds: Sequence[str], limit: int) -> list[Offer]:
    """Return the most used offers of some kinds: what is shown where nothing is typed yet."""
    return list(Offer.objects.filter(kind__in=kinds).order_by("-uses", "pk")[:limit])


def _range(key: str, prefix: str = "") -> Q:
    first = key.encode()
    return Q(**{f"{prefix}key__gte": first, f"{prefix}key__lt": first + _LAST})


def _begins_many(kinds: Sequence[str], key: str) -> bool:
    found = OfferKey.objects.filter(_range(key), kind__in=kinds, at=0).order_by()
    return len(found.values_list("pk", flat=True)[:MANY]) >= MANY


def _by_key(ask: Ask, key: str) -> QuerySet[Offer]:
    found = Offer.objects.filter(_range(key, "keys__"), keys__kind__in=ask.kinds)
    whole = Min(Case(When(keys__key=key.encode(), then=Value(0)), default=Value(1), output_field=IntegerField()))
    own = Case(When(detail=ask.dynasty, then=Value(0)), default=Value(1), output_field=IntegerField())
    ranked = found.annotate(whole=whole, at=Min("keys__at"))
    return ranked.order_by(*([own] if ask.dynasty else []), "at", "whole", "-uses", "pk")


def _by_use(ask: Ask, key: str, limit: int) -> list[Offer]:
    begun = Exists(OfferKey.objects.filter(_range(key), offer=OuterRef("pk"), at=0))
    found = [offer for kind in ask.kinds for offer in _most_used_that(kind, begun, limit * CONSIDERED)]
    found.sort(key=lambda offer: (bool(ask.dynasty) and offer.detail != ask.dynasty, -offer.uses, offer.pk))
    return found[:limit]


def _most_used_that(kind: str, condition: Exists, limit: int) -> Iterator[Offer]:
    return iter(Offer.objects.filter(condition, kind=kind).order_by("-uses")[:limit])


def _mixed(ask: Ask, limit: int) -> list[Offer]:
    """Return what begins with characters and goes on as its end sounds: 段yuc, 段yc."""
    head, tail = typed_key(ask.head), typed_key(ask.fragment[len(ask.head) :])
    found: dict[int, Offer] = {}
    for key in mixed_keys(head, tail) if head and is_latin(tail) else ():
        found |= {offer.pk: offer for offer in _by_key(ask, key).filter(fold__startswith=head)[:limit]}
    return list(found.values())[:limit]
