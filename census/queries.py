"""Which records a user may see: one queryset method for pages, search, exports, images and API alike."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from census.models.record import PUBLIC_STATES, CensusRecord
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
