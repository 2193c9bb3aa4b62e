"""Who may see and stop which job."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from census.models import Job, Role
from census.policies import Access


def visible_jobs(user: Any) -> QuerySet[Job]:
    """Return the jobs that ``user`` may see: their own, and all of them for the province's administrators."""
    access = Access.of(user)
    if str(Role.ADMINISTRATOR) in access.province:
        return Job.objects.all()
    return Job.objects.filter(created_by_id=access.user_id) if access.user_id is not None else Job.objects.none()


def may_keep_index(user: Any) -> bool:
    """Whether ``user`` may look after the search index: the province's administrators."""
    return str(Role.ADMINISTRATOR) in Access.of(user).province
