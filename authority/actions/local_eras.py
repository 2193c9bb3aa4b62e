"""Letting the calendar know the dynasties and eras that an administrator has added."""

from __future__ import annotations

from typing import Any, cast

from django.db import DatabaseError, transaction

from authority.chronology import Dynasty, Era, use_local
from authority.chronology.tables import DynastyKind, EraKind
from authority.models import DynastyEntry, EraEntry


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split("|") if name)


def _dynasty(row: DynastyEntry) -> Dynasty:
    return Dynasty(
        name=row.name,
        aliases=_names(row.aliases),
        start=row.start,
        end=row.end,
        region=row.region,
        kind=cast(DynastyKind, row.kind),
        members=_names(row.members),
        note=row.note,
    )


def _era(row: EraEntry) -> Era:
    return Era(
        name=row.name,
        dynasty=row.dynasty_id,
        ruler=row.ruler,
        start=row.start,
        end=row.end,
        region=row.dynasty.region,
        kind=cast(EraKind, row.kind),
        aliases=_names(row.aliases),
        dynasties=(row.dynasty_id,),
        used_to=row.used_to,
        solar_from=row.solar_from,
        note=row.note,
    )


def local_rows() -> tuple[list[Dynasty], list[Era]]:
    """Return the dynasties and eras that an administrator has added, for a process that has no database to give to."""
    return (
        [_dynasty(row) for row in DynastyEntry.objects.filter(is_local=True)],
        [_era(row) for row in EraEntry.objects.filter(is_local=True).select_related("dynasty")],
    )


def use_local_eras() -> None:
    """Read the local rows and let this process's calendar find them; for a process to call when it starts."""
    use_local(*local_rows())


def start_with_local_eras() -> None:
    """Call :func:`use_local_eras` when a process starts, unless its database has no tables yet."""
    try:
        with transaction.atomic():
            use_local_eras()
    except DatabaseError:
        return


def on_change(instance: DynastyEntry | EraEntry, **kwargs: Any) -> None:
    """Answer the saving or deleting of a local row: read them again once the transaction is committed."""
    if instance.is_local:
        transaction.on_commit(use_local_eras)
