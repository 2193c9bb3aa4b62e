"""Somebody's own drafts in a grid, for mending many of them quickly."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from authority.models import Institution
from census.models import State
from census.policies import Access
from guji.grid.columns import STATEMENTS
from guji.grid.errors import GridRefused
from guji.grid.keeping import new_grid, record_cells
from guji.grid.limits import MOST_OPENED
from guji.models import Book, Grid, GridRow

NONE = gettext_noop("您在这个单位没有草稿")


def own_drafts(user: Any, institution: Institution | None = None) -> QuerySet[Book]:
    """Return the drafts that a user made and may change, the latest first."""
    drafts = Book.objects.filter(Access.of(user).which("edit"), state=State.DRAFT, created_by=user)
    found: QuerySet[Book] = drafts.filter(institution=institution) if institution else drafts
    return found.order_by("-updated_at", "pk")


def open_drafts(user: Any, institution: Institution, name: str) -> Grid:
    """Make a grid of a user's latest drafts. Raises :class:`GridRefused` where there are none."""
    versions = dict(own_drafts(user, institution).values_list("pk", "version")[:MOST_OPENED])
    if not versions:
        raise GridRefused(NONE)
    with transaction.atomic():
        grid = new_grid(user, institution, name, "statements")
        cells = record_cells(user, list(versions), STATEMENTS)
        rows = [
            GridRow(grid=grid, key=f"d{number}", cells=cells[pk], record_id=pk, version=version, changed=False)
            for number, (pk, version) in enumerate(versions.items(), 1)
            if pk in cells
        ]
        GridRow.objects.bulk_create(rows, batch_size=500)
        grid.order = [row.key for row in rows]
        grid.save(update_fields=["order"])
    return grid
