"""Keeping what somebody is typing, so that a dead browser, an ended session or a restart loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from census.storable import is_storable
from guji.forms import fields_of, known_field
from guji.models import Book, WorkingCopy

#: As many unfinished entries of new records are kept for one person; the oldest give way.
MOST_KEPT = 50
#: The longest form that is kept, in characters.
LONGEST = 2_000_000


def keep(user: Any, key: UUID, book: Book | None, version: int | None, sent: Mapping[str, Any]) -> WorkingCopy | None:
    """Keep the fields of a form under ``key`` (a stored record has one copy for each person whatever its key).

    Returns ``None``, and keeps what was kept before, where the form is longer than can be or is somebody else's.
    """
    fields = _kept_fields(sent)
    if sum(len(name) + len(value) for name, value in fields.items()) > LONGEST:
        return None
    with transaction.atomic():
        if book is None:
            return _keep_new(user, key, fields)
        copy, _ = WorkingCopy.objects.update_or_create(
            user=user, book=book, defaults={"version": version, "fields": fields}
        )
        return copy


def _kept_fields(sent: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of our forms that say something that can be stored."""
    written = {name: str(sent[name]) for name in sent if known_field(name)}
    return {name: value for name, value in written.items() if value and is_storable(value)}


def _keep_new(user: Any, key: UUID, fields: dict[str, str]) -> WorkingCopy | None:
    """Keep the entry of a new record, unless the key is another's or a stored record's; the oldest give way."""
    found = WorkingCopy.objects.filter(pk=key).first()
    if found is not None and (found.user_id != user.pk or found.book_id is not None):
        return None
    copy = found or WorkingCopy(pk=key, user=user)
    copy.fields = fields
    copy.save()
    _forget_oldest(user)
    return copy


def _forget_oldest(user: Any) -> None:
    unfinished = WorkingCopy.objects.filter(user=user, book__isnull=True).order_by("-updated_at")
    old = list(unfinished.values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 100])
    if old:
        WorkingCopy.objects.filter(pk__in=old).delete()


def unfinished(user: Any) -> list[WorkingCopy]:
    """Return what the user left unfinished of new records, the latest first."""
    return list(WorkingCopy.objects.filter(user=user, book__isnull=True)[:MOST_KEPT])


def copy_of(user: Any, book: Book) -> WorkingCopy | None:
    """Return what the user left unfinished of a stored record, unless it says just what is stored."""
    copy = WorkingCopy.objects.filter(user=user, book=book).first()
    if copy is None:
        return None
    from guji.storage import to_data

    return None if copy.fields == fields_of(to_data(book)) else copy


def drop(user: Any, key: UUID | None, book: Book | None = None) -> None:
    """Forget a copy: it was stored, or its owner does not want it."""
    mine = WorkingCopy.objects.filter(user=user)
    if book is not None:
        mine.filter(book=book).delete()
    elif key is not None:
        mine.filter(pk=key, book__isnull=True).delete()
