"""Which records a user may see: one queryset method for pages, search, exports, images and API alike."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from census.models.record import PUBLIC_STATES, WAITING_STATES, CensusRecord, State
from census.policies import Access

Record = TypeVar("Record", bound=CensusRecord)


class RecordQuerySet(models.QuerySet[Record]):
    """Records of one kind."""

    def visible_to(self, user: Any) -> Self:
        """Keep what ``user`` (or an :class:`~census.policies.Access`) may see.

        Readers, logged in or not, see what the province has approved or what is published; members of an
        institution see all its records as well, tombstones included; the province's roles see all.
        """
        access = Access.of(user)
        if access.everywhere:
            return self
        public = Q(state__in=PUBLIC_STATES)
        if not access.institutions:
            return self.filter(public)
        return self.filter(public | Q(institution_id__in=sorted(access.institutions)))

    def public(self) -> Self:
        """Keep what everybody may see."""
        return self.filter(state__in=PUBLIC_STATES)

    def drafts(self) -> Self:
        """Keep drafts; with an institution, order by ``updated_at`` to take the latest first."""
        return self.filter(_IsDraft(F("state")))

    def waiting(self) -> Self:
        """Keep what waits for a reviewer, of whichever level; order by ``submitted_at`` to take the oldest first."""
        return self.filter(_IsWaiting(F("state")))


class _IsDraft(models.Func):
    """The condition of the partial index of drafts, with its word in the SQL as in :class:`_IsWaiting`."""

    template = f"%(expressions)s = '{State.DRAFT}'"
    output_field = models.BooleanField()


class _IsWaiting(models.Func):
    """The condition of the partial index, with its words in the SQL: SQLite does not match bound values to it."""

    template = "%(expressions)s IN ({})".format(", ".join(f"'{state}'" for state in WAITING_STATES))
    output_field = models.BooleanField()
