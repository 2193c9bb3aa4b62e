"""Who may import on the page, into which institutions, in which way; and whose batches they may look at."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from authority.models import Institution
from census.models import ImportBatch, ImportMode
from census.policies import Access

#: What each way of importing asks for.
ACTION_OF = {ImportMode.DRAFT: "create", ImportMode.APPROVED: "import_approved"}


def may_import(access: Access) -> bool:
    """Whether the user may import anything at all."""
    return bool(modes(access))


def modes(access: Access) -> list[ImportMode]:
    """Return the ways in which the user may import."""
    return [mode for mode, action in ACTION_OF.items() if access.may(action)]


def institutions(access: Access) -> QuerySet[Institution]:
    """Return the institutions for which the user may import."""
    active = Institution.objects.filter(active=True).order_by("code")
    if reaches_all(access):
        return active
    own = [key for key in access.institutions if any(access.may(a, institution_id=key) for a in ACTION_OF.values())]
    return active.filter(pk__in=own)


def reaches_all(access: Access) -> bool:
    """Whether a sheet of several institutions may be imported: a role of the whole province."""
    return any(Access(access.user_id, access.province).may(action) for action in ACTION_OF.values())


def visible_batches(user: Any) -> QuerySet[ImportBatch]:
    """Return the batches that a user may look at: their own, their institutions', all with a role of the province."""
    access = Access.of(user)
    batches = ImportBatch.objects.filter(dry_run=False)
    if access.everywhere:
        return batches
    if access.user_id is None:
        return batches.none()
    return batches.filter(Q(created_by_id=access.user_id) | Q(institution_id__in=sorted(access.institutions)))
