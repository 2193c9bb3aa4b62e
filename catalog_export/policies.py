"""Who may do what with volumes: on the room, on one volume, and on which institutions.

Editors and administrators set volumes; an institution's own administrator sets those of the institution. The province's
reviewers may look. A volume may hold records that are not public yet (a proof), so nobody else sees it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from authority.models import Institution
from catalog_export.models import Volume
from census.models import Role
from census.policies import Access

TYPESETTERS: frozenset[str] = frozenset({str(Role.EDITOR), str(Role.ADMINISTRATOR)})
READERS: frozenset[str] = TYPESETTERS | {str(Role.PROVINCE_REVIEWER)}


@dataclass(frozen=True, slots=True)
class VolumePolicy:
    """What one user may do with volumes; memberships are read once."""

    access: Access

    @classmethod
    def of(cls, user: Any) -> VolumePolicy:
        """Return the policy for a user (or an :class:`~census.policies.Access`)."""
        return cls(Access.of(user))

    def _reach(self, roles: Iterable[str]) -> tuple[bool, list[int]]:
        """Return whether ``roles`` are held in the whole province, and the institutions where they are held."""
        wanted = frozenset(roles)
        return bool(wanted & self.access.province), [key for key, held in self.access.local.items() if wanted & held]

    @property
    def may_enter(self) -> bool:
        """Whether the user may look at volumes at all."""
        return any(self._reach(READERS))

    @property
    def may_typeset_any(self) -> bool:
        """Whether the user may found and set volumes."""
        return any(self._reach(TYPESETTERS))

    @property
    def may_typeset_regions(self) -> bool:
        """Whether the user may set volumes of whole regions."""
        return self._reach(TYPESETTERS)[0]

    @property
    def may_edit_profiles(self) -> bool:
        """Whether the user may change the house's profiles: they serve the whole province."""
        return self._reach(TYPESETTERS)[0]

    def institutions(self) -> QuerySet[Institution]:
        """Return the institutions whose volumes the user may set."""
        everywhere, own = self._reach(TYPESETTERS)
        return Institution.objects.all() if everywhere else Institution.objects.filter(pk__in=own)

    def visible(self) -> QuerySet[Volume]:
        """Return the volumes that the user may look at."""
        return self._volumes(READERS)

    def settable(self) -> QuerySet[Volume]:
        """Return the volumes that the user may set and whose pages they may fetch."""
        return self._volumes(TYPESETTERS)

    def may_typeset(self, volume: Volume) -> bool:
        """Say whether the user may set ``volume`` and fetch its pages."""
        return self.settable().filter(pk=volume.pk).exists()

    def _volumes(self, roles: Iterable[str]) -> QuerySet[Volume]:
        """Return all volumes to the province's people; to others those that hold their institutions only."""
        everywhere, own = self._reach(roles)
        if everywhere:
            return Volume.objects.all()
        beyond = Volume.objects.filter(institutions__in=Institution.objects.exclude(pk__in=own))
        within = Volume.objects.filter(region__isnull=True, institutions__in=own)
        return Volume.objects.filter(pk__in=within.values("pk")).exclude(pk__in=beyond.values("pk"))
