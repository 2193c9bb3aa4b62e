"""Reading for the publishing room: profiles by name, volumes with their runs, records in printing order."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from authority.models import Institution, Region
from catalog_export.models import Run, Volume, VolumeProfile
from catalog_export.volumes.profile import Profile, builtin_profiles
from census.models import PUBLIC_STATES, State
from guji.models import Book
from guji.queries import BookQuerySet

#: Records fetched at a time while a volume is frozen: bounds memory, however large the volume.
CHUNK = 500


class UnknownProfileError(LookupError):
    """There is no profile of that name."""


def profile_named(name: str) -> Profile:
    """Return the profile of that name, built in or the house's own. Raises :class:`UnknownProfileError`."""
    if name in builtin_profiles():
        return builtin_profiles()[name]
    row = VolumeProfile.objects.filter(name=name).first()
    if row is None:
        known = "、".join(name for name, _label in profile_choices())
        raise UnknownProfileError(f"没有名为“{name}”的版式；现有：{known}")
    return row.to_profile()


def profile_choices() -> list[tuple[str, str]]:
    """Return all profiles as pairs of name and label, the built-in ones first."""
    builtin = [(profile.name, _(profile.label)) for profile in builtin_profiles().values()]
    return builtin + [(row.name, row.label) for row in VolumeProfile.objects.all()]


def profile_label(name: str) -> str:
    """Return the label of a profile; its bare name if it is gone."""
    return dict(profile_choices()).get(name, name)


@dataclass(frozen=True, slots=True)
class VolumeRow:
    """A volume as the list shows it: with its latest set run and the number of runs."""

    volume: Volume
    latest: Run | None
    run_count: int


def volume_rows(volumes: QuerySet[Volume]) -> list[VolumeRow]:
    """Return the volumes of a queryset with their runs, in two queries."""
    rows = []
    for volume in volumes.prefetch_related("runs"):
        runs = list(volume.runs.all())
        rows.append(VolumeRow(volume, next((run for run in runs if run.is_set), None), len(runs)))
    return rows


def institutions_of(volume: Volume) -> QuerySet[Institution]:
    """Return the institutions whose records a volume holds, by code."""
    if volume.region_id is not None:
        return region_institutions(volume.region)
    return volume.institutions.order_by("code")


def region_institutions(region: Region | None) -> QuerySet[Institution]:
    """Return the institutions of a region and of everything below it (330100 lies in 330000), by code."""
    code = region.code if region else ""
    stem = code.rstrip("0")
    stem += "0" * (len(stem) % 2)
    return Institution.objects.filter(region__code__startswith=stem).order_by("code")


def region_above(region: Region | None, institutions: QuerySet[Institution]) -> str:
    """Return the region printed on the title page: the volume's own, or the province of its only holder."""
    if region is not None:
        return region.name
    holders = list(institutions.select_related("region")[:2])
    above = holders[0].region if len(holders) == 1 else None
    while above is not None and above.parent is not None:
        above = above.parent
    return above.name if above else ""


def with_records(institutions: QuerySet[Institution]) -> QuerySet[Institution]:
    """Keep the institutions of which there are records: the others have nothing to print."""
    return institutions.filter(pk__in=Book.objects.order_by().values("institution_id").distinct())


def regions_with_records() -> QuerySet[Region]:
    """Return the regions in which, or below which, an institution has records."""
    held = with_records(Institution.objects.filter(region__isnull=False))
    codes = set(held.values_list("region__code", flat=True).distinct())
    wanted = {f"{code[:length]:0<6}" for code in codes if code for length in (2, 4, 6)}
    return Region.objects.filter(code__in=wanted).order_by("code")


def records_to_print(institutions: QuerySet[Institution], *, proof: bool) -> BookQuerySet:
    """Return the records of a volume in printing order: by institution, then by number, the unnumbered last.

    A proof takes every living state, a volume only what the province has approved.
    """
    books: BookQuerySet = Book.objects.filter(institution__in=institutions)
    books = books.exclude(state=State.WITHDRAWN) if proof else books.filter(state__in=PUBLIC_STATES)
    return books.order_by("institution__code", F("census_no").asc(nulls_last=True), "shelf_mark", "id")
