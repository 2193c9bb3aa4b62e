"""Reading book records: visibility, and fetching a page of them with everything in few queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from census.policies import Access
from census.queries import RecordQuerySet
from guji.details import GROUPS

if TYPE_CHECKING:
    from guji.models.book import Book  # noqa: F401 - the record of the queryset


class BookQuerySet(RecordQuerySet["Book"]):
    """Book records."""

    def whole(self) -> Self:
        """Fetch institution and all detail rows along: what :func:`guji.storage.to_data` reads, without N+1."""
        return self.select_related("institution").prefetch_related(*GROUPS)

    def open_to(self, user: Any, action: str) -> Self:
        """Keep the records with which ``user`` may do ``action`` as they now stand."""
        return self.filter(Access.of(user).which(action))


class BookManager(models.Manager.from_queryset(BookQuerySet)):  # type: ignore[misc]
    """``Book.objects``."""
